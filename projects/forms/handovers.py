"""What a handover says, and to whom it goes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db import models
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from projects.models import Handover, HandoverSection, RemainingItem
from projects.reports.handover_text import PARTS
from projects.requirements.handing_over import CONTENT
from register.forms.rows import RowForm
from register.models import Person

NEEDED = ("line_manager", *CONTENT)
FILLED_BY_ITSELF = ("operating_currency", "first_action_owner", "first_action_due")
NOT_TYPED_HERE = ("project", "receiving_unit", "benefits", "remaining_items")
ASKED = {
    section: tuple(name for name in PARTS[section] if name not in NOT_TYPED_HERE)
    for section in HandoverSection
    if section != HandoverSection.BENEFITS
}

QUESTIONS = {
    "takes_over_on": _("From this day the unit runs it."),
    "handed_over": _("Exactly what: a system, a routine, equipment, rights?"),
    "operating_cost": _("Per year, without the unit's own working time."),
    "operating_currency": _("Three letters; left empty, the organisation's own."),
    "operating_cost_note": _("Licences, operation, maintenance, support: what is in it, and what is not?"),
    "hours_per_month": _("How much of the unit's working time it takes."),
    "budget_consequence": _("Is it in the budget: which amount, from which year, on which line?"),
    "remaining_work": _("In a few words; what somebody has to do goes in the rows below."),
    "reporting": _("Who sends which figures to whom, and when, beyond what Varig asks for?"),
    "risks": _("What may still go wrong, and who does what about it? One to three are enough."),
    "preconditions": _("What has changed since the plan was made, and what does the line do about it?"),
    "operations_owner": _("Whom does one ask when it does not work?"),
    "task_split": _("The unit, IT, the supplier, others: who does what from now on?"),
    "agreements": _("Which agreements run on, with whom, until when?"),
    "training": _("Who has been trained, and who still has to be?"),
    "documentation": _("Where is it, and is it up to date?"),
    "routines": _("Which routines are in place, and which are not?"),
    "closing_milestone": _("Which event marks that the project is over? Pick one, or write a new one."),
    "lasting_results": _("What lasts when the project is gone?"),
    "anchoring": _("How is it anchored in operations: in budget, routines, rotas, training?"),
    "way_forward": _("How do you plan the way on?"),
    "first_action": _("What is the first thing the unit does?"),
}
BEFORE_SENDING = _("Needed before it is sent.")
NEW_ITEMS = 2


@dataclass(frozen=True)
class FormPart:
    """One section of the form: what is asked, what is still empty, and what must not stay so."""

    key: str
    heading: str
    fields: list[forms.BoundField]
    empty: list[str]
    needed: list[str]


class NewHandoverForm(RowForm):
    """Only the unit: its line manager is who signs."""

    model = Handover
    shown = ("receiving_unit",)


class HandoverForm(RowForm):
    """The questions of a handover, section by section as it is read."""

    model = Handover
    shown = tuple(name for names in ASKED.values() for name in names)
    hides_optional = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        picker = forms.TextInput(attrs={"list": "milestones", "autocomplete": "off"})
        label = self.fields["closing_milestone"].label
        self.fields["closing_milestone"] = forms.CharField(label=label, required=False, max_length=300, widget=picker)
        for name, question in QUESTIONS.items():
            self.fields[name].help_text = question
        for name in NEEDED:
            self.fields[name].help_text = format_lazy("{} {}", self.fields[name].help_text, BEFORE_SENDING)

    @property
    def parts(self) -> list[FormPart]:
        """The sections with what of each is still empty, by what is stored."""
        return [self._part(section, names) for section, names in ASKED.items()]

    def _part(self, section: HandoverSection, names: Sequence[str]) -> FormPart:
        empty = [name for name in names if self.row and getattr(self.row, name) in (None, "")]
        labels = {name: str(Handover._meta.get_field(name).verbose_name) for name in empty}
        needed = [label for name, label in labels.items() if name in NEEDED]
        optional = [label for name, label in labels.items() if name not in (*NEEDED, *FILLED_BY_ITSELF)]
        return FormPart(section.value, str(section.label), [self[name] for name in names], optional, needed)

    def stored(self, row: models.Model) -> dict[str, Any]:
        """The milestone by its name, since a new one may be typed."""
        milestone = getattr(row, "closing_milestone", None)
        return {**super().stored(row), "closing_milestone": milestone.title if milestone else ""}

    @property
    def milestones(self) -> list[str]:
        """The names one may pick."""
        handover: Any = self.row
        return list(handover.project.milestones.order_by("title").values_list("title", flat=True))


class RemainingItemForm(RowForm):
    """One row of remaining work; a new one that is left empty counts for nothing."""

    model = RemainingItem
    shown = ("item", "owner", "due_date")
    remove = forms.BooleanField(label=_("Remove"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.empty_permitted = self.row is None
        self.fields["item"].widget = forms.Textarea(attrs={"rows": 2})
        if self.row is None or getattr(self.row, "condition_id", None):
            del self.fields["remove"]


def item_forms(data: Any, handover: Handover, person: Person) -> list[RemainingItemForm]:
    """The rows there are, as they were written, and empty ones for more."""
    rows = handover.remaining_items.order_by("created_at", "id")
    known = [RemainingItemForm(data, person=person, row=row, prefix=f"item-{row.pk}") for row in rows]
    new = [RemainingItemForm(data, person=person, prefix=f"item-new-{number}") for number in range(NEW_ITEMS)]
    return known + new
