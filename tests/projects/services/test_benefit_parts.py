"""Prerequisites, realisation actions and risks: who may say what, and what their status brings with it."""

from datetime import date, datetime
from typing import Any

import pytest

from projects.models import Benefit, Prerequisite, RealisationAction, Risk
from projects.services import benefit_parts
from register.errors import InvalidInput, NotPermitted
from register.models import Person
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def benefit() -> Benefit:
    return make.a_benefit(make.a_project(make.an_organisation()))


@pytest.fixture
def per(benefit: Benefit) -> Person:
    return make.a_person(benefit.organisation, "Per")


@pytest.fixture
def action(benefit: Benefit, per: Person, now: datetime) -> RealisationAction:
    fields = {"title": "Teach the night shift", "responsible": per, "due_date": date(2026, 6, 1)}
    return benefit_parts.create_action(benefit=benefit, fields=fields, by=benefit.owner, now=now)


@pytest.fixture
def needed(benefit: Benefit, per: Person, now: datetime) -> Prerequisite:
    fields = {"title": "Sensors are bought", "handler": per, "benefits": [benefit]}
    return benefit_parts.create_prerequisite(project=benefit.project, fields=fields, by=benefit.owner, now=now)


def change(row: Any, by: Person, now: datetime, **changes: Any) -> Any:
    match row:
        case RealisationAction():
            return benefit_parts.update_action(action=row, changes=changes, by=by, now=now)
        case Prerequisite():
            return benefit_parts.update_prerequisite(prerequisite=row, changes=changes, by=by, now=now)
    return benefit_parts.update_risk(risk=row, changes=changes, by=by, now=now)


def test_who_does_it_says_that_it_is_done_and_the_day_comes_by_itself(
    action: RealisationAction, per: Person, now: datetime
) -> None:
    done = change(action, per, now, status="done", note="All 14 were there.")
    assert (done.done_on, done.is_open) == (now.date(), False)
    again = change(done, per, now, status="under_way")
    assert (again.done_on, again.is_open) == (None, True)


def test_who_does_it_does_not_choose_what_is_done(action: RealisationAction, per: Person, now: datetime) -> None:
    with pytest.raises(NotPermitted, match="Benefit Owner"):
        change(action, per, now, title="Something else")


def test_the_day_of_what_is_not_done_is_refused(action: RealisationAction, per: Person, now: datetime) -> None:
    with pytest.raises(InvalidInput) as refused:
        change(action, per, now, done_on=date(2026, 1, 2))
    assert refused.value.errors[0].field == "done_on"


def test_a_new_one_may_be_done_already(benefit: Benefit, now: datetime) -> None:
    fields = {"title": "Bought", "status": "done", "done_on": date(2025, 12, 1)}
    made = benefit_parts.create_action(benefit=benefit, fields=fields, by=benefit.project.leader, now=now)
    assert made.done_on == date(2025, 12, 1)
    with pytest.raises(InvalidInput):
        benefit_parts.create_action(
            benefit=benefit, fields={**fields, "status": "planned"}, by=benefit.project.leader, now=now
        )


def test_the_handler_settles_a_prerequisite(needed: Prerequisite, per: Person, now: datetime) -> None:
    assert needed.of_benefits == [needed.benefits.get()]
    assert change(needed, per, now, status="settled").settled_on == now.date()
    assert change(needed, per, now, status="not_settled").settled_on is None


def test_the_benefits_responsible_adds_what_stands_in_the_way_of_any_benefit(benefit: Benefit, now: datetime) -> None:
    fields = {"title": "The old agreement", "kind": "barrier"}
    by = benefit.project.benefits_responsible
    made = benefit_parts.create_prerequisite(project=benefit.project, fields=fields, by=by, now=now)
    assert change(made, by, now, benefits=[benefit]).of_benefits == [benefit]


def test_a_prerequisite_is_of_its_own_project(needed: Prerequisite, now: datetime) -> None:
    elsewhere = make.a_benefit(make.a_project(needed.organisation))
    with pytest.raises(InvalidInput, match="same project"):
        change(needed, needed.project.leader, now, benefits=[elsewhere])


def test_somebody_else_of_the_organisation_adds_and_removes_nothing(
    benefit: Benefit, action: RealisationAction, now: datetime
) -> None:
    somebody = make.a_person(benefit.organisation)
    with pytest.raises(NotPermitted):
        benefit_parts.create_risk(benefit=benefit, fields={"title": "Rain"}, by=somebody, now=now)
    with pytest.raises(NotPermitted):
        benefit_parts.delete_part(part=action, by=somebody, now=now)
    benefit_parts.delete_part(part=action, by=benefit.owner, now=now)
    assert not RealisationAction.objects.exists()


@pytest.mark.parametrize(
    ("likelihood", "consequence", "level"),
    [("low", "low", "low"), ("low", "high", "medium"), ("medium", "medium", "medium"), ("medium", "high", "high")],
)
def test_a_risk_is_as_high_as_likelihood_and_consequence_together(
    likelihood: str, consequence: str, level: str
) -> None:
    assert Risk(likelihood=likelihood, consequence=consequence).level == level
    assert Risk(likelihood=likelihood).level == ""


def test_who_watches_a_risk_closes_it(benefit: Benefit, per: Person, now: datetime) -> None:
    made = benefit_parts.create_risk(
        benefit=benefit, fields={"title": "Rain", "responsible": per}, by=benefit.owner, now=now
    )
    assert change(made, per, now, status="closed").status == "closed"


def test_what_is_late_is_what_is_open_and_past_its_day(action: RealisationAction, needed: Prerequisite) -> None:
    assert action.is_late(date(2026, 6, 2))
    assert not action.is_late(date(2026, 6, 1))
    assert not needed.is_late(date(2030, 1, 1))
