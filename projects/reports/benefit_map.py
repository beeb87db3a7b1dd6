"""A project's benefit map: what is delivered, what changes by it, which benefits come of it, which goals they serve.

Lines are those that were drawn, the goals that benefits say they serve, benefits that are part of another, and the
milestones they wait for.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from projects.models import Benefit, BenefitLink, Change, Milestone, MilestoneKind, Project
from projects.models.benefit_links import ENDS, STARTS
from projects.reports.figure_words import when_in_words
from projects.reports.status import benefit_statuses
from register.models import Goal

MILESTONE, CHANGE, BENEFIT, GOAL = "milestone", "change", "benefit", "goal"
DRAWN, SERVES, PART_OF, WAITS = "drawn", "serves", "part_of", "waits"
Key = tuple[str, UUID]


@dataclass(frozen=True)
class Node:
    """One box: `note` is the day of a deliverable or the status of a benefit; without a page, no `url`."""

    key: Key
    title: str
    url: str
    note: str = ""
    status: str = ""
    description: str = ""

    @property
    def kind(self) -> str:
        return self.key[0]

    @property
    def id(self) -> UUID:
        return self.key[1]


@dataclass(frozen=True)
class Edge:
    """One line; `link` is the row behind one that was drawn."""

    start: Node
    end: Node
    kind: str
    weight: int | None = None
    link: BenefitLink | None = None


@dataclass(frozen=True)
class BenefitMap:
    """All boxes and lines, and what the map does not say yet."""

    nodes: Sequence[Node]
    edges: Sequence[Edge]

    def of(self, kind: str) -> list[Node]:
        return [node for node in self.nodes if node.kind == kind]

    def after(self, key: Key) -> list[Edge]:
        return [edge for edge in self.edges if edge.start.key == key]

    @property
    def alone(self) -> list[Node]:
        """The boxes at which no line begins or ends."""
        linked = {node.key for edge in self.edges for node in (edge.start, edge.end)}
        return [node for node in self.nodes if node.key not in linked]

    def reached_from(self, key: Key) -> list[Node]:
        """Everything that lies behind a box, in the order of the map."""
        found, waiting = {key}, [key]
        while waiting:
            nearest = {edge.end.key for edge in self.after(waiting.pop())} - found
            found |= nearest
            waiting += nearest
        return [node for node in self.nodes if node.key in found - {key}]

    @property
    def gaps(self) -> list[str]:
        """What the map does not say yet, in words."""
        starts, ends = {edge.start.key for edge in self.edges}, {edge.end.key for edge in self.edges}
        serving = {edge.start.key for edge in self.edges if edge.kind == SERVES or edge.end.kind == BENEFIT}
        return [
            *(_("“%(title)s” leads to nothing yet.") % {"title": one.title} for one in self._lacking(starts, "start")),
            *(_("Nothing leads to “%(title)s” yet.") % {"title": one.title} for one in self._lacking(ends, "end")),
            *(
                _("“%(title)s” serves no goal yet.") % {"title": one.title}
                for one in self.of(BENEFIT)
                if one.key not in serving
            ),
        ]

    def _lacking(self, linked: set[Key], side: str) -> list[Node]:
        kinds = (MILESTONE, CHANGE) if side == "start" else (CHANGE, BENEFIT, GOAL)
        return [node for node in self.nodes if node.kind in kinds and node.key not in linked]


def map_of(project: Project, on: date, *, may_edit: bool = False) -> BenefitMap:
    """The map with the benefits' statuses on a day; withdrawn benefits are left out.

    A change has no page but its form, which is for those who may edit.
    """
    rows = project.benefits.exclude(state="withdrawn").prefetch_related("goals", "indicators")
    benefits = list(rows.order_by("title_sort", "id"))
    links = list(project.benefit_links.with_ends().order_by("created_at", "id"))
    nodes = {node.key: node for node in _nodes(project, benefits, links, on, may_edit)}
    edges = {(edge.start.key, edge.end.key): edge for edge in _edges(benefits, links, nodes)}
    return BenefitMap(list(nodes.values()), list(edges.values()))


def key_of(row: Any) -> Key:
    kinds: dict[type, str] = {Milestone: MILESTONE, Change: CHANGE, Benefit: BENEFIT, Goal: GOAL}
    return kinds[type(row)], row.pk


def _nodes(
    project: Project, benefits: list[Benefit], links: list[BenefitLink], on: date, may_edit: bool
) -> Iterator[Node]:
    led = {link.from_milestone_id for link in links} | {benefit.milestone_id for benefit in benefits}
    milestones = project.milestones.order_by("due_date", "title", "id")
    for milestone in milestones:
        if milestone.kind == MilestoneKind.DELIVERABLE or milestone.pk in led:
            yield Node(key_of(milestone), milestone.title, milestone.get_absolute_url(), _when(milestone))
    for change in project.changes.order_by("title", "id"):
        url = reverse("projects:change_edit", args=[change.pk]) if may_edit else ""
        yield Node(key_of(change), change.title, url, description=change.description)
    known = benefit_statuses(benefits, on=on, organisation=project.organisation)
    for benefit in benefits:
        status = known[benefit.pk]
        yield Node(key_of(benefit), benefit.title, benefit.get_absolute_url(), status.label, status.code)
    goals = {goal for benefit in benefits for goal in benefit.goals.all()} | set(project.goals.all())
    for goal in sorted(goals, key=lambda goal: (goal.title_sort, str(goal.pk))):
        url = reverse("projects:goal_detail", args=[goal.pk])
        yield Node(key_of(goal), goal.title, url, goal.get_level_display())


def _when(milestone: Milestone) -> str:
    if milestone.reached_date:
        return _("reached %(day)s") % {"day": when_in_words(milestone.reached_date, milestone.reached_date_entered)}
    return when_in_words(milestone.due_date, milestone.due_date_entered)


def _edges(benefits: Iterable[Benefit], links: Iterable[BenefitLink], nodes: dict[Key, Node]) -> Iterator[Edge]:
    """What benefits say of themselves first, so that a drawn line with its weight takes its place."""
    for benefit in benefits:
        start = nodes[key_of(benefit)]
        whole = nodes.get((BENEFIT, benefit.part_of_id)) if benefit.part_of_id else None
        if whole:
            yield Edge(start, whole, PART_OF)
        if benefit.milestone_id:
            yield Edge(nodes[MILESTONE, benefit.milestone_id], start, WAITS)
        for goal in benefit.goals.all():
            yield Edge(start, nodes[key_of(goal)], SERVES)
    for link in links:
        ends = nodes.get(_end(link, STARTS)), nodes.get(_end(link, ENDS))
        if ends[0] and ends[1]:
            yield Edge(ends[0], ends[1], SERVES if link.to_goal_id else DRAWN, link.weight, link)


def _end(link: BenefitLink, names: tuple[str, ...]) -> Key:
    name = next(name for name in names if getattr(link, f"{name}_id"))
    return name.partition("_")[2], getattr(link, f"{name}_id")
