"""Realised against plan over time: for each kind of gain, unit and currency, at the end of every year or quarter."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any

from projects.formulas.on_path import OnPath
from projects.formulas.over_time import Course
from projects.formulas.units import can_be_summed, unit_key
from projects.reports.counted import Counted, currency_of
from register.decimals import EXACT, decimal_text, total_of

YEAR, QUARTER = "year", "quarter"
PLACES = 4
MOST_PERIODS = {YEAR: 12, QUARTER: 20}
MONTHS = {YEAR: 12, QUARTER: 3}

Key = tuple[bool, str, str, str]


@dataclass(frozen=True)
class Point:
    """The end of a period; `realised` is None after the day that is looked at, and where nothing is verified yet."""

    label: str
    day: date
    plan: Decimal | None
    realised: Decimal | None


@dataclass(frozen=True)
class Line:
    """One kind of gain in one unit; `now` is the day that is looked at.

    `undated` indicators have no date for their target, and no part in the plan.
    """

    kind: str
    unit: str
    currency: str
    is_disbenefit: bool
    promised: Decimal
    benefits: int
    undated: int
    now: Point
    courses: Sequence[Course] = field(repr=False)
    on: date
    per: str

    @cached_property
    def points(self) -> Sequence[Point]:
        """The ends of the periods; worked out for those that are shown."""
        return [_point(label, day, self.courses, self.on) for label, day in _periods(self.courses, self.on, self.per)]


def over_time(found: Sequence[Counted], *, on: date, per: str = YEAR, year: str = "") -> list[Line]:
    """The lines of benefits judged with all their figures, the largest promise first within money and the rest.

    Only what may be summed: the same unit, kind and currency; parts, restatements and what cannot be added left out.
    """
    groups: defaultdict[Key, list[tuple[Any, Course]]] = defaultdict(list)
    names: dict[Key, str] = {}
    for one in found:
        benefit = one.benefit
        if benefit.part_of_id or benefit.restates_id:
            continue
        for indicator, status in one.figures(year):
            key = (benefit.is_disbenefit, benefit.kind, currency_of(benefit), unit_key(indicator.unit))
            if can_be_summed(indicator.unit) and (course := Course(status.facts)).promised is not None:
                names.setdefault(key, indicator.unit)
                groups[key].append((benefit.pk, course))
    lines = [_line(key, names[key], courses, on, per) for key, courses in groups.items()]
    return sorted(lines, key=lambda line: (line.is_disbenefit, not line.currency, -line.promised, line.unit))


def _line(key: Key, unit: str, courses: Sequence[tuple[Any, Course]], on: date, per: str) -> Line:
    is_disbenefit, kind, currency, _unit = key
    every = [course for _benefit, course in courses]
    return Line(
        kind=kind,
        unit=unit,
        currency=currency,
        is_disbenefit=is_disbenefit,
        promised=total_of(course.promised for course in every) or Decimal(0),
        benefits=len({benefit for benefit, _course in courses}),
        undated=sum(not course.is_dated for course in every),
        now=_point("", on, every, on),
        courses=every,
        on=on,
        per=per,
    )


def _point(label: str, day: date, courses: Sequence[Course], on: date) -> Point:
    """In the period that is not over yet, what is verified so far stands at its end."""
    plan = _planned(course.planned_on(day) for course in courses)
    known = _begin(label, day) <= on
    realised = total_of(course.realised_on(min(day, on)) for course in courses) if known else None
    return Point(label, day, plan, None if realised is None else _rounded(Fraction(realised)))


def _begin(label: str, end: date) -> date:
    return date(end.year, end.month - 2, 1) if "-Q" in label else date(end.year, 1, 1) if label else end


def _planned(figures: Iterable[OnPath | None]) -> Decimal | None:
    """The exact sum, rounded at its end; those that are divided by the same number of days are added up first."""
    by_days: defaultdict[int, Decimal] = defaultdict(Decimal)
    for figure in figures:
        if figure is not None:
            by_days[figure.days] = EXACT.add(by_days[figure.days], figure.times)
    parts = [OnPath(times, days).exact for days, times in by_days.items()]
    return _rounded(sum(parts, Fraction(0))) if parts else None


def _rounded(figure: Fraction) -> Decimal:
    """Half-even to four places, as achievement is; what is realised has no more in practice."""
    return Decimal(round(figure * 10**PLACES)).scaleb(-PLACES, EXACT)


def _periods(courses: Sequence[Course], on: date, per: str) -> list[tuple[str, date]]:
    """The periods from the first baseline to the last target, those around the day where they are too many."""
    known = [day for course in courses for day in (course.first_day, course.last_day) if day]
    first, last = min([*known, on]), max([*known, on])
    days = [day for day in _ends(first, per) if day.year <= last.year + 1]
    needed = next((place for place, day in enumerate(days) if day >= last), len(days) - 1)
    days = days[: needed + 1]
    if len(days) > MOST_PERIODS[per]:
        here = next(place for place, day in enumerate(days) if day >= on)
        begin = max(0, min(here - MOST_PERIODS[per] // 2, len(days) - MOST_PERIODS[per]))
        days = days[begin : begin + MOST_PERIODS[per]]
    return [(f"{day.year}" if per == YEAR else f"{day.year}-Q{day.month // 3}", day) for day in days]


def _ends(first: date, per: str) -> Iterator[date]:
    """The last days of the periods, from the one that `first` lies in, for as long as a register can reach."""
    months = MONTHS[per]
    month = (first.month - 1) // months * months + months
    for number in range(400):
        at = month + months * number
        yield date(first.year + at // 12, at % 12 + 1, 1) - timedelta(days=1)


def as_source(line: Line, words: Mapping[str, str]) -> dict[str, Any]:
    """A line for a chart; figures as texts, which a chart may round and a table may not."""
    return {
        "unit": line.unit,
        "words": dict(words),
        "labels": [point.label for point in line.points],
        "plan": [None if point.plan is None else decimal_text(point.plan) for point in line.points],
        "realised": [None if point.realised is None else decimal_text(point.realised) for point in line.points],
    }
