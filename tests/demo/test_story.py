"""The invented municipality holds together, and shows what it promises whatever the day of the first start."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from demo.example.moments import day, entered
from demo.example.story import read_story
from projects.formulas.facts import Figure, IndicatorFacts, TargetFact
from projects.formulas.judgement import limit_status
from projects.formulas.status import status_on
from projects.formulas.values import Value
from projects.lifecycles.project import ProjectState
from register.periods import Period, parse_period

STORY = read_story()
PROJECTS = {project["key"]: project for project in STORY["projects"]}
FIRST_STARTS = [date(2026, 1, 1) + timedelta(days=9 * step) for step in range(82)]
ENDS_IN = {
    "submit": "proposed",
    "approve_concept": "concept",
    "approve_planning": "planning",
    "approve_execution": "executing",
    "start_handover": "handing_over",
    "complete_handover": "realising",
    "start_evaluation": "evaluating",
    "close": "closed",
    "hold": "on_hold",
    "stop": "stopped",
    "reject": "rejected",
}


def benefits() -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    for project in STORY["projects"]:
        for benefit in project.get("benefits", []):
            yield project, benefit


def indicators() -> Iterator[tuple[dict[str, Any], dict[str, Any], dict[str, Any]]]:
    for project, benefit in benefits():
        for indicator in benefit.get("indicators", []):
            yield project, benefit, indicator


def handovers() -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    for project in STORY["projects"]:
        for handover in project.get("handovers", []):
            yield project, handover


def when(moment: str | None, day_0: date) -> Period | None:
    return parse_period(entered(moment, day_0)) if moment else None


def facts(project: dict[str, Any], benefit: dict[str, Any], indicator: dict[str, Any], day_0: date) -> IndicatorFacts:
    baseline = indicator.get("baseline_value")
    begin, start = when(indicator.get("baseline_date"), day_0), when(benefit.get("start_date"), day_0)
    return IndicatorFacts(
        direction=indicator["direction"],
        measures=indicator["measures"],
        baseline=Value(Decimal(baseline)) if baseline else None,
        baseline_date=begin.end if begin else None,
        benefit_start=start.start if start else None,
        frequency=indicator["frequency"],
        targets=[target_fact(row, day_0) for row in indicator["targets"]],
        figures=[figure(row, day_0) for row in indicator.get("measurements", [])],
        follow_up_runs=project["state"] not in ("closed", "stopped"),
    )


def target_fact(row: list[str], day_0: date) -> TargetFact:
    due = when(row[0], day_0)
    comparator = row[2] if len(row) > 2 else "exact"
    return TargetFact(Value(Decimal(row[1]), comparator=comparator), due.end if due else None, row[0])


def figure(row: list[str], day_0: date) -> Figure:
    period = parse_period(entered(row[0], day_0))
    value = Value(Decimal(row[1])) if row[1] else Value()
    return Figure(value, period.start, period.end, row[0], row[2] if len(row) > 2 else "verified")


@pytest.mark.parametrize("day_0", FIRST_STARTS, ids=str)
def test_every_figure_gives_the_status_it_is_there_for(day_0: date) -> None:
    for project, benefit, indicator in indicators():
        judge = limit_status if benefit.get("is_disbenefit") else status_on
        status = judge(facts(project, benefit, indicator, day_0), day_0)
        assert (status.code, status.reason) == (indicator["status"], indicator["reason"]), benefit["key"]


@pytest.mark.parametrize("day_0", FIRST_STARTS[::5], ids=str)
def test_nothing_is_known_before_it_was_measured(day_0: date) -> None:
    for project, benefit, indicator in indicators():
        steps = {step["do"]: day(step["at"], day_0) for step in project["walk"]}
        baseline, last = when(indicator.get("baseline_date"), day_0), project["walk"][-1]
        if baseline and "approve_execution" in steps:
            assert baseline.end <= steps["approve_execution"], benefit["key"]
        until = steps[last["do"]] if project["state"] in ("closed", "stopped") else day_0
        for row in indicator.get("measurements", []):
            assert parse_period(entered(row[0], day_0)).end <= until, benefit["key"]


def test_every_state_of_a_project_is_there() -> None:
    assert {project["state"] for project in STORY["projects"]} == set(ProjectState.values)


def test_every_walk_leads_to_its_state_in_the_order_of_time() -> None:
    for project in STORY["projects"]:
        days = [day(step["at"], FIRST_STARTS[0]) for step in project["walk"]]
        assert days == sorted(days), project["key"]
        assert ([ENDS_IN[step["do"]] for step in project["walk"]] or ["draft"])[-1] == project["state"]


def test_every_status_is_there() -> None:
    shown = {(indicator["status"], indicator["reason"]) for *_, indicator in indicators()}
    assert {status for status, _ in shown} >= {
        "achieved", "on_track", "at_risk", "off_track", "missed", "unknown", "not_started", "within",
    }  # fmt: skip
    assert {reason for status, reason in shown if status == "unknown"} == {
        "no_value", "stale", "no_target", "target_without_date", "no_final_value", "no_baseline",
    }  # fmt: skip


def test_two_gates_are_blocked_and_two_are_open() -> None:
    gates = [p["gate"] for p in STORY["projects"] if p.get("gate", {}).get("transition", "").startswith("approve_")]
    assert [gate["open"] for gate in gates].count(False) == 2
    assert [gate["open"] for gate in gates].count(True) >= 2


def test_three_handovers_wait_for_a_signature_one_of_them_for_its_own_leader() -> None:
    managers = {unit["key"]: unit["manager"] for unit in STORY["units"]}
    waiting = [(project["leader"], managers[handover["unit"]]) for project, handover in handovers()
               if handover["state"] == "sent"]  # fmt: skip
    assert len(waiting) == 3
    assert [leader == manager for leader, manager in waiting].count(True) == 1


def test_one_project_is_restricted_and_measurements_are_due() -> None:
    assert [project["key"] for project in STORY["projects"] if project.get("restricted")] == ["ledelse"]
    due = [row for *_, indicator in indicators() for row in indicator.get("measurements", []) if "due" in row]
    assert len(due) >= 3


def test_everybody_and_everything_that_is_named_exists() -> None:
    people = {person["mailbox"] for person in STORY["people"]}
    units, goals = ({row["key"] for row in STORY[name]} for name in ("units", "goals"))
    programmes = {row["key"] for row in STORY["programmes"]}
    keys = {benefit["key"] for _, benefit in benefits()}
    milestones = {row["key"] for project in STORY["projects"] for row in project.get("milestones", [])}
    for unit in STORY["units"]:
        assert {unit["manager"], unit.get("deputy", "admin")} <= people
    for project in STORY["projects"]:
        named = {project[role] for role in ("leader", "owner", "benefits_responsible") if role in project}
        assert named <= people
        assert {project["unit"]} <= units
        assert set(project.get("goals", [])) <= goals
        assert {project.get("programme", "heltid-og-naervaer")} <= programmes
    for _, benefit in benefits():
        assert benefit["owner"] in people
        assert {benefit.get("receiving_unit", "helse")} <= units
        assert {benefit[link] for link in ("part_of", "restates") if link in benefit} <= keys
    for *_, indicator in indicators():
        assert indicator["measurer"] in people
    for _, handover in handovers():
        assert handover["unit"] in units
        assert {handover.get("closing_milestone", "moter-slutt")} <= milestones


def test_keys_are_unique_and_goals_reach_all_five_levels() -> None:
    keys = [project["key"] for project in STORY["projects"]] + [benefit["key"] for _, benefit in benefits()]
    assert len(keys) == len(set(keys))
    assert {goal["level"] for goal in STORY["goals"]} == {"vision", "policy", "strategy", "initiative", "goal"}


def test_no_leader_owns_the_project_or_signs_for_its_unit() -> None:
    for project in STORY["projects"]:
        assert project["leader"] != project.get("owner")
        for handover in project.get("handovers", []):
            assert project["leader"] != handover.get("decision", {}).get("by")
