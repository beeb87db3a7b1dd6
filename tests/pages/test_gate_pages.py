"""The pages of gates: checklists, bodies, meetings, and what whoever decides sees before deciding."""

from datetime import date

from django.utils import timezone

from projects.models import Checklist, DecidingBody, GateDecider, Project, Referral
from projects.services import checklists, conditions, projects, referrals
from tests.cast import Cast, fresh, give_role
from tests.pages.conftest import SignIn

GATE = "approve_concept"


def text(answer) -> str:
    return answer.content.decode()


def step(project: Project, name: str = GATE) -> str:
    return f"/projects/{project.pk}/steps/{name}/"


def test_a_checklist_is_gone_through_and_counted_on_both_pages(cast: Cast, as_person: SignIn) -> None:
    project = cast.proposed()
    client = as_person(cast.leader)
    page = f"/projects/{project.pk}/checklists/{GATE}/"
    assert "6 of 6 are open:" in text(client.get(f"/projects/{project.pk}/"))
    codes = ("strategy", "affected", "employees_early", "similar", "first_risks", "archive")
    answers = {f"{code}-state": "open" for code in codes}
    refused = client.post(page, {**answers, "strategy-state": "done", "similar-state": "not_relevant"})
    assert "Say why it is not relevant here." in text(refused)
    assert not project.checklist_answers.exists()
    said = {"strategy-state": "done", "similar-state": "not_relevant", "similar-reason": "The first of its kind."}
    assert client.post(page, {**answers, **said}).status_code == 302
    shown = text(as_person(cast.decision_maker).get(step(project)))
    assert "4 of 6 are open:" in shown
    assert "The first of its kind." in shown


def test_a_checklist_is_read_by_others_and_gone_once_the_gate_is_passed(cast: Cast, as_person: SignIn) -> None:
    project = cast.proposed()
    page = f"/projects/{project.pk}/checklists/{GATE}/"
    assert "<form class" not in text(as_person(cast.controller).get(page)).split("<main")[1]
    cast.take(project, GATE, cast.decision_maker)
    assert as_person(cast.leader).get(page).status_code == 404


def test_hold_and_stop_are_answered_on_the_page_though_something_is_missing(cast: Cast, as_person: SignIn) -> None:
    project = cast.concept()
    Project.objects.filter(pk=project.pk).update(alternatives="")
    client = as_person(cast.decision_maker)
    assert "Answer it with rework, hold or stop" in text(client.get(f"/projects/{project.pk}/"))
    page = step(project, "approve_planning")
    shown = text(client.get(page))
    assert "these are the only answers" in shown
    assert 'value="rework"' in shown
    assert 'value="go"' not in shown
    answers = {"outcome": "hold", "comment": "No money."}
    assert "on which day it shall be looked at again" in text(client.post(page, answers))
    client.post(page, {**answers, "review_date": "2027-01-10"})
    assert fresh(project).state == "on_hold"


def test_the_difference_to_the_last_round_stands_before_the_buttons(cast: Cast, as_person: SignIn) -> None:
    project = cast.proposed()
    client = as_person(cast.decision_maker)
    client.post(step(project), {"outcome": "rework", "comment": "Too thin.", "round": "1"})
    assert "Nothing has changed since BP1" in text(client.get(step(project)))
    Project.objects.filter(pk=project.pk).update(purpose="Much thicker.")
    shown = text(client.get(step(project)))
    assert "Changed since BP1" in shown
    assert 'value="go"' in shown
    assert "checked" not in shown.split("<main")[1].split("</main")[0]
    assert "<ins>Much thicker.</ins>" in shown
    told = text(client.post(step(project), {"comment": "Fine.", "round": "2"}))
    assert "This field is required." in told
    late = client.post(step(project), {"outcome": "go", "round": "1"})
    assert "Decision maker has answered BP1" in text(late)


def test_members_see_who_is_still_asked_and_the_decision_tells_what_each_said(cast: Cast, as_person: SignIn) -> None:
    cast.body(cast.member, cast.controller, rule="all")
    project = cast.proposed()
    row = {"text": "Ask the unions.", "owner": str(cast.owner.pk), "due_date": "2027-05-01", "blocks": ""}
    demanded = {f"condition-0-{name}": value for name, value in row.items()}
    yes = {"outcome": "go_with_conditions", "comment": "Gladly.", "round": "1", **demanded}
    as_person(cast.member).post(step(project), yes)
    client = as_person(cast.controller)
    shown = text(client.get(step(project)))
    assert "All members of Board must agree" in shown
    assert "Still asked" in shown
    assert "On condition: Ask the unions., by 1 May 2027" in shown
    client.post(step(project), {"outcome": "go", "round": "1"})
    decision = project.gate_decisions.get()
    assert "Gladly." in text(client.get(f"/decisions/{decision.pk}/"))


def test_a_meeting_is_registered_moved_taken_back_and_its_decision_recorded(cast: Cast, as_person: SignIn) -> None:
    council = cast.body(name="Council", rule="elsewhere", secretary=cast.controller)
    project = cast.proposed()
    leader = as_person(cast.leader)
    assert "register when" in text(leader.get(f"/projects/{project.pk}/"))
    page = f"/projects/{project.pk}/referral/"
    assert leader.get(page).status_code == 200
    refused = as_person(cast.member).post(page, {"body": council.pk, "meeting_date": "2026-01-10"})
    assert "is not Council" in text(refused)
    leader.post(page, {"body": council.pk, "meeting_date": "2026-01-10", "case_number": "26/114"})
    referral = Referral.objects.get()
    assert "Waits for Council, meeting on" in text(leader.get(f"/projects/{project.pk}/"))
    assert 'name="meeting_date"' in text(leader.get(f"/referrals/{referral.pk}/"))
    seen = text(as_person(cast.member).get(f"/referrals/{referral.pk}/"))
    assert "an administrator can do this: Leader, Controller." in seen
    assert 'name="reason"' not in seen
    leader.post(f"/referrals/{referral.pk}/", {"meeting_date": "2026-01-12", "case_number": "26/114", "version": "1"})
    assert fresh(referral).meeting_date == date(2026, 1, 12)
    refused = leader.post(f"/referrals/{referral.pk}/", {"meeting_date": "", "version": "2"})
    assert refused.status_code == 200
    secretary = as_person(cast.controller)
    assert 'value="26/114"' in text(secretary.get(step(project)))
    secretary.post(step(project), {"outcome": "go", "decided_on": "2026-01-12", "case_number": "26/114"})
    assert project.gate_decisions.get().decided_on == date(2026, 1, 12)
    again = cast.proposed(title="Another")
    leader.post(f"/projects/{again.pk}/referral/", {"body": council.pk, "meeting_date": "2026-01-10"})
    waiting = again.referrals.get()
    leader.post(f"/referrals/{waiting.pk}/withdraw/", {"reason": "Too early."})
    assert not fresh(waiting).is_open


def test_an_administrator_writes_a_checklist_line_by_line(cast: Cast, as_person: SignIn) -> None:
    client = as_person(cast.administrator)
    page = f"/settings/gates/checklists/{GATE}/full/"
    assert "It is clear which goal" in text(client.get(page))
    assert client.get(f"/settings/gates/checklists/{GATE}/light/").status_code == 404
    assert "text of its own" in text(client.post(page, {"lines": "Twice\nTwice", "edition": "0"}))
    client.post(page, {"lines": "! Is it needed?\n\nWho pays?", "edition": "0"})
    made = [(one["text"], one["required"]) for one in Checklist.objects.get().items]
    assert made == [("Is it needed?", True), ("Who pays?", False)]
    assert "edition 1 is in force" in text(client.post(page, {"lines": "Other", "edition": "0"}))
    client.post(page, {"lines": "Who pays?", "edition": "1"})
    shown = text(client.get(page))
    assert "Edition 1, from" in shown
    assert '<li>Is it needed? <span class="hint">The gate waits for this.' in shown
    assert client.get("/settings/gates/checklists/close/light/").status_code == 200


def test_an_administrator_keeps_bodies_and_says_who_decides(cast: Cast, as_person: SignIn) -> None:
    client = as_person(cast.administrator)
    body = {"name": "Board", "rule": "any_one", "members": [str(cast.member.pk)]}
    assert "Name at least one member" in text(client.post("/settings/gates/bodies/new/", {**body, "members": []}))
    client.post("/settings/gates/bodies/new/", body)
    board = DecidingBody.objects.get()
    client.post(f"/settings/gates/bodies/{board.pk}/", {**body, "name": "The board", "version": "1"})
    assert client.get("/settings/gates/deciders/new/").status_code == 200
    client.post("/settings/gates/deciders/new/", {"gate": GATE, "unit": "", "body": str(board.pk)})
    rule = GateDecider.objects.get()
    client.post(f"/settings/gates/deciders/{rule.pk}/", {"gate": "", "body": str(board.pk), "version": "1"})
    page = text(client.get("/settings/gates/"))
    assert "The board" in page
    assert "Every gate" in page
    client.post(f"/settings/gates/deciders/{rule.pk}/delete/")
    client.post(f"/settings/gates/bodies/{board.pk}/delete/")
    assert not DecidingBody.objects.exists()
    assert as_person(cast.leader).get("/settings/gates/").status_code == 403


def test_gates_that_nobody_decided_here_stand_on_page_and_history(cast: Cast, as_person: SignIn) -> None:
    fields = {"title": "Already running", "unit": cast.unit, "leader": cast.leader, "state": "executing"}
    now = timezone.now()
    project = projects.create_project(organisation=cast.organisation, fields=fields, by=cast.administrator, now=now)
    for page in (f"/projects/{project.pk}/", f"/projects/{project.pk}/history/"):
        shown = text(as_person(cast.leader).get(page))
        assert shown.count("Not decided here") == 3
        assert "already past it when Administrator registered it" in shown


def test_items_and_conditions_are_compared_in_one_line_each(cast: Cast, as_person: SignIn) -> None:
    demanded = {"text": "Ask the unions.", "owner": cast.member, "due_date": date(2026, 4, 1), "blocks": "next"}
    here = {"by": cast.leader, "now": cast.now}
    project = cast.take(cast.proposed(), GATE, cast.decision_maker, conditions=[demanded])
    client = as_person(cast.decision_maker)
    assert "<ins>Member · 1 April 2026 · Open</ins>" in text(client.get(step(project, "approve_planning")))
    client.post(step(project, "approve_planning"), {"outcome": "rework", "comment": "Too thin.", "round": "1"})
    checklists.answer_item(project=project, gate="approve_planning", item="risks", state="done", **here)
    conditions.fulfil(condition=project.conditions.get(), note="They agree.", **here)
    shown = text(client.get(step(project, "approve_planning")))
    assert "<del>Open</del>" in shown
    assert "<ins>Done · Leader · 2 March 2026</ins>" in shown
    assert "<ins>Member · 1 April 2026 · Done · They agree.</ins>" in shown


def test_a_condition_is_given_to_somebody_else_with_a_reason(cast: Cast, as_person: SignIn) -> None:
    demanded = {"text": "Ask the unions.", "owner": cast.member, "due_date": date(2026, 4, 1), "blocks": "next"}
    project = cast.take(cast.proposed(), GATE, cast.decision_maker, conditions=[demanded])
    condition = project.conditions.get()
    page, client = f"/conditions/{condition.pk}/change/", as_person(cast.leader)
    shown = text(client.get(f"/conditions/{condition.pk}/"))
    for words in ("BP2 is not passed while this is open", "Demanded at BP1: Go, with conditions", page, "has passed"):
        assert words in shown
    answers = {"owner": str(cast.owner.pk), "due_date": "2027-05-01", "version": "1"}
    assert client.post(page, answers).status_code == 200
    assert client.post(page, {**answers, "change_reason": "Member is away."}).status_code == 302
    assert (fresh(condition).owner, fresh(condition).due_date) == (cast.owner, date(2027, 5, 1))
    assert "Only the project" in text(as_person(cast.member).get(page))
    conditions.fulfil(condition=fresh(condition), note="Done.", by=cast.leader, now=cast.now)
    assert "fulfilled already" in text(client.get(page))
    late = client.post(page, {**answers, "change_reason": "Again.", "version": "3"})
    assert "fulfilled already" in text(late)


def test_the_end_of_follow_up_is_answered_like_every_gate(cast: Cast, as_person: SignIn) -> None:
    project = cast.realising()
    project.benefits.update(outcome="realised", outcome_explanation="As hoped.")
    cast.lesson(project)
    page, client = step(project, "close"), as_person(cast.decision_maker)
    shown = text(client.get(page))
    assert "The outcomes are talked through" in shown
    assert 'value="hold"' not in shown
    client.post(page, {"outcome": "rework", "comment": "One more figure.", "round": "1"})
    assert fresh(project).state == "realising"
    client.post(page, {"outcome": "go", "comment": "Enough is known.", "round": "2"})
    assert fresh(project).state == "closed"


def test_a_secretary_finds_the_meeting_filled_in_also_where_the_answer_is_no(cast: Cast, as_person: SignIn) -> None:
    council = cast.body(name="Council", rule="elsewhere", secretary=cast.controller)
    project = cast.proposed()
    meeting = {"meeting_date": date(2026, 1, 10), "case_number": "26/114"}
    referrals.refer(project=project, body=council, fields=meeting, by=cast.leader, now=cast.now)
    client = as_person(cast.controller)
    for name in (GATE, "reject"):
        shown = text(client.get(step(project, name)))
        assert "Where and when it was decided" in shown
        assert 'value="26/114"' in shown
        assert 'name="body"' not in shown
    assert "Somebody else does this" in text(as_person(cast.decision_maker).get(step(project)))


def test_an_administrator_who_decides_answers_rework_without_overriding(cast: Cast, as_person: SignIn) -> None:
    project = cast.concept()
    Project.objects.filter(pk=project.pk).update(alternatives="")
    give_role(cast.administrator, "decision_maker", now=cast.now)
    page, client = step(project, "approve_planning"), as_person(cast.administrator)
    client.post(page, {"outcome": "rework", "comment": "Too thin.", "round": "1"})
    assert fresh(project).gate_decisions.get(gate="approve_planning").overridden == []
