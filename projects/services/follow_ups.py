"""Doing what the follow-up plan says: looking at the benefits together, and saying what was seen."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from projects import permissions
from projects.models import Condition, FollowUp, FollowUpLine
from projects.reports.held_together import held_with
from projects.reports.progress import Progress, progress_of
from projects.services import asking, checks, demands
from projects.services.permission import ensure
from register.errors import FieldError, InvalidInput, NotPossible
from register.models import Person
from register.services import editing

Said = Mapping[str, Any]
"""What is said of one benefit: ``benefit``, ``why``, ``next_step``, ``action`` (``text``, ``owner``, ``due_date``)."""


@transaction.atomic
def complete(
    *,
    follow_up: FollowUp,
    note: str,
    by: Person | None,
    now: datetime,
    lines: Sequence[Said] | None = None,
    expected_version: int | None = None,
) -> FollowUp:
    """The benefits were looked at together; the note says what was seen, and the figures are kept as they are today.

    Whoever speaks benefit by benefit (``lines``) explains each one that deviates; a note alone stands for all.
    An action is chased like a condition. The project's own follow-up and the unit's are done together where they
    are one meeting.
    """
    ensure(permissions.FOLLOWS_UP, subject=follow_up, by=by)
    row = editing.lock(follow_up, expected_version=expected_version)
    if row.done_at:
        raise NotPossible(_("This follow-up is done already."), code="already_done")
    seen = progress_of(row.get_benefits().order_by("created_at"), on=_today(row, now), organisation=row.organisation)
    said = _checked(note, lines, seen)
    other = held_with(row)
    done = _done(row, note, by=by, now=now)
    lines_kept = [_keep(done, one, said.get(one.benefit.pk, {}), by=by, now=now) for one in seen]
    if other is not None:
        _keep_again(_done(editing.lock(other), note, by=by, now=now), lines_kept, by=by, now=now)
    asking.tell(project=done.project, by=by, now=now)
    return done


def _done(row: FollowUp, note: str, *, by: Person | None, now: datetime) -> FollowUp:
    changes = {"done_at": now, "done_by": by, "note": note}
    return editing.update(row=row, changes=changes, by=by, now=now, about=row.about, action="follow_up.done")


@transaction.atomic
def update_follow_up(
    *,
    follow_up: FollowUp,
    changes: Mapping[str, Any],
    by: Person | None,
    now: datetime,
    expected_version: int | None = None,
    reason: str = "",
) -> FollowUp:
    """Move a follow-up that is not done to another day or person."""
    ensure(permissions.FOLLOWS_UP, subject=follow_up, by=by)
    checks.only(("key", "due_date", "responsible", "note"), changes)
    if follow_up.done_at and set(changes) - {"key", "note"}:
        raise NotPossible(_("This follow-up is done already."), code="already_done")
    checks.active_people({name: one for name, one in changes.items() if one != getattr(follow_up, name)})
    return editing.update(
        row=follow_up,
        changes=changes,
        by=by,
        now=now,
        expected_version=expected_version,
        reason=reason,
        about=follow_up.about,
    )


def _keep(follow_up: FollowUp, seen: Progress, said: Said, *, by: Person | None, now: datetime) -> FollowUpLine:
    line = FollowUpLine(
        organisation_id=follow_up.organisation_id,
        follow_up=follow_up,
        benefit=seen.benefit,
        as_of=_today(follow_up, now),
        status=str(seen.status.status.code),
        figures=seen.figures,
        why=said.get("why", ""),
        next_step=said.get("next_step", ""),
        action=_demand(follow_up, said, by=by, now=now),
    )
    return editing.create(row=line, by=by, now=now, about=follow_up.about)


KEPT = ("benefit", "as_of", "status", "figures", "why", "next_step", "action")


def _keep_again(follow_up: FollowUp, lines: Iterable[FollowUpLine], *, by: Person | None, now: datetime) -> None:
    for line in lines:
        same = {name: getattr(line, name) for name in KEPT}
        row = FollowUpLine(organisation_id=follow_up.organisation_id, follow_up=follow_up, **same)
        editing.create(row=row, by=by, now=now, about=follow_up.about)


def _demand(follow_up: FollowUp, said: Said, *, by: Person | None, now: datetime) -> Condition | None:
    if not said.get("action"):
        return None
    [condition] = demands.demand(project=follow_up.project, conditions=[_action(said)], by=by, now=now)
    return condition


def _action(said: Said) -> dict[str, Any]:
    """What is to be done is in the words of the next step, unless it has its own."""
    action = said["action"]
    return {**action, "text": action.get("text") or said.get("next_step", "")}


def _checked(note: str, lines: Sequence[Said] | None, seen: Iterable[Progress]) -> dict[UUID, Said]:
    """What is said, by benefit; refused where something is lacking."""
    known = {one.benefit.pk: one for one in seen}
    errors = [] if note.strip() else [FieldError("note", "required", _("Say in a few words what was seen."))]
    said: dict[UUID, Said] = {}
    for place, line in enumerate(lines or ()):
        benefit = line["benefit"]
        if benefit.pk not in known or benefit.pk in said:
            words = _("Speak once of each benefit that this follow-up is about.")
            errors.append(FieldError(f"lines/{place}/benefit", "invalid", words))
        said[benefit.pk] = line
        errors += _errors_of_action(f"lines/{place}/action", line)
    if lines is not None:
        errors += _unexplained(lines, known, said)
    if errors:
        raise InvalidInput(errors)
    return said


def _unexplained(
    lines: Sequence[Said], known: Mapping[UUID, Progress], said: Mapping[UUID, Said]
) -> Iterable[FieldError]:
    places = {line["benefit"].pk: place for place, line in enumerate(lines)}
    for pk, one in known.items():
        if one.deviates and not said.get(pk, {}).get("why", "").strip():
            words = _("“%(benefit)s” deviates: say why.") % {"benefit": one.benefit.title}
            yield FieldError(f"lines/{places[pk]}/why" if pk in places else "lines", "required", words)


def _errors_of_action(field: str, line: Said) -> list[FieldError]:
    if not line.get("action"):
        return []
    action, words = _action(line), _("An action needs words, somebody who does it, and a day.")
    lacking = [name for name in ("text", "owner", "due_date") if not action.get(name)]
    errors = [FieldError(f"{field}/{name}", "required", words) for name in lacking]
    try:
        checks.active_people({"owner": action.get("owner")})
    except InvalidInput as refused:
        errors += [FieldError(f"{field}/{one.field}", one.code, one.words) for one in refused.errors]
    return errors


def _today(follow_up: FollowUp, now: datetime) -> Any:
    return follow_up.organisation.local_date(now)
