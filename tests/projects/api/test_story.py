"""One project from a first idea to a judged benefit, by nothing but requests, with the roles mixed up on the way."""

from typing import Any

import pytest
from django.utils import timezone

from tests.api_caller import Caller
from tests.cast import Cast

NAMES = (
    *("leader", "owner", "responsible", "line_manager", "decision_maker"),
    *("controller", "administrator", "member", "stranger"),
)


class Story:
    """Everybody with a token of their own."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.callers = {name: Caller(getattr(cast, name)) for name in NAMES}

    def do(self, who: str, path: str, body: Any = None, status: int = 200) -> dict[str, Any]:
        answer = self.callers[who].post(path, body)
        assert answer.status_code == status, (path, answer.content)
        return answer.json()

    def step(self, who: str, path: str, name: str, status: int = 200, **given: Any) -> dict[str, Any]:
        return self.do(who, f"{path}transitions/{name}/", given, status)

    def row(self, path: str, **query: str) -> dict[str, Any]:
        """The one row that is found, by somebody who has no part in it."""
        [row] = self.callers["member"].rows(path, **query)
        return row

    def change(self, who: str, path: str, **fields: Any) -> dict[str, Any]:
        caller = self.callers[who]
        answer = caller.patch(path, fields, version=caller.get(path).json()["version"])
        assert answer.status_code == 200, answer.content
        return answer.json()


@pytest.fixture
def story(cast: Cast) -> Story:
    return Story(cast)


@pytest.fixture
def proposed(story: Story) -> dict[str, Any]:
    """Described by its leader, with a goal and an expected benefit."""
    cast = story.cast
    goal = story.do("administrator", "goals/", {"title": "Safe at home", "target_date": "2030"}, 201)
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
    assert all({"code", "detail", "who", "link", "fields"} <= one.keys() for one in blocked["requirements"])
    expected = {"project": project["id"], "title": "Falls", "kind": "quantified", "owner": str(cast.line_manager.pk)}
    story.do("leader", "benefits/", expected, 201)
    return story.step("leader", path, "submit")


@pytest.fixture
def planning(story: Story, proposed: dict[str, Any]) -> dict[str, Any]:
    """Taken up by a decision maker, and its roles accepted."""
    path = f"projects/{proposed['id']}/"
    for who, status in (("leader", 403), ("member", 403), ("stranger", 404)):
        story.step(who, path, "approve_concept", status=status)
    assert story.step("decision_maker", path, "approve_concept")["state"] == "concept"
    for role, who in (("owner", "owner"), ("benefits_responsible", "responsible")):
        story.do("member", f"{path}roles/{role}/accept/", status=403)
        assert story.do(who, f"{path}roles/{role}/accept/")[f"{role}_accepted_at"]
    decision = {
        "outcome": "go_with_conditions",
        "conditions": [{"text": "Ask the union", "owner": str(story.cast.leader.pk), "due_date": "2026-Q2"}],
        "body": "The council",
        "case_number": "26/1",
        "decided_on": "2026-02-01",
    }
    return story.step("decision_maker", path, "approve_planning", **decision)


@pytest.fixture
def executing(story: Story, planning: dict[str, Any]) -> dict[str, Any]:
    """Its benefit is measurable and accepted, and a unit is named that takes over."""
    person = str(story.cast.line_manager.pk)
    benefit = story.row("benefits/", project=planning["id"])
    counted = {
        "benefit": benefit["id"],
        "name": "Falls a year",
        "unit": "falls",
        "direction": "decrease",
        "baseline_value": 40.50,
        "baseline_date": "2025",
        "method": "The journal",
        "frequency": "year",
        "measurer": person,
    }
    indicator = story.do("leader", "indicators/", counted, 201)
    shown = {name: indicator[name] for name in ("baseline_value", "baseline_date", "baseline_date_entered")}
    assert shown == {"baseline_value": "40.5", "baseline_date": "2025-12-31", "baseline_date_entered": "2025"}
    target = {"indicator": indicator["id"], "value": "20.00", "due_date": "2027", "comparator": "at_most"}
    assert story.do("leader", "targets/", target, 201)["value"] == "20"
    story.do("leader", "milestones/", {"project": planning["id"], "title": "Handed over", "kind": "handover"}, 201)
    story.step("leader", f"benefits/{benefit['id']}/", "profile")
    story.step("leader", f"benefits/{benefit['id']}/", "accept", status=403)
    assert story.step("line_manager", f"benefits/{benefit['id']}/", "accept")["accepted_at"]
    story.do("leader", "handovers/", {"project": planning["id"], "receiving_unit": str(story.cast.unit.pk)}, 201)
    return story.step("owner", f"projects/{planning['id']}/", "approve_execution")


@pytest.fixture
def sent(story: Story, executing: dict[str, Any]) -> dict[str, Any]:
    """Recommended, reconfirmed, and the line manager is asked."""
    path, handover = f"projects/{executing['id']}/", story.row("handovers/", project=executing["id"])
    words = dict.fromkeys(("lasting_results", "anchoring", "way_forward", "first_action"), "Words")
    path_of = f"handovers/{handover['id']}/"
    story.change("leader", path_of, takes_over_on="2026-04-01", closing_milestone="The pilot is over", **words)
    story.do("leader", f"{path}recommendations/", {"comment": "It is ready"})
    story.change("responsible", path, benefits_reconfirmed_on=timezone.localdate().isoformat())
    assert story.step("owner", path, "start_handover")["state"] == "handing_over"
    return story.step("leader", path_of, "send")


@pytest.fixture
def realising(story: Story, sent: dict[str, Any]) -> dict[str, Any]:
    """Signed with a reservation, and completed."""
    hand = f"handovers/{sent['id']}/"
    answer = {
        "decision": "accept_with_reservations",
        "comment": "Fine, but",
        "reservations": [{"text": "Repair the lift", "owner": str(story.cast.leader.pk), "due_date": "2026-05"}],
        "snapshot_sha256": sent["snapshot_sha256"],
    }
    signed = story.do("line_manager", f"{hand}decisions/", answer)
    assert (signed["state"], signed["sign_offs"][0]["words"]) == ("accepted_with_reservations", "Fine, but")
    assert story.do("line_manager", f"{hand}decisions/", answer, 409)["code"] == "already_decided"
    closing = story.row("milestones/", project=sent["project"], kind="closing")
    story.change("leader", f"milestones/{closing['id']}/", reached_date="2026-02")
    return story.step("owner", f"projects/{sent['project']}/", "complete_handover")


def test_from_a_first_idea_to_a_verified_figure(story: Story, realising: dict[str, Any]) -> None:
    assert realising["state"] == "realising"
    assert len(story.callers["leader"].rows("follow_ups/", project=realising["id"])) >= 5
    indicator = story.row("indicators/", project=realising["id"])
    figure = {"indicator": indicator["id"], "period_start": "2026", "value": 30, "note": "Counted"}
    reported = story.do("line_manager", "measurements/", figure, 201)
    assert (reported["period_start"], reported["period_end"]) == ("2026-01-01", "2026-12-31")
    steps = f"measurements/{reported['id']}/"
    story.step("line_manager", steps, "verify", status=403)
    assert story.step("controller", steps, "verify")["state"] == "verified"
    shown = story.callers["member"].get(f"indicators/{indicator['id']}/", on="2027-01-15").json()
    assert (shown["status"], shown["achievement"], bool(shown["status_reason"])) == ("on_track", "0.5122", True)


def test_the_audit_trail_tells_the_story_to_those_who_see_the_project(story: Story, realising: dict[str, Any]) -> None:
    lines = story.callers["member"].rows("events/", project=realising["id"], page_size=200)
    numbers = [line["number"] for line in lines]
    assert numbers == sorted(numbers)
    assert {"project.submit", "benefit.accept", "handover.send"} <= {line["action"] for line in lines}
    later = story.callers["member"].rows("events/", after=numbers[-3], project=realising["id"])
    assert [line["number"] for line in later] == numbers[-2:]
    assert story.callers["stranger"].rows("events/", project=realising["id"]) == []


def test_a_gate_decision_keeps_its_words_and_its_conditions(story: Story, planning: dict[str, Any]) -> None:
    decision = story.row("gate_decisions/", project=planning["id"], gate="approve_planning")
    assert (decision["body"], decision["decided_on"], decision["case_number"]) == ("The council", "2026-02-01", "26/1")
    condition = story.row("conditions/", project=planning["id"], open="true")
    assert (condition["text"], condition["due_date"]) == ("Ask the union", "2026-06-30")
    assert story.do("leader", f"conditions/{condition['id']}/fulfil/", {"note": "They agree"})["fulfilled_at"]
    assert story.callers["leader"].rows("conditions/", project=planning["id"], open="true") == []


def test_a_signature_goes_by_the_text_that_was_read(story: Story, sent: dict[str, Any]) -> None:
    hand = f"handovers/{sent['id']}/"
    assert story.step("line_manager", hand, "accept", status=409)["code"] == "needs_decision"
    assert story.do("line_manager", f"{hand}decisions/", {"decision": "accept"}, 400)["errors"][0]["pointer"]
    answer = {"decision": "accept", "snapshot_sha256": "0" * 64}
    assert story.do("line_manager", f"{hand}decisions/", answer, 409)["code"] == "stale_snapshot"
    answer = {"decision": "accept", "snapshot_sha256": sent["snapshot_sha256"]}
    story.do("leader", f"{hand}decisions/", answer, 403)
    story.do("stranger", f"{hand}decisions/", answer, 404)
    assert story.do("line_manager", f"{hand}decisions/", answer)["state"] == "accepted"


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
