"""Notes beside the database about an import that is worked on: how far it is, and whether somebody wants it stopped.

SQLite lets nobody write while a transaction is open, so there they lie as small files in the data directory, which all
processes share. They hold nothing of value: one that is missing only means that nobody knows how far it is.
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from time import time
from uuid import UUID

from django.conf import settings
from django.db import connection

FRESH = timedelta(seconds=60)


@dataclass(frozen=True)
class Note:
    """How many rows are done of how many, and whether it shall be stopped."""

    done: int
    total: int
    stop: bool


def are_needed() -> bool:
    """Whether nobody else can write while a transaction is open."""
    return bool(connection.vendor == "sqlite")


def write(run_id: UUID, done: int, total: int) -> Note:
    """A progress that cannot be noted stops nothing."""
    place = _place(run_id)
    with suppress(OSError):
        place.parent.mkdir(exist_ok=True)
        fresh = place.with_suffix(".new")
        fresh.write_text(f"{done} {total}", encoding="ascii")
        fresh.replace(place)
    return Note(done, total, place.with_suffix(".stop").exists())


def ask_to_stop(run_id: UUID) -> None:
    place = _place(run_id)
    place.parent.mkdir(exist_ok=True)
    place.with_suffix(".stop").touch()


def read(run_id: UUID) -> Note | None:
    place = _place(run_id)
    stop = place.with_suffix(".stop").exists()
    try:
        done, total = map(int, place.read_text(encoding="ascii").split())
    except (OSError, ValueError):
        return Note(0, 0, stop) if stop else None
    return Note(done, total, stop)


def is_fresh(run_id: UUID) -> bool:
    """Whether somebody is at it."""
    try:
        return time() - _place(run_id).stat().st_mtime < FRESH.total_seconds()
    except OSError:
        return False


def forget(run_id: UUID) -> None:
    for ending in ("", ".new", ".stop"):
        with suppress(OSError):
            _place(run_id).with_suffix(ending).unlink(missing_ok=True)


def _place(run_id: UUID) -> Path:
    return Path(settings.DATA_DIR) / "imports" / run_id.hex
