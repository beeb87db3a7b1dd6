"""Two who answer a gate at once make one decision: the other hears who was faster, and looks again."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from projects.lifecycles.gates import BESIDE, gate_answered_by
from projects.models import GateDecision, Project
from projects.reports.gate_basis import basis_of, hash_of_substance
from register.errors import NotPossible
from register.models import Person
from workflows.lifecycle import Choice, choice_for, not_from_here
from workflows.models import Outcome


def refuse_crossing(
    seen: Project,
    current: Project,
    gate: str,
    choice: Choice | None,
    *,
    by: Person | None,
    given: Mapping[str, Any],
    now: datetime,
    override: bool,
) -> None:
    """Two who answer at once make one decision: the other is told who was faster, and looks again.

    A ``round`` says which round the person was looking at. Without it, somebody else's rework on the same basis,
    or a decision that came between reading the project and answering, must be looked at first.
    """
    last = GateDecision.objects.filter(project=current, gate=gate).order_by("-round").first()
    if choice is None:
        refusal = not_from_here(gate, current)
        raise refusal if last is None else NotPossible(f"{decided_words(last)} {refusal}", code=refusal.code)
    _refuse_if_answered(seen, current, last, by=by, given=given, now=now, override=override)


def refuse_beside(
    *, project: Project, step: str, by: Person | None, now: datetime, given: Mapping[str, Any], override: bool
) -> None:
    """Whoever sends an idea back or does not approve it has seen what somebody else has just answered at its gate."""
    if step not in BESIDE:
        return
    current = Project.objects.with_parts().get(pk=project.pk)
    choice = choice_for(step, by, current, now)
    if choice is None or not choice.permitted:
        return  # which is refused in words of its own
    gate = gate_answered_by(step, current.track)
    last = GateDecision.objects.filter(project=current, gate=gate).order_by("-round").first()
    _refuse_if_answered(project, current, last, by=by, given=given, now=now, override=override)


def _refuse_if_answered(
    seen: Project,
    current: Project,
    last: GateDecision | None,
    *,
    by: Person | None,
    given: Mapping[str, Any],
    now: datetime,
    override: bool,
) -> None:
    if override or (last is None and not given.get("round")):
        return
    if given.get("round"):
        crossed = int(given["round"]) != (last.round if last else 0) + 1
    else:
        crossed = last is not None and (_is_unseen(last, seen) or _contradicts(last, current, by=by, now=now))
    if crossed:
        words = decided_words(last) if last else _("This is not the round that is open now.")
        look = _("Look at it, and answer the round that is open now.")
        raise NotPossible(f"{words} {look}", code="already_decided")


def _is_unseen(last: GateDecision, seen: Project) -> bool:
    """Whoever answers read the project before that decision was taken on it."""
    version: int = last.snapshot.get("project", {}).get("version", 0)
    return version >= seen.version


def _contradicts(last: GateDecision, current: Project, *, by: Person | None, now: datetime) -> bool:
    """Somebody else asked for rework, and nothing has been worked on since."""
    if last.outcome != Outcome.REWORK or last.recorded_by_id == getattr(by, "pk", None) or "gate" not in last.snapshot:
        return False
    return hash_of_substance(last.snapshot) == hash_of_substance(basis_of(current, last.gate, now=now))


def decided_words(last: GateDecision) -> str:
    """Who answered a gate, how and when."""
    who = last.decided_by or last.recorded_by
    moment = date_format(localtime(last.recorded_at, ZoneInfo(last.project.organisation.time_zone)), "DATETIME_FORMAT")
    return _("%(who)s has answered %(gate)s on %(moment)s: %(outcome)s.") % {
        "who": " · ".join(one for one in (last.body, who.name if who else "") if one),
        "gate": last.project.organisation.gate_label(last.gate),
        "moment": moment,
        "outcome": last.get_outcome_display(),
    }
