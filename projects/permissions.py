"""Who may do what to a project and its parts. Each rule answers with words when it refuses."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from register.models import AuditEvent, RoleAssignment
from workflows.rules import Permission

if TYPE_CHECKING:
    from datetime import datetime

    from register.models import Person
    from workflows.rules import type_words


def only(who: str, *holders: "Person | None") -> str:
    """“Only … can do this”, naming the people where they are known."""
    names = ", ".join(dict.fromkeys(holder.name for holder in holders if holder))
    if names:
        return _("Only %(who)s can do this: %(names)s.") % {"who": who, "names": names}
    return _("Only %(who)s can do this, and nobody is named yet.") % {"who": who}


def machine(person: "Person") -> str | None:
    if person.is_service:
        return _("A service token can neither sign nor decide. Sign in as a person.")
    return None


def four_eyes(project: Any, person: "Person") -> str | None:
    """Who leads the project does not decide on it, nor who led it when it came to this gate."""
    if person.pk == project.leader_id:
        return _("You lead this project, so somebody else must decide.")
    if project.state_changed_at and _led_since(project.state_changed_at, project, person):
        return _("You led this project when it came to this gate, so somebody else must decide.")
    return None


def _led_since(moment: "datetime", project: Any, person: "Person") -> bool:
    """Also as who they were in an organisation that has gone into this one."""
    changed = AuditEvent.objects.filter(subject_id=project.pk, at__gte=moment, changes__has_key="leader")
    led = {old for old in changed.values_list("changes__leader__old", flat=True) if old}
    return str(person.pk) in led or bool(led and person.formerly.filter(pk__in=led).exists())


def is_line_person(person: "Person", project: Any) -> bool:
    """A person of the line: runs a unit, or has no part in the project as its leader or member."""
    if person.standing.unit_ids("line_manager", "deputy"):
        return True
    return person.pk != project.leader_id and not project.members.filter(pk=person.pk).exists()


def _leads(project: Any, person: "Person") -> "type_words | None":
    return None if person.pk == project.leader_id else only(LEADS.who, project.leader)


def _edits(project: Any, person: "Person") -> "type_words | None":
    drafting = project.state == "draft" and person.pk == project.created_by_id
    if person.pk == project.leader_id or person.standing.administrator or drafting:
        return None
    return only(EDITS.who, project.leader)


def somebody_else(words: str | None, who: Iterable["Person"], otherwise: str) -> str | None:
    """Why not this person, and who can instead."""
    if words is None:
        return None
    names = ", ".join(one.name for one in who)
    instead = _("Who can: %(names)s.") % {"names": names} if names else otherwise
    return f"{words} {instead}"


def _decides(project: Any, person: "Person") -> "type_words | None":
    if not person.standing.has("decision_maker", project.unit_id):
        return _only_deciders(project)
    if (refusal := machine(person)) is None and (refusal := four_eyes(project, person)):
        others = [one for one in _deciders(project) if one.pk not in (person.pk, project.leader_id)]
        return somebody_else(refusal, others, _("An administrator can make somebody else a decision maker."))
    return refusal


def _deciders(project: Any) -> list["Person"]:
    return list(RoleAssignment.objects.holders("decision_maker", project.organisation_id, project.unit))


def _only_deciders(project: Any) -> "type_words":
    held = RoleAssignment.objects
    if deciders := _deciders(project):
        return only(DECIDES.who, *deciders)
    administrators = held.holders("administrator", project.organisation_id, None)
    return _(
        "Only a decision maker for the unit can do this, and nobody is one yet. Who can give that role: %(names)s."
    ) % {"names": ", ".join(person.name for person in administrators)}


def _owns(project: Any, person: "Person") -> "type_words | None":
    if person.pk != project.owner_id:
        return only(OWNS.who, project.owner)
    another = _("The project needs another owner: its leader or an administrator can name one.")
    return machine(person) or somebody_else(four_eyes(project, person), (), another)


def _answers_for_benefits(project: Any, person: "Person") -> "type_words | None":
    if person.pk == project.benefits_responsible_id:
        return machine(person)
    return only(ANSWERS_FOR_BENEFITS.who, project.benefits_responsible)


def _completes_lightly(project: Any, person: "Person") -> "type_words | None":
    signers = project.handovers.filter(sign_offs__signed_by=person)
    if person.pk in (project.owner_id, project.leader_id) or signers.exists():
        return machine(person)
    return only(COMPLETES_HANDOVER.who, project.owner, project.leader)


def _own_gate(project: Any, person: "Person") -> str | None:
    """In the light track handing over is no gate."""
    return None if project.track == "light" else four_eyes(project, person)


def _starts_handover(project: Any, person: "Person") -> "type_words | None":
    return _leads(project, person) if project.track == "light" else _owns(project, person)


def _completes_handover(project: Any, person: "Person") -> "type_words | None":
    return _completes_lightly(project, person) if project.track == "light" else _owns(project, person)


def _answers_checklist(project: Any, person: "Person") -> "type_words | None":
    return _writes_lessons(project, person) and only(ANSWERS_CHECKLIST.who, project.leader)


def _edits_benefit(benefit: Any, person: "Person") -> "type_words | None":
    if person.pk == benefit.owner_id or _edits(benefit.project, person) is None:
        return None
    return only(EDITS_BENEFIT.who, benefit.owner, benefit.project.leader)


def _steers_part(part: Any, person: "Person") -> "type_words | None":
    """Of what belongs to benefits: who may change one of these, or answers for all of the project's."""
    steered = any(_edits_benefit(benefit, person) is None for benefit in part.of_benefits)
    if steered or person.pk == part.project.benefits_responsible_id or _edits(part.project, person) is None:
        return None
    return only(STEERS_PART.who, part.project.leader, *(benefit.owner for benefit in part.of_benefits))


def _sees_to_part(part: Any, person: "Person") -> "type_words | None":
    if part.seen_to_by == person or _steers_part(part, person) is None:
        return None
    return only(SEES_TO_PART.who, part.seen_to_by, part.project.leader)


def _accepts_benefit(benefit: Any, person: "Person") -> "type_words | None":
    if person.pk != benefit.owner_id:
        return only(ACCEPTS_BENEFIT.who, benefit.owner)
    if not is_line_person(person, benefit.project):
        return _("A benefit is owned in the line. You run this project: name an owner who will stay when it ends.")
    return machine(person)


def _judges_benefit(benefit: Any, person: "Person") -> "type_words | None":
    project = benefit.project
    if person.pk in (benefit.owner_id, project.benefits_responsible_id) or person.standing.administrator:
        return machine(person)
    return only(JUDGES_BENEFIT.who, project.benefits_responsible, benefit.owner)


def _steers_benefit(benefit: Any, person: "Person") -> "type_words | None":
    project = benefit.project
    if person.pk in (project.owner_id, project.benefits_responsible_id) or _edits(project, person) is None:
        return machine(person)
    return only(STEERS_BENEFIT.who, project.benefits_responsible, project.owner, project.leader)


def _reports(measurement: Any, person: "Person") -> "type_words | None":
    indicator = measurement.indicator
    if person.pk == indicator.measurer_id or _edits_benefit(indicator.benefit, person) is None:
        return None
    return only(REPORTS.who, indicator.measurer, indicator.benefit.owner)


def checks_figures(project: Any, benefit: Any, person: "Person") -> bool:
    """Somebody whose task it is to judge figures: not the same as having reported them."""
    standing = person.standing
    named = (project.benefits_responsible_id, project.owner_id, benefit.owner_id)
    return person.pk in named or standing.administrator or standing.has("controller", project.unit_id)


def _reported_it(measurement: Any, person: "Person") -> str | None:
    if person.pk == measurement.reported_by_id:
        return _("You reported this figure, so somebody else must check it.")
    if person.pk == measurement.asked_by_id:
        return _("This figure was reported on your behalf, so somebody else must check it.")
    return None


def _verifies(measurement: Any, person: "Person") -> "type_words | None":
    benefit = measurement.indicator.benefit
    if not checks_figures(benefit.project, benefit, person):
        return only(VERIFIES.who, benefit.project.benefits_responsible, benefit.owner)
    return _reported_it(measurement, person) or machine(person)


def _waives(measurement: Any, person: "Person") -> "type_words | None":
    project = measurement.indicator.benefit.project
    named = (project.benefits_responsible_id, project.owner_id)
    if person.pk in named or person.standing.administrator or person.standing.has("controller", project.unit_id):
        return machine(person)
    return only(WAIVES.who, project.benefits_responsible, project.owner)


def _prepares_handover(handover: Any, person: "Person") -> "type_words | None":
    return _edits(handover.project, person)


def _settles_comment(comment: Any, person: "Person") -> "type_words | None":
    project = comment.handover.project
    if person.pk == comment.written_by_id or _edits(project, person) is None:
        return None
    return only(SETTLES_COMMENT.who, project.leader, comment.written_by)


def _from_oneself(handover: Any, person: "Person") -> str | None:
    if person.pk == handover.project.leader_id and person.pk != handover.line_manager_id:
        return _("You lead this project, so you cannot take over from yourself on somebody's behalf.")
    return None


def _takes_over(handover: Any, person: "Person") -> "type_words | None":
    if person.pk not in {signer.pk for signer in handover.get_signers()}:
        return only(TAKES_OVER.who, *handover.get_signers())
    return _from_oneself(handover, person) or machine(person)


def _reaches(milestone: Any, person: "Person") -> "type_words | None":
    if person.pk == milestone.responsible_id or _edits(milestone.project, person) is None:
        return None
    return only(REACHES.who, milestone.responsible, milestone.project.leader)


def _fulfils(condition: Any, person: "Person") -> "type_words | None":
    if person.pk == condition.owner_id or _edits(condition.project, person) is None:
        return machine(person)
    return only(FULFILS.who, condition.owner, condition.project.leader)


def _follows_up(follow_up: Any, person: "Person") -> "type_words | None":
    project = follow_up.project
    named = (follow_up.responsible_id, project.benefits_responsible_id, project.owner_id)
    if person.pk in named or person.standing.administrator or _of_the_line(follow_up.handover, person):
        return machine(person)
    return only(FOLLOWS_UP.who, follow_up.responsible, project.benefits_responsible)


def _of_the_line(handover: Any, person: "Person") -> bool:
    """Who signed for the unit that took over, or runs it now, or is the deputy there."""
    if handover is None:
        return False
    unit = handover.receiving_unit
    return person.pk == handover.line_manager_id or person in (unit.line_manager, unit.deputy)


def _evaluates(project: Any, person: "Person") -> "type_words | None":
    if person.pk in (project.benefits_responsible_id, project.owner_id) or person.standing.administrator:
        return machine(person)
    return only(EVALUATES.who, project.benefits_responsible, project.owner)


def _writes_lessons(project: Any, person: "Person") -> "type_words | None":
    named = (project.owner_id, project.benefits_responsible_id)
    takes_part = person.pk in named or project.members.filter(pk=person.pk).exists()
    return None if takes_part or _edits(project, person) is None else only(WRITES_LESSONS.who, project.leader)


def _closes_gap(gap: Any, person: "Person") -> "type_words | None":
    if person.pk == gap.owner_id or _edits(gap.project, person) is None:
        return None
    return only(CLOSES_GAP.who, gap.owner, gap.project.leader)


def _hands_on(held: Any, person: "Person") -> "type_words | None":
    standing, unit = person.standing, held.unit
    answers = standing.administrator or standing.has("controller", unit) or standing.manages(unit)
    if answers or (held.holder is not None and person.pk == held.holder.pk) or _edits(held.project, person) is None:
        return machine(person)
    return _("Only an administrator, a controller, the unit's manager or whoever holds it can ask somebody else.")


def _takes_on(succession: Any, person: "Person") -> "type_words | None":
    if person.pk != succession.to_person_id:
        return only(TAKES_ON.who, succession.to_person)
    return machine(person)


LEADS = Permission("leads_project", gettext_lazy("the project's leader"), _leads)
EDITS = Permission("edits_project", gettext_lazy("the project's leader or an administrator"), _edits)
DECIDES = Permission("decides", gettext_lazy("a decision maker for the unit"), _decides, never=four_eyes)
OWNS = Permission("owns_project", gettext_lazy("the project owner"), _owns, never=four_eyes)
ANSWERS_FOR_BENEFITS = Permission(
    "answers_for_benefits", gettext_lazy("the benefits-responsible"), _answers_for_benefits
)
STARTS_HANDOVER = Permission(
    "starts_handover",
    gettext_lazy("the project owner (in the light track the leader)"),
    _starts_handover,
    never=_own_gate,
)
COMPLETES_HANDOVER = Permission(
    "completes_handover",
    gettext_lazy("the project owner (in the light track whoever signs last)"),
    _completes_handover,
    never=_own_gate,
)
EDITS_BENEFIT = Permission(
    "edits_benefit", gettext_lazy("the benefit's owner, the project's leader or an administrator"), _edits_benefit
)
STEERS_PART = Permission(
    "steers_part", gettext_lazy("the benefit's owner, the benefits-responsible or the leader"), _steers_part
)
SEES_TO_PART = Permission(
    "sees_to_part", gettext_lazy("who sees to it, the benefit's owner or the leader"), _sees_to_part
)
ACCEPTS_BENEFIT = Permission("accepts_benefit", gettext_lazy("the benefit's proposed owner"), _accepts_benefit)
JUDGES_BENEFIT = Permission(
    "judges_benefit", gettext_lazy("the benefits-responsible or the benefit's owner"), _judges_benefit
)
STEERS_BENEFIT = Permission(
    "steers_benefit", gettext_lazy("the benefits-responsible, the project owner or the leader"), _steers_benefit
)
REPORTS = Permission("reports", gettext_lazy("the measurer or the benefit's owner"), _reports)
VERIFIES = Permission(
    "verifies",
    gettext_lazy("the benefits-responsible, a controller or the benefit's owner"),
    _verifies,
    never=_reported_it,
)
WAIVES = Permission("waives", gettext_lazy("the benefits-responsible, the project owner or a controller"), _waives)
PREPARES_HANDOVER = Permission(
    "prepares_handover", gettext_lazy("the project's leader or an administrator"), _prepares_handover
)
SETTLES_COMMENT = Permission(
    "settles_comment", gettext_lazy("the project's leader or who wrote the comment"), _settles_comment
)
TAKES_OVER = Permission(
    "takes_over", gettext_lazy("the receiving unit's line manager or deputy"), _takes_over, never=_from_oneself
)
REACHES = Permission("reaches_milestone", gettext_lazy("who answers for the milestone, or the leader"), _reaches)
FULFILS = Permission("fulfils_condition", gettext_lazy("the condition's owner or the project's leader"), _fulfils)
FOLLOWS_UP = Permission(
    "follows_up", gettext_lazy("who is asked to, the benefits-responsible or the project owner"), _follows_up
)
EVALUATES = Permission("evaluates", gettext_lazy("the benefits-responsible or the project owner"), _evaluates)
WRITES_LESSONS = Permission("writes_lessons", gettext_lazy("those who take part in the project"), _writes_lessons)
ANSWERS_CHECKLIST = Permission(
    "answers_checklist", gettext_lazy("those who take part in the project"), _answers_checklist
)
CLOSES_GAP = Permission("closes_gap", gettext_lazy("who is to fill the gap, or the project's leader"), _closes_gap)
HANDS_ON = Permission(
    "hands_on", gettext_lazy("an administrator, a controller, the unit's manager or whoever holds it"), _hands_on
)
TAKES_ON = Permission("takes_on", gettext_lazy("the person who was asked"), _takes_on)
