"""Whatever somebody is asked to do is asked of somebody who is there, or stands in the queue until it is."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.apps import apps

from projects.models import (
    Condition,
    DecidingBody,
    Handover,
    Milestone,
    Project,
    Referral,
    Succession,
)
from projects.reports.duties import duties_of
from projects.reports.holding_slots import SLOTS
from projects.reports.holdings import Held, default_for, held_by, without_owner
from projects.reports.line import Line
from projects.services import referrals, successions
from register.errors import InvalidInput
from register.models import Absence, Person
from register.services import absences, people
from tests.cast import Cast, fresh

TOLD_ONLY = {
    "projects.Project": ("created_by", "recommended_by", "benefits_reconfirmed_by", "members"),
    "projects.Handover": ("first_action_owner",),  # until it is signed it goes with the line manager's part
    "projects.Benefit": ("judged_by", "judgement_verified_by"),
    "projects.DecidingBody": ("members", "secretary"),  # named by an administrator, as roles are
    "projects.SavedView": ("owner",),
}
DONE_BY = ("_by", "_for", "person", "recipient", "colleague", "member", "deputy", "merged_into")


def today(cast: Cast) -> date:
    return cast.organisation.local_date(cast.now)


def leave(cast: Cast, person: Person) -> None:
    people.deactivate(person=person, by=cast.administrator, now=cast.now)


def queue(cast: Cast) -> dict[str, Held]:
    return {held.kind: held for held in without_owner(cast.organisation, today(cast))}


def to_find(cast: Cast, person: Person) -> list[str]:
    return [duty.part for duty in duties_of(fresh(person), cast.now) if duty.kind == "find_owner"]


def test_every_person_named_in_a_project_is_in_the_queue_or_only_told_of() -> None:
    held = {(slot.model._meta.label, slot.field) for slot in SLOTS.values()}
    forgotten = []
    for model in apps.get_app_config("projects").get_models():
        for field in [*model._meta.fields, *model._meta.many_to_many]:
            label = model._meta.label
            told = field.name in TOLD_ONLY.get(label, ()) or field.name.endswith(DONE_BY)
            if field.related_model is Person and not told and (label, field.name) not in held:
                forgotten.append((label, field.name))
    assert forgotten == []


def test_who_leaves_without_answering_is_asked_no_longer(cast: Cast) -> None:
    heir = cast.person("Heir")
    cast.planning()
    leave(cast, cast.line_manager)
    benefit = queue(cast)["benefit"]
    successions.propose(held=[benefit], to=heir, by=cast.administrator, now=cast.now)
    assert (len(to_find(cast, cast.superior)), queue(cast)["benefit"].waits_for is not None) == (2, True)
    leave(cast, heir)
    assert (len(to_find(cast, cast.superior)), queue(cast)["benefit"].waits_for) == (3, None)
    successions.propose(held=[queue(cast)["benefit"]], to=cast.deputy, by=cast.administrator, now=cast.now)
    assert [row.to_person for row in Succession.objects.filter(answer="")] == [cast.deputy]


def test_a_decision_to_record_goes_to_the_body_s_new_secretary(cast: Cast) -> None:
    secretary, heir = cast.person("Secretary"), cast.person("Heir")
    body = DecidingBody.objects.create(
        organisation=cast.organisation, name="The council", rule="elsewhere", secretary=secretary
    )
    project = cast.proposed()
    fields = {"meeting_date": date(2026, 3, 20)}
    referrals.refer(project=project, body=body, fields=fields, by=cast.administrator, now=cast.now)
    assert [one.kind for one in held_by(secretary, today(cast))] == ["referral"]
    leave(cast, secretary)
    held, line = queue(cast)["referral"], Line(cast.organisation, today(cast))
    assert (held.why, default_for(held, line)) == ("left", cast.line_manager.pk)
    body.secretary = heir
    body.save()
    held = queue(cast)["referral"]
    assert default_for(held, line) == heir.pk
    (row,) = successions.propose(held=[held], to=cast.leader, by=cast.administrator, now=cast.now)
    with pytest.raises(InvalidInput, match="leads this project"):
        successions.accept(succession=row, by=cast.leader, now=cast.now)
    (row,) = successions.propose_each(held=[queue(cast)["referral"]], to=None, by=cast.administrator, now=cast.now)
    successions.accept(succession=row, by=heir, now=cast.now)
    assert (Referral.objects.get().secretary, queue(cast)) == (heir, {})


def test_whoever_keeps_it_running_after_the_handover_is_followed_by_another(cast: Cast) -> None:
    keeper = cast.person("Keeper")
    cast.realising()
    Handover.objects.update(operations_owner=keeper)
    leave(cast, keeper)
    held = queue(cast)["operations"]
    (row,) = successions.propose_each(held=[held], to=None, by=cast.administrator, now=cast.now)
    successions.accept(succession=row, by=cast.line_manager, now=cast.now)
    assert (Handover.objects.get().operations_owner, queue(cast)) == (cast.line_manager, {})


def test_the_next_line_manager_signs_a_text_that_names_nobody_who_has_left(cast: Cast) -> None:
    heir, handover = cast.person("Heir"), cast.sent(cast.executing())
    leave(cast, cast.line_manager)
    (row,) = successions.propose(held=[queue(cast)["handover"]], to=heir, by=cast.administrator, now=cast.now)
    successions.accept(succession=row, by=heir, now=cast.now)
    handover = fresh(handover)
    assert (handover.line_manager, handover.first_action_owner) == (heir, heir)


def without_a_person(cast: Cast, project: Project) -> None:
    nobody = dict.fromkeys(("leader", "owner", "benefits_responsible"))
    never_asked = {f"{role}_asked_at": None for role in nobody}
    Project.objects.filter(pk=project.pk).update(**nobody, **never_asked)


def without_a_leader(cast: Cast, project: Project) -> None:
    leave(cast, cast.leader)
    shared = {"organisation": cast.organisation, "project": project, "created_at": cast.now}
    Milestone.objects.create(title="Later", kind="other", due_date=date(2026, 9, 1), **shared)


@pytest.mark.parametrize(("happens", "kind"), [(without_a_person, "owner"), (without_a_leader, "milestone")])
def test_what_nobody_is_named_for_is_for_the_unit_to_see_to(
    cast: Cast, happens: Callable[[Cast, Project], None], kind: str
) -> None:
    happens(cast, cast.realising())
    assert {one: held.why for one, held in queue(cast).items()} == {kind: "unnamed"}
    assert to_find(cast, cast.line_manager) == [kind]


def test_a_condition_of_a_closed_project_is_still_somebody_s(cast: Cast) -> None:
    project, owner = cast.closed(), cast.person("Promised it")
    shared = {"organisation": cast.organisation, "project": project, "due_date": date(2026, 6, 1)}
    Condition.objects.create(text="Tell the union.", owner=owner, **shared)
    leave(cast, owner)
    assert queue(cast).keys() == {"condition"}


@pytest.mark.parametrize(("days", "found"), [(60, []), (61, ["benefit", "handover", "indicator"])])
def test_a_long_absence_whose_deputy_leaves_is_without_an_owner(cast: Cast, days: int, found: list[str]) -> None:
    cast.planning()
    standing_in, first = cast.person("Stands in"), today(cast)
    absences.register_absence(
        person=cast.line_manager,
        from_date=first,
        to_date=first + timedelta(days=days - 1),
        deputy=standing_in,
        by=cast.administrator,
        now=cast.now,
    )
    leave(cast, standing_in)
    assert (sorted(queue(cast)), sorted(to_find(cast, cast.line_manager))) == (found, found)
    shared = {"organisation": cast.organisation, "person": cast.line_manager, "deputy": cast.deputy}
    Absence.objects.create(from_date=first, to_date=first + timedelta(days=1), **shared)
    assert queue(cast) == {}


def test_one_answer_takes_on_all_that_can_be(cast: Cast) -> None:
    cast.planning()
    leave(cast, cast.line_manager)
    held = list(queue(cast).values())
    asked = successions.propose(held=held, to=cast.leader, by=cast.administrator, now=cast.now)
    gone = [row for row in asked if row.kind == "indicator"]
    Succession.objects.filter(pk=gone[0].pk).delete()
    answered = successions.accept_several(asked=asked, by=cast.leader, now=cast.now)
    assert [row.kind for row, _words in answered.refused] == ["benefit"], "the leader of a project owns none of it"
    assert [row.kind for row in answered.taken] == ["handover"]
    assert queue(cast).keys() == {"benefit", "indicator"}
