"""Gate decisions: an outcome, its words and conditions, and the basis it was taken on."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from projects.lifecycles.gates import blockable, gate_ahead
from projects.models import DecidingBody, GateDecision, Project, Rule
from projects.reports.gate_answers import next_round
from projects.reports.gate_basis import basis_of
from projects.services import gate_answers, gate_askings, gate_crossings, gate_outcomes
from projects.services.demands import demand, settled
from register.errors import InvalidInput, NotPermitted
from register.models import Person
from register.services import audit, editing
from workflows.lifecycle import Choice, choice_for, perform, refuse_unmet
from workflows.models import Outcome
from workflows.snapshots import sha256_of

RECORD = ("body", "case_number", "item_number", "link")
ENDINGS = ("reject", "stop")
"""Steps beside the gates that end it all: each is recorded at the gate that lay ahead, as a stop."""


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
        return gate_outcomes.outcome_of(self.given)

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
    gate_outcomes.check(gate, project, comment, given)
    given = {**given, "conditions": settled(given.get("conditions", ()), blockable(gate, project.track))}
    audit.hold(project.organisation_id)
    current = Project.objects.with_parts().get(pk=project.pk)
    choice = choice_for(gate, by, current, now)
    gate_crossings.refuse_crossing(project, current, gate, choice, by=by, given=given, now=now, override=override)
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
    if choice is not None and not choice.permitted:
        raise NotPermitted(choice.refusal)
    if choice is not None and answer.outcome in gate_outcomes.ONWARD:
        refuse_unmet(choice.requirements)
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
    step = gate_outcomes.step_of(answer.gate, answer.given)
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


def _refuse_unless_open(choice: Choice | None, answer: Answer) -> None:
    """Rework, hold and stop are answers at the gate, for whoever decides it; what it asks need not be there."""
    may_pass = answer.override and answer.outcome != Outcome.REWORK
    if choice is not None and not choice.permitted and not may_pass:
        raise NotPermitted(choice.refusal)


def _overridden(choice: Choice | None) -> list[str]:
    if choice is None:
        return []
    return [*([] if choice.permitted else ["permission"]), *(unmet.code for unmet in choice.requirements)]
