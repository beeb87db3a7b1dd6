"""The benefit map is drawn, told as a table, and edited with plain forms; goals show what carries them."""

from datetime import date
from itertools import pairwise

import pytest
from django.test import Client

from projects.formulas.columns import broken, depths, ordered, placed, with_lanes
from projects.models import BenefitLink, Change, Milestone, Project
from projects.services import benefit_links, changes
from register.models import Goal
from tests.api_caller import Caller
from tests.cast import Cast, fresh
from tests.visits import visiting


@pytest.fixture
def project(cast: Cast) -> Project:
    """A deliverable, a change, two benefits of which one follows the other, and a goal below a vision."""
    project = cast.executing(title="Screens at night")
    shared = {"project": project, "by": cast.leader, "now": cast.now}
    screens = cast.milestone(project, title="Screens", kind="deliverable", due_date=date(2026, 5, 1))
    rounds = changes.create_change(
        fields={"title": "Rounds by screen", "description": "Seen from the ward office"}, **shared
    )
    first, second = project.benefits.get(), cast.benefit(project, title="Fewer nights in hospital")
    vision = Goal.objects.create(organisation=cast.organisation, title="A good old age", level="vision")
    goal = Goal.objects.create(organisation=cast.organisation, title="Fewer in hospital", parent=vision)
    for fields in (
        {"from_milestone": screens, "to_change": rounds},
        {"from_change": rounds, "to_benefit": first, "weight": 70},
        {"from_benefit": first, "to_benefit": second},
        {"from_benefit": second, "to_goal": goal},
    ):
        benefit_links.create_link(fields=fields, **shared)
    cast.milestone(project, title="A manual", kind="deliverable")
    cast.benefit(project, title="A part of it", part_of=second)
    return fresh(project)


@pytest.fixture
def leader(cast: Cast) -> Client:
    return visiting(cast.leader)


def test_the_map_is_drawn_with_links_and_told_as_a_table(leader: Client, project: Project) -> None:
    page = leader.get(f"/projects/{project.pk}/map/").content.decode()
    benefit = project.benefits.get(title="Fewer falls")
    assert page.count("<a href") >= 7
    assert f'<a href="/benefits/{benefit.pk}/" aria-label="Fewer falls' in page
    assert "Benefits that follow" in page
    assert ">70 %</text>" in page
    assert "“A manual” leads to nothing yet." in page
    assert "Nothing leads to “A part of it” yet." in page
    assert "(it is a part of it)" in page


def test_a_line_is_drawn_weighed_and_removed_without_a_script(leader: Client, project: Project) -> None:
    address = f"/projects/{project.pk}/map/"
    manual, benefit = Milestone.objects.get(title="A manual"), project.benefits.get(title="Fewer falls")
    ends = {"start": f"milestone {manual.pk}", "end": f"benefit {benefit.pk}"}
    refused = leader.post(address, {**ends, "weight": "31"}).content.decode()
    assert "30 % are left" in refused
    wrong = leader.post(address, {**ends, "start": f"benefit {benefit.pk}"}).content.decode()
    assert "round in a circle" in wrong
    assert leader.post(address, {**ends, "weight": "20"}).status_code == 302
    line = BenefitLink.objects.get(from_milestone=manual)
    assert leader.get(f"/map-lines/{line.pk}/").status_code == 200
    leader.post(f"/map-lines/{line.pk}/", {"weight": "10", "version": "1"})
    assert fresh(line).weight == 10
    assert leader.post(f"/map-lines/{line.pk}/delete/").status_code == 302
    assert not BenefitLink.objects.filter(pk=line.pk).exists()


def test_a_change_is_added_renamed_and_removed_without_a_script(leader: Client, project: Project) -> None:
    address = f"/projects/{project.pk}/map/changes/new/"
    assert leader.get(address).status_code == 200
    assert leader.post(address, {"title": ""}).status_code == 200
    leader.post(address, {"title": "Another way"})
    change = Change.objects.get(title="Another way")
    leader.post(f"/changes/{change.pk}/", {"title": "A better way", "version": "1"})
    assert "A better way" in leader.get(f"/changes/{change.pk}/").content.decode()
    leader.post(f"/changes/{change.pk}/delete/")
    assert not Change.objects.filter(pk=change.pk).exists()


def test_readers_see_the_map_and_no_form(cast: Cast, project: Project) -> None:
    reader = visiting(cast.member)
    page = reader.get(f"/projects/{project.pk}/map/").content.decode()
    assert "Draw a line" not in page
    change = project.changes.get()
    assert f"/changes/{change.pk}/" not in page
    assert 'aria-label="Rounds by screen"' in page
    assert "Seen from the ward office" in page
    alone = page.partition('id="alone-title"')[2].partition("</section>")[0]
    assert "A manual" in alone
    assert "Rounds by screen" not in alone
    assert f"/changes/{change.pk}/" in visiting(cast.leader).get(f"/projects/{project.pk}/map/").content.decode()
    assert visiting(cast.stranger).get(f"/projects/{project.pk}/map/").status_code == 404


def test_a_project_without_anything_says_how_to_begin(cast: Cast, leader: Client) -> None:
    project = cast.draft(title="Empty")
    project.benefits.all().delete()
    assert "Nothing is on the map yet" in leader.get(f"/projects/{project.pk}/map/").content.decode()


def test_the_line_of_sight_leads_from_the_figure_to_the_vision_and_back(
    cast: Cast, leader: Client, project: Project
) -> None:
    goal, benefit = Goal.objects.get(title="Fewer in hospital"), project.benefits.get(title="Fewer falls")
    fresh(benefit).goals.add(goal)
    page = leader.get(f"/benefits/{benefit.pk}/").content.decode()
    assert page.index("A good old age") < page.rindex("Fewer in hospital")
    down = leader.get(f"/goals/{goal.parent_id}/").content.decode()
    for words in ("Nothing stands above it.", "Fewer in hospital", "Fewer falls", ">Falls<"):
        assert words in down
    assert "A good old age" in leader.get(f"/goals/{goal.pk}/").content.decode()
    assert f"/goals/{goal.pk}/" in leader.get("/goals/").content.decode()
    assert visiting(cast.stranger).get(f"/goals/{goal.pk}/").status_code == 404


def test_a_measurement_shows_what_it_is_good_for(cast: Cast, leader: Client, project: Project) -> None:
    benefit = project.benefits.get(title="Fewer falls")
    goal = Goal.objects.get(title="Fewer in hospital")
    benefit.goals.add(goal)
    row = benefit.indicators.get().measurements.create(organisation=cast.organisation, period_end=date(2026, 3, 31))
    page = leader.get(f"/measurements/{row.pk}/").content.decode()
    assert page.index("A good old age") < page.index("Fewer in hospital") < page.rindex("Falls")


def test_boxes_stand_beside_what_they_hang_on_and_never_on_each_other() -> None:
    columns = ordered([["a", "b"], ["x", "y", "z"]], [("a", "z"), ("b", "x")])
    assert columns[0].index("a") - columns[0].index("b") == (1 if columns[1].index("z") > columns[1].index("x") else -1)
    places = placed(columns, {key: f"A title of {key} that is long enough for more" for key in "abxyz"})
    for column in columns:
        for above, below in pairwise(column):
            assert places[above].y + places[above].height < places[below].y


def test_a_line_that_skips_a_column_has_a_lane_there_between_the_boxes() -> None:
    boxes = [["a"], ["x", "y", "z"], ["p", "q"], ["g"]]
    lines = [("a", "g"), ("a", "x"), ("x", "p"), ("p", "g"), ("y", "g")]
    laid, ways = with_lanes(boxes, lines)
    assert [[type(key).__name__ for key in way] for way in ways.values()] == [
        ["str", "Lane", "Lane", "str"],
        *[["str", "str"]] * 3,
        ["str", "Lane", "str"],
    ]
    places = placed(ordered(laid, lines), dict.fromkeys("axyzpqg", "A title"))
    for column in laid:
        stack = sorted((places[key] for key in column), key=lambda place: place.y)
        assert all(above.y + above.height < below.y for above, below in pairwise(stack))


def test_a_title_is_broken_and_shortened() -> None:
    assert broken("Short") == ("Short",)
    assert broken("") == ("",)
    assert len(broken("word " * 60)) == 4
    assert broken("word " * 60)[-1].endswith("…")


def test_a_circle_in_the_data_ends() -> None:
    assert depths(["a", "b", "c"], [("a", "b"), ("b", "a"), ("b", "c"), ("q", "c")])["c"] >= 1


def test_it_is_seen_what_happens_to_which_goal_when_a_milestone_slips(
    cast: Cast, leader: Client, project: Project
) -> None:
    screens, goal = Milestone.objects.get(title="Screens"), Goal.objects.get(title="Fewer in hospital")
    Goal.objects.filter(pk=goal.pk).update(target_date=date(2026, 12, 31), target_date_entered="2026")
    second = project.benefits.get(title="Fewer nights in hospital")
    Milestone.objects.filter(pk=screens.pk).update(first_due_date=date(2026, 5, 1))
    type(second).objects.filter(pk=second.pk).update(
        milestone=screens, months_after_milestone=2, start_date=date(2026, 7, 1), due_date=date(2026, 11, 30)
    )
    page = leader.get(f"/milestones/{screens.pk}/slip/", {"to": "2026-08-01"}).content.decode()
    for words in ("Moved by 92 days.", "Becomes late", "Fewer falls", "1 October 2026", "2 March 2027"):
        assert words in page, words
    caller = Caller(cast.member)
    answer = caller.get(f"milestones/{screens.pk}/consequences/", due_date="2026-08-01").json()
    [moved], [touched] = answer["benefits"], answer["goals"]
    assert (moved["start_date_before"], moved["start_date_after"]) == ("2026-07-01", "2026-10-01")
    assert (moved["due_date_before"], moved["due_date_after"]) == ("2026-11-30", "2027-03-02")
    assert (touched["before"], touched["after"], touched["becomes_late"]) == ("2026-11-30", "2027-03-02", True)
    assert answer["beside"] == [str(project.benefits.get(title="Fewer falls").pk)]
    assert caller.get(f"milestones/{screens.pk}/consequences/").status_code == 400
    assert fresh(second).start_date == date(2026, 7, 1)
    assert leader.get(f"/milestones/{screens.pk}/slip/").status_code == 200
    assert "Enter a valid date" in leader.get(f"/milestones/{screens.pk}/slip/", {"to": "soon"}).content.decode()
    undated = Milestone.objects.get(title="A manual")
    assert "It has no date yet." in leader.get(f"/milestones/{undated.pk}/slip/").content.decode()
    waits = leader.get(f"/projects/{project.pk}/map/").content.decode()
    assert "(its dates follow the milestone)" in waits


def test_the_api_gives_the_whole_map(cast: Cast, project: Project) -> None:
    answer = Caller(cast.member).get(f"projects/{project.pk}/benefit_map/").json()
    assert {node["kind"] for node in answer["nodes"]} == {"milestone", "change", "benefit", "goal"}
    assert sorted(edge["kind"] for edge in answer["edges"]) == ["drawn", "drawn", "drawn", "part_of", "serves"]
    assert [edge["weight"] for edge in answer["edges"] if edge["weight"]] == [70]
    assert "“A manual” leads to nothing yet." in answer["gaps"]
