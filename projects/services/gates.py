"""Gate decisions: an outcome, its words and conditions, and the basis it was taken on."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from projects.gate_permissions import is_decision as decided_in
from projects.lifecycles.gates import BESIDE, blockable, gate_ahead, gate_answered_by
from projects.lifecycles.project import GATES, ProjectState
from projects.models import DecidingBody, GateDecision, Project, Rule
from projects.reports.gate_answers import next_round
from projects.reports.gate_basis import basis_of, hash_of_substance
from projects.services import gate_answers, gate_askings
from projects.services.demands import check_conditions, demand, settled
from register.errors import InvalidInput, NotPermitted, NotPossible
from register.models import Person
from register.services import audit, editing
from workflows.lifecycle import Choice, choice_for, not_from_here, perform, refuse_unmet
from workflows.models import Outcome
from workflows.snapshots import sha256_of

RECORD = ("body", "case_number", "item_number", "link")
STEPS: Mapping[str, str] = {Outcome.HOLD: "hold", Outcome.STOP: "stop"}
"""The outcomes that take the project aside."""
ONWARD = (Outcome.GO, Outcome.GO_WITH_CONDITIONS)
ENDINGS = ("reject", "stop")
"""Steps beside the gates that end it all: each is recorded at the gate that lay ahead, as a stop."""
MEANING = {"stop": Outcome.STOP, "reject": Outcome.STOP, "hold": Outcome.HOLD, "send_back": Outcome.REWORK}
"""The outcome that a step has by itself; all other steps lead on."""


@dataclass(frozen=True)
class Answer:
    """What was answered at a gate, by whom, and the basis as it stood then. ``ending``: a step beside it."""

    project: Project
    gate: str
    by: Person | None
    now: datetime
    comment: str
    given: Mapping[str, Any]
    override: bool
    basis: Mapping[str, Any]
    ending: str = ""

    @property
    def outcome(self) -> str:
        return outcome_of(self.given)

    @property
    def body(self) -> DecidingBody | None:
        """None where the person stops the project out of their own right."""
        return None if self.ending == "stop" else self.project.body_at(self.gate)

    @property
    def is_record(self) -> bool:
        """A secretary writes down what a body decided elsewhere."""
        body = self.body
        referred = self.project.referral_at(self.gate) is not None
        return body is not None and (referred or body.rule == Rule.ELSEWHERE) and not self.override


def is_decision(project: Project, name: str) -> bool:
    """Whether this step of the project is answered as a gate."""
    return name in GATES and decided_in(name, project.track)


def outcome_of(given: Mapping[str, Any]) -> str:
    """What was chosen; conditions alone mean go with conditions."""
    return str(given.get("outcome") or (Outcome.GO_WITH_CONDITIONS if given.get("conditions") else Outcome.GO))


def step_of(gate: str, given: Mapping[str, Any]) -> str:
    """The step that an answer takes."""
    return STEPS.get(outcome_of(given), gate)


def decide(
    *,
    project: Project,
    gate: str,
    by: Person | None,
    now: datetime,
    comment: str,
    given: Mapping[str, Any],
    override: bool,
) -> Project:
    """Answer one gate. ``rework`` records a round and leaves the state, as does a member's answer while others are
    still asked; the others take their step."""
    _check(gate, project, comment, given)
    given = {**given, "conditions": settled(given.get("conditions", ()), blockable(gate, project.track))}
    audit.hold(project.organisation_id)
    current = Project.objects.with_parts().get(pk=project.pk)
    choice = choice_for(gate, by, current, now)
    _refuse_crossing(project, current, gate, choice, by=by, given=given, now=now, override=override)
    answer = Answer(current, gate, by, now, comment, given, override, basis_of(current, gate, now=now))
    body = answer.body
    if body and body.rule == Rule.ALL and by is not None and not answer.is_record and not override:
        collected = _collect(answer, body, choice, by=by)
        if collected is None:
            return current
        answer = collected
    return _settle(answer, choice)


def _collect(answer: Answer, body: DecidingBody, choice: Choice | None, *, by: Person) -> Answer | None:
    """Write down what one member says; None while others are still asked."""
    if choice is not None and answer.outcome in ONWARD:
        if not choice.permitted:
            raise NotPermitted(choice.refusal)
        refuse_unmet(choice.requirements)
    elif choice is not None and not choice.permitted:
        raise NotPermitted(choice.refusal)
    agreed = gate_answers.collect(
        project=answer.project,
        gate=answer.gate,
        said=gate_answers.Said(body, answer.outcome, answer.comment, answer.given.get("conditions", ())),
        basis=answer.basis,
        by=by,
        now=answer.now,
    )
    if agreed is None:
        return None
    return replace(answer, comment=agreed.comment, given={**answer.given, **agreed.given})


def _settle(answer: Answer, choice: Choice | None) -> Project:
    """Take the step of the outcome, and record the decision with its basis."""
    step = step_of(answer.gate, answer.given)
    if answer.outcome != Outcome.REWORK and step == answer.gate:
        row = _perform(step, answer)
    else:
        _refuse_unless_open(choice, answer)
        row = _back(answer) if answer.outcome == Outcome.REWORK else _perform(step, answer, consequence=True)
    _record(answer, row, choice)
    return row


def end(
    *,
    project: Project,
    step: str,
    by: Person | None,
    now: datetime,
    comment: str,
    given: Mapping[str, Any],
    override: bool,
) -> Project:
    """An idea is not approved, or a project is stopped: the step, and its record at the gate that lay ahead."""
    current = Project.objects.with_parts().get(pk=project.pk)
    gate = gate_ahead(current)
    choice, basis = choice_for(step, by, current, now), basis_of(current, gate, now=now)
    given = {**given, "outcome": Outcome.STOP}
    answer = Answer(current, gate, by, now, comment, given, override, basis, ending=step)
    row = _perform(step, answer)
    _record(answer, row, choice)
    return row


def _record(answer: Answer, row: Project, choice: Choice | None) -> None:
    """Write down the decision with what it demands; a body's answers and the meeting it waited for belong to it."""
    decision = editing.create(
        row=_decision(answer, row, choice),
        by=answer.by,
        now=answer.now,
        about=row.about,
        action=f"gate.{answer.outcome}",
    )
    demand(
        project=row,
        conditions=answer.given.get("conditions", ()),
        by=answer.by,
        now=answer.now,
        gate_decision=decision,
    )
    gate_answers.close(decision=decision, project=answer.project)
    if referral := answer.project.referral_at(answer.gate):
        changes = {"decision": decision}
        editing.update(row=referral, changes=changes, by=answer.by, now=answer.now, about=row.about, action="answered")


def _perform(step: str, answer: Answer, *, consequence: bool = False) -> Project:
    return perform(
        step,
        on=answer.project,
        by=answer.by,
        now=answer.now,
        comment=answer.comment,
        given=answer.given,
        override=answer.override,
        consequence=consequence and not answer.override,
    )


def _decision(answer: Answer, row: Project, choice: Choice | None) -> GateDecision:
    given, body = answer.given, None if answer.override else answer.body
    referral = answer.project.referral_at(answer.gate) if answer.is_record else None
    known = {name: getattr(referral, name, "") for name in RECORD[1:]}
    by_one = (body.rule == Rule.ANY_ONE and not answer.is_record) if body else not given.get("body")
    return GateDecision(
        organisation_id=row.organisation_id,
        project=row,
        gate=answer.gate,
        round=next_round(row, answer.gate),
        outcome=answer.outcome,
        comment=answer.comment,
        decided_by=answer.by if by_one else None,
        recorded_by=answer.by,
        recorded_at=answer.now,
        decided_on=_decided_on(answer, referral),
        deciding_body=body,
        checklist=answer.project.checklist_at(answer.gate),
        review_date=given.get("review_date") if answer.outcome == Outcome.HOLD else None,
        overridden=_overridden(choice) if answer.override else [],
        snapshot=answer.basis,
        snapshot_sha256=sha256_of(dict(answer.basis)),
        body=body.name if body else given.get("body") or "",
        **{name: given.get(name) or known[name] for name in known},
    )


def _decided_on(answer: Answer, referral: Any) -> Any:
    """The day of the meeting, where a body met; else today."""
    today = answer.project.organisation.local_date(answer.now)
    day = answer.given.get("decided_on") or (referral.meeting_date if referral else today)
    if day > today:
        words = _("%(day)s has not come yet. Record the decision when it has been taken, with its date.")
        if answer.is_record:
            words = _("The meeting is on %(day)s. Record the decision when it has been taken, with its date.")
        raise InvalidInput.single("decided_on", words % {"day": date_format(day, "DATE_FORMAT")}, code="in_future")
    return day


def _back(answer: Answer) -> Project:
    """To be worked on. Whoever looks at the project from before this round sees an older version."""
    row = editing.lock(answer.project)
    row.version += 1
    row.save(update_fields=["version"])
    gate_askings.reask(row, answer.gate, answer.now)
    return row


def _refuse_crossing(
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


def refuse_unasked(*, step: str, given: Mapping[str, Any]) -> None:
    """At a step that is no gate: whoever answers “stop” does not mean onward, and no condition is lost in silence."""
    reopened = (ProjectState.REALISING, ProjectState.EVALUATING)
    outcomes: tuple[str, ...] = reopened if step == "reopen" else (MEANING.get(step, Outcome.GO),)
    if given.get("outcome", outcomes[0]) not in outcomes:
        words = _("This step has no such outcome. Leave it out, or use one of: %(codes)s.")
        raise InvalidInput.single("outcome", words % {"codes": ", ".join(outcomes)})
    if given.get("conditions") and step != "continue_realising":
        raise InvalidInput.single("conditions", _("This step takes no conditions."))


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


def _check(gate: str, project: Project, comment: str, given: Mapping[str, Any]) -> None:
    outcome, conditions = outcome_of(given), given.get("conditions", ())
    if outcome not in Outcome.values:
        words = _("The outcome is go, go_with_conditions, rework, hold or stop.")
        raise InvalidInput.single("outcome", words)
    if gate == "close" and outcome in STEPS:
        words = _("The last gate ends the follow-up. It can be answered with go, go_with_conditions or rework.")
        raise InvalidInput.single("outcome", words)
    check_conditions(conditions, field="conditions", blockable=blockable(gate, project.track))
    if outcome == Outcome.GO_WITH_CONDITIONS and not conditions:
        raise InvalidInput.single("conditions", _("Name at least one condition, or choose go."), code="required")
    if outcome != Outcome.GO_WITH_CONDITIONS and conditions:
        raise InvalidInput.single("conditions", _("Only go_with_conditions takes conditions."))
    if outcome == Outcome.HOLD and not given.get("review_date"):
        words = _("Say on which day it shall be looked at again.")
        raise InvalidInput.single("review_date", words, code="required")
    reasons: dict[str, Any] = {
        Outcome.REWORK: _("Say what must be worked on."),
        Outcome.HOLD: _("Say why it is put on hold."),
        Outcome.STOP: _("Say why it is stopped."),
    }
    if outcome in reasons and not comment.strip():
        raise InvalidInput.single("comment", reasons[outcome], code="required")


def _refuse_unless_open(choice: Choice | None, answer: Answer) -> None:
    """Rework, hold and stop are answers at the gate, for whoever decides it; what it asks need not be there."""
    may_pass = answer.override and answer.outcome != Outcome.REWORK
    if choice is not None and not choice.permitted and not may_pass:
        raise NotPermitted(choice.refusal)


def _overridden(choice: Choice | None) -> list[str]:
    if choice is None:
        return []
    return [*([] if choice.permitted else ["permission"]), *(unmet.code for unmet in choice.requirements)]
