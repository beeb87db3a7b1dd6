"""Benefits of a list with their statuses: found by judging them, today's or as the register knew them once."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from projects.reports.counted import Counted, counted_benefits, knowledge_of
from projects.reports.narrowing import narrowing_of
from register.models import Person


def listed_benefits(
    person: Person, *, on: date, filters: Mapping[str, Any], as_of: date | None = None
) -> list[Counted]:
    """What the person sees and wants, by title; with "counted" only what counts in the portfolio."""
    asked = narrowing_of(person, filters)
    found = counted_benefits(
        person,
        on=on,
        knowledge=knowledge_of(person.organisation, as_of),
        wanted=asked.wants,
        left_out=bool(filters.get("counted")),
    )
    return sorted(asked.kept(found, on), key=place_of)


def place_of(one: Counted) -> tuple[str, str]:
    """Where it stands in the list."""
    return one.benefit.title_sort, str(one.benefit.pk)
