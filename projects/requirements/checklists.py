"""What is usually gone through before each gate, until an organisation makes lists of its own."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from workflows.rules import type_words


@dataclass(frozen=True)
class Item:
    """One thing to go through. Its code stays for as long as its words do; only a `required` one can block."""

    code: str
    text: type_words
    required: bool = False

    @property
    def kept(self) -> dict[str, Any]:
        """As it is stored, in the active language."""
        return {"code": self.code, "text": str(self.text), "required": self.required}


CONCEPT = (
    Item("strategy", _("It is clear which goal or plan of the municipality the idea serves.")),
    Item("affected", _("Those who will be affected are known, and somebody has talked with them.")),
    Item("employees_early", _("The employees' side has been told about the idea and asked what it means for them.")),
    Item("similar", _("Somebody has looked for similar projects and what was learnt from them, here and elsewhere.")),
    Item("first_risks", _("The largest risks and uncertainties are written down.")),
    Item("archive", _("The case is opened in the archive and its reference stands on the project.")),
)
PLANNING = (
    Item("alternatives", _("The alternatives are compared by cost, benefit and risk, doing nothing included.")),
    Item("employees", _("What the change means for work and staffing is discussed with the employees' side.")),
    Item("privacy_scope", _("It is settled whether personal data are touched and whether an assessment is needed.")),
    Item("rough_cost", _("Costs are estimated for the project and for operation afterwards.")),
    Item("line_agrees", _("The units that would take over know of it and think the benefits are possible.")),
    Item("risks", _("Risks are assessed, with who does what about the largest.")),
    Item("archive", _("The basis of the decision is filed in the archive, with its reference.")),
)
EXECUTION = (
    Item("funding", _("The money is granted or stands in the budget, for the project and for operation.")),
    Item("people", _("The people who are needed are set free from other work.")),
    Item("employees", _("The plan is discussed with the employees' side, as laws and agreements demand.")),
    Item("privacy", _("Data protection and information security are assessed, and what must be done is planned.")),
    Item("risks", _("The risk assessment is up to date, and each large risk has somebody who follows it.")),
    Item("procurement", _("What must be bought is clear, and so is how: rules on procurement are kept.")),
    Item("receivers", _("The receiving units have taken part in the plan and know when it reaches them.")),
    Item("archive", _("The plan and the business case are filed in the archive, with their reference.")),
)
HANDOVER = (
    Item("tried", _("What was made has been tried by those who will use it, and they accept it.")),
    Item("training", _("Training is planned, or done, for everybody who needs it.")),
    Item("employees", _("How work changes from now on is discussed with the employees' side.")),
    Item("privacy", _("Agreements on data, access rights and the record of processing are in order.")),
    Item("operation_cost", _("The cost of operation is known and placed in the receiving unit's budget.")),
    Item("operation_risks", _("The risks that remain in operation are assessed and told to the receiving unit.")),
    Item("archive", _("Documentation is filed in the archive, with its reference.")),
)
OPERATION = (
    Item("remaining", _("Everything that remains to be done has a name and a date.")),
    Item("contracts", _("Contracts, licences and support are transferred to whoever runs it.")),
    Item("old_closed", _("What is replaced is switched off, or there is a date for it.")),
    Item("employees", _("The employees' side knows who is responsible from now on.")),
    Item("privacy", _("Data of the project that are no longer needed are deleted; the rest has an owner.")),
    Item("archive", _("The project's closing documents are filed in the archive, with their reference.")),
)
CLOSING = (
    Item("outcomes", _("The outcomes are talked through with the owners of the benefits.")),
    Item("employees", _("The employees' side has been asked how the change turned out.")),
    Item("routine", _("What should still be measured has become part of ordinary management.")),
    Item("shared", _("The lessons are told to those who start similar projects.")),
    Item("archive", _("Evaluation and figures are filed in the archive, with their reference.")),
)
LIGHT = (
    Item("employees", _("What it means for work is discussed with the employees' side.")),
    Item("privacy", _("It is settled whether personal data are touched and what must be done about it.")),
    Item("risks", _("What could go wrong is thought through, with what to do about it.")),
    Item("archive", _("The case is filed in the archive, with its reference.")),
)
USUAL: Mapping[tuple[str, str], tuple[Item, ...]] = {
    ("approve_concept", "full"): CONCEPT,
    ("approve_planning", "full"): PLANNING,
    ("approve_execution", "full"): EXECUTION,
    ("start_handover", "full"): HANDOVER,
    ("complete_handover", "full"): OPERATION,
    ("close", "full"): CLOSING,
    ("approve_execution", "light"): LIGHT,
    ("close", "light"): CLOSING,
}
"""By gate and track. In the light track only these two gates are decisions."""
