"""How a stored row is written into a file: every value as text, references as keys, dates as they were entered."""

from typing import Any
from uuid import UUID

from projects.interchange.format import PEOPLE, Column
from projects.interchange.kinds import PERIOD, SEVERAL, write_several
from projects.models import Measurement
from register.periods import parse_period


def key_of(row: Any) -> str:
    """The row's key; its id where it has none, or one that a cell cannot carry."""
    key = row.key or ""
    return key if key and SEVERAL not in key and key == key.strip() else str(row.pk)


def reference_to(row: Any, column: Column, home: UUID) -> str:
    """People by e-mail address, others by key; what another organisation shares with us by id."""
    if row is None:
        return ""
    if column.to == PEOPLE:
        return str(row.email)
    return key_of(row) if row.organisation_id == home else str(row.pk)


def text_of(row: Any, column: Column) -> str:
    """One cell."""
    if column.name == "key":
        return key_of(row)
    if column.several:
        return write_several(
            tuple(reference_to(other, column, row.organisation_id) for other in others_of(row, column))
        )
    value = getattr(row, column.name)
    if column.to:
        return reference_to(value, column, row.organisation_id)
    if column.kind is PERIOD:
        return period_text(row, column.name)
    return "" if value is None else column.kind.write(value)


def others_of(row: Any, column: Column) -> list[Any]:
    return list(getattr(row, column.name).all())


def period_text(row: Any, name: str) -> str:
    """A date as it was entered, else as the day it is."""
    if isinstance(row, Measurement) and name == "period_end" and entered_as_one(row):
        return ""
    day = getattr(row, name)
    return getattr(row, f"{name}_entered", "") or (day.isoformat() if day else "")


def entered_as_one(row: Measurement) -> bool:
    """Whether the period was given by its start alone, which means that whole period."""
    if row.period_end_entered or not row.period_start_entered:
        return False
    whole = parse_period(row.period_start_entered)
    return (whole.start, whole.end) == (row.period_start, row.period_end)
