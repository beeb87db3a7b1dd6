"""What the register knew at the end of a day: today's rows, taken back along the trail."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from projects.models import Benefit, Indicator, Measurement, Project, Target
from projects.reports.benefit_list import listed_benefits
from projects.reports.portfolio import portfolio_of
from projects.services import transitions
from register.models import Goal, Organisation, Person, Unit
from register.services import editing
from tests import factories as make

pytestmark = pytest.mark.django_db
BEGAN = datetime(2026, 2, 1, 9, 0, tzinfo=UTC)
BEFORE, AFTER = date(2026, 3, 1), date(2026, 5, 1)
BETWEEN = datetime(2026, 4, 1, 9, 0, tzinfo=UTC)


class Register:
    """An organisation whose rows are made and changed as the services do, so that all of it stands in the trail."""

    def __init__(self) -> None:
        self.organisation: Organisation = make.an_organisation()
        self.controller: Person = make.a_person(self.organisation, "Controller")
        make.a_role(self.controller, "controller")
        self.health, self.school = (self.new(Unit(name=name)) for name in ("Health", "School"))
        self.goal = self.new(Goal(title="Home longer"))
        self.project = self.new(Project(title="Sensors", unit=self.health, state="executing", theme="Care"))
        self.benefit = self.new(
            Benefit(project=self.project, title="Less waiting", kind="quantified", start_date=date(2026, 1, 1)),
            goals=[self.goal],
        )
        self.indicator = self.new(
            Indicator(
                benefit=self.benefit,
                name="Waiting",
                unit="days",
                direction="decrease",
                frequency="quarter",
                baseline_value=Decimal(60),
                baseline_date=date(2026, 1, 1),
            )
        )
        self.target = self.new(Target(indicator=self.indicator, value=Decimal(30), due_date=date(2027, 12, 31)))

    def new(self, row: Any, *, at: datetime = BEGAN, **links: Any) -> Any:
        row.organisation = self.organisation
        return editing.create(row=row, by=self.controller, now=at, links=links)

    def change(self, row: Any, *, at: datetime = BETWEEN, **changes: Any) -> Any:
        return editing.update(row=row, changes=changes, by=self.controller, now=at)

    def measured(self, value: int, *, at: datetime = BETWEEN, end: date = date(2026, 2, 20)) -> Measurement:
        return self.new(
            Measurement(indicator=self.indicator, value=Decimal(value), period_end=end, state="verified"), at=at
        )

    def total(self, as_of: date | None, **filters: str) -> Any:
        found = portfolio_of(self.controller, on=as_of or AFTER, as_of=as_of, filters=filters)
        return [(row.unit, row.promised, row.verified, row.benefits) for row in found.total.rollups]


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
