"""What belongs to a unit, counted before it goes somewhere else."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from projects.models import Benefit, GateDecider, Handover, Indicator, Project
from projects.reports.holdings import Held, held_by
from register.models import RoleAssignment, Tenure, Unit

POINTERS: dict[type, tuple[str, ...]] = {
    Project: ("unit",),
    Benefit: ("receiving_unit",),
    Handover: ("receiving_unit",),
    Indicator: ("at_unit",),
    RoleAssignment: ("unit",),
    Tenure: ("unit",),
    Unit: ("parent",),
}
"""Everything that points at a unit and follows it. What else points there only tells what was."""

BY_BENEFIT = ("benefit", "indicator", "action", "risk")
"""What hangs on a benefit and goes where it goes."""


@dataclass(frozen=True)
class Contents:
    """The rows that belong to a unit itself, not to those below it.

    `stays` are handovers that cannot follow; `rules` of who decides end, for those of the other unit hold there.
    """

    projects: list[Project] = field(default_factory=list)
    handovers: list[Handover] = field(default_factory=list)
    benefits: list[Benefit] = field(default_factory=list)
    indicators: list[Indicator] = field(default_factory=list)
    units: list[Unit] = field(default_factory=list)
    roles: list[RoleAssignment] = field(default_factory=list)
    rules: list[GateDecider] = field(default_factory=list)
    stays: list[Handover] = field(default_factory=list)
    held: list[Held] = field(default_factory=list)

    @property
    def people(self) -> set[UUID]:
        """Who has a role on the unit, or must say whether they take something on."""
        return {role.person_id for role in self.roles}

    @property
    def counts(self) -> dict[str, int]:
        """How much is affected, by kind."""
        return {
            "projects": len(self.projects),
            "benefits": len(self.benefits),
            "indicators": len(self.indicators),
            "handovers": len(self.handovers),
            "units": len(self.units),
            "roles": len(self.roles),
            "people": len(self.people),
            "rules_that_end": len(self.rules),
            "handovers_that_stay": len(self.stays),
            "to_be_accepted": len(self.held),
        }


def contents_of(unit: Unit, today: date, *, into: Unit | None = None) -> Contents:
    """All that belongs to the unit. Where a project hands over to both, the handover of this one stays as it is."""
    handovers = list(Handover.objects.filter(receiving_unit=unit).select_related("project", "receiving_unit"))
    there: set[Any] = set()
    if into is not None:
        there = set(Handover.objects.filter(receiving_unit=into).values_list("project_id", flat=True))
    return Contents(
        projects=list(Project.objects.filter(unit=unit).order_by("title_sort", "pk")),
        handovers=[one for one in handovers if one.project_id not in there],
        benefits=list(Benefit.objects.filter(receiving_unit=unit).select_related("project")),
        indicators=list(Indicator.objects.filter(at_unit=unit).select_related("benefit__project")),
        units=list(Unit.objects.filter(parent=unit).order_by("name_sort", "pk")),
        roles=list(RoleAssignment.objects.filter(unit=unit).select_related("person")),
        rules=list(GateDecider.objects.filter(unit=unit)),
        stays=[one for one in handovers if one.project_id in there],
        held=held_through(unit, today),
    )


def held_through(unit: Unit, today: date) -> list[Held]:
    """What rests on the unit's line manager because it belongs to the unit."""
    manager = unit.line_manager
    return [] if manager is None else [one for one in held_by(manager, today) if one.unit == unit.pk]


def chosen_of(contents: Contents, references: Collection[str]) -> Contents:
    """The part of it that is named; a handover takes its project's benefits for the unit along."""
    projects = [row for row in contents.projects if f"project.{row.pk}" in references]
    handovers = [row for row in contents.handovers if f"handover.{row.pk}" in references]
    with_handover = {row.project_id for row in contents.handovers}
    followed = {row.project_id for row in handovers}
    benefits = [
        row
        for row in contents.benefits
        if row.project_id in followed or (row.project_id not in with_handover and f"benefit.{row.pk}" in references)
    ]
    units = [row for row in contents.units if f"unit.{row.pk}" in references]
    indicators = [row for row in contents.indicators if row.benefit in benefits or row.benefit.project in projects]
    ids = {row.pk for rows in (projects, handovers, benefits) for row in rows}
    moved = {row.pk for row in projects}
    held = [one for one in contents.held if _follows(one, ids, moved)]
    parts = {"projects": projects, "handovers": handovers, "benefits": benefits, "indicators": indicators}
    return Contents(**parts, units=units, held=held)


def choices_in(contents: Contents) -> list[tuple[str, str]]:
    """What can be named when a unit is split: each with its reference."""
    with_handover = {row.project_id for row in contents.handovers}
    return [
        *((f"project.{row.pk}", _("Project “%(title)s”") % {"title": row.title}) for row in contents.projects),
        *(
            (f"handover.{row.pk}", _("Handover of “%(title)s”, with its benefits") % {"title": row.project.title})
            for row in contents.handovers
        ),
        *(
            (f"benefit.{row.pk}", _("Benefit “%(title)s”") % {"title": row.title})
            for row in contents.benefits
            if row.project_id not in with_handover
        ),
        *((f"unit.{row.pk}", _("Unit “%(name)s”, with all below") % {"name": row.name}) for row in contents.units),
    ]


def counted_in_words(counts: dict[str, int]) -> str:
    """“3 projects, 4 benefits, 1 handover”."""
    parts = [_COUNTS[name](number) % {"count": number} for name, number in counts.items() if number]
    return ", ".join(parts) or _("nothing")


_COUNTS: dict[str, Callable[[int], str]] = {
    "projects": lambda number: ngettext("%(count)d project", "%(count)d projects", number),
    "benefits": lambda number: ngettext("%(count)d benefit", "%(count)d benefits", number),
    "indicators": lambda number: ngettext(
        "%(count)d indicator measured in the unit", "%(count)d indicators measured in the unit", number
    ),
    "handovers": lambda number: ngettext("%(count)d handover", "%(count)d handovers", number),
    "units": lambda number: ngettext("%(count)d unit below", "%(count)d units below", number),
    "roles": lambda number: ngettext("%(count)d role", "%(count)d roles", number),
    "people": lambda number: ngettext("%(count)d person with a role", "%(count)d people with a role", number),
    "rules_that_end": lambda number: ngettext(
        "%(count)d rule of who decides that ends, because those of the other unit hold",
        "%(count)d rules of who decides that end, because those of the other unit hold",
        number,
    ),
    "handovers_that_stay": lambda number: ngettext(
        "%(count)d handover that stays, because the other unit has one of the same project",
        "%(count)d handovers that stay, because the other unit has one of the same project",
        number,
    ),
    "to_be_accepted": lambda number: ngettext(
        "%(count)d thing that the new line manager is asked to take on",
        "%(count)d things that the new line manager is asked to take on",
        number,
    ),
}


def _follows(held: Held, ids: Iterable[UUID], projects: Iterable[UUID]) -> bool:
    """Whether what somebody holds goes where one of the rows goes: its benefit, its handover, or the project."""
    row = held.row
    with_project = held.project.pk in projects
    if held.kind in BY_BENEFIT:
        benefit = row if held.kind == "benefit" else row.benefit
        return benefit.pk in ids or (benefit.receiving_unit_id is None and with_project)
    if held.kind in ("handover", "operations"):
        return row.pk in ids
    handover = (
        row.sign_off and row.sign_off.handover_id if held.kind == "condition" else getattr(row, "handover_id", None)
    )
    return handover in ids if handover else with_project
