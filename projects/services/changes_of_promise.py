"""Keeping a change of what was promised when execution was decided, whatever it is of."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TypeVar

from projects.models import MoneyChange, Rebaselining
from projects.services import asking, checks
from register.models import Person
from register.services import editing

Change = TypeVar("Change", Rebaselining, MoneyChange)


def keep(
    row: Change,
    *,
    old: Mapping[str, str],
    new: Mapping[str, str],
    is_promised: Callable[[], bool],
    reason: str,
    by: Person | None,
    now: datetime,
) -> None:
    """Keep a change with its old, new and why, once execution is decided; somebody else approves it, and is told.

    What first comes where nothing was promised is no change of a promise.
    """
    if old == new or not checks.is_decided(row.benefit) or not (old or is_promised()):
        return
    row.organisation_id = row.benefit.organisation_id
    row.old, row.new, row.reason = dict(old), dict(new), reason
    row.changed_by, row.changed_on = by, row.benefit.organisation.local_date(now)
    asking.tell_of_change(change=editing.create(row=row, by=by, now=now, about=row.about), by=by, now=now)
