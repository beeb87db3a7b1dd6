"""A whole municipality goes into another: everything follows, nobody sees more, and the past can still be read."""

from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.test import Client

from projects.models import (
    CalendarFeed,
    Checklist,
    DecidingBody,
    GateDecider,
    ImportRun,
    Project,
    Reminder,
    ReminderRound,
)
from projects.permissions import four_eyes
from projects.reports.duties import duties_of
from projects.reports.history import history_of
from projects.reports.holdings import without_owner
from projects.services import calendar_feeds, merging_organisations, projects, reminders
from projects.services.merging_rows import STAYS, pointers_to
from register.errors import InvalidInput, NotPermitted, NotPossible
from register.models import Account, Goal, Organisation, Person, Programme, RoleAssignment, Tenure, Unit
from register.services import audit_verification, tokens, units
from register.sessions import people_of
from tests.api_caller import Caller
from tests.architecture.test_audited import live_through_everything
from tests.cast import Cast, fresh, give_role, person
from workflows.models import Notice

LEFT_BEHIND = {
    "register.auditevent": "the trail is never changed",
    "register.audithead": "it is the end of the trail",
    "register.person": "who is known in the other organisation: the trail names them by this row",
    "projects.checklist": "an edition that holds no more, because the other organisation has a list of its own",
}


@pytest.fixture
def into(cast: Cast) -> Organisation:
    """The municipality next door, with an administrator."""
    cast.host = person(cast.stranger.organisation, "Host", now=cast.now, role="administrator")
    return cast.stranger.organisation


def merge(cast: Cast, into: Organisation, **more: Any) -> dict[str, int]:
    cast.now += timedelta(hours=1)
    return merging_organisations.merge(gone=fresh(cast.organisation), into=into, by=None, now=cast.now, **more)


def double_of(somebody: Person, into: Organisation, **fields: Any) -> Person:
    """The same human being in the other organisation."""
    given = {"name": somebody.name, "email": somebody.email.upper(), "language": "en", **fields}
    return Person.objects.create(organisation=into, **given)


def left_in(organisation: Organisation) -> dict[str, int]:
    found: dict[str, int] = {}
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.concrete_fields:
            if field.related_model is Organisation:
                number = model._default_manager.filter(**{field.name: organisation}).count()
                if number:
                    found[model._meta.label_lower] = number
    return found


def test_no_row_is_left_behind_but_for_those_with_a_reason(cast: Cast, into: Organisation) -> None:
    live_through_everything(cast)
    reminders.make_round(organisation=cast.organisation, now=cast.now, at_once=True)
    the_rest(cast)
    ImportRun.objects.create(organisation=cast.organisation, person=cast.leader, content=b"", file_name="x")
    matched = double_of(cast.leader, into)
    ImportRun.objects.create(organisation=into, person=matched, content=b"", file_name="x")
    held = Checklist.objects.create(organisation=cast.organisation, gate="approve_concept", track="full", edition=9)
    Checklist.objects.create(organisation=into, gate="approve_concept", track="full", edition=9)
    filled = set(left_in(cast.organisation))
    merge(cast, into)
    left = left_in(cast.organisation)
    assert left.keys() == LEFT_BEHIND.keys()
    assert (left["register.person"], left["projects.checklist"]) == (1, 2)  # both editions for that gate
    assert fresh(held).organisation == cast.organisation
    with_organisation = {model._meta.label_lower for model, name in pointers_to(Organisation) if name == "organisation"}
    assert with_organisation == filled - {model._meta.label_lower for model in STAYS}
    assert {model._meta.label_lower for model in STAYS} == {"register.auditevent", "register.audithead"}


def the_rest(cast: Cast) -> None:
    """What comes with time, and not by one change."""
    own = {"organisation": cast.organisation}
    Tenure.objects.create(unit=cast.unit, person=cast.leader, ended_at=cast.now, **own)
    day = cast.now.date()
    Reminder.objects.create(
        recipient=cast.leader, duty_kind="gap", subject_id=cast.unit.pk, due_date=day, rung=0, on_date=day, **own
    )
    Programme.objects.filter(organisation=cast.organisation).first().participants.add(cast.organisation)


def test_nothing_points_at_a_person_who_is_somebody_else_now(cast: Cast, into: Organisation) -> None:
    live_through_everything(cast)
    the_rest(cast)
    former = [cast.leader, cast.owner, cast.line_manager, cast.member, cast.decision_maker]
    for one in former:
        double_of(one, into)
    merge(cast, into)
    for model, name in pointers_to(Person):
        assert not model._default_manager.filter(**{f"{name}__in": former}).exists(), (model, name)
    assert not any(fresh(one).is_active for one in former)


def test_units_lie_below_a_new_one_with_the_old_name_and_keep_their_line_managers(
    cast: Cast, into: Organisation
) -> None:
    same = double_of(cast.line_manager, into)
    project = cast.planning()
    merge(cast, into)
    top = Unit.objects.get(organisation=into, name=cast.organisation.name)
    assert (fresh(cast.top).parent, fresh(cast.unit).parent, top.parent) == (top, cast.top, None)
    assert fresh(cast.unit).line_manager == same
    assert fresh(project).organisation == into
    assert project.handovers.get().line_manager == same


def test_nobody_is_asked_anew_where_the_people_stay(cast: Cast, into: Organisation) -> None:
    cast.planning()
    double_of(cast.line_manager, into)
    merge(cast, into)
    assert without_owner(into, into.local_date(cast.now)) == []


def test_what_rests_on_somebody_who_has_left_waits_for_an_owner_as_before(cast: Cast, into: Organisation) -> None:
    cast.planning()
    Person.objects.filter(pk=cast.line_manager.pk).update(is_active=False, left_at=cast.now)
    before = len(without_owner(cast.organisation, into.local_date(cast.now)))
    merge(cast, into)
    assert before
    assert len(without_owner(into, into.local_date(cast.now))) == before


def test_roles_in_the_whole_organisation_become_roles_on_its_unit_and_administrators_end(
    cast: Cast, into: Organisation
) -> None:
    same = double_of(cast.controller, into)
    give_role(same, "controller", now=cast.now)
    own = cast.planning()
    merge(cast, into)
    top = Unit.objects.get(organisation=into, name=cast.organisation.name)
    held = RoleAssignment.objects.filter(person=same, role="controller")
    assert {one.unit for one in held} == {None, top}
    decides = fresh(cast.decision_maker).standing
    assert decides.has("decision_maker", own.unit_id)
    assert not decides.everywhere
    assert not RoleAssignment.objects.filter(person=cast.administrator).exists()
    assert fresh(cast.host).standing.administrator


def test_keys_references_and_bodies_get_the_old_name_before_them_only_where_they_clash(
    cast: Cast, into: Organisation
) -> None:
    theirs = projects.create_project(organisation=into, fields={"title": "Theirs"}, by=cast.host, now=cast.now)
    Project.objects.filter(pk=theirs.pk).update(key="ext-1")
    clashing, free = cast.draft(), cast.draft(title="Free")
    assert clashing.reference == theirs.reference != free.reference
    Project.objects.filter(pk=clashing.pk).update(key="ext-1")
    Project.objects.filter(pk=free.pk).update(key="ext-2")
    for home in (cast.organisation, into):
        DecidingBody.objects.create(organisation=home, name="Council")
    merge(cast, into)
    assert fresh(clashing).reference == f"Testby kommune {theirs.reference}"
    assert (fresh(clashing).key, fresh(free).key) == ("Testby kommune: ext-1", "ext-2")
    assert fresh(free).reference == free.reference
    assert set(DecidingBody.objects.values_list("name", flat=True)) == {"Council", "Testby kommune: Council"}


def test_a_name_that_is_taken_even_so_gets_a_number(cast: Cast, into: Organisation) -> None:
    for name in ("Council", "Testby kommune: Council"):
        DecidingBody.objects.create(organisation=into, name=name)
    body = DecidingBody.objects.create(organisation=cast.organisation, name="Council")
    merge(cast, into)
    assert fresh(body).name == "Testby kommune: Council (2)"


def test_an_account_comes_along_to_who_has_none_there(cast: Cast, into: Organisation) -> None:
    account = Account.objects.create(email=cast.leader.email)
    Person.objects.filter(pk=cast.leader.pk).update(account=account)
    same = double_of(cast.leader, into)
    merge(cast, into)
    assert (fresh(same).account, fresh(cast.leader).account) == (account, None)


def test_a_rule_for_the_whole_organisation_holds_for_its_unit(cast: Cast, into: Organisation) -> None:
    body = cast.body(cast.member)
    rule = GateDecider.objects.filter(body=body).first() or GateDecider.objects.create(
        organisation=cast.organisation, body=body
    )
    merge(cast, into)
    assert fresh(rule).unit.name == cast.organisation.name
    assert list(fresh(body).members.all()) == [cast.member]


def test_a_shared_programme_is_shared_with_the_other_organisation(cast: Cast, into: Organisation) -> None:
    third = Organisation.objects.create(name="Third", country="NO", language="en", currency="NOK", time_zone="UTC")
    shared, own, both = (Programme.objects.create(organisation=one, title="X") for one in (third, into, third))
    mine = Programme.objects.create(organisation=cast.organisation, title="Mine")
    mine.participants.add(into, third)
    for programme in (shared, own, both):
        programme.participants.add(cast.organisation)
    both.participants.add(into)
    merge(cast, into)
    assert [list(one.participants.all()) for one in (shared, own, both, mine)] == [[into], [], [into], [third]]


# The past.


def test_both_chains_hold_and_each_tells_of_the_merge_once(cast: Cast, into: Organisation) -> None:
    cast.realising()
    merge(cast, into, reason="Law of 2026")
    for home in (cast.organisation, into):
        assert audit_verification.verify_organisation(home).broken is None
    last = lines("organisation.merged")
    assert [(one.chain, one.note_in_full()) for one in last] == [(cast.organisation.pk, "Law of 2026")]
    assert [one.chain for one in lines("organisation.took_in")] == [into.pk]
    call_command("verify_audit")


def lines(action: str) -> list[Any]:
    return list(apps.get_model("register.auditevent").objects.filter(action=action))


def test_the_history_of_a_project_goes_on_over_the_merge(
    cast: Cast, into: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = cast.realising()
    before = [one.row.pk for one in history_of(project).events]
    leader = double_of(cast.leader, into)
    merge(cast, into)
    now = fresh(project)
    projects.update_project(project=now, changes={"title": "Renamed"}, by=leader, now=cast.now)
    after = history_of(now)
    assert after.events[0].row.chain == into.pk
    assert [one.row.pk for one in after.events if one.row.chain != into.pk] == before[: len(after.events) - 1]
    monkeypatch.setattr("projects.reports.history.PAGE_SIZE", 1)
    first = history_of(now)
    assert first.older == after.events[0].row.pk
    assert history_of(now, before=first.older).events[0].row.pk == after.events[1].row.pk
    second = history_of(now, before=first.older)
    assert history_of(now, before=second.older).events[0].row.pk == after.events[2].row.pk


def test_the_page_and_the_api_show_it_to_who_may_see_the_project_now(cast: Cast, into: Organisation) -> None:
    project = cast.realising()
    merge(cast, into)
    rows = Caller(cast.host).rows("events/", project=str(project.pk))
    assert {row["organisation"] for row in rows} == {str(cast.organisation.pk)}
    assert all(row["organisation"] == str(into.pk) for row in Caller(cast.host).rows("events/"))


def test_a_signed_handover_stands_and_one_that_waits_reads_as_it_is_now(cast: Cast, into: Organisation) -> None:
    signed = cast.taken_over().handovers.get()
    sent = cast.sent(cast.handing_over(title="Waits"))
    double_of(cast.owner, into, name="Otherwise Spelled")
    double_of(cast.line_manager, into, name="New Spelling")
    counts = merge(cast, into)
    after = fresh(signed)
    assert (after.state, after.snapshot_sha256) == ("accepted", signed.snapshot_sha256)
    assert counts["handovers_sent_anew"] == 1
    assert fresh(sent).snapshot["line_manager"] == "New Spelling"


def test_who_led_a_project_under_their_old_row_still_does_not_decide_on_it(cast: Cast, into: Organisation) -> None:
    project = cast.proposed()
    cast.now += timedelta(minutes=5)
    projects.update_project(project=project, changes={"leader": cast.member}, by=cast.administrator, now=cast.now)
    same, other = double_of(cast.leader, into), double_of(cast.controller, into)
    merge(cast, into)
    assert four_eyes(fresh(project), same)
    assert four_eyes(fresh(project), other) is None


# The ways in.


def test_who_acted_in_the_old_organisation_acts_in_the_other_one(cast: Cast, into: Organisation) -> None:
    account = Account.objects.create(email=cast.leader.email)
    Person.objects.filter(pk=cast.leader.pk).update(account=account)
    same = double_of(cast.leader, into)
    browser = Client()
    browser.force_login(account)
    session = browser.session
    session["organisation"] = str(cast.organisation.pk)
    session.save()
    merge(cast, into)
    assert [one.pk for one in people_of(account)] == [same.pk]
    assert browser.get("/").wsgi_request.person.pk == same.pk


def test_tokens_end_and_calendars_go_along(cast: Cast, into: Organisation) -> None:
    for one in (cast.leader, cast.member):
        Person.objects.filter(pk=one.pk).update(account=Account.objects.create(email=one.email))
    _token, secret = tokens.make_personal_token(person=fresh(cast.leader), by=None, now=cast.now, name="Mine")
    _token, machine = tokens.make_service_token(organisation=cast.organisation, by=None, now=cast.now, name="Machine")
    address = calendar_feeds.make(person=fresh(cast.member), by=cast.member, now=cast.now)
    merge(cast, into)
    assert tokens.recognise(secret=secret, now=cast.now) is tokens.recognise(secret=machine, now=cast.now) is None
    assert not Person.objects.filter(is_service=True, is_active=True).exists()
    assert calendar_feeds.recognise(secret=address).organisation == into
    assert CalendarFeed.objects.get().organisation == into


def test_who_had_left_the_other_one_comes_back_without_the_roles_they_had_there(cast: Cast, into: Organisation) -> None:
    same = double_of(cast.line_manager, into, is_active=False, left_at=cast.now)
    give_role(same, "administrator", now=cast.now)
    merge(cast, into)
    assert (fresh(same).is_active, fresh(same).left_at) == (True, None)
    assert [one.role for one in same.assignments.all()] == ["line_manager"]


def test_people_are_the_same_also_by_their_account(cast: Cast, into: Organisation) -> None:
    account = Account.objects.create(email="x@testby.example")
    Person.objects.filter(pk=cast.leader.pk).update(account=account)
    same = double_of(cast.leader, into, email="other@nabo.example", account=account)
    merge(cast, into)
    assert fresh(cast.leader).merged_into == same


def test_two_who_would_become_one_are_refused(cast: Cast, into: Organisation) -> None:
    account = Account.objects.create(email="x@testby.example")
    Person.objects.filter(pk=cast.leader.pk).update(account=account)
    double_of(cast.member, into, account=account)
    with pytest.raises(InvalidInput, match="same person"):
        merge(cast, into)


# Closed.


def test_nothing_can_be_written_in_the_closed_organisation_and_nobody_is_reminded(
    cast: Cast, into: Organisation
) -> None:
    cast.planning()
    merge(cast, into)
    assert (fresh(cast.organisation).closed_at, fresh(cast.organisation).merged_into) == (cast.now, into)
    with pytest.raises(NotPossible):
        units.create_unit(organisation=cast.organisation, name="Late", by=None, now=cast.now)
    assert cast.organisation not in reminders.organisations_to_round(cast.now)
    for words in (
        ["create_administrator", "--organisation", "Testby kommune", "--country", "NO", "--email", "a@b.no"],
    ):
        with pytest.raises(CommandError):
            call_command(*words)
    with pytest.raises(InvalidInput):
        merge(cast, into)


def test_open_duties_reminders_and_mails_go_on(cast: Cast, into: Organisation) -> None:
    cast.proposed()
    same = double_of(cast.decision_maker, into)
    reminders.make_round(organisation=cast.organisation, now=cast.now, at_once=True)
    told = Notice.objects.filter(recipient=cast.decision_maker).count()
    waiting = [one.kind for one in duties_of(fresh(cast.decision_maker), cast.now)]
    merge(cast, into)
    assert told
    assert Notice.objects.filter(recipient=same, organisation=into).count() == told
    assert waiting
    assert [one.kind for one in duties_of(fresh(same), cast.now)] == waiting
    assert not ReminderRound.objects.filter(organisation=cast.organisation).exists()
    assert not Reminder.objects.exclude(organisation=into).exists()


def test_an_organisation_that_went_in_before_goes_along(cast: Cast, into: Organisation) -> None:
    earlier = Organisation.objects.create(name="Earlier", country="NO", language="en", currency="NOK", time_zone="UTC")
    Goal.objects.create(organisation=earlier, title="Old", level="goal")
    merging_organisations.merge(gone=earlier, into=cast.organisation, by=None, now=cast.now)
    merge(cast, into)
    assert fresh(earlier).merged_into == into
    assert Goal.objects.get(title="Old").organisation == into


@pytest.mark.parametrize("change", [{"currency": "DKK"}, {"is_example": True}])
def test_what_does_not_fit_together_is_refused(cast: Cast, into: Organisation, change: dict[str, Any]) -> None:
    Organisation.objects.filter(pk=into.pk).update(**change)
    with pytest.raises(InvalidInput):
        merge(cast, into)
    with pytest.raises(InvalidInput):
        merge(cast, cast.organisation)


def test_only_the_installation_merges_and_a_failure_leaves_everything(
    cast: Cast, into: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(NotPermitted):
        merging_organisations.merge(gone=cast.organisation, into=into, by=cast.administrator, now=cast.now)
    cast.draft()
    before = left_in(cast.organisation)
    monkeypatch.setattr(merging_organisations, "_close", lambda *args, **how: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        merge(cast, into)
    assert left_in(cast.organisation) == before


def test_the_command_counts_and_then_does_it(
    cast: Cast, into: Organisation, capsys: pytest.CaptureFixture[str]
) -> None:
    project = cast.draft()
    double_of(cast.leader, into, name="Otherwise")
    names = ("--from", "testby kommune", "--to", into.name)
    call_command("merge_organisations", *names, "--dry-run")
    rehearsed = capsys.readouterr().out
    for said in ("would follow:", "  project: 1\n", "Leader is called"):
        assert said in rehearsed
    assert fresh(project).organisation == cast.organisation
    call_command("merge_organisations", *names)
    assert capsys.readouterr().out == rehearsed.replace("would follow", "followed")
    assert fresh(project).organisation == into
    with pytest.raises(CommandError, match="no organisation"):
        call_command("merge_organisations", *names)
    with pytest.raises(CommandError, match="another organisation"):
        call_command("merge_organisations", "--from", into.name, "--to", into.name)
