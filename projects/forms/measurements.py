"""A figure as it is reported: one field, and for those who need it a range, how it is meant, and a note."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from projects.formulas.scales import answers_of, ends_of
from projects.models import Comparator, Indicator, Measurement
from register.errors import InvalidInput, Refusal
from register.forms.fields import FigureField, PeriodField
from register.forms.refusals import show_in

FIGURE = ("value", "low", "high", "comparator")
SURVEY = ("sample_size", "population")


class FigureForm(forms.Form):
    """`given` is what the step takes; nothing of the range is needed where a value is given."""

    value = FigureField(label=_("Value"), required=False)
    low = FigureField(label=_("Lowest"), required=False)
    high = FigureField(label=_("Highest"), required=False)
    comparator = forms.ChoiceField(label=_("Meant as"), choices=Comparator.choices, required=False)
    date_estimated = forms.BooleanField(label=_("The date is an estimate"), required=False)
    sample_size = forms.IntegerField(label=_("How many answered (n), if it is a survey"), required=False, min_value=0)
    population = forms.IntegerField(label=_("How many were asked"), required=False, min_value=0)
    note = forms.CharField(label=_("Note"), required=False, max_length=20000, widget=forms.Textarea(attrs={"rows": 2}))

    MORE = ("low", "high", "comparator", "date_estimated", "sample_size", "population", "note")

    def __init__(self, *args: Any, row: Measurement | None = None, **kwargs: Any) -> None:
        if row is not None:
            names = (*FIGURE, "date_estimated", *SURVEY, "note")
            kwargs["initial"] = {name: getattr(row, name) for name in names} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        if row is not None:
            ask_on_scale(self, row.indicator)
        is_asked = row is None or row.state != "reported"
        self.fields["value"].widget.attrs |= {"class": "figure-input"} | ({"autofocus": True} if is_asked else {})

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
        answers = {name: self.cleaned_data[name] for name in (*FIGURE, *SURVEY, "note")}
        return {**answers, "comparator": answers["comparator"] or Comparator.EXACT}

    def show(self, refusal: Refusal) -> None:
        """The lacking figure belongs at the field where it is written."""
        if isinstance(refusal, InvalidInput) or not getattr(refusal, "requirements", None):
            return show_in(self, refusal)
        return self.add_error("value", " ".join(unmet.detail for unmet in refusal.requirements))  # type: ignore[attr-defined]


def ask_on_scale(form: forms.Form, indicator: Indicator) -> None:
    """Where the answers are words they are chosen; where they are figures it is said from where to where."""
    answers, ends = answers_of(*indicator.scale_of), ends_of(*indicator.scale_of)
    if ends is None:
        return
    if not answers:
        words = _("From %(low)d to %(high)d; the mean of several answers may lie between.")
        form.fields["value"].help_text = words % {"low": ends[0], "high": ends[1]}
        return
    choices = [("", _("Not chosen")), *((str(place), word) for place, word in enumerate(answers, ends[0]))]
    form.fields["value"] = forms.TypedChoiceField(
        label=form.fields["value"].label, choices=choices, coerce=Decimal, empty_value=None, required=False
    )
    value = form.initial.get("value")
    if value is not None:
        form.initial["value"] = str(int(value))


class NewFigureForm(FigureForm):
    """A figure for a period that nobody has planned."""

    period_start = PeriodField(label=_("Period or day"))

    field_order = ("period_start", "value")

    def __init__(self, *args: Any, indicator: Indicator, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ask_on_scale(self, indicator)
        self.fields["value"].widget.attrs.pop("autofocus", None)

    @property
    def fields_of_row(self) -> dict[str, Any]:
        names = ("period_start", "date_estimated")
        return self.given | {name: self.cleaned_data[name] for name in names}
