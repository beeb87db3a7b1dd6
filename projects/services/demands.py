"""What a decision or a reservation demands: conditions with a text, an owner and a date, some of which block a gate."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from projects.models import Condition, GateDecision, Project
from projects.models.handovers import HandoverSignOff
from projects.services import checks
from register.errors import FieldError, InvalidInput
from register.models import Person
from register.services import editing

NEXT = "next"


def demand(
    *,
    project: Project,
    conditions: Iterable[Mapping[str, Any]],
    by: Person | None,
    now: datetime,
    gate_decision: GateDecision | None = None,
    sign_off: HandoverSignOff | None = None,
) -> list[Condition]:
    """Write down what was demanded; ``blocks`` has been settled by ``check_conditions`` or is empty."""
    return [
        editing.create(
            row=Condition(
                organisation_id=project.organisation_id,
                project=project,
                gate_decision=gate_decision,
                sign_off=sign_off,
                text=condition["text"],
                owner=condition["owner"],
                due_date=condition["due_date"],
                blocks=condition.get("blocks") or "",
            ),
            by=by,
            now=now,
            about=project.about,
        )
        for condition in conditions
    ]


def check_conditions(conditions: Iterable[Mapping[str, Any]], *, field: str, blockable: Sequence[str] = ()) -> None:
    """Each needs a text, an owner and a date; one that blocks names a later gate. Refused by its place in the list."""
    errors = []
    for place, condition in enumerate(conditions):
        for name in ("text", "owner", "due_date"):
            if not str(condition.get(name) or "").strip():
                words = _("A condition needs a text, an owner and a date.")
                errors.append(FieldError(f"{field}/{place}/{name}", "required", words))
        if checks.is_away(condition.get("owner")):
            errors.append(FieldError(f"{field}/{place}/owner", "inactive", checks.AWAY))
        if condition.get("blocks") and not is_blockable(condition["blocks"], blockable):
            words = _("A condition can block a gate that lies further on: write its name, or “next”.")
            errors.append(FieldError(f"{field}/{place}/blocks", "invalid", words))
    if errors:
        raise InvalidInput(errors)


def is_blockable(blocks: Any, blockable: Sequence[str]) -> bool:
    """The next gate, or one further on."""
    return bool(blockable) and (blocks in (True, NEXT) or blocks in blockable)


def settled(conditions: Iterable[Mapping[str, Any]], blockable: Sequence[str]) -> list[dict[str, Any]]:
    """With the gate itself where the next one was meant."""
    return [
        {**one, "blocks": blockable[0] if one.get("blocks") in (True, NEXT) else one.get("blocks") or ""}
        for one in conditions
    ]
