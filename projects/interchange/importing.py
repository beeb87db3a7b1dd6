"""Takes a register in: all of it or nothing, with every problem named; rehearsed first, if that is wished."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from projects.interchange.changing import appoint, change_rows
from projects.interchange.consistency import Proposals
from projects.interchange.creating import AT_A_TIME, Creation
from projects.interchange.differences import Change, changes_of
from projects.interchange.files import read_tables
from projects.interchange.following import Aftermath
from projects.interchange.format import IN_ORDER, PEOPLE
from projects.interchange.problems import ImportRefused, Problem
from projects.interchange.progress import Progress
from projects.interchange.promises import note_new
from projects.interchange.proposing import propose
from projects.interchange.reading import Reading, Row, read_rows
from projects.interchange.resolving import Resolver
from projects.interchange.tables import Table
from register.models import Organisation, Person
from register.permissions import require_administrator
from register.services import audit


@dataclass(frozen=True, slots=True)
class SheetResult:
    """How many rows of a sheet were created, changed and left, and what became other."""

    sheet: str
    created: int
    changed: int
    unchanged: int
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """A row that was stored, the version it has now, and what its changed cells were before; nothing for a new row."""

    sheet: str
    id: UUID
    version: int
    before: dict[str, str] | None


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import did, or would do; `people` came in by their e-mail address alone, `kept` undoes it."""

    sheets: tuple[SheetResult, ...]
    people: tuple[str, ...]
    kept: tuple[Kept, ...] = ()

    @property
    def created(self) -> int:
        return sum(sheet.created for sheet in self.sheets)

    @property
    def changed(self) -> int:
        return sum(sheet.changed for sheet in self.sheets)

    @property
    def unchanged(self) -> int:
        return sum(sheet.unchanged for sheet in self.sheets)


class _Rehearsed(Exception):  # noqa: N818 the way out of the transaction, not an error
    def __init__(self, result: ImportResult) -> None:
        self.result = result


def import_file(
    *,
    organisation: Organisation,
    content: bytes,
    by: Person | None,
    now: datetime,
    reason: str = "",
    dry_run: bool = False,
) -> ImportResult:
    """Import an XLSX file or a ZIP of CSV files. Raises FileRefused, or ImportRefused with all problems."""
    tables = read_tables(content)
    return import_tables(organisation=organisation, tables=tables, by=by, now=now, reason=reason, dry_run=dry_run)


def import_tables(
    *,
    organisation: Organisation,
    tables: Iterable[Table],
    by: Person | None,
    now: datetime,
    reason: str = "",
    dry_run: bool = False,
    progress: Progress | None = None,
) -> ImportResult:
    """Import sheets. A rehearsal does all of it, and takes all of it back."""
    require_administrator(by, organisation.pk, _("Only an administrator of the organisation can import a register."))
    reading = read_rows(tables)
    try:
        with transaction.atomic():
            audit.hold(organisation.pk)
            creation = Creation(organisation, by=by, now=now, reason=reason, progress=progress or Progress())
            result = _store(creation, reading)
            if dry_run:
                raise _Rehearsed(result)
    except _Rehearsed as rehearsed:
        return rehearsed.result
    return result


def _store(creation: Creation, reading: Reading) -> ImportResult:
    rows, progress, organisation = reading.rows, creation.progress, creation.organisation
    how: dict[str, Any] = {"by": creation.by, "now": creation.now}
    resolver = Resolver(organisation, rows)
    resolver.resolve()
    for row in _each(rows):
        propose(row)
        progress.step(0)
    proposals = Proposals(organisation, rows, creation.reason, organisation.local_date(creation.now))
    problems = _once_a_cell([*reading.problems, *resolver.problems, *proposals.problems()])
    if problems:
        raise ImportRefused(problems)
    result, new_people = _summed_up(rows, list(resolver.new_people)), list(resolver.new_people.values())
    changed = [row for row in _each(rows) if row.is_changed]
    progress.begin(sum(row.is_new for row in _each(rows)) + len(changed))
    creation.store_people(new_people)
    for sheet in IN_ORDER:
        creation.store([row for row in rows[sheet.name] if row.is_new])
    refused = appoint((row for row in rows["units"] if row.is_new), reason=creation.reason, **how)
    refused += change_rows(_counted(changed, progress), reason=creation.reason, **how)
    refused += note_new(rows, organisation=organisation, reason=creation.reason, **how)
    if refused:
        raise ImportRefused(refused)
    Aftermath(organisation, **how).follow(rows)
    return replace(result, kept=_kept(rows, new_people))


def _counted(rows: Iterable[Row], progress: Progress) -> Iterator[Row]:
    for row in rows:
        yield row
        progress.step()


def _kept(rows: dict[str, list[Row]], new_people: Iterable[Person]) -> tuple[Kept, ...]:
    """Every row that is new or other than it was, with the version it has now."""
    stored: dict[type, set[UUID]] = defaultdict(set)
    for row in _each(rows):
        stored[row.sheet.model].add(row.stored.pk)
    versions = {pk: version for model, ids in stored.items() for pk, version in _versions(model, ids)}
    people = [Kept(PEOPLE, person.pk, person.version, None) for person in new_people]
    touched = [
        Kept(row.sheet.name, row.stored.pk, versions[row.stored.pk], _before(row))
        for row in _each(rows)
        if row.is_new or row.is_changed
    ]
    return (*people, *touched)


def _versions(model: Any, ids: set[UUID]) -> Iterator[tuple[UUID, int]]:
    wanted = sorted(ids)
    for start in range(0, len(wanted), AT_A_TIME):
        yield from model.objects.filter(pk__in=wanted[start : start + AT_A_TIME]).values_list("pk", "version")


def _before(row: Row) -> dict[str, str] | None:
    return None if row.is_new else {change.column: change.old for change in row.was}


def _each(rows: dict[str, list[Row]]) -> Iterator[Row]:
    for sheet in IN_ORDER:
        yield from rows[sheet.name]


def _once_a_cell(problems: Iterable[Problem]) -> list[Problem]:
    """The first thing wrong with each cell: what is found later follows from it. In the order of the sheets."""
    first: dict[Any, Problem] = {}
    for problem in problems:
        first.setdefault((problem.sheet, problem.row, problem.column), problem)
    order = {sheet.name: place for place, sheet in enumerate(IN_ORDER)}
    return sorted(first.values(), key=lambda one: (order.get(one.sheet, -1), one.row, one.column))


def _summed_up(rows: dict[str, list[Row]], people: list[str]) -> ImportResult:
    return ImportResult(
        sheets=tuple(_result_of(sheet.name, rows[sheet.name]) for sheet in IN_ORDER if rows[sheet.name]),
        people=tuple(people),
    )


def _result_of(name: str, rows: list[Row]) -> SheetResult:
    created = sum(row.is_new for row in rows)
    changed = sum(row.is_changed for row in rows)
    return SheetResult(
        sheet=name,
        created=created,
        changed=changed,
        unchanged=len(rows) - created - changed,
        changes=tuple(change for row in rows if row.is_changed for change in _remembered(row)),
    )


def _remembered(row: Row) -> tuple[Change, ...]:
    row.was = tuple(changes_of(row))
    return row.was
