"""The course of an indicator as it is drawn small on paper: what was measured, the expected path, the targets."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from projects.models import Indicator
from projects.reports.chart import Chart, chart_of
from projects.reports.figure_words import number, with_unit
from projects.reports.paper_parts import TONES, Course, shortened
from projects.reports.progress import FiguresInWords

SCALE = 1000
Point = tuple[date, Decimal]


def course_of(indicator: Indicator, words: FiguresInWords, *, code: str, label: str, on: date) -> Course | None:
    """None where there are not two figures to draw."""
    chart = chart_of(indicator, today=on)
    measured = [
        (one.day, Decimal(one.figure)) for one in chart.measurements if one.day and one.figure and one.day <= on
    ]
    if chart.baseline and chart.baseline.day and chart.baseline.figure:
        measured.insert(0, (chart.baseline.day, Decimal(chart.baseline.figure)))
    targets = [(one.day, Decimal(one.figure)) for one in chart.targets if one.day and one.figure]
    path = [(day, Decimal(figure)) for day, figure in chart.path]
    everything = [*measured, *targets, *path]
    if not measured or len({day for day, _figure in everything}) < 2:
        return None
    days, figures = [day for day, _figure in everything], [figure for _day, figure in everything]
    box = (min(days), max(days), min(figures), max(figures))
    return Course(
        name=shortened(indicator.name, 60),
        words=_in_words(words, label),
        alt=_alt(indicator, words, label, chart),
        tone=TONES.get(code, "neutral"),
        points=[_place(one, box) for one in sorted(measured)],
        path=[_place(one, box) for one in path],
        targets=[_place(one, box) for one in targets],
        low=with_unit(number(box[2]), indicator.unit[:12]),
        high=with_unit(number(box[3]), indicator.unit[:12]),
        first=date_format(box[0], "SHORT_DATE_FORMAT"),
        last=date_format(box[1], "SHORT_DATE_FORMAT"),
    )


def _place(point: Point, box: tuple[date, date, Decimal, Decimal]) -> tuple[int, int]:
    first, last, low, high = box
    across = (point[0] - first).days * SCALE // max((last - first).days, 1)
    up = int((point[1] - low) * SCALE / (high - low)) if high > low else SCALE // 2
    return across, up


def _in_words(words: FiguresInWords, label: str) -> str:
    said = {"status": label, "baseline": words.baseline, "latest": words.latest, "target": words.target}
    return _("%(status)s. Before: %(baseline)s. Latest: %(latest)s. Target: %(target)s.") % said


def _alt(indicator: Indicator, words: FiguresInWords, label: str, chart: Chart) -> str:
    """Every figure in turn, for those who do not see the chart."""
    measured: Sequence[str] = [f"{one.label}: {_figure(one.figure, chart)}" for one in chart.measurements if one.figure]
    series = "; ".join(measured[-12:])
    whole = _("Chart of “%(name)s” over time. %(summary)s") % {
        "name": indicator.name,
        "summary": _in_words(words, label),
    }
    measured_words = _("Measured: %(series)s.") % {"series": series}
    return f"{whole} {measured_words}" if series else whole


def _figure(text: str, chart: Chart) -> str:
    return with_unit(number(Decimal(text)), chart.unit)
