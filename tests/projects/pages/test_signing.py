"""A line manager reads a handover and signs exactly that, on one page."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from projects.formulas.following_dates import months_after
from projects.models import Condition, Handover, HandoverComment, HandoverSignOff, Indicator, RemainingItem
from projects.services import handovers, measurements, remaining_work
from projects.services.follow_up_plan import days_in_the_first_year
from register.models import Absence, Person
from tests.api_caller import Caller
from tests.cast import Cast, fresh
from tests.visits import visiting


@pytest.fixture
def waiting(cast: Cast) -> Handover:
    """A handover that waits for the line manager of Home care."""
    return cast.sent(cast.handing_over())


def answer(handover: Handover, decision: str, **more: str) -> dict[str, str]:
    return {"decision": decision, "snapshot_sha256": handover.snapshot_sha256, **more}


def test_the_line_manager_reads_what_is_signed_and_takes_over_with_one_press(cast: Cast, waiting: Handover) -> None:
    measurements.plan(indicator=Indicator.objects.get(), today=cast.now.date(), now=cast.now)
    browser = visiting(cast.line_manager)
    page = browser.get(waiting.get_absolute_url()).content.decode()
    for words in ("You sign version 1, as shown here.", waiting.snapshot_sha256[:12], "Fewer falls", "In the rota."):
        assert words in page
    due = date_format(cast.organisation.calendar.due(cast.now.date() + timedelta(days=14)))
    assert f"Your answer is asked for by {due}." in page
    receipt = browser.post(reverse("projects:handover_sign", args=[waiting.pk]), answer(waiting, "accept"), follow=True)
    assert fresh(waiting).state == "accepted"
    for words in ("Signed by Line manager, line manager of Home care", "What happens next", "First measurement: Falls"):
        assert words in receipt.content.decode()


def test_reservations_become_conditions_with_owner_and_date(cast: Cast, waiting: Handover) -> None:
    row = {"text": "Two more courses.", "owner": str(cast.leader.pk), "due_date": "2030-01-01"}
    more = {f"reservation-0-{name}": value for name, value in row.items()}
    url = reverse("projects:handover_sign", args=[waiting.pk])
    visiting(cast.line_manager).post(url, answer(waiting, "accept_with_reservations", rows="2", **more))
    assert fresh(waiting).state == "accepted_with_reservations"
    assert Condition.objects.get().owner == cast.leader


def test_a_reservation_that_names_nobody_is_the_signers_own(cast: Cast, waiting: Handover) -> None:
    browser = visiting(cast.line_manager)
    assert "I do it myself" in browser.get(waiting.get_absolute_url()).content.decode()
    more = {"reservation-0-text": "Two more courses.", "reservation-0-due_date": "2030-01-01"}
    url = reverse("projects:handover_sign", args=[waiting.pk])
    browser.post(url, answer(waiting, "accept_with_reservations", rows="1", **more))
    assert Condition.objects.get().owner == cast.line_manager


def test_another_row_is_added_without_javascript_and_nothing_typed_is_lost(cast: Cast, waiting: Handover) -> None:
    more = {"rows": "1", "add": "1", "reservation-0-text": "Two more courses."}
    url = reverse("projects:handover_sign", args=[waiting.pk])
    page = visiting(cast.line_manager).post(url, answer(waiting, "accept_with_reservations", **more)).content.decode()
    assert "Two more courses." in page
    assert "reservation-1-text" in page
    assert fresh(waiting).state == "sent"


def test_a_half_written_reservation_says_what_is_missing_at_the_field(cast: Cast, waiting: Handover) -> None:
    more = {"rows": "1", "reservation-0-text": "Two more courses."}
    url = reverse("projects:handover_sign", args=[waiting.pk])
    page = visiting(cast.line_manager).post(url, answer(waiting, "accept_with_reservations", **more)).content.decode()
    assert "id_reservation-0-due_date_error" in page
    assert fresh(waiting).state == "sent"
    nothing = visiting(cast.line_manager).post(url, answer(waiting, "accept_with_reservations", rows="1"))
    assert "Name at least one reservation." in nothing.content.decode().partition("id_reservation-0-text_error")[2]


def test_returning_needs_words_and_they_reach_the_leader(cast: Cast, waiting: Handover) -> None:
    url, browser = reverse("projects:handover_sign", args=[waiting.pk]), visiting(cast.line_manager)
    assert "Say what is missing" in browser.post(url, answer(waiting, "return")).content.decode()
    browser.post(url, answer(waiting, "return", comment="Who pays for the courses?"))
    page = visiting(cast.leader).get(waiting.get_absolute_url()).content.decode()
    assert "Who pays for the courses?" in page
    assert "Revise" in page


def test_an_old_page_cannot_be_signed_but_shows_what_changed_and_can_be_signed_anew(
    cast: Cast, waiting: Handover
) -> None:
    changes = {"anchoring": "In the budget."}
    handovers.update_handover(handover=fresh(waiting), changes=changes, by=cast.leader, now=cast.now)
    url, browser = reverse("projects:handover_sign", args=[waiting.pk]), visiting(cast.line_manager)
    page = browser.post(url, answer(waiting, "accept")).content.decode()
    for words in ("This text has changed since you opened it", "In the rota.", "In the budget.", "You sign version 2"):
        assert words in page
    browser.post(url, answer(fresh(waiting), "accept"))
    assert fresh(waiting).state == "accepted"


def test_a_change_around_the_handover_leads_to_a_new_version_that_can_be_signed(cast: Cast, waiting: Handover) -> None:
    waiting.project.benefits.update(title="Fewer falls at night")
    url, browser = reverse("projects:handover_sign", args=[waiting.pk]), visiting(cast.line_manager)
    assert "Fewer falls at night" in browser.post(url, answer(waiting, "accept")).content.decode()
    browser.post(url, answer(fresh(waiting), "accept"))
    assert fresh(waiting).state == "accepted"


def test_of_two_decisions_the_second_is_told_who_decided_and_keeps_the_words(cast: Cast, waiting: Handover) -> None:
    cast.sign(waiting, by=cast.deputy)
    url = reverse("projects:handover_sign", args=[waiting.pk])
    page = visiting(cast.line_manager).post(url, answer(waiting, "return", comment="Not yet.")).content.decode()
    for words in ("Deputy already decided this", "Not yet.", "Acting for Line manager"):
        assert words in page


def test_a_leader_who_is_also_the_line_manager_sees_whose_signature_is_awaited(cast: Cast, waiting: Handover) -> None:
    type(waiting.project).objects.filter(pk=waiting.project_id).update(leader=cast.line_manager)
    url, browser = reverse("projects:handover_sign", args=[waiting.pk]), visiting(cast.line_manager)
    browser.post(url, answer(waiting, "accept"))
    page = browser.post(url, answer(fresh(waiting), "accept"), follow=True).content.decode()
    assert "a second signature is needed" in page
    assert "Superior" in page.partition("It waits for:")[2].partition("</p>")[0]
    assert "You sign version" not in page
    assert "You sign version" in visiting(cast.superior).get(waiting.get_absolute_url()).content.decode()


def test_others_read_the_handover_and_whom_it_waits_for_but_get_no_buttons(cast: Cast, waiting: Handover) -> None:
    page = visiting(cast.member).get(waiting.get_absolute_url()).content.decode()
    assert "Only the receiving unit" in page
    assert "You sign version" not in page
    refused = visiting(cast.member).post(
        reverse("projects:handover_sign", args=[waiting.pk]), answer(waiting, "accept")
    )
    assert "Only the receiving unit" in refused.content.decode()
    assert fresh(waiting).state == "sent"


@pytest.mark.parametrize("name", ["handover_detail", "handover_edit", "handover_sign"])
def test_for_a_stranger_a_handover_does_not_exist(cast: Cast, waiting: Handover, name: str) -> None:
    assert visiting(cast.stranger).get(reverse(f"projects:{name}", args=[waiting.pk])).status_code == 404


def left_over(cast: Cast, handover: Handover) -> RemainingItem:
    fields = {"item": "Two more courses.", "owner": cast.deputy, "due_date": date(2026, 6, 1)}
    return remaining_work.create_item(handover=fresh(handover), fields=fields, by=cast.leader, now=cast.now)


def test_benefits_and_remaining_work_are_marked_one_by_one_and_the_receipt_says_so(
    cast: Cast, waiting: Handover
) -> None:
    item, benefit = left_over(cast, waiting), waiting.project.benefits.get()
    marks = {f"mark-{benefit.pk}-accepted": "on", f"mark-{item.pk}-comment": ""}
    more = {**marks, f"mark-{benefit.pk}-comment": "With pleasure."}
    url = reverse("projects:handover_sign", args=[waiting.pk])
    page = visiting(cast.line_manager).post(url, answer(fresh(waiting), "accept", **more), follow=True).content.decode()
    assert "“Fewer falls”: accepted. With pleasure." in page
    assert "Not finished: Two more courses. (Deputy" in page
    assert HandoverSignOff.objects.get().remaining_work == []
    assert (
        "Not finished when Home care took over"
        in visiting(cast.deputy).get(Condition.objects.get().get_absolute_url()).content.decode()
    )


def test_what_is_not_accepted_is_said_at_its_place_and_nothing_typed_is_lost(cast: Cast, waiting: Handover) -> None:
    benefit = waiting.project.benefits.get()
    more = {f"mark-{benefit.pk}-comment": "Too high.", "about-costs": "Who pays?", "comment": "Hm."}
    url = reverse("projects:handover_sign", args=[waiting.pk])
    page = visiting(cast.line_manager).post(url, answer(waiting, "accept", **more)).content.decode()
    for words in ("You have not accepted “Fewer falls”", "Too high.", "Who pays?", "Hm."):
        assert words in page
    assert fresh(waiting).state == "sent"


def test_the_enter_key_decides_nothing(cast: Cast, waiting: Handover) -> None:
    given = {"snapshot_sha256": waiting.snapshot_sha256, "reservation-0-text": "Two more courses.", "rows": "1"}
    url = reverse("projects:handover_sign", args=[waiting.pk])
    page = visiting(cast.line_manager).post(url, given).content.decode()
    assert "Nothing is signed yet: choose one" in page
    assert "Two more courses." in page
    assert fresh(waiting).state == "sent"


def test_the_signer_keeps_a_comment_and_decides_later(cast: Cast, waiting: Handover) -> None:
    url, browser = reverse("projects:handover_sign", args=[waiting.pk]), visiting(cast.line_manager)
    given = {"snapshot_sha256": waiting.snapshot_sha256, "comment": "Hm."}
    page = browser.post(url, {**given, "say": "costs", "about-costs": "Who pays?"}).content.decode()
    assert HandoverComment.objects.get().text == "Who pays?"
    assert page.count("Who pays?") == 1
    assert "Hm." in page
    assert "Nothing is signed yet: choose" not in page
    assert "Write your comment first." in browser.post(url, {**given, "say": "costs"}).content.decode()
    cast.sign(waiting, by=cast.deputy)
    late = browser.post(url, {**given, "say": "costs", "about-costs": "Wait."}).content.decode()
    for words in ("there is nothing to comment on any more", "Wait."):
        assert words in late


def test_a_return_by_section_carries_its_comments_to_the_leader_and_into_the_next_round(
    cast: Cast, waiting: Handover
) -> None:
    url = reverse("projects:handover_sign", args=[waiting.pk])
    visiting(cast.line_manager).post(url, answer(waiting, "return", **{"about-costs": "Who pays?"}))
    assert fresh(waiting).state == "returned"
    cast.take(waiting, "revise", cast.leader)
    page = visiting(cast.leader).get(waiting.get_absolute_url()).content.decode()
    assert "Who pays?" in page
    assert "Answer, and settle it" in page
    comment = HandoverComment.objects.get()
    settle = reverse("projects:comment_settle", args=[comment.pk])
    page = visiting(cast.leader).post(settle, {f"answer-{comment.pk}": "The unit."}, follow=True).content.decode()
    assert "The unit." in page
    assert "1 comment from an earlier round" in page


def test_whoever_may_read_comments_on_a_section_and_may_let_it_rest(cast: Cast, waiting: Handover) -> None:
    browser = visiting(cast.member)
    url = reverse("projects:handover_comment", args=[waiting.pk, "risks"])
    page = browser.post(url, {"about-risks": "Who is on call?"}, follow=True).content.decode()
    assert "Who is on call?" in page
    settle = reverse("projects:comment_settle", args=[HandoverComment.objects.get().pk])
    assert "The comment is settled." in browser.post(settle, follow=True).content.decode()
    assert visiting(cast.stranger).post(url, {"about-risks": "Boo."}).status_code == 404
    assert visiting(cast.stranger).post(settle).status_code == 404


def test_changes_since_the_last_round_stand_at_their_section_and_stay_with_the_rounds(
    cast: Cast, waiting: Handover
) -> None:
    cast.sign(waiting, decision="return", comment="Who pays?")
    cast.take(waiting, "revise", cast.leader)
    today = cast.now.date()
    changes = {"operating_cost": "250000", "hours_per_month": "6", "takes_over_on": today}
    handovers.update_handover(handover=fresh(waiting), changes=changes, by=cast.leader, now=cast.now)
    cast.take(waiting, "send", cast.leader)
    page = visiting(cast.line_manager).get(waiting.get_absolute_url()).content.decode()
    section = page.partition('id="costs"')[2].partition("</section>")[0]
    assert "Changed since the last round" in section
    days = [cast.organisation.calendar.due(months_after(today, months)) for months in (3, 6, 12)]
    assert set(days_in_the_first_year(fresh(waiting), today)) >= set(days)
    for words in ("250,000\N{NO-BREAK SPACE}NOK to run it", "72 hours", "4 figures to report", *map(date_format, days)):
        assert words in page
    home = visiting(cast.line_manager).get("/").content.decode()
    assert "250,000\N{NO-BREAK SPACE}NOK a year · 72 hours a year" in home
    cast.sign(waiting)
    rounds = visiting(cast.controller).get(waiting.get_absolute_url()).content.decode().partition('id="rounds"')[2]
    for words in ("What has changed since the last round", "250,000", "/record/?round=1", "/record/?round=2"):
        assert words in rounds


def test_the_page_says_whether_the_owner_of_a_benefit_has_accepted_it(cast: Cast, waiting: Handover) -> None:
    page = visiting(cast.deputy).get(waiting.get_absolute_url()).content.decode()
    assert "Line manager, who owns it, accepted it on" in page
    waiting.project.benefits.update(accepted_at=None)
    page = visiting(cast.deputy).get(waiting.get_absolute_url()).content.decode()
    assert "has not accepted it yet" in page
    waiting.project.benefits.update(owner=None)
    assert "Nobody is named to own it." in visiting(cast.deputy).get(waiting.get_absolute_url()).content.decode()


@pytest.mark.parametrize("door", ["page", "api"])
@pytest.mark.parametrize("name", ["deputy", "stand_in", "superior"])
def test_whoever_signs_for_the_line_manager_does_so_at_every_door_and_it_is_recorded(
    cast: Cast, waiting: Handover, name: str, door: str
) -> None:
    someone = substitute(cast, waiting, name)
    if door == "api":
        body = {"decision": "accept", "snapshot_sha256": waiting.snapshot_sha256}
        assert Caller(someone).post(f"handovers/{waiting.pk}/decisions/", body).status_code == 200
    else:
        browser, url = visiting(someone), reverse("projects:handover_sign", args=[waiting.pk])
        assert "You sign for Line manager, as " in browser.get(waiting.get_absolute_url()).content.decode()
        page = browser.post(url, answer(waiting, "accept"), follow=True).content.decode()
        assert "Acting for Line manager." in page
    signed = HandoverSignOff.objects.get()
    assert (signed.signer_role, signed.acting_for) == (name, cast.line_manager)


def substitute(cast: Cast, waiting: Handover, name: str) -> Person:
    """The deputy of the unit; who stands in during an absence; the superior, after a month of silence."""
    if name == "stand_in":
        today = waiting.organisation.local_date(timezone.now())
        away = {"person": cast.line_manager, "deputy": cast.member, "from_date": today, "to_date": today}
        Absence.objects.create(organisation=cast.organisation, **away)
        return cast.member
    if name == "superior":
        Handover.objects.filter(pk=waiting.pk).update(sent_at=timezone.now() - timedelta(days=31))
    return getattr(cast, name)


def test_silence_never_accepts(cast: Cast, waiting: Handover) -> None:
    for days in (15, 31, 90, 365):
        call_command("remind", "--now", (timezone.now() + timedelta(days=days)).isoformat())
    assert fresh(waiting).state == "sent"
    assert not HandoverSignOff.objects.exists()


def test_the_page_says_in_short_what_one_is_asked_to_take_over(cast: Cast, waiting: Handover) -> None:
    left_over(cast, waiting)
    today = cast.now.date()
    changes = {"operating_cost": "250000", "hours_per_month": "6", "takes_over_on": today}
    handovers.update_handover(handover=fresh(waiting), changes=changes, by=cast.leader, now=cast.now)
    short = visiting(cast.line_manager).get(waiting.get_absolute_url()).content.decode()
    short = short.partition('class="in-short"')[2].partition("</ul>")[0]
    day = f"from {today.day} {today:%B %Y}"
    for words in (day, "1 benefit<", "NOK a year", "72 hours a year", "1 thing not finished"):
        assert words in short
