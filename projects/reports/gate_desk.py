"""What lies on the table before a gate is decided: checklist, changes since the last time, and who is asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from projects.lifecycles.gates import DECISIONS
from projects.models import GateDecision, Project, Rule
from projects.reports.differences import Difference
from projects.reports.gate_answers import Poll, next_round, poll_of
from projects.reports.gate_basis import basis_of, changes_since, round_before
from projects.reports.gate_way import GateOnTheWay, gate_of


@dataclass(frozen=True)
class Desk:
    """`changed` is None where nothing was decided before, so that there is nothing to compare with."""

    way: GateOnTheWay
    round: int
    before: GateDecision | None
    before_label: str
    changed: Sequence[Difference] | None
    poll: Poll | None


def desk_of(project: Project, gate: str, now: datetime) -> Desk | None:
    """Everything that whoever decides should have seen. None where the step is no gate on the project's track."""
    if gate not in DECISIONS[project.track]:
        return None
    way, before = gate_of(project, gate), round_before(project, gate)
    basis = basis_of(project, gate, now=now)
    asks_all = way.body is not None and way.body.rule == Rule.ALL and way.referral is None
    return Desk(
        way=way,
        round=next_round(project, gate),
        before=before,
        before_label=project.organisation.gate_label(before.gate) if before else "",
        changed=changes_since(before, basis) if before else None,
        poll=poll_of(project, gate, way.body, basis) if asks_all and way.body else None,
    )
