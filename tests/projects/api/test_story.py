"""One project from a first idea to a judged benefit, by nothing but requests, with the roles mixed up on the way."""

from datetime import date
from typing import Any

import pytest

from tests.api_caller import Caller
from tests.cast import Cast


class Story:
    """Everybody with a token of their own."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        names = ("leader", "owner", "responsible", "line_manager", "decision_maker", "controller", "member", "stranger")
        self.callers = {name: Caller(getattr(cast, name)) for name in names}

    def do(self, who: str, path: str, body: Any = None, status: int = 200) -> dict[str, Any]:
        answer = self.callers[who].post(path, body)
        assert answer.status_code == status, (path, answer.content)
        return answer.json()

    def step(self, who: str, path: str, name: str, status: int = 200, **given: Any) -> dict[str, Any]:
        return self.do(who, f"{path}transitions/{name}/", given, status)

    def change(self, who: str, path: str, **fields: Any) -> dict[str, Any]:
        caller = self.callers[who]
        answer = caller.patch(path, fields, version=caller.get(path).json()["version"])
        assert answer.status_code == 200, answer.content
        return answer.json()


@pytest.fixture
def story(cast: Cast) -> Story:
    return Story(cast)


def test_the_whole_story_over_the_api(story: Story) -> None:
    cast = story.cast
    administrator = Caller(cast.administrator)
    goal = administrator.post("goals/", {"title": "Safe at home", "level": "goal", "target_date": "2030"}).json()
    canvas = {
        "title": "Fewer falls",
        "unit": str(cast.unit.pk),
        "purpose": "p",
        "background": "b",
        "alternatives": "Do nothing; hire more",
        "owner": str(cast.owner.pk),
        "benefits_responsible": str(cast.responsible.pk),
        "goals": [goal["id"]],
    }
    project = story.do("leader", "projects/", canvas, 201)
    path = f"projects/{project['id']}/"
    blocked = story.step("leader", path, "submit", status=409)
    assert [one["code"] for one in blocked["requirements"]]
    assert all({"code", "detail", "who", "link", "fields"} <= one.keys() for one in blocked["requirements"])

    expected = {"project": project["id"], "title": "Falls", "kind": "quantified", "owner": str(cast.line_manager.pk)}
    benefit = story.do("leader", "benefits/", expected, 201)
    story.step("leader", path, "submit")
    assert story.step("leader", path, "approve_concept", status=403)["code"]
    assert story.step("member", path, "approve_concept", status=403)
    story.step("stranger", path, "approve_concept", status=404)
    assert story.step("decision_maker", path, "approve_concept")["state"] == "concept"
    for role, who in (("owner", "owner"), ("benefits_responsible", "responsible")):
        story.do("member", f"{path}roles/{role}/accept/", status=403)
        assert story.do(who, f"{path}roles/{role}/accept/")[f"{role}_accepted_at"]
    conditions = [{"text": "Ask the union", "owner": str(cast.leader.pk), "due_date": "2026-Q2"}]
    decided = story.step(
        "decision_maker",
        path,
        "approve_planning",
        outcome="go_with_conditions",
        conditions=conditions,
        body="The council",
        case_number="26/1",
        decided_on="2026-02-01",
    )
    assert decided["state"] == "planning"
    condition = story.callers["leader"].rows("conditions/", project=project["id"])[0]
    assert (condition["text"], condition["due_date"]) == ("Ask the union", "2026-06-30")
    assert story.do("leader", f"conditions/{condition['id']}/fulfil/", {"note": "They agree"})["fulfilled_at"]
    decision = story.callers["leader"].rows("gate_decisions/", project=project["id"], gate="approve_planning")[0]
    assert (decision["body"], decision["decided_on"], decision["case_number"]) == ("The council", "2026-02-01", "26/1")

    indicator = story.do(
        "leader",
        "indicators/",
        {
            "benefit": benefit["id"],
            "name": "Falls a year",
            "unit": "falls",
            "direction": "decrease",
            "baseline_value": 40.50,
            "baseline_date": "2025",
            "method": "The journal",
            "frequency": "year",
            "measurer": str(cast.line_manager.pk),
        },
        201,
    )
    assert (indicator["baseline_value"], indicator["baseline_date"], indicator["baseline_date_entered"]) == (
        "40.5",
        "2025-12-31",
        "2025",
    )
    target = {"indicator": indicator["id"], "value": "20.00", "due_date": "2027", "comparator": "at_most"}
    assert story.do("leader", "targets/", target, 201)["value"] == "20"
    story.do("leader", "milestones/", {"project": project["id"], "title": "Handed over", "kind": "handover"}, 201)
    steps = f"benefits/{benefit['id']}/"
    story.step("leader", steps, "profile")
    story.step("leader", steps, "accept", status=403)
    assert story.step("line_manager", steps, "accept")["accepted_at"]
    handover = story.do("leader", "handovers/", {"project": project["id"], "receiving_unit": str(cast.unit.pk)}, 201)
    assert story.step("owner", path, "approve_execution")["state"] == "executing"

    hand = f"handovers/{handover['id']}/"
    story.change(
        "leader",
        hand,
        takes_over_on="2026-04-01",
        closing_milestone="The pilot is over",
        lasting_results="A routine",
        anchoring="In the rota",
        way_forward="Go on",
        first_action="Talk to the night shift",
    )
    story.do("leader", f"{path}recommendations/", {"comment": "It is ready"})
    story.change("responsible", path, benefits_reconfirmed_on=date.today().isoformat())
    assert story.step("owner", path, "start_handover")["state"] == "handing_over"
    sent = story.step("leader", hand, "send")
    assert (sent["state"], len(sent["snapshot_sha256"])) == ("sent", 64)
    assert story.step("line_manager", hand, "accept", status=409)["code"] == "needs_decision"
    answer = {"decision": "accept", "snapshot_sha256": "0" * 64}
    story.do("line_manager", f"{hand}decisions/", answer, 409)
    story.do("leader", f"{hand}decisions/", {**answer, "snapshot_sha256": sent["snapshot_sha256"]}, 403)
    reserved = {
        "decision": "accept_with_reservations",
        "comment": "Fine, but",
        "reservations": [{"text": "Repair the lift", "owner": str(cast.leader.pk), "due_date": "2026-05"}],
        "snapshot_sha256": sent["snapshot_sha256"],
    }
    signed = story.do("line_manager", f"{hand}decisions/", reserved)
    assert (signed["state"], signed["sign_offs"][0]["words"]) == ("accepted_with_reservations", "Fine, but")
    story.do("line_manager", f"{hand}decisions/", reserved, 409)
    closing = story.callers["leader"].rows("milestones/", project=project["id"], kind="closing")[0]
    story.change("leader", f"milestones/{closing['id']}/", reached_date="2026-02")
    assert story.step("owner", path, "complete_handover")["state"] == "realising"
    assert len(story.callers["leader"].rows("follow_ups/", project=project["id"])) >= 5

    reported = story.do(
        "line_manager",
        "measurements/",
        {"indicator": indicator["id"], "period_start": "2026", "value": 30, "note": "Counted"},
        201,
    )
    assert (reported["period_start"], reported["period_end"], reported["state"]) == (
        "2026-01-01",
        "2026-12-31",
        "reported",
    )
    story.step("line_manager", f"measurements/{reported['id']}/", "verify", status=403)
    assert story.step("controller", f"measurements/{reported['id']}/", "verify")["state"] == "verified"
    shown = story.callers["member"].get(f"indicators/{indicator['id']}/", on="2027-01-15").json()
    assert (shown["status"], shown["achievement"]) == ("on_track", "0.5122")
    assert shown["status_reason"]
    lines = story.callers["member"].rows("events/", project=project["id"], page_size=200)
    assert [line["number"] for line in lines] == sorted(line["number"] for line in lines)
    assert {"project.submit", "handover.send", "measurement.verify"} <= {line["action"] for line in lines}
    assert story.callers["stranger"].rows("events/", project=project["id"]) == []


def test_the_listing_of_steps_says_what_lacks_and_who_may(story: Story) -> None:
    project = story.cast.draft()
    path = f"projects/{project.pk}/transitions/"
    steps = {step["name"]: step for step in story.callers["leader"].get(path).json()}
    assert {"submit", "stop"} <= steps.keys()
    submit = steps["submit"]
    assert (submit["allowed"], submit["permitted"], submit["target"], submit["requirements"]) == (
        True,
        True,
        "proposed",
        [],
    )
    assert steps["stop"]["refusal"]
    assert story.callers["stranger"].get(path).status_code == 404


def test_a_dry_run_says_what_would_be_and_changes_nothing(story: Story) -> None:
    project = story.cast.draft()
    path = f"projects/{project.pk}/"
    assert story.step("leader", path, "submit", dry_run=True)["state"] == "proposed"
    assert story.callers["leader"].get(path).json()["state"] == "draft"
    assert story.callers["leader"].rows("events/", project=str(project.pk), action="project.submit") == []


@pytest.mark.parametrize("name", ["delete", "save", "perform", "__class__", "state", "pk", "x" * 300])
def test_only_declared_steps_are_steps(story: Story, name: str) -> None:
    project = story.cast.draft()
    story.step("leader", f"projects/{project.pk}/", name, status=404)
    assert story.callers["leader"].get(f"projects/{project.pk}/").json()["version"] == project.version


def test_an_administrator_overrides_with_a_reason_and_it_shows(story: Story) -> None:
    project = story.cast.draft(title="Nobody leads")
    path = f"projects/{project.pk}/"
    administrator = Caller(story.cast.administrator)
    bare = administrator.post(f"{path}transitions/submit/", {"override": True})
    assert (bare.status_code, bare.json()["errors"][0]["pointer"]) == (400, "/comment")
    assert story.step("leader", path, "submit", override=True, comment="Because", status=403)
    done = administrator.post(f"{path}transitions/submit/", {"override": True, "comment": "The leader is ill"})
    assert done.json()["state"] == "proposed"
    line = administrator.rows("events/", project=str(project.pk), action="project.submit")[0]
    assert line["note"] == "The leader is ill"
    assert "overridden" in line["details"]
