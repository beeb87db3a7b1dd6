"""What there can be only one of: two rows for the same year of a benefit are named before anything is stored."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _

from projects.interchange.problems import Problem
from projects.interchange.reading import Row
from register.models import Organisation

ONCE: dict[str, tuple[str, ...]] = {
    "unit_prices": ("name", "currency", "price_year"),
    "benefit_years": ("benefit_id", "year"),
    "budget_lines": ("code",),
    "budget_entries": ("benefit_id", "budget_line_id", "year"),
}
"""The columns that together tell the rows of a sheet apart; the last one is what a problem is named by."""


def named_once(organisation: Organisation, rows: Sequence[Row]) -> Iterator[Problem]:
    """Rows of one sheet that would be there twice, in the file or beside what is in the register."""
    columns = ONCE.get(rows[0].sheet.name) if rows else None
    if columns is None or not any(row.is_new or row.is_changed for row in rows):
        return
    taken = _of_the_register(organisation, rows, columns)
    for row in rows:
        place = tuple(getattr(row.proposed, name) for name in columns)
        if None not in place and taken.setdefault(place, row.stored.pk) != row.stored.pk:
            yield row.problem(columns[-1].removesuffix("_id"), _("There is already a row for this."))


def _of_the_register(organisation: Organisation, rows: Sequence[Row], columns: tuple[str, ...]) -> dict[Any, Any]:
    """What is there and not in the file, by the columns that tell it apart."""
    first = {getattr(row.proposed, columns[0]) for row in rows} - {None}
    model, in_file = rows[0].sheet.model, {row.stored.pk for row in rows}
    found = model._default_manager.filter(organisation=organisation, **{f"{columns[0]}__in": first})
    there = found.values_list("pk", *columns)
    return {tuple(place): pk for pk, *place in there if pk not in in_file}
