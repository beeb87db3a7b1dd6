"""What the register knew at the end of a day: today's rows, taken back along the trail."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from projects.models import Benefit
from projects.reports.benefit_list import listed_benefits
from projects.services import transitions
from register.models import Goal
from register.services import editing
from tests import factories as make
from tests.projects.reports.kept_register import AFTER, BEFORE, BEGAN, BETWEEN, Register

pytestmark = pytest.mark.django_db


@pytest.fixture
def register() -> Register:
    return Register()


def test_a_figure_that_came_later_was_not_known(register: Register) -> None:
    register.measured(50)
    assert register.total(BEFORE) == [("days", 30, None, 1)]
    assert register.total(AFTER) == register.total(None) == [("days", 30, 10, 1)]


def test_what_was_changed_later_was_what_it_was(register: Register) -> None:
    register.measured(50, at=BEGAN)
    register.change(register.indicator, unit="hours", baseline_value=Decimal(70), direction="increase")
    register.change(register.target, value=Decimal(90))
    register.change(register.project, unit=register.school, theme="Learning")
    assert register.total(BEFORE) == [("days", 30, 10, 1)]
    assert register.total(BEFORE, unit=str(register.health.pk), theme="care") == [("days", 30, 10, 1)]
    assert register.total(BEFORE, unit=str(register.school.pk)) == []
    assert register.total(None, unit=str(register.school.pk)) == [("hours", 20, -20, 1)]


def test_what_was_deleted_later_was_there(register: Register) -> None:
    measured = register.measured(50, at=BEGAN)
    for row in (measured, register.target):
        editing.delete(row=row, by=register.controller, now=BETWEEN)
    assert register.total(BEFORE) == [("days", 30, 10, 1)]
    assert register.total(None) == [("days", None, None, 1)]


def test_what_was_made_later_was_not_there(register: Register) -> None:
    late = register.new(Benefit(project=register.project, title="Calmer nights", kind="qualitative"), at=BETWEEN)
    editing.delete(row=late, by=register.controller, now=BETWEEN + timedelta(days=1))
    other = register.new(Benefit(project=register.project, title="Fewer falls", kind="qualitative"), at=BETWEEN)
    assert [one.benefit.title for one in listed(register, BEFORE)] == ["Less waiting"]
    assert [one.benefit.title for one in listed(register, None)] == [other.title, "Less waiting"]


def listed(register: Register, as_of: date | None, **filters: Any) -> list[Any]:
    return listed_benefits(register.controller, on=as_of or AFTER, as_of=as_of, filters=filters)


def test_goals_and_titles_are_those_of_then(register: Register) -> None:
    other = register.new(Goal(title="Learn more"), at=BETWEEN)
    register.change(register.benefit, goals=[other], title="Shorter queues")
    assert [one.benefit.title for one in listed(register, BEFORE, goal=str(register.goal.pk))] == ["Less waiting"]
    assert listed(register, None, goal=str(register.goal.pk)) == []
    assert [one.benefit.title for one in listed(register, None, goal=str(other.pk))] == ["Shorter queues"]


def test_the_day_ends_where_the_organisation_is(register: Register) -> None:
    register.measured(50, at=datetime(2026, 3, 1, 23, 30, tzinfo=UTC))  # half past midnight in Norway
    assert register.total(BEFORE) == [("days", 30, None, 1)]
    assert register.total(date(2026, 3, 2)) == [("days", 30, 10, 1)]


def test_what_a_step_changes_along_with_the_state_is_known_too(register: Register) -> None:
    project = make.a_project(register.organisation, unit=register.health)
    owner = make.a_person(register.organisation, "Owner")
    benefit = make.a_benefit(project, state="profiled", owner=owner)
    transitions.take(subject=benefit, name="decline", by=owner, now=BETWEEN, comment="Not mine.")
    assert listed(register, None, owner=str(owner.pk)) == []
    assert [one.benefit.pk for one in listed(register, BEFORE, owner=str(owner.pk))] == [benefit.pk]


def test_it_takes_as_many_statements_for_much_as_for_little(
    register: Register, django_assert_max_num_queries: Any
) -> None:
    for number in range(20):
        register.change(register.benefit, title=f"Number {number}")
        register.measured(50 - number, end=date(2026, 2, number + 1))
    with django_assert_max_num_queries(16):
        register.total(BEFORE)
