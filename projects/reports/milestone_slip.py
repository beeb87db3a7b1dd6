"""What happens to which goal when a milestone slips: the dates of what waits for it, before and after."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from projects.formulas.following_dates import DUE, START, moved_dates
from projects.lifecycles.benefit import OPEN
from projects.models import Benefit, Milestone
from projects.reports.benefit_map import BENEFIT, MILESTONE, map_of
from register.models import Goal


@dataclass(frozen=True)
class MovedBenefit:
    """A benefit that waits for the milestone; `before` and `after` by the name of the date."""

    benefit: Benefit
    before: dict[str, date | None]
    after: dict[str, date | None]

    @property
    def moves(self) -> bool:
        return self.before != self.after

    @property
    def start_before(self) -> date | None:
        return self.before[START]

    @property
    def start_after(self) -> date | None:
        return self.after[START]

    @property
    def due_before(self) -> date | None:
        return self.before[DUE]

    @property
    def due_after(self) -> date | None:
        return self.after[DUE]

    @property
    def last_before(self) -> date | None:
        """When all of it is to be seen; the start of effect where nothing else is said."""
        return self.due_before or self.start_before

    @property
    def last_after(self) -> date | None:
        return self.due_after or self.start_after


@dataclass(frozen=True)
class MovedGoal:
    """A goal that some of the benefits serve: the last day any of them is to be seen, before and after."""

    goal: Goal
    benefits: Sequence[Benefit]
    before: date | None
    after: date | None

    @property
    def is_late(self) -> bool:
        """Whether its own target date comes before the last of these benefits."""
        target = self.goal.target_date
        return bool(target and self.after and self.after > target)

    @property
    def becomes_late(self) -> bool:
        target = self.goal.target_date
        return self.is_late and not (target and self.before and self.before > target)


@dataclass(frozen=True)
class Slip:
    """A milestone on another day, and all that follows; `beside` hang on it by the map, but their dates do not."""

    milestone: Milestone
    before: date | None
    after: date
    benefits: Sequence[MovedBenefit]
    goals: Sequence[MovedGoal]
    beside: Sequence[Benefit]

    @property
    def days(self) -> int | None:
        return (self.after - self.before).days if self.before else None


def slip_of(milestone: Milestone, to: date, on: date) -> Slip:
    """Nothing is changed: only what would be."""
    before = milestone.reached_date or milestone.due_date
    rows = milestone.benefits.filter(state__in=OPEN).prefetch_related("goals").order_by("title_sort", "id")
    benefits = [_moved(row, before, to) for row in rows]
    return Slip(
        milestone=milestone,
        before=before,
        after=to,
        benefits=benefits,
        goals=_goals(benefits),
        beside=_beside(milestone, {one.benefit.pk for one in benefits}, on),
    )


def _moved(benefit: Benefit, before: date | None, to: date) -> MovedBenefit:
    dates: dict[str, date | None] = {START: benefit.start_date, DUE: benefit.due_date}
    after = moved_dates(dates, months=benefit.months_after_milestone, before=before, day=to)
    return MovedBenefit(benefit, dates, {**dates, **after})


def _goals(benefits: Iterable[MovedBenefit]) -> list[MovedGoal]:
    served: defaultdict[Any, list[MovedBenefit]] = defaultdict(list)
    for one in benefits:
        for goal in one.benefit.goals.all():
            served[goal].append(one)
    return [
        MovedGoal(
            goal=goal,
            benefits=[one.benefit for one in rows],
            before=max((one.last_before for one in rows if one.last_before), default=None),
            after=max((one.last_after for one in rows if one.last_after), default=None),
        )
        for goal, rows in sorted(served.items(), key=lambda pair: (pair[0].title_sort, str(pair[0].pk)))
    ]


def _beside(milestone: Milestone, following: set[Any], on: date) -> list[Benefit]:
    reached = map_of(milestone.project, on).reached_from((MILESTONE, milestone.pk))
    ids = [node.id for node in reached if node.kind == BENEFIT and node.id not in following]
    return list(Benefit.objects.filter(pk__in=ids).order_by("title_sort", "id"))
