"""Real web and worker processes with one of the product's guards off: the negative controls of the storm.

VARIG_STORM_OFF names the guards. Nothing outside the storm imports this.
"""

import os
import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

import django
from django.apps import apps

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
if not apps.ready:
    django.setup()

from django.db import connection
from django.db.models import QuerySet
from django.db.transaction import Atomic

from config import silence
from projects.models import ReminderRound
from projects.services import digests, reminders, sign_off
from register.services import audit, editing
from workflows.services import claims

LONGEST_WAIT = 30
"""Seconds that a process without a guard waits for the others, so that they meet for certain."""


def meet(about: object = "") -> None:
    """Go on when as many are here as the meeting asks for: each has read before any writes.

    A folder named by the environment is the meeting; it is called there, and ended, by bench/storm/meeting.py.
    """
    folder = Path(os.environ.get("VARIG_STORM_MEETING", "/nowhere"))
    deadline = time.monotonic() + LONGEST_WAIT
    try:
        number = int((folder / "number").read_text("ascii"))
        (folder / f"{about}.{uuid4().hex}").touch()
        while len(list(folder.glob(f"{about}.*"))) < number and time.monotonic() < deadline:
            time.sleep(0.01)
    except OSError:
        return  # no meeting is called, or it has ended


def without_transactions() -> None:
    """Every statement is kept as soon as it is done, and nothing is locked."""
    Atomic.__enter__ = lambda self: None
    Atomic.__exit__ = lambda self, *error: None
    QuerySet.select_for_update = lambda self, **options: self.all()


def without_locks() -> None:
    """Nobody waits for anybody when reading and writing; the audit trail, whose order would forbid it, is left out."""
    without_transactions()
    fetch = editing.lock

    def lock(row: Any, **options: Any) -> Any:
        found = fetch(row, **options)
        meet()
        return found

    editing.lock = lock
    audit._append = lambda organisation_id, entries: []


def without_reading() -> None:
    """Whatever hash is sent counts as read."""
    sign_off._ensure_read = lambda *read, **further: None


def without_leases_that_end() -> None:
    """What a dead worker held is held for ever."""
    claims.LEASE = timedelta(hours=1)


def without_waiting_for_locks() -> None:
    """SQLite as it comes: nobody waits for anybody."""
    connection.settings_dict["OPTIONS"]["init_command"] += "; PRAGMA busy_timeout=0"
    connection.settings_dict["OPTIONS"]["timeout"] = 0


def without_looking() -> None:
    """No worker looks for work while nobody rings."""
    silence.look = lambda: False


def without_once() -> None:
    """Three rounds at once see the same; what made their reminders unique is gone from the database, too."""
    without_transactions()
    write = digests.enqueue_many

    def write_later(*, organisation: Any, **how: Any) -> None:
        meet(organisation.pk)
        write(organisation=organisation, **how)

    digests.enqueue_many = write_later


def without_memory() -> None:
    """A round looks at today alone, and knows neither the last one nor what has been told."""
    reminders._by_person = partial(_forgetful, reminders._by_person)
    reminders._not_yet_told = list


def _forgetful(find: Any, organisation: Any, now: Any, _last: Any) -> Any:
    return find(organisation, now, ReminderRound(on_date=organisation.local_date(now)))


def without_giving_up() -> None:
    """What cannot be delivered is called needless."""
    claims.mark_dead = claims.mark_skipped


GUARDS: dict[str, Callable[[], None]] = {
    "transactions": without_transactions,
    "locks": without_locks,
    "reading": without_reading,
    "leases": without_leases_that_end,
    "looking": without_looking,
    "once": without_once,
    "memory": without_memory,
    "giving up": without_giving_up,
    "waiting": without_waiting_for_locks,
}


def take_off() -> None:
    """Those that the environment names."""
    for name in filter(None, os.environ.get("VARIG_STORM_OFF", "").split(",")):
        GUARDS[name]()
