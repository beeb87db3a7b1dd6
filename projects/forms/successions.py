"""Asking somebody to take something on."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from register.models import Person


class ProposalForm(forms.Form):
    """Who is asked, and a few words to them; what they are asked for is ticked in the list beside it."""

    to_person = forms.ModelChoiceField(
        Person.objects.none(),
        label=_("Who shall take it on"),
        help_text=_("Nobody chosen: the unit's line manager, else the deputy, else the manager above."),
        required=False,
        empty_label=_("The unit's own manager"),
    )
    words = forms.CharField(
        label=_("A few words to them"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, person: Person, not_to: Person | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = Person.objects.visible_to(person).filter(is_active=True, is_service=False)
        people = people.exclude(pk=not_to.pk) if not_to else people
        self.fields["to_person"].queryset = people.order_by("name_sort", "id")  # type: ignore[attr-defined]


def references_in(values: list[str]) -> list[tuple[str, UUID]]:
    """The things that were ticked, as (kind, id); what is no such thing is left out."""
    found = []
    for value in values:
        kind, _dot, text = value.partition(".")
        try:
            found.append((kind, UUID(text)))
        except ValueError:
            continue
    return found
