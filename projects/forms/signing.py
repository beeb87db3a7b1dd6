"""Deciding on a handover: what was read, the decision, and what is reserved."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from projects.services.sign_off import Answer
from register.errors import PasswordNeeded, Refusal
from register.forms.fields import DayField
from register.forms.refusals import show_in
from register.models import Person

FEWEST_ROWS, MOST_ROWS = 1, 20
DECISIONS = (("accept", ""), ("accept_with_reservations", ""), ("return", ""))


class ReservationForm(forms.Form):
    """Something that must still be done: by whom, until when. A row that is left empty counts for nothing."""

    text = forms.CharField(label=_("What must still be done"), max_length=5000)
    owner = forms.ModelChoiceField(Person.objects.none(), label=_("Who does it"))
    due_date = DayField(label=_("Until when"))

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = Person.objects.visible_to(person).filter(is_active=True, is_service=False)
        self.fields["owner"].queryset = people.order_by("name_sort", "id")  # type: ignore[attr-defined]


class DecisionForm(forms.Form):
    """One of three buttons was pressed under the text with this hash."""

    decision = forms.ChoiceField(choices=DECISIONS)
    snapshot_sha256 = forms.CharField(max_length=64, required=False)
    comment = forms.CharField(
        label=_("What is missing"), required=False, max_length=20000, widget=forms.Textarea(attrs={"rows": 3})
    )

    password = forms.CharField(
        label=_("Your password"),
        required=False,
        max_length=1000,
        strip=False,
        help_text=_("You sign with it. What you have written above is kept."),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True, "data-focus": ""}),
    )

    def __init__(self, data: Any = None, *, person: Person) -> None:
        super().__init__(data)
        self.refusal: Refusal | None = None
        wanted = data.get("rows", "") if data else ""
        count = (int(wanted) if wanted.isdecimal() and len(wanted) < 3 else FEWEST_ROWS) + self.asks_for_row
        self.rows = [self._row(number, person) for number in range(min(max(count, FEWEST_ROWS), MOST_ROWS))]

    def _row(self, number: int, person: Person) -> ReservationForm:
        """Checked when one decides; only kept while one asks for another row."""
        prefix = f"reservation-{number}"
        checked = self.data if self._reserves and not self.asks_for_row else None
        typed = {} if checked else {name: self.data.get(f"{prefix}-{name}") for name in ReservationForm.base_fields}
        return ReservationForm(
            checked, prefix=prefix, person=person, initial=typed, empty_permitted=True, use_required_attribute=False
        )

    @property
    def asks_for_row(self) -> bool:
        return "add" in self.data

    @property
    def chosen(self) -> str:
        """The decision whose part of the page stays open."""
        return str(self.data.get("decision", ""))

    @property
    def _reserves(self) -> bool:
        return self.chosen == "accept_with_reservations"

    def is_valid(self) -> bool:
        rows_are_valid = all(row.is_valid() for row in self.rows) if self._reserves else True
        return super().is_valid() and rows_are_valid

    @property
    def is_stale(self) -> bool:
        """The text has changed since it was read."""
        return self.refusal is not None and self.refusal.code == "stale_snapshot"

    @property
    def asks_for_password(self) -> bool:
        """It was too long since given, or was given wrongly; the rest of the decision stays as it was typed."""
        return isinstance(self.refusal, PasswordNeeded) or "password" in self.errors

    def answer(self, authenticated_by: str) -> Answer:
        """The decision as the service takes it; of the reservations those rows in which somebody wrote."""
        reservations = [row.cleaned_data for row in self.rows if row.cleaned_data] if self._reserves else []
        given = {name: value for name, value in self.cleaned_data.items() if name != "password"}
        return Answer(reservations=reservations, authenticated_by=authenticated_by, **given)

    def show(self, refusal: Refusal) -> None:
        self.refusal = refusal
        show_in(self, refusal)
