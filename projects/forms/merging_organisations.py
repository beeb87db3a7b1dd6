"""Which organisation goes into one's own: there is no way back, so its name is asked for."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from register.models import Organisation, Person
from register.permissions import administered_by


class MergeOrganisationForm(forms.Form):
    """Looked at first; with ``sure`` the name of the one that goes must be written."""

    gone = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=gettext_lazy("Which organisation goes into this one"),
        empty_label=gettext_lazy("Not chosen"),
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason, for the history"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    name = forms.CharField(
        label=gettext_lazy("The name of the organisation that goes"),
        help_text=gettext_lazy("To do it, write it as it stands above."),
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Organisation.objects.open().filter(pk__in=administered_by(person)).exclude(pk=person.organisation_id)
        self.fields["gone"].queryset = others.order_by("name")  # type: ignore[attr-defined]

    @property
    def has_choices(self) -> bool:
        return self.fields["gone"].queryset.exists()  # type: ignore[attr-defined,no-any-return]

    @property
    def is_sure(self) -> bool:
        return "sure" in self.data

    def clean(self) -> dict[str, Any]:
        """Only looking needs no name."""
        values = super().clean() or {}
        gone, name = values.get("gone"), values.get("name", "")
        if not self.is_sure:
            self.errors.pop("name", None)
        elif gone and name and name.strip().lower() != gone.name.lower():
            self.add_error("name", _("Write %(name)s, to be sure that this is the one.") % {"name": gone.name})
        return values
