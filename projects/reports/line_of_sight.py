"""The line of sight: from a measurement up to the vision, and from a goal down to the figures that carry it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse

from projects.formulas.facts import newest_figure
from projects.models import Benefit, Indicator, Measurement
from projects.reports.figure_words import day_in_words, in_words
from projects.reports.status import BenefitStatus, IndicatorStatus, benefit_statuses
from register.models import Goal, Person
from register.periods import format_period


@dataclass(frozen=True)
class Step:
    """One thing on the line: what it is, what it is called, its status where it has one; `here` is where one stands."""

    kind: str
    title: str
    url: str = ""
    note: str = ""
    status: Any = None
    here: bool = False
    below: Sequence["Step"] = field(default_factory=list)


def upwards(goals: Iterable[Goal], person: Person) -> list[list[Step]]:
    """For each goal the way from the top down to it: vision first."""
    known = {goal.pk: goal for goal in Goal.objects.visible_to(person)}
    return [[goal_step(one) for one in reversed(_chain(goal, known))] for goal in goals]


def sight_of_benefit(benefit: Benefit, person: Person, status: BenefitStatus) -> list[list[Step]]:
    """From the vision down to the figures; one line for each goal, one without any where it serves none."""
    here = Step("benefit", benefit.title, benefit.get_absolute_url(), benefit.project.title, status, here=True)
    figures = figures_of(benefit, status)
    lines = upwards(benefit.goals.all(), person) or [[]]
    return [[*line, Step(**{**vars(here), "below": figures})] for line in lines]


def sight_of_measurement(row: Measurement, person: Person) -> list[list[Step]]:
    """From the vision down to this one figure."""
    benefit, unit = row.indicator.benefit, row.indicator.unit
    own = [
        Step("benefit", benefit.title, benefit.get_absolute_url(), benefit.project.title),
        Step("indicator", row.indicator.name, benefit.get_absolute_url(), unit),
        Step("measurement", in_words(row.figure, unit), "", day_in_words(row.period_label), here=True),
    ]
    return [[*line, *own] for line in upwards(benefit.goals.all(), person) or [[]]]


def figures_of(benefit: Benefit, status: BenefitStatus) -> list[Step]:
    """The indicators with their newest figure."""
    return [_figure(row, status.indicators[row.pk]) for row in benefit.get_indicators() if row.pk in status.indicators]


def below_goal(goal: Goal, person: Person, on: date) -> Step:
    """The goal with all goals, benefits and figures below it that the person sees."""
    goals = list(Goal.objects.visible_to(person).order_by("title_sort", "id"))
    children: defaultdict[UUID | None, list[Goal]] = defaultdict(list)
    for one in goals:
        children[one.parent_id].append(one)
    wanted = _all_below(goal, children)
    benefits: defaultdict[UUID, list[Benefit]] = defaultdict(list)
    rows = Benefit.objects.visible_to(person).exclude(state="withdrawn")
    linked = Benefit.goals.through.objects.filter(goal__in=wanted)
    found = rows.filter(pk__in=linked.values("benefit")).select_related("project").order_by("title_sort", "id")
    complete = list(found.prefetch_related("goals", "indicators"))
    statuses = benefit_statuses(complete, on=on, organisation=person.organisation)
    for benefit in complete:
        for one in benefit.goals.all():
            benefits[one.pk].append(benefit)
    return _goal_tree(goal, children, benefits, statuses, frozenset())


def goal_step(goal: Goal, *, here: bool = False, below: Sequence[Step] = ()) -> Step:
    url = reverse("projects:goal_detail", args=[goal.pk])
    return Step("goal", goal.title, url, goal.get_level_display(), here=here, below=below)


def _goal_tree(
    goal: Goal, children: Any, benefits: Any, statuses: dict[UUID, BenefitStatus], above: frozenset[UUID]
) -> Step:
    lower = [one for one in children[goal.pk] if one.pk not in above]
    below = [_goal_tree(one, children, benefits, statuses, above | {goal.pk}) for one in lower]
    for row in benefits[goal.pk]:
        figures = figures_of(row, statuses[row.pk])
        step = Step("benefit", row.title, row.get_absolute_url(), row.project.title, statuses[row.pk], below=figures)
        below.append(step)
    return goal_step(goal, here=not above, below=below)


def _all_below(goal: Goal, children: dict[UUID | None, list[Goal]]) -> set[UUID]:
    found, waiting = {goal.pk}, [goal.pk]
    while waiting:
        lower = {one.pk for one in children[waiting.pop()]} - found
        found |= lower
        waiting += lower
    return found


def _chain(goal: Goal, known: dict[UUID, Goal]) -> list[Goal]:
    """The goal and what it is part of, nearest first; a knotted tree comes to an end too."""
    chain: list[Goal] = []
    one: Goal | None = goal
    while one is not None and one not in chain:
        chain.append(one)
        one = known.get(one.parent_id) if one.parent_id else None
    return chain


def _figure(indicator: Indicator, status: IndicatorStatus) -> Step:
    newest = newest_figure(status.facts, date.max)
    words = ""
    if newest is not None and newest.period_end is not None:
        period = day_in_words(format_period(newest.period_start or newest.period_end, newest.period_end))
        words = f"{in_words(newest.value, indicator.unit)} · {period}"
    return Step("indicator", indicator.name, "", words, status)
