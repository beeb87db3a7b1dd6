"""Takes an import back: its rows go, changed cells become what they were; only what nobody has touched since."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models.deletion import Collector, ProtectedError, RestrictedError
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from projects.interchange.format import IN_ORDER, SHEETS
from projects.interchange.importing import import_tables
from projects.interchange.problems import ImportRefused
from projects.interchange.progress import Progress
from projects.interchange.promises import Changes
from projects.interchange.queries import QUERIES
from projects.interchange.showing import key_of, text_of
from projects.interchange.tables import Line, Table
from projects.lifecycles.measurement import MeasurementState
from projects.models import ImportRun, Measurement
from register.errors import Refusal
from register.models import AuditEvent, Person
from register.services import editing

MOST_TOLD = 200
AT_A_TIME = 200


@dataclass
class Undone:
    """How many rows were removed and put back; `stays`: sheet, name and reason."""

    removed: int = 0
    restored: int = 0
    stays: list[tuple[str, str, str]] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        told = [list(one) for one in self.stays[:MOST_TOLD]]
        return {"removed": self.removed, "restored": self.restored, "stays": told, "how_many_stay": len(self.stays)}


def undo(*, run: ImportRun, by: Person, now: datetime, progress: Progress) -> Undone:
    """What came last goes first, so that nothing is taken from under another."""
    return _Undoing(run, by, now, progress).undo()


class _Undoing:
    def __init__(self, run: ImportRun, by: Person, now: datetime, progress: Progress) -> None:
        self.run, self.by, self.now, self.progress, self.undone = run, by, now, progress, Undone()
        self.reason = _("Undone: the import of “%(file)s”.") % {"file": run.file_name}
        self.changes = Changes(run.organisation, reason=self.reason, by=by, now=now)
        self.touched = self._touched()
        self.created: dict[str, list[tuple[UUID, int]]] = defaultdict(list)
        self.changed: list[tuple[str, UUID, int, dict[str, str]]] = []
        for sheet, pk, version, before in run.kept:
            if before is None:
                self.created[sheet].append((UUID(pk), version))
            else:
                self.changed.append((sheet, UUID(pk), version, before))

    def undo(self) -> Undone:
        self.progress.begin(len(self.run.kept))
        self._restore()
        for sheet in reversed(IN_ORDER):
            created = self.created[sheet.name][::-1]
            for start in range(0, len(created), AT_A_TIME):
                some = dict(created[start : start + AT_A_TIME])
                rows = QUERIES[sheet.name].in_bulk(list(some))
                self._remove_some(sheet.name, [rows[pk] for pk in some if pk in rows], some)
                self.progress.step(len(some))
        return self.undone

    def _remove_some(self, sheet: str, rows: Sequence[Any], versions: Mapping[UUID, int]) -> None:
        """What nobody has touched goes together; where one of them must stay, each is looked at by itself."""
        if not rows:
            return
        if self._can_all_go(rows, versions):
            try:
                with transaction.atomic():
                    editing.delete_many(rows=rows, by=self.by, now=self.now, reason=self.reason)
            except Refusal:
                pass
            else:
                self._gone(sheet, rows)
                return
        for row in rows:
            self._remove(sheet, row, versions[row.pk])
            self.progress.step(0)

    def _can_all_go(self, rows: Sequence[Any], versions: Mapping[UUID, int]) -> bool:
        if any(row.version != versions[row.pk] or row.pk in self.touched for row in rows):
            return False
        collector = Collector(using="default")
        try:
            collector.collect(rows)
        except (ProtectedError, RestrictedError):
            return False
        return not any(part.pk in self.touched and not _waits_for_its_figure(part) for part in self._parts(collector))

    def _touched(self) -> dict[UUID, AuditEvent]:
        """What has changed since by anybody's hand, with the last change of each."""
        later = AuditEvent.objects.filter(organisation=self.run.organisation_id, position__gt=self.run.last_position)
        slim = later.select_related("by").defer("changes", "details", "note").order_by("position")
        return {event.subject_id: event for event in slim.iterator()}

    def _remove(self, sheet: str, row: Any, version: int) -> None:
        why = self._why_it_stays(row, version)
        if not why:
            try:
                with transaction.atomic():
                    editing.delete(
                        row=row, by=self.by, now=self.now, about=getattr(row, "about", None), reason=self.reason
                    )
            except Refusal as refused:
                why = str(refused)
        if why:
            self.undone.stays.append((sheet, str(row)[:200], why))
        else:
            self._gone(sheet, [row])

    def _gone(self, sheet: str, rows: Sequence[Any]) -> None:
        """What the import had added beside a promise was a change of it, and so is its going."""
        self.undone.removed += len(rows)
        for row in rows:
            self.changes.note(sheet=sheet, old=row)

    def _why_it_stays(self, row: Any, version: int) -> str:
        if row.version != version or row.pk in self.touched:
            return self._changed_since(self.touched.get(row.pk))
        collector = Collector(using="default")
        try:
            collector.collect([row])
        except (ProtectedError, RestrictedError) as error:
            others: Any = getattr(error, "protected_objects", None) or getattr(error, "restricted_objects", ())
            return _("Other things depend on it: %(what)s.") % {"what": str(next(iter(others), ""))[:100]}
        for part in self._parts(collector):
            if part.pk in self.touched and not _waits_for_its_figure(part):
                return _("Something that belongs to it has changed since: %(what)s.") % {"what": str(part)[:100]}
        return ""

    def _parts(self, collector: Collector) -> Iterator[Any]:
        for rows in collector.data.values():
            yield from rows
        for query in collector.fast_deletes:
            yield from query

    def _changed_since(self, event: AuditEvent | None) -> str:
        if event is None:
            return _("It has changed since.")
        words = {"name": event.by.name if event.by else "Varig", "day": date_format(localtime(event.at), "DATE_FORMAT")}
        return _("%(name)s changed it on %(day)s.") % words

    def _restore(self) -> None:
        """Changed cells come in again as they were, the way that every import goes."""
        alike: dict[tuple[str, tuple[str, ...]], list[Any]] = defaultdict(list)
        for sheet, pk, version, before in self.changed:
            self.progress.step()
            row = QUERIES[sheet].filter(pk=pk).first()
            if row is None:
                continue
            if row.version != version or pk in self.touched:
                self.undone.stays.append((sheet, str(row)[:200], self._changed_since(self.touched.get(pk))))
            else:
                alike[sheet, tuple(sorted(before))].append((row, before))
        for (sheet, columns), rows in alike.items():
            self._put_back(sheet, columns, rows)

    def _put_back(self, sheet: str, columns: tuple[str, ...], rows: Sequence[tuple[Any, dict[str, str]]]) -> None:
        named = SHEETS[sheet].by_name
        needed = [name for name in SHEETS[sheet].required if name != "key" and name not in columns]
        lines = [
            Line(
                number,
                [key_of(row), *(before[name] for name in columns), *(text_of(row, named[name]) for name in needed)],
            )
            for number, (row, before) in enumerate(rows, 2)
        ]
        table = Table(sheet, ["key", *columns, *needed], lines)
        try:
            with transaction.atomic():
                import_tables(
                    organisation=self.run.organisation, tables=[table], by=self.by, now=self.now, reason=self.reason
                )
        except ImportRefused as refused:
            words = " ".join(problem.words for problem in refused.problems[:3])
            self.undone.stays += [(sheet, str(row)[:200], words) for row, _before in rows]
        else:
            self.undone.restored += len(rows)


def _waits_for_its_figure(part: Any) -> bool:
    """What the register asks for by itself is nobody's work."""
    return isinstance(part, Measurement) and part.state == MeasurementState.DUE and part.figure is None
