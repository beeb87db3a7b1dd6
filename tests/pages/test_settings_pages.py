"""What an administrator looks after, and what each person has for themselves."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from register.models import ApiToken, Goal, Person, Programme, Unit
from register.services import tokens
from tests.cast import Cast, fresh
from tests.pages.conftest import SignIn
from workflows.models import Notice

PAGES = ["", "organisation/", "units/", "units/new/", "people/", "people/invite/", "goals/", "programmes/", "tokens/"]
PAGES += ["mails/", "audit/"]


def text(answer) -> str:
    return answer.content.decode()


@pytest.mark.parametrize("page", PAGES)
def test_settings_are_for_administrators_and_others_are_told_so(cast: Cast, as_person: SignIn, page: str) -> None:
    refused = as_person(cast.controller).get(f"/settings/{page}")
    assert refused.status_code == 403
    assert "Only an administrator of the organisation can do this." in text(refused)
    assert as_person(cast.administrator).get(f"/settings/{page}").status_code == 200


def test_only_administrators_see_the_way_to_the_settings(cast: Cast, as_person: SignIn) -> None:
    assert 'href="/settings/"' in text(as_person(cast.administrator).get("/"))
    assert 'href="/settings/"' not in text(as_person(cast.controller).get("/"))


def test_an_organisation_names_its_gates_and_sets_its_limits(cast: Cast, as_person: SignIn) -> None:
    client = as_person(cast.administrator)
    form = client.get("/settings/organisation/").context["form"]
    sent = {field.html_name: field.value() for field in form if field.value() not in (None, "")}
    changes = {"approve_concept": "Start", "follow_up_months": "2, 4", "on_track": "0,8"}
    client.post("/settings/organisation/", {**sent, **changes})
    row = fresh(cast.organisation)
    assert row.gate_label("approve_concept") == "Start"
    assert row.limits == {"follow_up_months": [2, 4], "on_track": "0.8"}


def test_a_limit_that_cannot_be_read_is_told_at_its_field(cast: Cast, as_person: SignIn) -> None:
    client = as_person(cast.administrator)
    form = client.get("/settings/organisation/").context["form"]
    sent = {field.html_name: field.value() for field in form if field.value() not in (None, "")}
    answer = client.post("/settings/organisation/", {**sent, "follow_up_months": "soon"})
    assert "Write whole numbers with commas between them" in text(answer)
    assert 'value="soon"' in text(answer)


def test_a_unit_is_added_moved_given_a_manager_and_deleted(cast: Cast, as_person: SignIn) -> None:
    client = as_person(cast.administrator)
    client.post("/settings/units/new/", {"name": "Night care", "parent": cast.unit.pk, "line_manager": cast.member.pk})
    unit = Unit.objects.get(name="Night care")
    assert (unit.parent, unit.line_manager) == (cast.unit, cast.member)
    moved = {"name": "Night care", "parent": cast.top.pk, "line_manager": cast.controller.pk, "version": unit.version}
    client.post(f"/settings/units/{unit.pk}/", moved)
    assert (fresh(unit).parent, fresh(unit).line_manager) == (cast.top, cast.controller)


def test_a_unit_on_which_things_rest_is_not_deleted_and_it_is_said(cast: Cast, as_person: SignIn) -> None:
    cast.draft()
    client = as_person(cast.administrator)
    page = f"http://testserver/settings/units/{cast.unit.pk}/"
    answer = client.post(f"/settings/units/{cast.unit.pk}/delete/", headers={"referer": page}, follow=True)
    assert "This cannot be deleted" in text(answer)
    assert Unit.objects.filter(pk=cast.unit.pk).exists()


def test_somebody_is_invited_by_mail(cast: Cast, as_person: SignIn) -> None:
    client = as_person(cast.administrator)
    client.post("/settings/people/invite/", {"email": "new@testby.example", "name": "", "language": "nb"})
    call_command("sweep")
    person = Person.objects.get(email="new@testby.example")
    assert "new@testby.example" in mail.outbox[-1].to[0]
    assert text(client.get(f"/settings/people/{person.pk}/")).count("Has an account") == 1


def test_a_role_is_given_and_taken(cast: Cast, as_person: SignIn) -> None:
    client = as_person(cast.administrator)
    client.post(f"/settings/people/{cast.member.pk}/roles/", {"role": "controller", "unit": cast.unit.pk})
    role = cast.member.assignments.get()
    assert (role.role, role.unit) == ("controller", cast.unit)
    client.post(f"/settings/roles/{role.pk}/take/")
    assert not cast.member.assignments.exists()


def test_an_absence_is_noted_and_taken_away(cast: Cast, as_person: SignIn) -> None:
    client = as_person(cast.administrator)
    away = {"from_date": "2026-07-01", "to_date": "2026-07-31", "deputy": cast.deputy.pk}
    client.post(f"/settings/people/{cast.member.pk}/absences/", away)
    absence = cast.member.absences.get()
    assert absence.deputy == cast.deputy
    client.post(f"/settings/absences/{absence.pk}/delete/")
    assert not cast.member.absences.exists()


def test_access_is_closed_at_once_and_opened_again(cast: Cast, as_person: SignIn) -> None:
    client, theirs = as_person(cast.administrator), as_person(cast.member)
    client.post(f"/settings/people/{cast.member.pk}/deactivate/")
    assert theirs.get("/").status_code == 403
    client.post(f"/settings/people/{cast.member.pk}/reactivate/")
    assert theirs.get("/").status_code == 200


def test_a_person_of_another_organisation_does_not_exist(cast: Cast, as_person: SignIn) -> None:
    client = as_person(cast.administrator)
    assert client.get(f"/settings/people/{cast.stranger.pk}/").status_code == 404
    assert client.post(f"/settings/people/{cast.stranger.pk}/deactivate/").status_code == 404


def test_goals_and_programmes_are_added_and_changed(cast: Cast, as_person: SignIn) -> None:
    client = as_person(cast.administrator)
    client.post("/settings/goals/new/", {"title": "Safe at home", "level": "strategy", "target_date": "2027"})
    goal = Goal.objects.get(title="Safe at home")
    assert (goal.target_date_entered, goal.target_date.month) == ("2027", 12)
    changed = {"title": "Safe", "level": "strategy", "target_date": "2027", "version": goal.version}
    client.post(f"/settings/goals/{goal.pk}/", changed)
    assert fresh(goal).title == "Safe"
    client.post(f"/settings/goals/{goal.pk}/delete/")
    assert not Goal.objects.exists()
    client.post("/settings/programmes/new/", {"title": "Better together"})
    programme = Programme.objects.get()
    client.post(f"/settings/programmes/{programme.pk}/", {"title": "Best together", "version": programme.version})
    assert fresh(programme).title == "Best together"


def test_a_token_is_shown_once_and_works_until_it_is_revoked(cast: Cast, as_person: SignIn) -> None:
    client = as_person(cast.administrator)
    answer = client.post("/settings/tokens/", {"name": "Nightly export", "scope": "read"})
    secret = answer.context["secret"]
    assert secret in text(answer)
    assert secret not in text(client.get("/settings/tokens/"))
    token = ApiToken.objects.get()
    assert tokens.recognise(secret=secret, now=timezone.now()) == token
    client.post(f"/tokens/{token.pk}/revoke/")
    assert tokens.recognise(secret=secret, now=timezone.now()) is None


def test_everybody_makes_tokens_of_their_own(cast: Cast, as_person: SignIn) -> None:
    as_person(cast.member).post("/me/tokens/", {"name": "My script", "scope": "write"})
    assert ApiToken.objects.get().person == cast.member
    assert "My script" not in text(as_person(cast.leader).get("/me/tokens/"))


def test_a_mail_given_up_is_shown_with_the_servers_words_and_sent_again(cast: Cast, as_person: SignIn) -> None:
    moment = timezone.now() - timedelta(days=2)
    when = {"created_at": moment, "send_after": moment, "try_after": moment}
    who = {"organisation": cast.organisation, "recipient": cast.leader, "kind": "x", "once_key": "x"}
    notice = Notice.objects.create(**who, **when, status="dead", last_error="550 No such user", message_id="<1@x>")
    client = as_person(cast.administrator)
    assert "550 No such user" in text(client.get("/settings/mails/"))
    client.post(f"/settings/mails/{notice.pk}/send-again/")
    assert fresh(notice).status == "new"


def test_the_seal_of_the_history_is_checked_when_asked(cast: Cast, as_person: SignIn) -> None:
    cast.draft()
    assert "The seal holds" in text(as_person(cast.administrator).post("/settings/audit/"))


def test_a_person_changes_their_own_name_and_nobody_elses(cast: Cast, as_person: SignIn) -> None:
    client = as_person(cast.member)
    version = client.get("/me/").context["form"]["version"].value()
    client.post("/me/", {"name": "New name", "language": "da", "version": version})
    assert (fresh(cast.member).name, fresh(cast.member).language) == ("New name", "da")
    assert client.get(f"/settings/people/{cast.leader.pk}/").status_code == 403


def test_a_person_says_when_they_are_away(cast: Cast, as_person: SignIn) -> None:
    away = {"from_date": "2026-07-31", "to_date": "2026-07-01", "deputy": cast.deputy.pk}
    client = as_person(cast.member)
    assert "The absence ends before it begins." in text(client.post("/me/absences/", away))
    client.post("/me/absences/", {**away, "to_date": "2026-08-01"})
    assert cast.member.absences.get().deputy == cast.deputy
