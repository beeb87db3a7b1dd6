"""The benefit map: its lines lead from left to right, weigh at most all of it, and agree with the benefit's goals."""

from typing import Any

import pytest

from projects.models import BenefitLink, Change, Milestone, Project
from projects.services import benefit_links, benefits, changes, milestones
from register.errors import InvalidInput, NotPermitted
from register.models import AuditEvent, Goal
from tests.api_caller import Caller, pointers
from tests.cast import Cast, fresh


@pytest.fixture
def project(cast: Cast) -> Project:
    return cast.draft()


@pytest.fixture
def deliverable(cast: Cast, project: Project) -> Milestone:
    return cast.milestone(project, title="Screens in the ward", kind="deliverable")


@pytest.fixture
def change(cast: Cast, project: Project) -> Change:
    fields = {"title": "Night rounds by screen"}
    return changes.create_change(project=project, fields=fields, by=cast.leader, now=cast.now)


@pytest.fixture
def goal(cast: Cast) -> Goal:
    return Goal.objects.create(organisation=cast.organisation, title="Safe at home")


def line(cast: Cast, project: Project, **fields: Any) -> BenefitLink:
    return benefit_links.create_link(project=project, fields=fields, by=cast.leader, now=cast.now)


def refused(cast: Cast, project: Project, **fields: Any) -> str:
    with pytest.raises(InvalidInput) as refusal:
        line(cast, project, **fields)
    return refusal.value.errors[0].code


def test_a_deliverable_leads_by_a_change_to_a_benefit_and_its_goal(
    cast: Cast, project: Project, deliverable: Milestone, change: Change, goal: Goal
) -> None:
    benefit = project.benefits.get()
    line(cast, project, from_milestone=deliverable, to_change=change)
    line(cast, project, from_change=change, to_benefit=benefit, weight=60)
    last = line(cast, project, from_benefit=benefit, to_goal=goal)
    assert list(benefit.goals.all()) == [goal]
    assert (str(last.start), str(last.end), str(last)) == (benefit.title, goal.title, f"{benefit.title} → {goal.title}")
    benefit_links.delete_link(link=last, by=cast.leader, now=cast.now)
    assert not benefit.goals.exists()
    assert AuditEvent.objects.filter(action="benefitlink.deleted", about=project.pk).exists()


def test_a_line_has_one_start_and_one_end_in_the_order_of_the_map(
    cast: Cast, project: Project, deliverable: Milestone, change: Change, goal: Goal
) -> None:
    benefit = project.benefits.get()
    assert refused(cast, project, from_change=change) == "one_each"
    assert refused(cast, project) == "one_each"
    assert refused(cast, project, from_change=change, from_benefit=benefit, to_benefit=benefit) == "one_each"
    assert refused(cast, project, from_milestone=deliverable, to_goal=goal) == "direction"
    assert refused(cast, project, from_benefit=benefit, to_change=change) == "direction"
    line(cast, project, from_change=change, to_benefit=benefit)
    with pytest.raises(InvalidInput, match="has this line already"):
        line(cast, project, from_change=change, to_benefit=benefit)


def test_a_line_stays_within_its_project(cast: Cast, project: Project, change: Change) -> None:
    other = cast.draft(title="Another")
    assert refused(cast, project, from_change=change, to_benefit=other.benefits.get()) == "other_project"


def test_a_map_never_leads_round_in_a_circle(cast: Cast, project: Project) -> None:
    first, second, third = project.benefits.get(), cast.benefit(project), cast.benefit(project)
    line(cast, project, from_benefit=first, to_benefit=second)
    line(cast, project, from_benefit=first, to_benefit=third)
    line(cast, project, from_benefit=second, to_benefit=third)
    assert refused(cast, project, from_benefit=third, to_benefit=first) == "circle"
    assert refused(cast, project, from_benefit=third, to_benefit=third) == "circle"


def test_what_leads_to_one_place_weighs_at_most_all_of_it(
    cast: Cast, project: Project, deliverable: Milestone, change: Change
) -> None:
    benefit = project.benefits.get()
    first = line(cast, project, from_change=change, to_benefit=benefit, weight=60)
    assert refused(cast, project, from_milestone=deliverable, to_benefit=benefit, weight=41) == "too_much"
    second = line(cast, project, from_milestone=deliverable, to_benefit=benefit, weight=40)
    with pytest.raises(InvalidInput, match="40 % are left"):
        benefit_links.update_link(link=second, changes={"weight": 41}, by=cast.leader, now=cast.now)
    lighter = benefit_links.update_link(link=first, changes={"weight": None}, by=cast.leader, now=cast.now)
    assert lighter.weight is None
    with pytest.raises(InvalidInput):
        benefit_links.update_link(link=first, changes={"weight": "much"}, by=cast.leader, now=cast.now)


def test_what_is_deleted_takes_its_lines_along(
    cast: Cast, project: Project, deliverable: Milestone, change: Change
) -> None:
    benefit = project.benefits.get()
    line(cast, project, from_milestone=deliverable, to_change=change)
    line(cast, project, from_change=change, to_benefit=benefit)
    changes.update_change(change=change, changes={"title": "By screen"}, by=cast.leader, now=cast.now)
    changes.delete_change(change=fresh(change), by=cast.leader, now=cast.now)
    assert not BenefitLink.objects.exists()
    line(cast, project, from_milestone=deliverable, to_benefit=benefit)
    milestones.delete_milestone(milestone=deliverable, by=cast.leader, now=cast.now)
    assert not BenefitLink.objects.exists()


def test_a_goal_given_up_on_the_benefits_page_has_no_line(cast: Cast, project: Project, goal: Goal) -> None:
    benefit = project.benefits.get()
    line(cast, project, from_benefit=benefit, to_goal=goal, weight=50)
    benefits.update_benefit(benefit=fresh(benefit), changes={"goals": []}, by=cast.leader, now=cast.now)
    assert not BenefitLink.objects.exists()


def test_only_those_who_edit_the_project_draw_its_map(cast: Cast, project: Project, change: Change) -> None:
    link = line(cast, project, from_change=change, to_benefit=project.benefits.get())
    for attempt in (
        lambda: benefit_links.create_link(project=project, fields={}, by=cast.member, now=cast.now),
        lambda: benefit_links.update_link(link=link, changes={}, by=cast.member, now=cast.now),
        lambda: benefit_links.delete_link(link=link, by=cast.member, now=cast.now),
        lambda: changes.create_change(project=project, fields={"title": "x"}, by=cast.member, now=cast.now),
        lambda: changes.update_change(change=change, changes={}, by=cast.member, now=cast.now),
        lambda: changes.delete_change(change=change, by=cast.member, now=cast.now),
    ):
        with pytest.raises(NotPermitted):
            attempt()


def test_the_api_draws_weighs_and_takes_away(cast: Cast, project: Project) -> None:
    caller, benefit = Caller(cast.leader), project.benefits.get()
    made = caller.post("changes/", {"project": str(project.pk), "title": "Rounds by screen"}).json()
    renamed = caller.patch(f"changes/{made['id']}/", {"description": "Every night."}, 1)
    assert renamed.json()["description"] == "Every night."
    body = {"project": str(project.pk), "from_change": made["id"], "to_benefit": str(benefit.pk), "weight": 70}
    answer = caller.post("links/", body)
    assert (answer.status_code, answer.json()["weight"]) == (201, 70)
    link = answer.json()["id"]
    assert caller.patch(f"links/{link}/", {"weight": 80}, 1).json()["weight"] == 80
    moved = caller.patch(f"links/{link}/", {"from_change": None}, 2)
    assert pointers(moved) == {"/from_change": "fixed"}
    assert [row["id"] for row in caller.rows("links/", to_benefit=str(benefit.pk))] == [link]
    assert caller.delete(f"links/{link}/", 2).status_code == 204
    assert caller.delete(f"changes/{made['id']}/", 2).status_code == 204
