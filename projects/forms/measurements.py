"""A figure as it is reported: one field, and for those who need it a range, how it is meant, and a note."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from projects.models import Comparator, Indicator, Measurement
from register.errors import InvalidInput, Refusal
from register.forms.fields import FigureField, PeriodField
from register.forms.refusals import show_in

FIGURE = ("value", "low", "high", "comparator")


class FigureForm(forms.Form):
    """`given` is what the step takes; nothing of the range is needed where a value is given."""

    value = FigureField(label=_("Value"), required=False)
    low = FigureField(label=_("Lowest"), required=False)
    high = FigureField(label=_("Highest"), required=False)
    comparator = forms.ChoiceField(label=_("Meant as"), choices=Comparator.choices, required=False)
    date_estimated = forms.BooleanField(label=_("The date is an estimate"), required=False)
    note = forms.CharField(label=_("Note"), required=False, max_length=20000, widget=forms.Textarea(attrs={"rows": 2}))

    MORE = ("low", "high", "comparator", "date_estimated", "note")

    def __init__(self, *args: Any, row: Measurement | None = None, **kwargs: Any) -> None:
        if row is not None:
            names = (*FIGURE, "date_estimated", "note")
            kwargs["initial"] = {name: getattr(row, name) for name in names} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.fields["value"].widget.attrs |= {"autofocus": True, "class": "figure-input"}

    @property
    def more(self) -> list[forms.BoundField]:
        """What stands behind “more…”."""
        return [self[name] for name in self.MORE]

    @property
    def says_more(self) -> bool:
        """Whether something is given there already, so that it is open."""
        return any(field.errors or (field.value() not in (None, "", False, "exact")) for field in self.more)

    @property
    def given(self) -> dict[str, Any]:
        answers = {name: self.cleaned_data[name] for name in (*FIGURE, "note")}
        return {**answers, "comparator": answers["comparator"] or Comparator.EXACT}

    def show(self, refusal: Refusal) -> None:
        """The lacking figure belongs at the field where it is written."""
        if isinstance(refusal, InvalidInput) or not getattr(refusal, "requirements", None):
            return show_in(self, refusal)
        return self.add_error("value", " ".join(unmet.detail for unmet in refusal.requirements))  # type: ignore[attr-defined]


class NewFigureForm(FigureForm):
    """A figure for a period that nobody has planned."""

    period_start = PeriodField(label=_("Period or day"))

    field_order = ("period_start", "value")

    def __init__(self, *args: Any, indicator: Indicator, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["value"].widget.attrs.pop("autofocus")

    @property
    def fields_of_row(self) -> dict[str, Any]:
        names = ("period_start", "date_estimated")
        return self.given | {name: self.cleaned_data[name] for name in names}
