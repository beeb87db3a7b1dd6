"""Changes the rows that a file has otherwise, through the services that the pages and the API call."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from projects.interchange.figure_sheets import BESIDE_FIGURES
from projects.interchange.problems import Problem
from projects.interchange.proposing import leaders_of
from projects.interchange.reading import Row
from projects.services import (
    benefit_links,
    benefit_parts,
    benefit_years,
    benefits,
    budget_entries,
    courses,
    indicators,
    measurements,
    milestones,
    money_catalogues,
    projects,
    targets,
)
from projects.services.changes import update_change
from projects.services.dates import spread
from register.errors import InvalidInput, Refusal
from register.models import Goal, Person
from register.services import people, strategy, units

SERVICES: dict[str, tuple[Callable[..., Any], str]] = {
    "people": (people.update_person, "person"),
    "units": (units.update_unit, "unit"),
    "goals": (strategy.update_goal, "goal"),
    "programmes": (strategy.update_programme, "programme"),
    "projects": (projects.update_project, "project"),
    "benefits": (benefits.update_benefit, "benefit"),
    "prerequisites": (benefit_parts.update_prerequisite, "prerequisite"),
    "realisation_actions": (benefit_parts.update_action, "action"),
    "risks": (benefit_parts.update_risk, "risk"),
    "indicators": (indicators.update_indicator, "indicator"),
    "targets": (targets.update_target, "target"),
    "measurements": (measurements.update_measurement, "measurement"),
    **{sheet.name: (courses.update_beside, "row") for sheet in BESIDE_FIGURES},
    "unit_prices": (money_catalogues.update_unit_price, "unit_price"),
    "benefit_years": (benefit_years.update_year, "year"),
    "budget_lines": (money_catalogues.update_budget_line, "budget_line"),
    "budget_entries": (budget_entries.update_entry, "entry"),
    "milestones": (milestones.update_milestone, "milestone"),
    "changes": (update_change, "change"),
    "links": (benefit_links.update_link, "link"),
}


def change_rows(rows: Iterable[Row], *, by: Person | None, now: datetime, reason: str) -> list[Problem]:
    """Change each row; what a service refuses is named by row and column."""
    problems: list[Problem] = []
    for row in rows:
        update, subject = SERVICES[row.sheet.name]
        changes = spread(Goal, row.fields) if row.sheet.model is Goal else row.fields
        problems += tried(row, update, **{subject: row.existing}, changes=changes, by=by, now=now, reason=reason)
    return problems


def appoint(rows: Iterable[Row], *, by: Person | None, now: datetime, reason: str) -> list[Problem]:
    """Give new units their line managers and deputies."""
    problems: list[Problem] = []
    for row in rows:
        for role, person in leaders_of(row).items():
            if person is not None:
                given = {"unit": row.stored, "role": role, "person": person}
                problems += tried(row, units.appoint, **given, by=by, now=now, reason=reason)
    return problems


def tried(row: Row, service: Callable[..., Any], **given: Any) -> list[Problem]:
    """What a service refuses, by row and column."""
    try:
        service(**given)
    except InvalidInput as refused:
        columns = row.sheet.by_name
        return [row.problem(one.field if one.field in columns else "", str(one.words)) for one in refused.errors]
    except Refusal as refused:
        return [row.problem("", str(refused))]
    return []
