"""What a worker does about an import: looks at the file, imports it, undoes it. It may die at any moment.

A claim is a lease on the database's clock. What was stored and the row that says so are one transaction.
"""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

import structlog
from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import translation
from django.utils.translation import gettext as _

from projects.interchange import notes, undoing
from projects.interchange.files import read_tables
from projects.interchange.foreign.building import build
from projects.interchange.foreign.built import Built
from projects.interchange.foreign.directory import Directory
from projects.interchange.foreign.mapping import Mapping
from projects.interchange.foreign.sheets import read_sheets
from projects.interchange.importing import ImportResult, import_tables
from projects.interchange.problems import ImportRefused
from projects.interchange.progress import LEASE, Cancelled, Progress, RunProgress
from projects.interchange.shown import shown_problems, shown_result
from projects.interchange.tables import Table
from projects.models import ImportRun, ImportStage
from projects.models.import_runs import WORKING
from register.errors import Refusal
from register.models import AuditHead
from register.services import audit

MOST_ATTEMPTS = 3
AT_ONCE = 30_000
MOST_AT_ONCE = 1_000
"""A file of so many bytes, or an undoing of so many rows, is worked on while its person waits for the page."""

log = structlog.get_logger(__name__)


def waiting() -> list[UUID]:
    """The imports that a worker should take up now, the oldest first."""
    free = Q(lease_until=None) | Q(lease_until__lt=Now())
    rows = ImportRun.objects.filter(free, stage__in=WORKING).order_by("created_at", "pk")
    found = rows.values_list("pk", flat=True)
    return [pk for pk in found if not (notes.are_needed() and notes.is_fresh(pk))]


def at_once(*, run: ImportRun, now: datetime) -> ImportRun:
    """What is small is worked on while its person waits; what is large by a worker."""
    if len(run.content) <= AT_ONCE and len(run.kept) <= MOST_AT_ONCE:
        work(run_id=run.pk, now=now)
    return ImportRun.objects.select_related("organisation", "person").get(pk=run.pk)


def work(*, run_id: UUID, now: datetime, progress: Progress | None = None) -> None:
    """Do what an import waits for, if nobody else does."""
    free = Q(lease_until=None) | Q(lease_until__lt=Now())
    claimed = ImportRun.objects.filter(free, pk=run_id, stage__in=WORKING)
    if not claimed.update(lease_until=Now() + LEASE, attempts=F("attempts") + 1):
        return
    run = ImportRun.objects.select_related("organisation", "person").get(pk=run_id)
    with translation.override(run.person.language):
        _tried(run, now, progress or RunProgress(run_id))
    notes.forget(run_id)


def _tried(run: ImportRun, now: datetime, progress: Progress) -> None:
    if run.attempts > MOST_ATTEMPTS:
        words = _("This was tried %(times)d times and did not come to an end. Divide the file, or ask who runs Varig.")
        _end(run, stage=ImportStage.FAILED, result={"words": words % {"times": MOST_ATTEMPTS}})
        return
    try:
        WORK[run.stage](run, now, progress)
    except Cancelled:
        _end(run, stage=ImportStage.IMPORTED if run.stage == ImportStage.UNDOING else ImportStage.CANCELLED)
    except Refusal as refused:
        _end(run, stage=ImportStage.FAILED, result={"words": str(refused)})
    except Exception:
        log.exception("import_failed", run=str(run.pk), attempts=run.attempts)
        _end(run, stage=run.stage)  # free for the next attempt


def _look(run: ImportRun, now: datetime, progress: Progress) -> None:
    """Rehearse the import, and keep what the page shows of it."""
    result, problems, built = _imported(run, now, progress, dry_run=True)
    _end(run, stage=ImportStage.CHECKED, result={**shown_result(result, built), **problems})


def _import(run: ImportRun, now: datetime, progress: Progress) -> None:
    with transaction.atomic():
        result, problems, built = _imported(run, now, progress, dry_run=False)
        if result is None:
            _end(run, stage=ImportStage.CHECKED, result={**shown_result(result, built), **problems})
            return
        kept = [[one.sheet, str(one.id), one.version, one.before] for one in result.kept]
        position = AuditHead.objects.get(chain=run.organisation_id).position
        ImportRun.objects.filter(pk=run.pk).update(kept=kept, last_position=position, imported_at=now, content=b"")
        _end(run, stage=ImportStage.IMPORTED, result=shown_result(result, built))


def _imported(
    run: ImportRun, now: datetime, progress: Progress, *, dry_run: bool
) -> tuple[ImportResult | None, dict[str, object], Built | None]:
    tables, built = tables_of(run)
    if built is not None and built.problems:
        return None, shown_problems(run, [], built), built
    try:
        result = import_tables(
            organisation=run.organisation,
            tables=tables,
            by=run.person,
            now=now,
            reason=run.reason,
            dry_run=dry_run,
            progress=progress,
        )
    except ImportRefused as refused:
        return None, shown_problems(run, refused.problems, built), built
    return result, {}, built


def tables_of(run: ImportRun) -> tuple[list[Table], Built | None]:
    """The file as tables of our own format; of somebody's own spreadsheet also how it became them."""
    content = bytes(run.content)
    if not run.is_foreign:
        return read_tables(content), None
    said = Mapping.of_json(run.mapping)
    sheet = next(one for one in read_sheets(content) if one.name == said.sheet)
    built = build(sheet, said, Directory(run.organisation))
    return built.tables(), built


def _undo(run: ImportRun, now: datetime, progress: Progress) -> None:
    with transaction.atomic():
        audit.hold(run.organisation_id)
        undone = undoing.undo(run=run, by=run.person, now=now, progress=progress)
        _end(run, stage=ImportStage.UNDONE, result={**run.result, "undone": undone.as_json()})


def _end(run: ImportRun, *, stage: str, result: dict[str, object] | None = None) -> None:
    """Let the import go, in its new stage."""
    told = {} if result is None else {"result": result}
    ImportRun.objects.filter(pk=run.pk).update(
        stage=stage, lease_until=None, cancel_asked=False, version=F("version") + 1, updated_at=Now(), **told
    )


WORK: dict[str, Callable[[ImportRun, datetime, Progress], None]] = {
    ImportStage.CHECKING: _look,
    ImportStage.IMPORTING: _import,
    ImportStage.UNDOING: _undo,
}
