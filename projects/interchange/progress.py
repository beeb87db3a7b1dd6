"""How far an import has come, told while its transaction is still open; and whether somebody wants it stopped."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from time import monotonic
from uuid import UUID

from django.db import connections
from django.db.models.functions import Now

from projects.interchange import notes
from projects.models import ImportRun

EVERY = 1.0  # seconds
LEASE = timedelta(seconds=60)


class Cancelled(Exception):  # noqa: N818 somebody's wish, not an error
    """Somebody has cancelled the import; its transaction takes back what it did."""


class Progress:
    """Counts rows and tells nobody."""

    done = total = 0

    def begin(self, total: int) -> None:
        self.done, self.total = 0, total

    def step(self, rows: int = 1) -> None:
        self.done += rows


class RunProgress(Progress):
    """Tells the row of the import, at most once a second.

    From a thread of its own, whose connection is outside of the open transaction; beside the database where that lets
    nobody write meanwhile.
    """

    def __init__(self, run_id: UUID) -> None:
        self.run_id, self.told = run_id, monotonic()

    def step(self, rows: int = 1) -> None:
        super().step(rows)
        if monotonic() - self.told > EVERY:
            self.told = monotonic()
            self.tell()

    def tell(self) -> None:
        if notes.are_needed():
            if notes.write(self.run_id, self.done, self.total).stop:
                raise Cancelled
            return
        with ThreadPoolExecutor(max_workers=1) as apart:
            if apart.submit(self._write).result():
                raise Cancelled

    def _write(self) -> bool:
        """Whether somebody wants it stopped."""
        try:
            own = ImportRun.objects.filter(pk=self.run_id)
            own.update(done=self.done, total=self.total, lease_until=Now() + LEASE)
            return own.filter(cancel_asked=True).exists()
        finally:
            connections.close_all()


def as_it_is(run: ImportRun) -> ImportRun:
    """The row with what is known only beside the database."""
    if run.is_working and notes.are_needed() and (note := notes.read(run.pk)):
        run.done, run.total, run.cancel_asked = note.done, note.total, note.stop
    return run
