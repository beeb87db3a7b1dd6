"""Sets the municipality up: settings, people, units with their managers, goals and a programme."""

from datetime import datetime, timedelta
from typing import Any

from demo.example.story import email
from demo.walk.cast import Cast
from demo.walk.money_walk import set_up_catalogues
from projects.services.dates import spread
from register.models import Goal
from register.services import absences, organisations, people, roles, strategy, units
from register.services.people import Access

SET_UP_BEFORE = timedelta(days=6 * 365)
SETTINGS = ("language", "currency", "time_zone", "budget_label", "gate_labels")


def set_up(story: dict[str, Any], now: datetime) -> Cast:
    """Everything but the projects, as it stood six years before day 0."""
    settings, then = story["organisation"], now - SET_UP_BEFORE
    organisation = organisations.create_organisation(
        name=settings["name"], country=settings["country"], by=None, now=then, is_example=True
    )
    organisation = organisations.update_organisation(
        organisation=organisation, changes={name: settings[name] for name in SETTINGS}, by=None, now=then
    )
    cast = Cast(organisation, now)
    for row in story["people"]:
        _add_person(cast, row, then)
    for row in story["units"]:
        _add_unit(cast, row, then)
    for row in story["goals"]:
        _add_goal(cast, row, then)
    for row in story["programmes"]:
        programme = strategy.create_programme(
            organisation=organisation, title=row["title"], key=row["key"], by=None, now=then
        )
        cast.programmes[row["key"]] = programme
    set_up_catalogues(cast, story, then)
    return cast


def leave(story: dict[str, Any], cast: Cast) -> None:
    """Who is away on day 0."""
    for row in story["absences"]:
        absences.register_absence(
            person=cast.people[row["person"]],
            deputy=cast.people[row["deputy"]],
            from_date=cast.day(row["from_date"]),
            to_date=cast.day(row["to_date"]),
            by=None,
            now=cast.at(cast.day(row["from_date"])),
        )


def _add_person(cast: Cast, row: dict[str, Any], then: datetime) -> None:
    person = people.add_person(
        organisation=cast.organisation,
        email=email(row["mailbox"]),
        name=row["name"],
        key=row["mailbox"],
        by=None,
        now=then,
        access=Access.UNANNOUNCED if "try_it" in row else Access.NONE,
    )
    for role in row.get("roles", ()):
        roles.assign(person=person, role=role, by=None, now=then)
    cast.people[row["mailbox"]] = person


def _add_unit(cast: Cast, row: dict[str, Any], then: datetime) -> None:
    cast.units[row["key"]] = units.create_unit(
        organisation=cast.organisation,
        name=row["name"],
        further={"key": row["key"], "hours_per_year": row.get("hours_per_year")},
        parent=cast.units.get(row.get("parent", "")),
        line_manager=cast.people.get(row.get("manager", "")),
        deputy=cast.people.get(row.get("deputy", "")),
        by=None,
        now=then,
    )


def _add_goal(cast: Cast, row: dict[str, Any], then: datetime) -> None:
    fields = cast.fields(row, "key", "title", "level", "target_date", "budget_line")
    fields |= {"parent": cast.goals[row["parent"]]} if "parent" in row else {}
    cast.goals[row["key"]] = strategy.create_goal(
        organisation=cast.organisation, fields=spread(Goal, fields), by=None, now=then
    )
