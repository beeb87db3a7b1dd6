"""What a handover says, and to whom it goes."""

from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from projects.models import Handover
from register.forms.rows import RowForm

QUESTIONS = {
    "takes_over_on": _("From this day the unit runs it."),
    "closing_milestone": _("Which event marks that the project is over? Pick one, or write a new one."),
    "lasting_results": _("What lasts when the project is gone?"),
    "anchoring": _("How is it anchored in operations: in budget, routines, rotas, training?"),
    "way_forward": _("How do you plan the way on?"),
    "first_action": _("What is the first thing the unit does?"),
    "remaining_work": _("What is not finished, who does it, until when?"),
}


class NewHandoverForm(RowForm):
    """Only the unit: its line manager is who signs."""

    model = Handover
    shown = ("receiving_unit",)


class HandoverForm(RowForm):
    """The questions of a handover, in the order in which it is read."""

    model = Handover
    shown = (
        *("line_manager", "takes_over_on", "remaining_work", "closing_milestone", "lasting_results", "anchoring"),
        *("way_forward", "first_action", "first_action_owner", "first_action_due"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        picker = forms.TextInput(attrs={"list": "milestones", "autocomplete": "off"})
        label = self.fields["closing_milestone"].label
        self.fields["closing_milestone"] = forms.CharField(label=label, required=False, max_length=300, widget=picker)
        for name, question in QUESTIONS.items():
            self.fields[name].help_text = question

    def stored(self, row: models.Model) -> dict[str, Any]:
        """The milestone by its name, since a new one may be typed."""
        milestone = getattr(row, "closing_milestone", None)
        return {**super().stored(row), "closing_milestone": milestone.title if milestone else ""}

    @property
    def milestones(self) -> list[str]:
        """The names one may pick."""
        handover: Any = self.row
        return list(handover.project.milestones.order_by("title").values_list("title", flat=True))
