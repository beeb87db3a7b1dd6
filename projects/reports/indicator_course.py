"""What stands beside an indicator's figures, in words: the promise and its changes, series, comparisons, samples."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects import permissions
from projects.approvals import APPROVES_CHANGE
from projects.formulas.facts import IndicatorFacts, newest_figure
from projects.formulas.seasons import compared_with_last_year, rolling_years
from projects.models import Comparability, Indicator, Measurement, Rebaselining, SamplingCheck, Season, Series
from projects.reports.figure_words import NONE, day_in_words, in_words, kept_figure, number, when_in_words, with_unit
from projects.reports.promises import Promise
from register.decimals import shown
from register.models import Person

BETTER = {"better": gettext_lazy("better"), "worse": gettext_lazy("worse"), "same": gettext_lazy("the same")}
PLACES = 2


@dataclass(frozen=True)
class Changed:
    """One change of what was promised; `may_approve` says whether the reader may say yes to it."""

    row: Rebaselining
    old: str
    new: str
    may_approve: bool


@dataclass(frozen=True)
class Course:
    """One indicator for one reader. `promise` is empty where nothing was promised when execution was decided."""

    promise: str
    promise_kept: bool
    changes: Sequence[Changed]
    series: Sequence[Series]
    caution: str
    comparisons: Sequence[str]
    samples: Sequence[tuple[SamplingCheck, str]]
    may_forecast: bool
    may_define: bool


def course_of(indicator: Indicator, facts: IndicatorFacts, promise: Promise | None, reader: Person, on: date) -> Course:
    """Everything beside the figures, on a day."""
    series = sorted(indicator.series.all(), key=lambda row: row.start_date)
    changes = indicator.rebaselinings.select_related("changed_by", "approved_by", "indicator__benefit__project")
    return Course(
        promise=_promise(indicator, promise),
        promise_kept=promise is not None and promise.is_kept_by(indicator),
        changes=[_changed(row, indicator, reader) for row in changes.order_by("created_at")],
        series=series,
        caution=_caution(indicator, series, facts, on),
        comparisons=list(_comparisons(indicator, facts, on)),
        samples=[(row, _sample(row, indicator, facts, on)) for row in indicator.sampling_checks.order_by("checked_on")],
        may_forecast=permissions.REPORTS(Measurement(indicator=indicator), reader)
        or permissions.VERIFIES(Measurement(indicator=indicator), reader),
        may_define=permissions.EDITS_BENEFIT(indicator.benefit, reader),
    )


def _promise(indicator: Indicator, promise: Promise | None) -> str:
    if promise is None:
        return ""
    read, final = (indicator.unit, indicator.scale_of), promise.final
    words = {
        "day": date_format(promise.decided_on, "DATE_FORMAT"),
        "start": in_words(promise.baseline, *read),
        "target": in_words(final.value if final else None, *read),
        "by": when_in_words(final.due_date, final.entered) if final else "",
    }
    if final and final.due_date:
        return _("Promised when execution was decided on %(day)s: from %(start)s to %(target)s by %(by)s.") % words
    return _("Promised when execution was decided on %(day)s: from %(start)s to %(target)s.") % words


def _changed(row: Rebaselining, indicator: Indicator, reader: Person) -> Changed:
    may = row.approved_at is None and bool(APPROVES_CHANGE(row, reader))
    return Changed(row, _kept(row.old, indicator), _kept(row.new, indicator), may)


def _kept(kept: Mapping[str, Any], indicator: Indicator) -> str:
    words = in_words(kept_figure(kept), indicator.unit, indicator.scale_of)
    day = day_in_words(kept.get("day", ""))
    return f"{words} ({day})" if day and words != NONE else words


def _caution(indicator: Indicator, series: Sequence[Series], facts: IndicatorFacts, on: date) -> str:
    """Said where the newest figure and the baseline do not count the same."""
    newest = newest_figure(facts, on)
    begin = indicator.baseline_date
    if newest is None or newest.period_end is None or begin is None:
        return ""
    between = [row for row in series if begin < row.start_date <= newest.period_end]
    if any(row.comparability == Comparability.NOT_COMPARABLE for row in between):
        return _(
            "The newest figure and the baseline do not compare: something else is counted now. Set a new baseline."
        )
    if any(row.comparability == Comparability.WITH_CARE for row in between):
        return _("Compare the newest figure and the baseline with care: they are not counted in the same way.")
    return ""


def _comparisons(indicator: Indicator, facts: IndicatorFacts, on: date) -> Iterable[str]:
    read = (indicator.unit, indicator.scale_of)
    if indicator.season == Season.LAST_YEAR:
        found = compared_with_last_year(facts, on)
        if found is None or found.before.period_end is None:
            yield _("Nothing to compare with yet: there is no figure for the same period last year.")
            return
        words = {
            "now": in_words(found.now.value, *read),
            "before": in_words(found.before.value, *read),
            "day": date_format(found.before.period_end, "DATE_FORMAT"),
            "better": str(BETTER[found.better]),
        }
        yield _("%(now)s now, %(before)s in the same period a year before (until %(day)s): %(better)s.") % words
    if indicator.season == Season.ROLLING_YEAR:
        years = rolling_years(facts, on)
        for one in years[-1:]:
            words = {
                "mean": with_unit(number(rounded(one.mean)), indicator.unit),
                "start": date_format(one.start, "DATE_FORMAT"),
                "end": date_format(one.end, "DATE_FORMAT"),
            }
            yield _("Mean of the twelve months from %(start)s to %(end)s: %(mean)s.") % words
        if not years:
            yield _("No mean of twelve months yet: figures for a full year without a hole are needed.")


def _sample(row: SamplingCheck, indicator: Indicator, facts: IndicatorFacts, on: date) -> str:
    """The share, and what is left of the newest figure by it."""
    share = Fraction(row.usable, row.sampled)
    words: dict[str, Any] = {
        "sampled": row.sampled,
        "usable": row.usable,
        "share": number(rounded(shown(share * 100), 1)),
        "day": date_format(row.checked_on, "DATE_FORMAT"),
    }
    said = _("Of %(sampled)d that were sampled, the gain became usable time for %(usable)d (%(share)s %%), on %(day)s.")
    newest = newest_figure(facts, on)
    figure = newest.value.measured_figure(facts.direction) if newest else None
    if figure is None or facts.measures == "level":
        return said % words
    left = with_unit(number(rounded(shown(Fraction(figure) * share))), indicator.unit)
    whole = with_unit(number(figure), indicator.unit)
    more = _("By that share %(left)s of the %(whole)s reported could be used.")
    return f"{said % words} {more % {'left': left, 'whole': whole}}"


def rounded(figure: Decimal, places: int = PLACES) -> Decimal:
    """To be read, never to be calculated with."""
    return round(figure, places)


def survey_words(sample_size: int | None, population: int | None) -> str:
    """How many answered, of how many, and which share."""
    if sample_size is None:
        return ""
    if not population:
        return _("n = %(n)d") % {"n": sample_size}
    share = number(rounded(shown(Fraction(sample_size * 100, population)), 0))
    return _("n = %(n)d of %(asked)d (%(share)s %%)") % {"n": sample_size, "asked": population, "share": share}


def units_in_words(reached: Sequence[tuple[str, str]]) -> str:
    """For a goal that each of several units must reach: how many have, and who has not; `reached` is (unit, code)."""
    if not reached:
        return ""
    there = [unit for unit, code in reached if code in ("achieved", "within")]
    unknown = sorted(unit for unit, code in reached if code == "unknown")
    others = sorted(unit for unit, code in reached if code not in ("achieved", "within", "unknown"))
    said = [_("%(there)d of %(all)d units have reached it; all must.") % {"there": len(there), "all": len(reached)}]
    if others:
        said.append(_("Not yet: %(units)s.") % {"units": ", ".join(others)})
    if unknown:
        said.append(_("Unknown: %(units)s.") % {"units": ", ".join(unknown)})
    return " ".join(said)
