"""What follows from a row's number: project n belongs to organisation n % 10 and is its project n / 10."""

from dataclasses import dataclass

ORGANISATIONS, PEOPLE, UNITS, GOALS, BENEFITS, MILESTONES = 10, 200, 50, 20, 5, 3
"""Organisations; people, units and goals of each; benefits and milestones of each project."""
ADMINISTRATOR, CONTROLLER, DECISION_MAKER, LEADER, READER = 0, 1, 2, 150, 199
"""The places of people with a part to play; the last has no role and leads some projects, none of them restricted."""
DRAFTS = 16
"""Projects of the first organisation that visitors may propose and withdraw; their numbers follow the others'."""

QUARTER = "date_trunc('quarter', current_date)::date"
BEGIN = f"({QUARTER} - interval '2 years')::date"
END = f"({QUARTER} + interval '2 years' - interval '1 day')::date"


@dataclass(frozen=True)
class Size:
    projects: int
    measurements: int
    """Of each indicator."""


def numbers(number: int) -> str:
    """A source of rows: n from 0."""
    return f"generate_series(0, {number - 1}) AS n"
