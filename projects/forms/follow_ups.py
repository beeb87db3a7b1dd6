"""Holding a follow-up: a note on the whole, and a few words on each benefit that deviates."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from projects.reports.follow_up_page import Row, summary_of
from register.errors import FieldError, InvalidInput, Refusal
from register.forms.fields import DayField
from register.forms.refusals import show_in
from register.models import Person

PLACES = {"action/text": "next_step", "action/owner": "owner", "action/due_date": "due_date"}


class LineForm(forms.Form):
    """What is said of one benefit. With somebody and a day, what comes next becomes an action that is followed up."""

    why = forms.CharField(label=_("Why?"), max_length=20000, widget=forms.Textarea(attrs={"rows": 2}))
    next_step = forms.CharField(
        label=_("What is done about it?"), required=False, max_length=20000, widget=forms.Textarea(attrs={"rows": 2})
    )
    owner = forms.ChoiceField(label=_("Who does it"), required=False)
    due_date = DayField(label=_("By"), required=False)

    def __init__(self, *args: Any, row: Row, people: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, prefix=f"benefit-{row.benefit.pk}", initial=row.suggested, **kwargs)
        self.row = row
        self.people = {str(one.pk): one for one in people}
        self.fields["why"].required = row.deviates
        names = [(pk, one.name) for pk, one in self.people.items()]
        self.fields["owner"].choices = [("", _("Not chosen")), *names]  # type: ignore[attr-defined]

    @property
    def opens(self) -> bool:
        """What somebody must fill in, has filled in or is to look at stands open."""
        return self.row.deviates or bool(self.errors) or self.has_changed()

    @property
    def said(self) -> dict[str, Any]:
        """As the service takes it."""
        given = self.cleaned_data
        said = {"benefit": self.row.benefit, "why": given["why"], "next_step": given["next_step"]}
        if given["owner"] or given["due_date"]:
            said["action"] = {"owner": self.people.get(given["owner"]), "due_date": given["due_date"]}
        return said


class FollowUpForm(forms.Form):
    """The whole; `lines` are the benefits. `version` is the one the person was looking at."""

    note = forms.CharField(
        label=_("What was seen, on the whole"), max_length=20000, widget=forms.Textarea(attrs={"rows": 3})
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, rows: Sequence[Row], people: Sequence[Person], version: int) -> None:
        super().__init__(data, initial={"version": version, "note": summary_of(rows)})
        self.lines = [LineForm(data, row=row, people=people) for row in rows]

    def is_valid(self) -> bool:
        return all([super().is_valid(), *(line.is_valid() for line in self.lines)])

    @property
    def said(self) -> list[dict[str, Any]]:
        return [line.said for line in self.lines]

    @property
    def amiss(self) -> list[forms.BoundField]:
        """The fields of benefits at which something is amiss, for the summary at the top."""
        return [field for line in self.lines for field in line if field.errors]

    def show(self, refusal: Refusal) -> None:
        """An error of a benefit ("lines/0/why") stands at that benefit."""
        if not isinstance(refusal, InvalidInput):
            return show_in(self, refusal)
        for error in refusal.errors:
            self._show_at_its_place(error)
        return None

    def _show_at_its_place(self, error: FieldError) -> None:
        place, _slash, name = error.field.removeprefix("lines/").partition("/")
        if name and place.isdigit():
            self.lines[int(place)].add_error(PLACES.get(name, name), str(error.words))
        else:
            self.add_error(error.field if error.field in self.fields else None, str(error.words))
