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


class OwnPersonForm(RowForm):
    model = Person
    shown = ("name", "language")


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
