"""How far a body has come with a gate on which all its members must agree."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from projects.models import DecidingBody, GateAnswer, GateDecision, Project
from projects.reports.gate_basis import hash_of_substance
from register.models import Person


@dataclass(frozen=True)
class Seat:
    """One member; `answer` counts, `earlier` was given on a basis that has changed since."""

    member: Person
    answer: GateAnswer | None
    earlier: GateAnswer | None


@dataclass(frozen=True)
class Poll:
    body: DecidingBody
    seats: Sequence[Seat]

    @property
    def answered(self) -> list[GateAnswer]:
        return [seat.answer for seat in self.seats if seat.answer]

    @property
    def missing(self) -> list[Person]:
        """Who is still asked."""
        return [seat.member for seat in self.seats if seat.answer is None]


def poll_of(project: Project, gate: str, body: DecidingBody, basis: dict[str, Any]) -> Poll:
    """Who has answered on what lies before them now, and who is missing."""
    rows = GateAnswer.objects.filter(
        project=project, gate=gate, body=body, decision=None, round=next_round(project, gate)
    )
    return tally(project, body, rows.select_related("member").order_by("answered_at", "created_at"), basis)


def tally(project: Project, body: DecidingBody, rows: Any, basis: dict[str, Any]) -> Poll:
    """An answer counts for the basis it was given on, and not from before the project last changed its state."""
    last = {row.member_id: row for row in rows}
    wanted, since = hash_of_substance(basis), project.state_changed_at
    seats = []
    for member in seated(project, body):
        row = last.get(member.pk)
        counts = row is not None and row.basis_sha256 == wanted and (since is None or row.answered_at >= since)
        seats.append(Seat(member, row if counts else None, None if counts else row))
    return Poll(body, seats)


def seated(project: Project, body: DecidingBody) -> list[Person]:
    """The members who may answer: not those who have left, and never the leader of the project."""
    members = sorted(body.members.all(), key=lambda one: (one.name_sort, str(one.pk)))
    return [one for one in members if one.is_active and not one.is_service and one.pk != project.leader_id]


def next_round(project: Project, gate: str) -> int:
    return GateDecision.objects.filter(project=project, gate=gate).count() + 1
