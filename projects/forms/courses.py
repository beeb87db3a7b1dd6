"""What stands beside an indicator's figures."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from projects.models import Forecast, ReferenceFigure, SamplingCheck, Series
from register.forms.rows import RowForm


class WithFigureForm(RowForm):
    """A value, or a range."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["comparator"].required = False
        self.fields["comparator"].label = _("Meant as")

    def clean_comparator(self) -> str:
        return self.cleaned_data["comparator"] or "exact"


class SeriesForm(RowForm):
    model = Series
    shown = ("start_date", "definition", "reason", "comparability", "comparison")


class ForecastForm(WithFigureForm):
    model = Forecast
    shown = ("value", "due_date", "note", "low", "high", "comparator")


class ReferenceFigureForm(WithFigureForm):
    model = ReferenceFigure
    shown = ("name", "value", "period_end", "source", "link", "low", "high", "comparator")


class SamplingCheckForm(RowForm):
    model = SamplingCheck
    shown = ("sampled", "usable", "checked_on", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["checked_on"].required = False


FORMS: dict[str, type[RowForm]] = {
    "series": SeriesForm,
    "forecast": ForecastForm,
    "reference": ReferenceFigureForm,
    "sampling": SamplingCheckForm,
}
