"""The portfolio: what was promised, what is verified, and what nobody knows, by unit, goal, state or status."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from projects.formulas.rollups import RollUp, RollUpRow, roll_up
from projects.lifecycles.project import ProjectState
from projects.models import Benefit
from projects.models.benefits import BenefitKind, BenefitQuerySet
from projects.reports.status import STATUS_LABELS, WORST_FIRST, BenefitStatus, benefit_statuses
from register.models import Person, Unit

GROUPINGS = ("unit", "goal", "state", "status")
FILTERS = GROUPINGS
LEFT_OUT = (ProjectState.DRAFT, ProjectState.REJECTED, ProjectState.STOPPED)
IN_MONEY = (BenefitKind.FINANCIAL_DIRECT, BenefitKind.FINANCIAL_INDIRECT)
AT_ONCE = 1000

Key = tuple[str, str]
"""The value a group is filtered by, and its label."""


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
    """All groups of one grouping, and the whole, in which every benefit counts once."""

    by: str
    groups: list[Group]
    total: Group


@dataclass
class _Collected:
    projects: set[Any] = field(default_factory=set)
    statuses: Counter[str] = field(default_factory=Counter)
    rows: list[RollUpRow] = field(default_factory=list)

    def add(self, benefit: Benefit, status: BenefitStatus) -> None:
        self.projects.add(benefit.project_id)
        self.statuses[status.code] += 1
        self.rows += rollup_rows(benefit, status)

    def group(self, label: str, filters: Mapping[str, str]) -> Group:
        ordered = {str(code): self.statuses[code] for code in WORST_FIRST if self.statuses[code]}
        return Group(label, filters, len(self.projects), self.statuses.total(), ordered, roll_up(self.rows))


def portfolio_of(person: Person, *, by: str = "unit", on: date, filters: Mapping[str, str] | None = None) -> Portfolio:
    """What the person may see of the portfolio on a day.

    ``filters`` by name: unit (with all below it), goal, state and status.
    """
    chosen = {name: value for name, value in (filters or {}).items() if name in FILTERS and value}
    total, groups = _Collected(), defaultdict[Key, _Collected](_Collected)
    for benefit, status in _judged(_benefits(person, chosen, by), on, person):
        if chosen.get("status") not in (None, status.code):
            continue
        total.add(benefit, status)
        for key in _keys(benefit, status, by):
            groups[key].add(benefit, status)
    in_order = sorted(groups.items(), key=lambda pair: _place(pair[0], by))
    shown = [one.group(label, {**chosen, by: value}) for (value, label), one in in_order]
    return Portfolio(by=by, groups=shown, total=total.group("", chosen))


def _benefits(person: Person, filters: Mapping[str, str], by: str) -> BenefitQuerySet:
    rows = Benefit.objects.visible_to(person).exclude(state="withdrawn").exclude(project__state__in=LEFT_OUT)
    if "unit" in filters:
        rows = rows.filter(project__unit__in=Unit.objects.below([_id(filters["unit"])]))
    if "goal" in filters:
        linked = Benefit.goals.through.objects.filter(goal=_id(filters["goal"]))
        rows = rows.filter(pk__in=linked.values("benefit"))
    if state := filters.get("state"):
        rows = rows.filter(project__state=state)
    fetched = ("goals", "indicators") if by == "goal" else ("indicators",)
    return rows.select_related("project__unit").prefetch_related(*fetched).order_by("pk")


def _id(text: str) -> UUID:
    """The id written as text; one that nothing has where it is none."""
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)


def _judged(rows: BenefitQuerySet, on: date, person: Person) -> Iterator[tuple[Benefit, BenefitStatus]]:
    batch: list[Benefit] = []
    for benefit in rows.iterator(chunk_size=AT_ONCE):
        batch.append(benefit)
        if len(batch) == AT_ONCE:
            yield from _with_status(batch, on, person)
            batch = []
    yield from _with_status(batch, on, person)


def _with_status(batch: list[Benefit], on: date, person: Person) -> Iterator[tuple[Benefit, BenefitStatus]]:
    known = benefit_statuses(batch, on=on, organisation=person.organisation)
    for benefit in batch:
        benefit.organisation = person.organisation
        yield benefit, known[benefit.pk]


def rollup_rows(benefit: Benefit, status: BenefitStatus) -> Iterator[RollUpRow]:
    """What a benefit adds to the sums: one row for each of its indicators."""
    shared: dict[str, Any] = {
        "benefit": benefit.pk,
        "kind": benefit.kind,
        "currency": benefit.own_currency if benefit.kind in IN_MONEY else "",
        "is_disbenefit": benefit.is_disbenefit,
        "is_part": benefit.part_of_id is not None,
        "is_restatement": benefit.restates_id is not None,
    }
    for indicator in benefit.indicators.all():
        one = status.indicators[indicator.pk]
        yield RollUpRow(unit=indicator.unit, promised=one.promised, verified=one.verified, **shared)
    if not status.indicators:
        yield RollUpRow(unit="", promised=None, verified=None, **shared)


def _keys(benefit: Benefit, status: BenefitStatus, by: str) -> Iterable[Key]:
    project = benefit.project
    if by == "goal":
        return [(str(goal.pk), goal.title) for goal in benefit.goals.all()] or [("", "")]
    if by == "state":
        return [(project.state, project.get_state_display())]
    if by == "status":
        return [(status.code, status.label)]
    return [(str(project.unit_id or ""), project.unit.name if project.unit else "")]


def _place(key: Key, by: str) -> Any:
    value, label = key
    if by == "state":
        return ProjectState.values.index(value)
    if by == "status":
        return [str(code) for code in STATUS_LABELS if code in WORST_FIRST].index(value)
    return not label, label.casefold()
