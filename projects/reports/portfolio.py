"""The portfolio: what was promised, what is verified, and what nobody knows, put together in one of many ways."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from projects.formulas.rollups import RollUp, RollUpRow, roll_up
from projects.reports.counted import NONE, Counted, counted_benefits, currency_of, knowledge_of
from projects.reports.groupings import GROUPINGS
from projects.reports.narrowing import narrowing_of
from projects.reports.rows import nothing_is_garbage
from projects.reports.status import WORST_FIRST
from register.models import Person


@dataclass(frozen=True)
class Group:
    """Benefits that have something in common; `filters` are the parameters that show exactly these."""

    label: str
    filters: Mapping[str, str]
    projects: int
    benefits: int
    statuses: Mapping[str, int]
    rollups: list[RollUp]


@dataclass(frozen=True)
class Portfolio:
    """All groups of one grouping, and the whole, in which every benefit counts once; `rows` are what it is made of."""

    by: str
    groups: list[Group]
    total: Group
    rows: Sequence[Counted] = ()


@dataclass
class _Collected:
    projects: set[Any] = field(default_factory=set)
    statuses: Counter[str] = field(default_factory=Counter)
    rows: list[RollUpRow] = field(default_factory=list)

    def add(self, one: Counted, rows: Sequence[RollUpRow]) -> None:
        self.projects.add(one.benefit.project_id)
        self.statuses[one.status.code] += 1
        self.rows += rows

    def group(self, label: str, filters: Mapping[str, str]) -> Group:
        ordered = {str(code): self.statuses[code] for code in WORST_FIRST if self.statuses[code]}
        return Group(label, filters, len(self.projects), self.statuses.total(), ordered, roll_up(self.rows))


@nothing_is_garbage()
def portfolio_of(
    person: Person,
    *,
    by: str = "unit",
    on: date,
    filters: Mapping[str, Any] | None = None,
    as_of: date | None = None,
    every_figure: bool = False,
) -> Portfolio:
    """What the person may see of the portfolio on a day, with what was known at the end of `as_of`, else what is known.

    ``filters`` by name: those of `projects.reports.narrowing`. With a year of target only the indicators due in it
    are summed.
    """
    asked = narrowing_of(person, filters or {})
    found = counted_benefits(
        person, on=on, knowledge=knowledge_of(person.organisation, as_of), wanted=asked.wants, every_figure=every_figure
    )
    return put_together(asked.kept(found, on), person=person, by=by, filters=asked.filters)


def put_together(found: Sequence[Counted], *, person: Person, by: str, filters: Mapping[str, str]) -> Portfolio:
    """The groups of benefits that were found already."""
    grouping, year = GROUPINGS[by], filters.get("year", "")
    total, groups = _Collected(), defaultdict[str, _Collected](_Collected)
    for one in found:
        rows = list(rollup_rows(one, year))
        total.add(one, rows)
        for value in grouping.values(one):
            if by != "year":
                groups[value].add(one, rows)
            elif year in ("", value):
                groups[value].add(one, list(rollup_rows(one, value)))
    names = grouping.names(person)
    in_order = sorted(groups.items(), key=lambda pair: grouping.place(pair[0], names))
    shown = [
        one.group("" if value == NONE else names.get(value, value), {**filters, by: value}) for value, one in in_order
    ]
    return Portfolio(by=by, groups=shown, total=total.group("", filters), rows=found)


def rollup_rows(one: Counted, year: str = "") -> Iterator[RollUpRow]:
    """What a benefit adds to the sums: one row for each of its indicators."""
    benefit, figures = one.benefit, one.figures(year)
    shared: dict[str, Any] = {
        "benefit": benefit.pk,
        "kind": benefit.kind,
        "currency": currency_of(benefit),
        "is_disbenefit": benefit.is_disbenefit,
        "is_part": benefit.part_of_id is not None,
        "is_restatement": benefit.restates_id is not None,
        "is_potential": one.is_potential,
        "price_level_year": benefit.price_level_year,
    }
    for indicator, status in figures:
        yield RollUpRow(unit=indicator.unit, promised=status.promised, verified=status.verified, **shared)
    if not one.indicators:
        yield RollUpRow(unit="", promised=None, verified=None, **shared)
