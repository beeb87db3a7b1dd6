"""Who decides at a gate: whoever does by their role, unless the organisation has given the gate to a body."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from projects.permissions import DECIDES, OWNS, four_eyes, machine, somebody_else
from workflows.rules import Permission

if TYPE_CHECKING:
    from register.models import Person
    from workflows.rules import type_words

FIRST_GATES = {"full": "approve_concept", "light": "approve_execution"}


def is_decision(gate: str, track: str) -> bool:
    """In the light track the leader hands over and the last signature completes it: neither is a decision."""
    return not (track == "light" and gate in ("start_handover", "complete_handover"))


def _seat(project: Any, gate: str, person: "Person") -> "type_words | None":
    """Where a body decides: one of its members, or its secretary where it meets elsewhere."""
    referral, body = project.referral_at(gate), project.body_at(gate)
    if referral or body.rule == "elsewhere":
        return _at_the_desk(project, body, referral.secretary if referral else body.secretary, person)
    seated = [one for one in body.members.all() if one.is_active and not one.is_service and one.pk != project.leader_id]
    others = [one for one in seated if one.pk != person.pk]
    nobody = _("Nobody else sits in it who can: ask an administrator.")
    if person not in body.members.all():
        return somebody_else(_("%(body)s decides this.") % {"body": body.name}, others, nobody)
    return machine(person) or somebody_else(four_eyes(project, person), others, nobody)


def _at_the_desk(project: Any, body: Any, secretary: Any, person: "Person") -> "type_words | None":
    """The secretary records what was decided elsewhere."""
    if secretary is None or not secretary.is_active:
        words = _("%(body)s decides this, but nobody is named as its secretary. Ask an administrator.")
        return words % {"body": body.name}
    if person.pk != secretary.pk:
        words = _("%(body)s decides this; %(name)s records the decision.")
        return words % {"body": body.name, "name": secretary.name}
    another = _("Ask an administrator for another secretary of %(body)s.") % {"body": body.name}
    return machine(person) or somebody_else(four_eyes(project, person), (), another)


def at_gate(gate: str, usual: Permission) -> Permission:
    """Whoever usually decides, unless the organisation has given the gate to a body."""
    return _unless_a_body_does(lambda project: gate, usual)


def at_first_gate(usual: Permission) -> Permission:
    """Who turns an idea down or sends it back: the body, where its first gate is a body's."""
    return _unless_a_body_does(lambda project: FIRST_GATES[project.track], usual)


def _unless_a_body_does(gate_of: Callable[[Any], str], usual: Permission) -> Permission:
    def body_at(project: Any) -> Any:
        gate = gate_of(project)
        return project.body_at(gate) if is_decision(gate, project.track) else None

    def refusal(project: Any, person: "Person") -> "type_words | None":
        return _seat(project, gate_of(project), person) if body_at(project) else usual.refusal(project, person)

    def held_by(project: Any) -> "type_words":
        return body.name if (body := body_at(project)) else usual.who

    return Permission(usual.code, usual.who, refusal, usual.never, held_by)


def usually_decides(project: Any, gate: str, person: "Person") -> bool:
    """Who would decide if no body met about this project."""
    body = project.deciders.body_for(gate, project.units_upwards)
    if body is None:
        usual = OWNS if gate in ("approve_execution", "start_handover", "complete_handover") else DECIDES
        return usual(project, person)
    seats = [body.secretary] if body.rule == "elsewhere" else list(body.members.all())
    return person in seats and (machine(person) or four_eyes(project, person)) is None
