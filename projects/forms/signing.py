"""Deciding on a handover: what was read, the decision, and what is reserved."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from projects.models import HandoverSection
from projects.services.sign_off import Answer
from register.errors import InvalidInput, PasswordNeeded, Refusal
from register.forms.fields import DayField
from register.forms.refusals import show_in
from register.models import Person

FEWEST_ROWS, MOST_ROWS = 1, 20
DECISIONS = (("accept", ""), ("accept_with_reservations", ""), ("return", ""))


class ReservationForm(forms.Form):
    """Something that must still be done: by whom, until when. A row that is left empty counts for nothing.

    Without an owner the signer does it.
    """

    text = forms.CharField(label=_("What must still be done"), max_length=5000)
    owner = forms.ModelChoiceField(
        Person.objects.none(), label=_("Who does it"), required=False, empty_label=_("I do it myself")
    )
    due_date = DayField(label=_("Until when"))

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = Person.objects.visible_to(person).filter(is_active=True, is_service=False)
        self.fields["owner"].queryset = people.order_by("name_sort", "id")  # type: ignore[attr-defined]


class MarkForm(forms.Form):
    """What is said to one benefit or one piece of remaining work; both may be left empty."""

    accepted = forms.BooleanField(label=_("I accept this"), required=False)
    comment = forms.CharField(
        label=_("What is wrong with it, or what I add"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    @property
    def is_open(self) -> bool:
        """Something was written, so that the field for it is shown."""
        return bool(self["comment"].value() or self.errors)

    @property
    def mark(self) -> dict[str, Any] | None:
        """The mark as the service takes it, without the id; None where nothing was marked."""
        given: dict[str, Any] = self.cleaned_data if self.is_valid() else {}
        return given if any(given.values()) else None


class DecisionForm(forms.Form):
    """One of three buttons was pressed under the text with this hash; or a comment is kept, or one more row asked for.

    ``kept`` is the text: each of its benefits and pieces of remaining work can be marked.
    """

    hides_optional = True  # what a button needs is said when it is pressed

    decision = forms.ChoiceField(choices=DECISIONS)
    snapshot_sha256 = forms.CharField(max_length=64, required=False)
    comment = forms.CharField(
        label=_("Your words to the leader"),
        help_text=_("Needed when you return it; otherwise as you like."),
        required=False,
        max_length=20000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    password = forms.CharField(
        label=_("Your password"),
        required=False,
        max_length=1000,
        strip=False,
        help_text=_("You sign with it. What you have written above is kept."),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True, "data-focus": ""}),
    )

    def __init__(self, data: Any = None, *, person: Person, kept: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        self.refusal: Refusal | None = None
        kept = kept or {}
        self.benefits = {one["id"]: self._mark(data, one["id"]) for one in kept.get("benefits", [])}
        self.items = {one["id"]: self._mark(data, one["id"]) for one in kept.get("remaining_items", [])}
        wanted = data.get("rows", "") if data else ""
        count = (int(wanted) if wanted.isdecimal() and len(wanted) < 3 else FEWEST_ROWS) + self.asks_for_row
        self.rows = [self._row(number, person) for number in range(min(max(count, FEWEST_ROWS), MOST_ROWS))]

    def _mark(self, data: Any, key: str) -> MarkForm:
        return MarkForm(data, prefix=f"mark-{key}", use_required_attribute=False)

    def _row(self, number: int, person: Person) -> ReservationForm:
        """Checked when one decides; only kept while one asks for another row."""
        prefix = f"reservation-{number}"
        checked = self.data if self._reserves and not self.asks_for_row else None
        typed = {} if checked else {name: self.data.get(f"{prefix}-{name}") for name in ReservationForm.base_fields}
        return ReservationForm(
            checked, prefix=prefix, person=person, initial=typed, empty_permitted=True, use_required_attribute=False
        )

    @property
    def marks(self) -> dict[str, MarkForm]:
        """All of them by the id of what is marked."""
        return {**self.benefits, **self.items}

    @property
    def comments(self) -> dict[str, str]:
        """What was typed at the sections and is not kept yet."""
        typed = {one.value: str(self.data.get(f"about-{one.value}", "")).strip() for one in HandoverSection}
        return {section: text for section, text in typed.items() if text}

    @property
    def asks_for_row(self) -> bool:
        return "add" in self.data

    @property
    def lacks_decision(self) -> bool:
        """It was sent without any of its buttons, by the Enter key for one."""
        return self.is_bound and not self.data.keys() & {"decision", "add", "say"}

    @property
    def chosen(self) -> str:
        """The decision whose part of the page stays open."""
        return str(self.data.get("decision", ""))

    @property
    def reserves(self) -> bool:
        """Reservations were written or chosen, so that they are shown."""
        return self._reserves or self.asks_for_row or any(row["text"].value() for row in self.rows)

    @property
    def _reserves(self) -> bool:
        return self.chosen == "accept_with_reservations"

    def is_valid(self) -> bool:
        rows_are_valid = all(row.is_valid() for row in self.rows) if self._reserves else True
        marks_are_valid = all(mark.is_valid() for mark in self.marks.values())
        return super().is_valid() and rows_are_valid and marks_are_valid

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
        return Answer(
            reservations=reservations,
            benefits=[{"benefit": key, **form.mark} for key, form in _marked(self.benefits)],
            remaining_work=[{"item": key, **form.mark} for key, form in _marked(self.items)],
            comments=[{"section": section, "text": text} for section, text in self.comments.items()],
            authenticated_by=authenticated_by,
            **given,
        )

    def show(self, refusal: Refusal) -> None:
        """Each mark's words at the mark, the rest where the form has a field for it or at the top."""
        self.refusal = refusal
        places = {f"benefits/{place}": form for place, (_key, form) in enumerate(_marked(self.benefits))}
        places |= {f"remaining_work/{place}": form for place, (_key, form) in enumerate(_marked(self.items))}
        for error in refusal.errors if isinstance(refusal, InvalidInput) else []:
            form = places.get(error.field.rpartition("/")[0])
            if form is not None:
                form.add_error("comment", str(error.words))
            elif error.field == "reservations" and self._reserves:
                self.rows[0].add_error("text", str(error.words))
        show_in(self, refusal)


def _marked(forms_by_key: Mapping[str, MarkForm]) -> list[tuple[str, Any]]:
    """Those in which something was said, in their order."""
    return [(key, form) for key, form in forms_by_key.items() if form.mark]
