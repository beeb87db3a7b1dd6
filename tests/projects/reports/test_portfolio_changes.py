"""What has changed since a day, and realised against plan over time."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from projects.models import Benefit, HandoverSignOff
from projects.reports.portfolio import portfolio_of
from projects.reports.portfolio_changes import changes_since
from projects.reports.portfolio_over_time import over_time
from projects.services import transitions
from register.services import editing
from tests import factories as make
from tests.projects.reports.kept_register import AFTER, BEFORE, BEGAN, BETWEEN, Register

pytestmark = pytest.mark.django_db


@pytest.fixture
def register() -> Register:
    return Register()


def changed(register: Register, since: date = BEFORE, **filters: Any) -> dict[str, list[tuple[Any, ...]]]:
    found = changes_since(since, person=register.controller, on=AFTER, filters=filters)
    return {
        kind: [(one.benefit.title, one.before, one.after) for one in some]
        for kind, some in found.by_kind.items()
        if some
    }


def test_where_nothing_happened_nothing_has_changed(register: Register) -> None:
    register.measured(50, at=BEGAN)
    assert changed(register) == {}


def test_a_status_that_became_better_or_worse_is_told_with_both(register: Register) -> None:
    register.measured(50)
    assert changed(register) == {"better": [("Less waiting", "unknown", "on_track")]}
    assert changed(register, unit=str(register.school.pk)) == {}


def test_a_status_that_became_worse(register: Register) -> None:
    register.measured(50, at=BEGAN)
    register.measured(60, end=date(2026, 3, 31))
    assert changed(register) == {"worse": [("Less waiting", "on_track", "off_track")]}


def test_new_judged_and_withdrawn_benefits_are_told(register: Register) -> None:
    register.new(Benefit(project=register.project, title="Calmer nights", kind="qualitative"), at=BETWEEN)
    project = make.a_project(register.organisation, state="realising")
    gone, judged = (make.a_benefit(project, title=title, state="tracking") for title in ("Gone", "Judged"))
    leader, owner = project.leader, project.owner
    transitions.take(subject=gone, name="withdraw", by=leader, now=BETWEEN, comment="Not any more.")
    answers = {"outcome": "realised", "comment": "As hoped."}
    transitions.take(
        subject=judged, name="conclude", by=project.benefits_responsible, now=BETWEEN, comment="So.", given=answers
    )
    found = changed(register)
    assert owner is not None
    assert found["new"] == [("Calmer nights", "", "unknown")]
    assert found["gone"] == [("Gone", "tracking", "withdrawn")]
    assert found["concluded"] == [("Judged", "tracking", "realised")]


def test_another_target_or_baseline_is_told_with_what_it_was(register: Register) -> None:
    register.change(register.target, value=Decimal(20))
    register.change(register.indicator, baseline_value=Decimal(70))
    assert changed(register)["rebaselined"] == [
        ("Less waiting", (60, date(2026, 1, 1)), (70, date(2026, 1, 1))),
        ("Less waiting", (30, date(2027, 12, 31)), (20, date(2027, 12, 31))),
    ]


def test_a_target_that_is_gone_is_told(register: Register) -> None:
    editing.delete(row=register.target, by=register.controller, now=BETWEEN)
    assert changed(register)["rebaselined"] == [("Less waiting", (30, date(2027, 12, 31)), None)]


def test_what_a_unit_has_taken_over_since_is_told(register: Register) -> None:
    handover = make.a_handover(register.project, receiving_unit=register.school)
    HandoverSignOff.objects.create(
        organisation=register.organisation,
        handover=handover,
        round=1,
        decision="accept",
        signed_by=register.controller,
        signed_at=BETWEEN,
        snapshot={},
    )
    assert changed(register)["handed_over"] == [("Less waiting", "", "School")]
    assert "handed_over" not in changed(register, since=date(2026, 4, 15))


def lines(register: Register, per: str = "year", on: date = date(2026, 7, 15), **filters: str) -> list[Any]:
    found = portfolio_of(register.controller, on=on, filters=filters, every_figure=True)
    return over_time(found.rows, on=on, per=per)


def test_the_plan_follows_the_path_and_realised_what_was_verified(register: Register) -> None:
    register.measured(50)
    [line] = lines(register)
    assert [(one.label, one.realised) for one in line.points] == [("2026", 10), ("2027", None)]
    half_way = Decimal(30) * 364 / 729  # from 1 January 2026 to 31 December 2027
    assert line.points[0].plan == round(half_way, 4)
    assert (line.points[1].plan, line.promised, line.benefits, line.undated) == (30, 30, 1, 0)
    assert (line.now.realised, line.now.plan) == (10, round(Decimal(30) * 195 / 729, 4))


def test_by_quarters_the_present_one_shows_what_is_verified_so_far(register: Register) -> None:
    register.measured(50, end=date(2026, 3, 31))
    register.measured(40, end=date(2026, 7, 10))
    [line] = lines(register, "quarter")
    assert [(one.label, one.realised) for one in line.points][:4] == [
        ("2026-Q1", 10),
        ("2026-Q2", 10),
        ("2026-Q3", 20),
        ("2026-Q4", None),
    ]
    assert line.points[-1].label == "2027-Q4"


def test_a_target_without_a_date_has_no_part_in_the_plan_and_is_counted(register: Register) -> None:
    register.change(register.target, due_date=None)
    [line] = lines(register)
    assert (line.undated, line.promised, [one.plan for one in line.points]) == (1, 30, [None])


def test_a_long_register_shows_the_periods_around_the_day(register: Register) -> None:
    register.change(register.indicator, baseline_date=date(1990, 1, 1))
    [line] = lines(register)
    assert (len(line.points), line.points[-1].label) == (12, "2027")


def test_what_cannot_be_added_up_has_no_line(register: Register) -> None:
    register.change(register.indicator, unit="%")
    assert lines(register) == []
    whole = register.new(Benefit(project=register.project, title="All of it", kind="quantified"))
    register.change(register.indicator, unit="days")
    register.change(register.benefit, part_of=whole)
    assert lines(register) == []
