"""When people are reminded of what, in the words of whoever looks after an organisation."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from projects.reports.duty_words import KINDS
from register.errors import InvalidInput, Refusal, Stale
from register.forms.closed_days import ClosedDaysField
from register.forms.organisation import NumbersField
from register.models import Organisation
from register.services.ladder_settings import ESCALATIONS, LISTS, LONGEST, USUAL

AS_USUAL, OWN, SILENT = "usual", "own", "silent"
WAYS = [
    (AS_USUAL, _("As for everything else")),
    (OWN, _("On days of its own")),
    (SILENT, _("Nobody is reminded")),
]
LABELS = {
    "before": _("Days before it is due"),
    "after": _("Days after it was due"),
    "superior": _("Days until their superior is told"),
    "project": _("Days until project owner and benefits-responsible are told"),
    "controller": _("Days until the controllers are told"),
}
USUAL_HOUR = 7


class ReminderSettingsForm(forms.Form):
    """The ladder for everything, what differs for some kinds, the hour, days off and the holiday month."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisation, stored = organisation, organisation.limits.get("reminder_ladder") or {}
        general = {**USUAL, **stored}
        self._add_rungs("", general)
        for kind in KINDS:
            own = stored.get("kinds", {}).get(kind)
            way = AS_USUAL if own is None else SILENT if own.get("silent") else OWN
            choice = forms.ChoiceField(label=_("When people are reminded"), choices=WAYS, required=False, initial=way)
            self.fields[f"{kind}_way"] = choice
            self._add_rungs(f"{kind}_", {**general, **(own or {})})
        hour = organisation.limits.get("digest_hour", USUAL_HOUR)
        self.fields["digest_hour"] = forms.IntegerField(
            label=_("Hour of the day from which reminders are sent"), min_value=0, max_value=23, initial=hour
        )
        self.fields["closed_days"] = ClosedDaysField(
            label=_("Days on which nobody is at work"),
            initial=organisation.closed_days,
            help_text=_("One line for each, like 17.12.2026 or 6.7.2026 - 24.7.2026; 24.12. is every year."),
        )
        months = [("", _("None")), *MONTHS.items()]
        self.fields["holiday_month"] = forms.TypedChoiceField(
            label=_("Holiday month"), choices=months, coerce=int, empty_value=None, required=False
        )
        self.initial |= {"version": organisation.version, "holiday_month": organisation.holiday_month or ""}

    def _add_rungs(self, prefix: str, days: Mapping[str, Any]) -> None:
        for name in LISTS:
            field = NumbersField(label=LABELS[name], required=False, initial=", ".join(map(str, days[name])))
            self.fields[prefix + name] = field
        for name in ESCALATIONS:
            whole = forms.IntegerField(
                label=LABELS[name], required=False, min_value=1, max_value=LONGEST, initial=days[name]
            )
            self.fields[prefix + name] = whole

    @property
    def changes(self) -> dict[str, Any]:
        """What a service stores: the ladder without what is as usual."""
        ladder = {name: value for name, value in self._rungs("").items() if value != USUAL[name]}
        kinds = {kind: self._of_kind(kind) for kind in KINDS if self.cleaned_data[f"{kind}_way"] not in ("", AS_USUAL)}
        limits = {name: one for name, one in self.organisation.limits.items() if name != "reminder_ladder"}
        if ladder or kinds:
            limits["reminder_ladder"] = ladder | ({"kinds": kinds} if kinds else {})
        limits["digest_hour"] = self.cleaned_data["digest_hour"]
        return {"limits": limits} | {name: self.cleaned_data[name] for name in ("closed_days", "holiday_month")}

    def _of_kind(self, kind: str) -> dict[str, Any]:
        return {"silent": True} if self.cleaned_data[f"{kind}_way"] == SILENT else self._rungs(f"{kind}_")

    def _rungs(self, prefix: str) -> dict[str, Any]:
        lists = {name: self.cleaned_data[prefix + name] or [] for name in LISTS}
        return lists | {name: self.cleaned_data[prefix + name] for name in ESCALATIONS}

    @property
    def general(self) -> list[forms.BoundField]:
        return [self[name] for name in (*LISTS, *ESCALATIONS)]

    @property
    def kinds(self) -> Iterator[tuple[Any, forms.BoundField, list[forms.BoundField], bool]]:
        """Each kind in words, its way, its own days, and whether there is something to look at."""
        for kind, words in KINDS.items():
            rungs = [self[f"{kind}_{name}"] for name in (*LISTS, *ESCALATIONS)]
            way = self[f"{kind}_way"]
            yield words, way, rungs, way.value() not in ("", AS_USUAL) or any(one.errors for one in rungs)

    @property
    def seen_version(self) -> int | None:
        return self.cleaned_data.get("version")

    def show(self, refusal: Refusal) -> None:
        """What the service refused, where it is seen; what was typed stays."""
        if isinstance(refusal, Stale):
            self.data = self.data.copy()
            self.data["version"] = str(refusal.current_version)
        fields = [error.field for error in refusal.errors] if isinstance(refusal, InvalidInput) else []
        self.add_error(next((name for name in fields if name in self.fields), None), str(refusal))
