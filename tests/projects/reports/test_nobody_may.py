"""What nobody may do is the administrators' to see to: no duty falls to nobody."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.core import mail

from projects.mails import composer
from projects.models import Benefit, Project, Rebaselining, Target
from projects.reports.duties import duties_due, duties_of
from projects.services import targets
from register.models import Organisation, Person, RoleAssignment
from tests import factories as make
from tests.cast import Cast, fresh
from workflows.models import Notice
from workflows.services.delivery import deliver_due

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 1, 6, 9, 0, tzinfo=UTC)


@pytest.fixture
def andebu() -> Organisation:
    return make.an_organisation()


@pytest.fixture
def anna(andebu: Organisation) -> Person:
    """The administrator."""
    return make.a_role(make.a_person(andebu, "Anna"), "administrator").person


def told(kind: str, organisation: Organisation) -> set[UUID]:
    """To whom the duties of a kind fall; each of them sees the same on their own page, and nobody else does."""
    found = {one.person for one in duties_due(organisation, NOW) if one.kind == kind}
    for person in Person.objects.filter(organisation=organisation):
        assert any(duty.kind == kind for duty in duties_of(person, NOW)) == (person.pk in found), person
    return found


def words_for(person: Person, kind: str) -> str:
    return next(duty.title for duty in duties_of(fresh(person), NOW) if duty.kind == kind)


def test_a_gate_that_nobody_may_decide_on_waits_for_the_administrators(andebu: Organisation, anna: Person) -> None:
    idea = make.a_project(andebu, state="proposed", title="Bed sensors")
    assert told("decide_gate", andebu) == {anna.pk}
    assert words_for(anna, "decide_gate") == "Nobody may decide on BP1 for “Bed sensors”: see to it that somebody can"
    make.a_role(idea.leader, "decision_maker", idea.unit)
    assert told("decide_gate", andebu) == {anna.pk}, "the only one who decides leads it"
    bo = make.a_role(make.a_person(andebu, "Bo"), "decision_maker", idea.unit).person
    assert told("decide_gate", andebu) == {bo.pk}
    make.a_project(andebu, state="proposed")
    assert told("decide_gate", andebu) == {bo.pk, anna.pk}, "nobody decides for the unit of the other"


def test_an_owner_who_leads_the_project_does_not_decide_and_an_administrator_hears_of_it(
    andebu: Organisation, anna: Person
) -> None:
    liv = make.a_person(andebu, "Liv")
    light = make.a_project(andebu, state="proposed", track="light", leader=liv, owner=liv)
    assert told("decide_gate", andebu) == {anna.pk}
    Project.objects.filter(pk=light.pk).update(owner=None)
    assert told("decide_gate", andebu) == {anna.pk}
    Project.objects.filter(pk=light.pk).update(owner=light.benefits_responsible)
    assert told("decide_gate", andebu) == {light.benefits_responsible_id}
    Project.objects.filter(pk=light.pk).update(owner=anna, leader=anna)
    assert told("decide_gate", andebu) == set(), "not even as the only administrator"


def test_a_figure_that_all_of_the_project_reported_is_checked_by_the_controllers(
    andebu: Organisation, anna: Person
) -> None:
    liv = make.a_person(andebu, "Liv")
    project = make.a_project(andebu, owner=liv, benefits_responsible=liv)
    indicator = make.an_indicator(make.a_benefit(project, owner=liv))
    make.a_measurement(indicator, state="reported", value=50, reported_by=liv)
    assert told("verify", andebu) == {anna.pk}
    kim = make.a_role(make.a_person(andebu, "Kim"), "controller").person
    assert told("verify", andebu) == {kim.pk}
    Project.objects.filter(pk=project.pk).update(benefits_responsible=project.leader)
    assert told("verify", andebu) == {project.leader_id}


def test_what_has_no_owner_and_no_line_waits_for_the_administrators(andebu: Organisation, anna: Person) -> None:
    benefit = make.a_benefit(make.a_project(andebu), title="Fewer falls")
    Person.objects.filter(pk=benefit.owner_id).update(is_active=False, left_at=NOW)
    assert told("find_owner", andebu) == {anna.pk}
    make.a_role(make.a_person(andebu, "Kim"), "controller")
    assert anna.pk not in told("find_owner", andebu)


def test_changes_of_a_promise_are_told_at_once_in_one_mail_and_if_nobody_may_to_the_administrators(
    cast: Cast, now: datetime
) -> None:
    target = Target.objects.get(indicator__benefit__project=cast.executing())
    Notice.objects.all().delete()
    told_why: dict[str, Any] = {"by": cast.leader, "now": now, "reason": "Two wards came later."}
    targets.update_target(target=target, changes={"value": Decimal(25)}, **told_why)
    targets.update_target(target=fresh(target), changes={"due_date": date(2028, 6, 30)}, **told_why)
    assert [one.recipient for one in Notice.objects.all()] == [cast.owner]
    deliver_due(compose=composer(now), now=now)
    [sent] = mail.outbox
    assert sent.body.count("Say whether this may be other than promised: Falls") == 2
    assert sent.subject.endswith("Falls, and 1 more")
    RoleAssignment.objects.filter(role="decision_maker").delete()
    Project.objects.update(owner=cast.leader)
    duties = [duty for duty in duties_of(fresh(cast.administrator), now) if duty.kind == "approve_change"]
    assert len(duties) == Rebaselining.objects.count() == 2
    assert duties[0].title == "Nobody may approve this change of a promise: Falls. See to it that somebody can"
    Benefit.objects.update(state="withdrawn")
    assert "approve_change" not in {duty.kind for duty in duties_of(fresh(cast.administrator), now)}
