"""A project's pages: who sees them, what they offer, and that nothing typed is lost."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from projects.models import Gap, Milestone, Project
from tests.cast import Cast, fresh
from tests.pages.conftest import SignIn


def page_of(project: Project, *parts: str) -> str:
    return "/".join([f"/projects/{project.pk}", *parts, ""])


def text(answer) -> str:
    return answer.content.decode()


@pytest.mark.parametrize("parts", [(), ("edit",), ("milestones",), ("milestones", "new"), ("steps", "submit")])
def test_a_stranger_finds_no_page_of_a_project(cast: Cast, as_person: SignIn, parts: tuple[str, ...]) -> None:
    assert as_person(cast.stranger).get(page_of(cast.proposed(), *parts)).status_code == 404


def test_a_draft_is_no_page_for_a_member_and_one_for_its_leader(cast: Cast, as_person: SignIn) -> None:
    project = cast.draft()
    assert as_person(cast.member).get(page_of(project)).status_code == 404
    assert as_person(cast.leader).get(page_of(project)).status_code == 200


def test_a_blocked_step_names_what_is_missing_as_links(cast: Cast, as_person: SignIn) -> None:
    project = cast.draft(purpose="")
    page = text(as_person(cast.leader).get(page_of(project)))
    assert f'href="/projects/{project.pk}/edit/#id_purpose"' in page
    assert "Can be mended by the project" in page


def test_a_step_without_questions_takes_one_press(cast: Cast, as_person: SignIn) -> None:
    project = cast.draft()
    client = as_person(cast.leader)
    assert f'action="/projects/{project.pk}/steps/submit/"' in text(client.get(page_of(project)))
    client.post(page_of(project, "steps", "submit"))
    assert fresh(project).state == "proposed"


def test_somebody_who_may_not_is_told_who_may(cast: Cast, as_person: SignIn) -> None:
    page = text(as_person(cast.member).get(page_of(cast.proposed())))
    assert "Only a decision maker for the unit can do this: Decision maker." in page


def test_nobody_fills_in_a_form_that_would_be_refused_when_it_is_saved(cast: Cast, as_person: SignIn) -> None:
    project = cast.proposed()
    client = as_person(cast.member)
    for parts in (("milestones", "new"), ("benefits", "new"), ("map", "changes", "new"), ("open-results", "new")):
        answer = client.get(page_of(project, *parts))
        assert answer.status_code == 403, parts
        assert f'href="/projects/{project.pk}/">Back to “' in text(answer)
    as_person(cast.administrator)
    settings = client.get("/settings/people/")
    assert settings.status_code == 403
    assert "Only an administrator of the organisation can do this." in text(settings)
    assert f"mailto:{cast.administrator.email}" in text(settings)


def test_a_gate_is_answered_with_conditions_and_a_record(cast: Cast, as_person: SignIn) -> None:
    project = cast.proposed()
    answers = {
        "outcome": "go_with_conditions",
        "comment": "Begin small.",
        "body": "The council",
        "case_number": "26/104",
        "condition-0-text": "Ask the users",
        "condition-0-owner": str(cast.leader.pk),
        "condition-0-due_date": "2027-01-31",
    }
    answer = as_person(cast.decision_maker).post(page_of(project, "steps", "approve_concept"), answers, follow=True)
    assert "BP1: Go, with conditions" in text(answer)
    assert "Ask the users" in text(answer)
    decision = project.gate_decisions.get()
    assert (decision.body, decision.case_number, decision.conditions.get().owner) == (
        "The council",
        "26/104",
        cast.leader,
    )


def test_a_condition_without_an_owner_stays_on_the_page_with_its_words(cast: Cast, as_person: SignIn) -> None:
    project = cast.proposed()
    answers = {"outcome": "go_with_conditions", "condition-0-text": "Ask the users"}
    answer = as_person(cast.decision_maker).post(page_of(project, "steps", "approve_concept"), answers)
    assert "A condition needs a text, an owner and a date." in text(answer)
    assert 'value="Ask the users"' in text(answer)
    assert fresh(project).state == "proposed"


def test_a_refused_step_is_words_on_its_page(cast: Cast, as_person: SignIn) -> None:
    project = cast.proposed()
    answer = as_person(cast.member).post(page_of(project, "steps", "approve_concept"), {"outcome": "go"})
    assert answer.status_code == 200
    assert "Only a decision maker for the unit can do this: Decision maker." in text(answer)
    assert fresh(project).state == "proposed"


def test_a_step_that_is_gone_leads_back_with_words(cast: Cast, as_person: SignIn) -> None:
    answer = as_person(cast.leader).post(page_of(cast.proposed(), "steps", "submit"), follow=True)
    assert "This step is no longer open" in text(answer)


def test_a_step_nobody_has_heard_of_does_not_exist(cast: Cast, as_person: SignIn) -> None:
    assert as_person(cast.leader).get(page_of(cast.proposed(), "steps", "delete")).status_code == 404


def test_an_administrator_overrides_with_a_reason_that_stays_visible(cast: Cast, as_person: SignIn) -> None:
    project = cast.concept(alternatives="")
    client = as_person(cast.administrator)
    answers = {"outcome": "go", "override": "on"}
    refused = client.post(page_of(project, "steps", "approve_planning"), answers)
    assert "This step needs an answer here." in text(refused)
    answer = client.post(page_of(project, "steps", "approve_planning"), {**answers, "comment": "Urgent."}, follow=True)
    assert "Overridden by an administrator" in text(answer)


def test_only_those_who_edit_come_to_the_form(cast: Cast, as_person: SignIn) -> None:
    answer = as_person(cast.member).get(page_of(cast.proposed(), "edit"), follow=True)
    assert "Only the project" in text(answer)


def canvas(client, project: Project, **changes: str) -> dict[str, str]:
    """The form as the browser would send it, with changes."""
    form = client.get(page_of(project, "edit")).context["form"]
    sent = {field.html_name: field.value() for field in form if field.value() not in (None, False)}
    return {**sent, **changes}


def test_a_period_is_kept_as_it_was_entered(cast: Cast, as_person: SignIn) -> None:
    project = cast.draft()
    client = as_person(cast.leader)
    page = client.post(page_of(project, "edit"), canvas(client, project, start_date="2026-Q2"), follow=True)
    assert "2026-Q2" in text(page)
    assert fresh(project).start_date == date(2026, 4, 1)


def test_an_unreadable_date_is_told_at_the_field_and_on_top(cast: Cast, as_person: SignIn) -> None:
    project = cast.draft()
    client = as_person(cast.leader)
    sent = canvas(client, project, start_date="soon", vision="Everybody sleeps.")
    page = text(client.post(page_of(project, "edit"), sent))
    assert 'href="#id_start_date"' in page
    assert 'value="soon"' in page
    assert "Everybody sleeps." in page


def test_two_who_change_different_fields_both_keep_theirs(cast: Cast, as_person: SignIn) -> None:
    project = cast.draft()
    mine, theirs = as_person(cast.leader), as_person(cast.administrator)
    late = canvas(mine, project, vision="Mine.")
    theirs.post(page_of(project, "edit"), canvas(theirs, project, purpose="Theirs."))
    page = mine.post(page_of(project, "edit"), late)
    assert "Somebody has changed this since you opened it." in text(page)
    again = {**late, **{name: page.context["form"].data[name] for name in ("version", "purpose")}}
    mine.post(page_of(project, "edit"), again)
    assert (fresh(project).purpose, fresh(project).vision) == ("Theirs.", "Mine.")


def test_two_who_change_the_same_field_are_shown_both_versions(cast: Cast, as_person: SignIn) -> None:
    project = cast.draft()
    mine, theirs = as_person(cast.leader), as_person(cast.administrator)
    late = canvas(mine, project, purpose="Mine.")
    theirs.post(page_of(project, "edit"), canvas(theirs, project, purpose="Theirs."))
    page = mine.post(page_of(project, "edit"), late)
    [difference] = page.context["form"].differences
    assert (difference.theirs, difference.by, difference.mine) == ("Theirs.", "Administrator", "Mine.")
    mine.post(page_of(project, "edit"), {**late, "version": page.context["form"].data["version"]})
    assert fresh(project).purpose == "Mine."


def test_saving_a_new_project_twice_makes_one(cast: Cast, as_person: SignIn) -> None:
    client = as_person(cast.member)
    draft = client.get("/projects/new/").context["form"]["draft"].value()
    typed = {"draft": str(draft), "title": "Fewer falls", "leader": str(cast.member.pk)}
    assert text(client.post(f"/projects/new/{draft}/", typed)).startswith("Saved as a draft.")
    client.post("/projects/new/", {**typed, "purpose": "Safety."})
    project = Project.objects.get(title="Fewer falls")
    assert (project.purpose, project.leader) == ("Safety.", cast.member)


def test_a_project_without_a_title_is_not_registered(cast: Cast, as_person: SignIn) -> None:
    client = as_person(cast.member)
    draft = client.get("/projects/new/").context["form"]["draft"].value()
    assert text(client.post(f"/projects/new/{draft}/", {"draft": str(draft), "title": ""})) == ""
    assert "This was not saved" in text(client.post("/projects/new/", {"draft": str(draft), "purpose": "x"}))


def test_a_milestone_is_set_moved_and_reached(cast: Cast, as_person: SignIn) -> None:
    project = cast.draft()
    client = as_person(cast.leader)
    new = {"title": "Routine agreed", "kind": "deliverable", "due_date": "2026-06"}
    client.post(page_of(project, "milestones", "new"), new)
    milestone = Milestone.objects.get(title="Routine agreed")
    client.post(f"/milestones/{milestone.pk}/edit/", {**new, "version": "1", "due_date": "2026-08"})
    assert "62 days later than first planned" in text(client.get(page_of(project, "milestones")))
    client.post(f"/milestones/{milestone.pk}/reach/")
    assert fresh(milestone).reached_date


def test_a_draft_shows_what_a_later_gate_will_ask_for(cast: Cast, as_person: SignIn) -> None:
    page = text(as_person(cast.leader).get(page_of(cast.draft(alternatives=""))))
    assert "Describe the alternatives, doing nothing included." in page
    assert "BP2 will ask for" in page


def test_a_gap_is_closed_on_the_page(cast: Cast, as_person: SignIn) -> None:
    project = cast.draft()
    due = cast.now.date() + timedelta(days=30)
    gap = Gap.objects.create(
        organisation=cast.organisation, project=project, code="no_goal", gate="approve_planning", due_date=due
    )
    client = as_person(cast.leader)
    assert "linked to a goal" in text(client.get(page_of(project)))
    client.post(f"/gaps/{gap.pk}/close/", {"note": "Linked."})
    assert fresh(gap).closed_at


def test_a_project_of_many_benefits_takes_as_many_queries_as_one_of_few(cast: Cast, as_person: SignIn) -> None:
    project = cast.planning()
    client = as_person(cast.leader)

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            client.get(page_of(project))
        return len(seen)

    few = queries()
    for number in range(5):
        cast.indicator(cast.benefit(project, title=f"No {number}"))
    assert queries() <= few + 2


def test_who_answers_for_a_milestone_says_when_it_was_reached(cast: Cast, as_person: SignIn) -> None:
    project = cast.executing()
    theirs = cast.milestone(project, title="Routine agreed", responsible=cast.member)
    other = cast.milestone(project, title="Screens hung up")
    client = as_person(cast.member)
    page = client.get(page_of(project, "milestones")).content.decode()
    assert f"/milestones/{theirs.pk}/reach/" in page
    assert f"/milestones/{other.pk}/reach/" not in page
    form = client.get(f"/milestones/{theirs.pk}/edit/").content.decode()
    assert 'name="reached_date"' in form
    assert 'name="title"' not in form
    sent = {"version": str(theirs.version), "reached_date": "2026-01-05", "title": "Another"}
    assert client.post(f"/milestones/{theirs.pk}/edit/", sent).status_code == 302
    assert (fresh(theirs).reached_date_entered, fresh(theirs).title) == ("2026-01-05", "Routine agreed")
    assert client.get(f"/milestones/{other.pk}/edit/").status_code == 403
