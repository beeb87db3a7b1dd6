"""People, their roles and their absences."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from register.forms.rows import RowForm
from register.models import Absence, Person, RoleAssignment


class PersonForm(RowForm):
    model = Person
    shown = ("name", "email", "language")


class InvitationForm(RowForm):
    """Who is asked in; the name may be left to them."""

    model = Person
    shown = ("email", "name", "language")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].required = True
        self.fields["name"].required = False


ZONES = (
    *("Europe/Oslo", "Europe/Copenhagen", "Europe/Stockholm", "Europe/Helsinki", "Europe/London", "Europe/Brussels"),
    *("Atlantic/Reykjavik", "Atlantic/Faroe", "America/Nuuk", "UTC"),
)
"""Where those who work for our municipalities live; the API takes any zone there is."""


class OwnPersonForm(RowForm):
    """Who one is, and when one wants to be reminded."""

    model = Person
    shown = ("name", "language", "digest", "digest_weekday", "digest_time", "time_zone")
    reminders = ("digest", "digest_weekday", "digest_time", "time_zone")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        home, own = self.person.organisation.time_zone, self.person.time_zone
        zones = dict.fromkeys(zone for zone in (*ZONES, own) if zone)
        as_at_work = _("As the organisation: %(zone)s") % {"zone": home}
        self.fields["time_zone"] = forms.ChoiceField(
            label=_("My time zone"), choices=[("", as_at_work), *((zone, zone) for zone in zones)], required=False
        )
        self.fields["digest_time"].widget = forms.TimeInput(format="%H:%M", attrs={"type": "time", "class": "short"})
        self.fields["digest_time"].help_text = _("Leave it empty to have them as soon as they are found.")

        for name in ("digest", "digest_weekday"):
            self.fields[name].required = False

    @property
    def changes(self) -> dict[str, Any]:
        """Only what was asked for; who sends no answer about reminders changes nothing about them."""
        return {name: value for name, value in super().changes.items() if name in self.data}

    @property
    def parts(self) -> list[list[forms.BoundField]]:
        """About oneself, and about reminders."""
        about = [name for name in self.shown if name not in self.reminders]
        return [[self[name] for name in names] for names in (about, self.reminders)]


class RoleForm(RowForm):
    """A role in the whole organisation, or on a unit and all below."""

    model = RoleAssignment
    shown = ("role", "unit")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].empty_label = _("The whole organisation")


class AbsenceForm(RowForm):
    model = Absence
    shown = ("from_date", "to_date", "deputy")


class PasswordChangeForm(forms.Form):
    """The old password and the new one."""

    old = forms.CharField(
        label=_("The password you have"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    password = forms.CharField(
        label=_("New password"),
        strip=False,
        help_text=_("At least 12 characters."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
