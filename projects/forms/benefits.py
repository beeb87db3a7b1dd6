"""What is known of a benefit, in one line at first, in full when it is worked out."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from projects.models import Benefit
from register.forms.rows import RowForm

QUESTIONS = {
    "title": _("What is better, and for whom? For example: Fewer falls at night."),
    "how_known": _("For what cannot be counted: how will we see it?"),
    "use_of_value": _("What is done with the money or time that is freed?"),
    "receiving_unit": _("Empty: it goes with every handover of the project."),
    "part_of": _("The larger benefit that this one is part of; only the larger one is summed."),
    "restates": _("The same gain said in another unit; only the other one is summed."),
    "owner": _("Somebody in the line who stays when the project ends."),
}


class BenefitRowForm(RowForm):
    model = Benefit

    def __init__(self, *args: Any, project: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, question in QUESTIONS.items():
            if name in self.fields:
                self.fields[name].help_text = question
        for name in ("part_of", "restates"):
            if name in self.fields:
                others = self.fields[name].queryset.select_related("project")  # type: ignore[attr-defined]
                self.fields[name].queryset = others.exclude(pk=getattr(self.row, "pk", None))  # type: ignore[attr-defined]


class QuickBenefitForm(BenefitRowForm):
    """One line: what, how it shows, who."""

    shown = ("title", "kind", "owner")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.help_text = ""


class BenefitForm(BenefitRowForm):
    """Everything that is said of a benefit, but not its figures."""

    shown = (
        *("title", "description", "kind", "is_disbenefit", "beneficiaries", "owner", "receiving_unit"),
        *("how_known", "use_of_value", "importance", "goals", "start_date", "due_date", "part_of", "restates"),
    )
    change_reason = forms.CharField(label=_("Reason for the change"), required=False, max_length=2000)


class JudgementForm(RowForm):
    """How a person judges it: a benefit that cannot be counted, or one beside its figures."""

    model = Benefit
    shown = ("judgement", "judgement_words", "judged_on")
