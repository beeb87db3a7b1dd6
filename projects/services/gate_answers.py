"""The members of a body answer one by one, where all must agree."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from projects.models import DecidingBody, GateAnswer, GateDecision, Project
from projects.reports.gate_answers import next_round, poll_of
from projects.reports.gate_basis import hash_of_substance
from projects.services.gate_outcomes import ONWARD
from register.models import Person
from register.services import editing
from workflows.models import Outcome


@dataclass(frozen=True)
class Said:
    """One member's answer."""

    body: DecidingBody
    outcome: str
    comment: str
    conditions: Iterable[Mapping[str, Any]]


@dataclass(frozen=True)
class Agreed:
    """What the body decided: the words and the answers of all."""

    comment: str
    given: Mapping[str, Any]


def collect(
    *, project: Project, gate: str, said: Said, basis: Mapping[str, Any], by: Person, now: datetime
) -> Agreed | None:
    """Keep an answer. The first one that is not a go decides it so; a go decides when it is the last. Else None."""
    row = GateAnswer(
        organisation_id=project.organisation_id,
        project=project,
        gate=gate,
        round=next_round(project, gate),
        body=said.body,
        member=by,
        outcome=said.outcome,
        comment=said.comment,
        conditions=[_stored(one) for one in said.conditions],
        answered_at=now,
        basis_sha256=hash_of_substance(dict(basis)),
    )
    editing.create(row=row, by=by, now=now, about=project.about, action=f"gateanswer.{said.outcome}")
    if said.outcome not in ONWARD:
        return Agreed(said.comment, {"outcome": said.outcome})
    poll = poll_of(project, gate, said.body, dict(basis))
    if poll.missing:
        return None
    conditions = [_read(one) for answer in poll.answered for one in answer.conditions]
    outcome = Outcome.GO_WITH_CONDITIONS if conditions else Outcome.GO
    words = [f"{answer.member.name}: {answer.comment}" for answer in poll.answered if answer.comment]
    return Agreed("\n\n".join(words), {"outcome": outcome, "conditions": conditions})


def close(*, decision: GateDecision, project: Project) -> None:
    """Tie the answers of this round to the decision, and the referral that waited for it."""
    given = {"project": project, "gate": decision.gate, "round": decision.round, "decision": None}
    GateAnswer.objects.filter(**given).update(decision=decision)


def _stored(condition: Mapping[str, Any]) -> dict[str, str]:
    return {
        "text": condition["text"],
        "owner": str(condition["owner"].pk),
        "due_date": condition["due_date"].isoformat(),
        "blocks": condition.get("blocks") or "",
    }


def _read(kept: Mapping[str, str]) -> dict[str, Any]:
    return {**kept, "owner": Person.objects.get(pk=kept["owner"]), "due_date": date.fromisoformat(kept["due_date"])}
