"""What an organisation sets for itself: its names for things, and where its limits lie."""

import re
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from register.countries import GATES
from register.forms.fields import FigureField
from register.forms.rows import RowForm
from register.models import Organisation

GATE_WORDS = {
    "approve_concept": _("The gate before the concept phase"),
    "approve_planning": _("The gate before planning"),
    "approve_execution": _("The gate before execution"),
    "start_handover": _("The gate before the handover"),
    "complete_handover": _("The gate before operation"),
    "close": _("The gate at the end of follow-up"),
}
SHARES = {
    "on_track": (_("On track from, as a share of the change expected"), "0.9"),
    "at_risk": (_("At risk from"), "0.75"),
    "discount_rate": (
        _("Discount rate for the net present value, as a share"),
        _(
            "0.04 in Norway, 0.035 in Denmark and the United Kingdom. Elsewhere none: no rate is laid down for "
            "municipalities there, so write the one you calculate with, or no net present value is worked out"
        ),
    ),
}
DAYS = {
    "grace_days": (_("Days of grace before a status turns grey"), "14"),
    "answer_days": (_("Days to sign, decide or accept"), "14"),
}
LISTS = {
    "follow_up_months": (_("Follow-ups, months after the handover"), "3, 6, 12, 24, 36"),
    "follow_up_months_light": (_("The same in the light track"), _("as in the full one")),
}


class NumbersField(forms.CharField):
    """Whole numbers with commas between them; cleans to a list, or None."""

    def clean(self, value: Any) -> list[int] | None:
        text = super().clean(value)
        if not text:
            return None
        if not re.fullmatch(r"\d{1,4}([,;\s]+\d{1,4})*", text):
            raise forms.ValidationError(_("Write whole numbers with commas between them, like 3, 6, 12."))
        return [int(number) for number in re.findall(r"\d+", text)]


class OrganisationForm(RowForm):
    """Empty labels and limits are those of the country and of the method."""

    model = Organisation
    shown = ("name", "country", "language", "currency", "time_zone", "budget_label")

    def __init__(self, *args: Any, row: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, row=row, **kwargs)
        labels = row.country_defaults.gate_labels
        for gate in GATES:
            self._add(gate, forms.CharField(label=GATE_WORDS[gate], max_length=40), row.gate_labels, labels[gate])
        for name, (label, usual) in SHARES.items():
            self._add(name, FigureField(label=label), row.limits, usual)
        for name, (label, usual) in DAYS.items():
            self._add(name, forms.IntegerField(label=label, min_value=0, max_value=3660), row.limits, usual)
        for name, (label, usual) in LISTS.items():
            self._add(name, NumbersField(label=label, max_length=200), row.limits, usual)

    def _add(self, name: str, field: forms.Field, stored: dict[str, Any], usual: str | Promise) -> None:
        field.required = False
        field.help_text = _("Usually %(usual)s.") % {"usual": usual}
        self.fields[name] = field
        value = stored.get(name, "")
        self.initial.setdefault(name, ", ".join(map(str, value)) if isinstance(value, list) else value)

    @property
    def changes(self) -> dict[str, Any]:
        changes = super().changes
        if set(self.changed_data) & set(GATES):
            changes["gate_labels"] = {gate: self.cleaned_data[gate] for gate in GATES if self.cleaned_data[gate]}
        limits = [*SHARES, *DAYS, *LISTS]
        if set(self.changed_data) & set(limits):
            changes["limits"] = self._limits(limits)
        return changes

    def _limits(self, names: list[str]) -> dict[str, Any]:
        """What was set here, and what was set elsewhere and is not shown here."""
        shown = {name: self.cleaned_data[name] for name in names}
        elsewhere = {name: value for name, value in self.row.limits.items() if name not in names}  # type: ignore[union-attr]
        return elsewhere | {name: _stored(value) for name, value in shown.items() if value not in (None, "")}

    @property
    def parts(self) -> list[tuple[str | Promise, list[forms.BoundField]]]:
        """The fields under their headings."""
        groups = ((_("The organisation"), self.shown), (_("What the gates are called"), GATES))
        limits = (_("Limits and dates"), (*SHARES, *DAYS, *LISTS))
        return [(heading, [self[name] for name in names]) for heading, names in (*groups, limits)]


def _stored(value: Any) -> Any:
    return value if isinstance(value, int | list) else str(value)
