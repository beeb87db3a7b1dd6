"""The call for every transition of the domain: it takes the step together with all that follows from it."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from projects.models import Benefit, Handover, Measurement, Project
from projects.services import (
    asking,
    benefits,
    consequences,
    gate_crossings,
    gate_outcomes,
    gates,
    handover_steps,
    measurements,
)
from projects.services.simultaneous import wait_for_turn
from register.models import Person
from workflows.lifecycle import perform
from workflows.models.lifecycle import LifecycleModel

Effect = Callable[..., None]
BEFORE: dict[type, dict[str, Effect]] = {
    Project: {},
    Benefit: benefits.BEFORE,
    Measurement: measurements.BEFORE,
    Handover: handover_steps.BEFORE,
}
AFTER: dict[type, dict[str, Effect]] = {
    Project: consequences.AFTER,
    Benefit: benefits.AFTER,
    Measurement: measurements.AFTER,
    Handover: handover_steps.AFTER,
}


class _Rehearsed(Exception):  # noqa: N818 a way out of the transaction, not an error
    def __init__(self, row: LifecycleModel) -> None:
        self.row = row


@transaction.atomic
def take(
    *,
    subject: Any,
    name: str,
    by: Person | None,
    now: datetime,
    comment: str = "",
    given: Mapping[str, Any] | None = None,
    override: bool = False,
) -> Any:
    """Take one transition with all its effects, in one transaction; gives the row as it is then."""
    wait_for_turn(subject, by)
    answers = {key: value for key, value in (given or {}).items() if value not in (None, "", [])}
    if isinstance(subject, Project) and gate_outcomes.is_decision(subject, name):
        row: Any = gates.decide(
            project=subject, gate=name, by=by, now=now, comment=comment, given=answers, override=override
        )
        if row.state == subject.state:
            row.version += 1  # a round was recorded: whoever decides at the same moment has not seen it
            row.save(update_fields=["version"])
            return row
        name = gate_outcomes.step_of(name, answers)
    else:
        before = BEFORE[type(subject)].get(name)
        if before:
            before(subject, by=by, now=now, given={**answers, "comment": comment})
        how: dict[str, Any] = {"by": by, "now": now, "given": answers, "override": override}
        if isinstance(subject, Project):
            gate_outcomes.refuse_unasked(step=name, given=answers)
            gate_crossings.refuse_beside(project=subject, step=name, **how)
        if isinstance(subject, Project) and name in gates.ENDINGS:
            row = gates.end(project=subject, step=name, comment=comment, **how)
        else:
            row = perform(name, on=subject, comment=comment, **how)
    after = AFTER[type(subject)].get(name)
    if after:
        after(row, by=by, now=now, given={**answers, "comment": comment})
    if not isinstance(row, Measurement):
        asking.tell(project=row if isinstance(row, Project) else row.project, by=by, now=now)
    return row


def rehearse(
    *,
    subject: Any,
    name: str,
    by: Person | None,
    now: datetime,
    comment: str = "",
    given: Mapping[str, Any] | None = None,
    override: bool = False,
) -> Any:
    """What the transition would give: the same refusals, and nothing is kept."""
    try:
        with transaction.atomic():
            raise _Rehearsed(
                take(subject=subject, name=name, by=by, now=now, comment=comment, given=given, override=override)
            )
    except _Rehearsed as rehearsed:
        return rehearsed.row
