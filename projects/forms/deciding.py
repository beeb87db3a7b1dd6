"""Forms for bodies, where they decide, and what waits for their meetings."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from projects.lifecycles.project import GATES
from projects.models import DecidingBody, GateDecider, Referral
from register.forms.rows import RowForm


class DecidingBodyForm(RowForm):
    model = DecidingBody
    shown = ("name", "rule", "members", "secretary")


class GateDeciderForm(RowForm):
    """Which body decides at which gate, and for whom."""

    model = GateDecider
    shown = ("gate", "unit", "body")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        label = self.person.organisation.gate_label
        choices = [("", _("Every gate")), *((gate, label(gate)) for gate in GATES)]
        self.fields["gate"] = forms.ChoiceField(label=_("Gate"), choices=choices, required=False)
        self.order_fields([*self.shown])
        self.fields["unit"].empty_label = _("The whole organisation")
        self.fields["body"].empty_label = _("The decision maker or the project owner, as usual")


class ReferralForm(RowForm):
    """Who meets when; the case and item number as far as they are known."""

    model = Referral
    shown = ("body", "meeting_date", "case_number", "item_number", "link")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.row is not None:
            del self.fields["body"]

    @property
    def changes(self) -> dict[str, Any]:
        return {name: value for name, value in super().changes.items() if name != "body"}
