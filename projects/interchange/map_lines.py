"""Holds the lines of benefit maps in a file to what no single row can tell: circles, weights, one line twice.

The lines of the register that the file does not speak of count as well.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from projects.interchange.problems import Problem
from projects.interchange.reading import Row
from projects.models import BenefitLink
from projects.models.benefit_links import ENDS, STARTS
from projects.services.benefit_links import MOST_WEIGHT, check_ends
from register.errors import InvalidInput

Found = Iterator[Problem]


def faults_of_lines(links: Sequence[Row], benefits: Sequence[Row]) -> Found:
    """What is wrong with lines that are new or other than they were."""
    asked = [row for row in links if (row.is_new or row.is_changed) and row.proposed.project_id]
    fitting = []
    for row in asked:
        try:
            check_ends(row.proposed)
        except InvalidInput as refused:
            yield from (row.problem(one.field, str(one.words)) for one in refused.errors)
        else:
            fitting.append(row)
    yield from _goals_are_served(fitting, benefits)
    yield from _together(fitting, links)


def _goals_are_served(rows: Sequence[Row], benefits: Sequence[Row]) -> Found:
    """A line to a goal says what the benefit itself says."""
    in_file = {row.stored.pk: row.fields["goals"] for row in benefits if "goals" in row.fields}
    for row in rows:
        goal, benefit = row.proposed.to_goal, row.proposed.from_benefit
        if goal is None:
            continue
        goals = in_file[benefit.pk] if benefit.pk in in_file else _goals_of(benefit)
        if goal.pk not in {one.pk for one in goals}:
            yield row.problem("to_goal", _("The benefit does not serve this goal: name the goal there, too."))


def _goals_of(benefit: Any) -> list[Any]:
    return [] if benefit._state.adding else list(benefit.goals.all())


def _together(rows: Sequence[Row], links: Sequence[Row]) -> Found:
    in_file = {row.stored.pk for row in links}
    projects = {row.proposed.project_id for row in rows}
    others = [one for one in BenefitLink.objects.filter(project__in=projects) if one.pk not in in_file]
    lines = [*others, *(row.proposed for row in links)]
    onwards: dict[Any, list[Any]] = defaultdict(list)
    times: dict[tuple[Any, Any], int] = defaultdict(int)
    weights: dict[Any, int] = defaultdict(int)
    for line in lines:
        start, end = _pk(line, STARTS), _pk(line, ENDS)
        onwards[start].append(end)
        times[start, end] += 1
        weights[end] += line.weight or 0
    for row in rows:
        start, end = _pk(row.proposed, STARTS), _pk(row.proposed, ENDS)
        name = next(one for one in ENDS if getattr(row.proposed, f"{one}_id"))
        if times[start, end] > 1:
            yield row.problem(name, _("The map has this line already."))
        elif _leads(end, start, onwards):
            yield row.problem(name, _("This leads round in a circle: choose another end."))
        if weights[end] > MOST_WEIGHT and row.proposed.weight:
            yield row.problem("weight", _("Together the lines to one place weigh at most 100 %."))


def _leads(start: UUID, end: UUID, onwards: dict[Any, list[Any]]) -> bool:
    """Whether one gets from the one to the other."""
    waiting, seen = [start], set()
    while waiting:
        one = waiting.pop()
        if one == end:
            return True
        if one not in seen:
            seen.add(one)
            waiting += onwards[one]
    return False


def _pk(line: BenefitLink, names: tuple[str, ...]) -> Any:
    return next((pk for name in names if (pk := getattr(line, f"{name}_id")) is not None), None)
