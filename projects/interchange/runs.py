"""An import from its upload to its end: what a person does about it. What a worker does about it is in `working`."""

from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from projects.interchange import notes
from projects.interchange.foreign import headings, mapping
from projects.interchange.foreign.mapping import Mapping
from projects.interchange.foreign.sheets import Sheet, read_sheets
from projects.interchange.format import SHEETS
from projects.interchange.progress import as_it_is
from projects.models import ImportRun, ImportStage
from projects.models.import_runs import UNCONFIRMED, WORKING
from register.errors import InvalidInput, NotPossible
from register.models import Person
from register.permissions import require_administrator
from workflows.services import doorbell

KEPT_FOR = timedelta(days=7)
ONLY_ADMINISTRATORS = _("Only an administrator of the organisation can import a register.")
MAPPED = (ImportStage.IMPORTED, ImportStage.UNDONE, ImportStage.CHECKED)


@transaction.atomic
def upload(*, content: bytes, file_name: str, reason: str, by: Person, now: datetime) -> ImportRun:
    """Take a file; one in our own format is looked at at once, of another the columns are asked for first."""
    require_administrator(by, by.organisation_id, ONLY_ADMINISTRATORS)
    sheets = read_sheets(content)
    forget_old(now=now)
    run = ImportRun(
        organisation=by.organisation,
        person=by,
        content=content,
        file_name=file_name[:200],
        reason=reason,
        created_at=now,
    )
    if is_our_own(sheets):
        run.stage = ImportStage.CHECKING
    else:
        run.is_foreign = True
        _take_over_mapping(run, sheets)
    run.save(force_insert=True)
    transaction.on_commit(doorbell.ring)
    return run


def forget_old(*, now: datetime) -> None:
    """A file that nobody has confirmed is not kept for long; of one that was imported the content is not kept."""
    ImportRun.objects.filter(stage__in=UNCONFIRMED, created_at__lt=now - KEPT_FOR).delete()


def is_our_own(sheets: list[Sheet]) -> bool:
    """Whether a sheet is named and begins as in the import format; the others are then told of by name."""
    return any(sheet.name.lower() in SHEETS and "key" in map(str, sheet.rows[0]) for sheet in sheets)


def _take_over_mapping(run: ImportRun, sheets: list[Sheet]) -> None:
    """Propose what the columns mean: as for the last file with these headings, else by the headings themselves."""
    proposed = mapping.propose(sheets)
    sheet = next(one for one in sheets if one.name == proposed.sheet)
    run.titles = headings.titles(sheet, proposed.span)
    run.shape = _hash(run.titles)
    before = ImportRun.objects.filter(organisation=run.organisation, shape=run.shape, stage__in=MAPPED)
    last = before.exclude(mapping=None).order_by("-created_at", "-pk").first()
    if last is not None:
        proposed = mapping.remembered(Mapping.of_json(last.mapping), proposed, sheet, last.titles)
    run.mapping = proposed.as_json()


def _hash(titles: list[str]) -> str:
    return sha256(headings.shape_of(titles).encode()).hexdigest()


@transaction.atomic
def look_again(*, run: ImportRun, sheet: str, first: int, last: int, by: Person, now: datetime) -> ImportRun:
    """Another sheet, or other rows of headings: propose anew what the columns mean."""
    locked = _foreign(run, by)
    chosen = next((one for one in read_sheets(bytes(locked.content)) if one.name == sheet), None)
    if chosen is None:
        raise NotPossible(_("There is no such sheet in the file."), code="no_such_sheet")
    last = min(max(last, first), first + 3, len(chosen.rows) - 1)
    before = Mapping.of_json(locked.mapping)
    proposed = mapping.proposed_for(chosen, headings.Span(min(first, last), last))
    locked.mapping = replace(
        proposed, project=before.project, project_title=before.project_title, state=before.state
    ).as_json()
    locked.titles = headings.titles(chosen, proposed.span)
    locked.shape, locked.stage = _hash(locked.titles), ImportStage.MAPPING
    return _saved(locked)


@transaction.atomic
def say_columns(*, run: ImportRun, said: Mapping, by: Person, now: datetime) -> ImportRun:
    """What the columns mean; then the file is looked at."""
    locked = _foreign(run, by)
    if faults := list(mapping.faults_of(said)):
        raise InvalidInput(faults)
    locked.mapping = said.as_json()
    return _queue(locked, ImportStage.CHECKING)


@transaction.atomic
def start(*, run: ImportRun, by: Person, now: datetime) -> ImportRun:
    """Import what was looked at. What the register has become meanwhile counts, not what it was then."""
    locked = _own(run, by, ImportStage.CHECKED)
    if locked.result.get("how_many_problems"):
        raise NotPossible(_("Mend what is named first: nothing is imported while something is wrong."), code="problems")
    return _queue(locked, ImportStage.IMPORTING)


def cancel(*, run: ImportRun, by: Person, now: datetime) -> ImportRun:
    """Give it up. What a worker has begun it takes back; what is imported already stays."""
    require_administrator(by, run.organisation_id, ONLY_ADMINISTRATORS)
    if notes.are_needed() and run.is_working and run.lease_until is not None:
        notes.ask_to_stop(run.pk)
        return as_it_is(run)
    return _cancelled(run, by)


@transaction.atomic
def _cancelled(run: ImportRun, by: Person) -> ImportRun:
    locked = _own(run, by, *WORKING, *UNCONFIRMED, ImportStage.CHECKED)
    if locked.is_working and locked.lease_until is not None:
        locked.cancel_asked = True
    elif locked.stage == ImportStage.UNDOING:
        locked.stage = ImportStage.IMPORTED
    else:
        locked.stage = ImportStage.CANCELLED
    return _saved(locked)


@transaction.atomic
def undo(*, run: ImportRun, by: Person, now: datetime) -> ImportRun:
    """Take back what nobody has touched since; what stays is told of, and why."""
    return _queue(_own(run, by, ImportStage.IMPORTED), ImportStage.UNDOING)


def _foreign(run: ImportRun, by: Person) -> ImportRun:
    """Somebody's own spreadsheet, of which it can still be said what its columns mean."""
    require_foreign(run)
    return _own(run, by, *UNCONFIRMED, ImportStage.CHECKED)


def require_foreign(run: ImportRun) -> None:
    """Of a file in our own format there is nothing to say."""
    if not run.is_foreign:
        raise NotPossible(_("The columns of this file are known: it is in our own format."), code="own_format")


def _own(run: ImportRun, by: Person, *stages: str) -> ImportRun:
    """The row, locked, if it is where this can be done."""
    require_administrator(by, run.organisation_id, ONLY_ADMINISTRATORS)
    locked = ImportRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
    if locked.stage not in stages:
        words = _("This cannot be done now: the import is “%(stage)s”.") % {"stage": locked.get_stage_display()}
        raise NotPossible(words, code="wrong_stage")
    return locked


def _queue(run: ImportRun, stage: str) -> ImportRun:
    run.stage, run.done, run.total, run.attempts, run.cancel_asked, run.lease_until = stage, 0, 0, 0, False, None
    notes.forget(run.pk)
    transaction.on_commit(doorbell.ring)
    return _saved(run)


def _saved(run: ImportRun) -> ImportRun:
    run.version += 1
    run.save()
    return run


def remembered_words(run: ImportRun, said: dict[str, dict[str, str]], *, keep_unread: bool) -> Mapping:
    """The mapping with what words mean, added to what was said of them before."""
    require_foreign(run)
    before = Mapping.of_json(run.mapping)
    words: dict[str, Any] = {name: dict(given) for name, given in before.words.items()}
    for name, given in said.items():
        words.setdefault(name, {}).update(given)
    return replace(before, words=words, keep_unread=keep_unread)
