"""Reorganising units: which one, what is done with it, and where it goes."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from projects.models import ReorganisationKind
from register.models import Person, Unit


class UnitChoiceForm(forms.Form):
    """The first step: which unit."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Which unit"), empty_label=_("Not chosen"))
    kind = forms.ChoiceField(label=_("What is done"), choices=ReorganisationKind.choices, widget=forms.RadioSelect)

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = _open_units(person)  # type: ignore[attr-defined]


class ReorganiseForm(forms.Form):
    """The second step: where it goes and why. Only a split asks what goes, and may make a new unit."""

    into = forms.ModelChoiceField(Unit.objects.none(), label=_("Into which unit"), required=False)
    name = forms.CharField(label=_("Name of the new unit"), max_length=200, required=False)
    line_manager = forms.ModelChoiceField(
        Person.objects.none(), label=_("Its line manager"), required=False, empty_label=_("Nobody yet")
    )
    chosen = forms.MultipleChoiceField(
        label=_("What goes to the other unit"), required=False, widget=forms.CheckboxSelectMultiple
    )
    reason = forms.CharField(
        label=_("Reason, for the history"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(
        self, *args: Any, person: Person, unit: Unit, kind: str, choices: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["into"].queryset = _open_units(person).exclude(pk=unit.pk)
        people = Person.objects.visible_to(person).filter(is_active=True, is_service=False)
        fields["line_manager"].queryset = people.order_by("name_sort", "id")
        fields["chosen"].choices = choices
        if kind == ReorganisationKind.SPLIT:
            fields["into"].empty_label = _("A new one")
        else:
            for name in ("name", "line_manager", "chosen"):
                del fields[name]
        if kind == ReorganisationKind.MOVE:
            fields["into"].label = _("Below which unit")
            fields["into"].empty_label = _("At the top")
        if kind == ReorganisationKind.MERGE:
            fields["into"].required = True


def _open_units(person: Person) -> Any:
    return Unit.objects.visible_to(person).open().order_by("name_sort", "id")
