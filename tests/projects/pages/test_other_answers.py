"""On the pages: the same as last time, later, ask a colleague, not now, and a calendar of one's own."""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.core import mail
from django.test import Client
from icalendar import Calendar

from projects.mails import composer
from projects.models import CalendarFeed, FigureRequest, Indicator, Measurement, Snooze
from projects.reports.duties import duties_of
from projects.services import measurements
from tests.cast import Cast, fresh
from tests.visits import visiting
from workflows.services.delivery import deliver_due

PER = {"email": "per@andebu.example", "name": "Per Hansen", "words": "You keep the journal."}


@pytest.fixture
def now() -> datetime:
    """A Monday morning after the first quarter, whose figure is due on 30 May."""
    return datetime.fromisoformat("2026-05-11T09:00:00+00:00")


@pytest.fixture(autouse=True)
def _at_that_time(now: datetime) -> Iterator[None]:
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def due(cast: Cast, now: datetime) -> Measurement:
    """A figure that the member is asked for within three weeks, with one from before."""
    cast.executing()
    indicator = Indicator.objects.get()
    Indicator.objects.filter(pk=indicator.pk).update(measurer=cast.member)
    Measurement.objects.all().delete()
    before = {"period_end": date(2025, 12, 31), "value": Decimal("38.5")}
    measurements.report_new(indicator=indicator, fields=before, by=cast.leader, now=now)
    quarter = {"period_start": date(2026, 1, 1), "period_end": date(2026, 3, 31), "due_date": date(2026, 5, 22)}
    return Measurement.objects.create(
        organisation=cast.organisation, indicator=indicator, created_at=now - timedelta(days=1), **quarter
    )


def shown(browser: Client, url: str) -> str:
    return browser.get(url).content.decode()


def test_the_same_as_last_time_is_one_press_on_my_duties(cast: Cast, due: Measurement) -> None:
    browser = visiting(cast.member)
    assert "Same as last time: 38.5\N{NO-BREAK SPACE}falls" in shown(browser, "/")
    browser.post(f"/measurements/{due.pk}/same-as-last/", {"next": "/"})
    assert (fresh(due).value, fresh(due).same_as_last) == (Decimal("38.5"), True)


def test_whoever_looks_at_it_sees_that_it_is_the_same_as_last_time(cast: Cast, due: Measurement) -> None:
    visiting(cast.member).post(f"/measurements/{due.pk}/same-as-last/")
    browser = visiting(cast.responsible)
    for page in ("/measurements/", due.get_absolute_url(), due.indicator.benefit.get_absolute_url()):
        assert "same as last time" in shown(browser, page).lower(), page


def test_the_page_of_the_figure_offers_every_other_answer(cast: Cast, due: Measurement) -> None:
    page = shown(visiting(cast.member), due.get_absolute_url())
    for words in ("Same as last time: 38.5", "It comes later…", "Ask a colleague…", "Not now…"):
        assert words in page, words


def test_a_day_on_which_the_figure_comes_stands_on_every_page_about_it(cast: Cast, due: Measurement) -> None:
    browser, url = visiting(cast.member), f"/measurements/{due.pk}/expected/"
    assert "92 days" in shown(browser, url)
    browser.post(url, {"expected_on": "2026-06-10", "reason": "The journal is closed until then."})
    words = "The figure comes on 10 June 2026: The journal is closed until then."
    for page in (due.get_absolute_url(), "/", due.indicator.benefit.get_absolute_url()):
        assert words in shown(browser, page), page


def test_a_day_too_far_away_is_told_at_the_field(cast: Cast, due: Measurement) -> None:
    page = visiting(cast.member).post(f"/measurements/{due.pk}/expected/", {"expected_on": "2027-01-01"})
    assert "Choose a day from today to 11 August 2026" in page.content.decode()


def test_these_pages_are_for_those_who_report(cast: Cast, due: Measurement) -> None:
    for name in ("expected", "ask"):
        assert visiting(cast.controller).get(f"/measurements/{due.pk}/{name}/").status_code == 403
        assert visiting(cast.stranger).get(f"/measurements/{due.pk}/{name}/").status_code == 404


def asked(cast: Cast, due: Measurement, now: datetime) -> str:
    """The link in the mail to a colleague."""
    visiting(cast.member).post(f"/measurements/{due.pk}/ask/", PER)
    mail.outbox.clear()
    deliver_due(compose=composer(now), now=now)
    [sent] = [one for one in mail.outbox if "per@andebu.example" in one.to[0]]
    assert sent.subject == "By 25 May 2026: Member asks you for “Falls” for 2026-Q1"
    html = sent.alternatives[0].content
    for words in ("Member (Testby kommune) asks you for one figure", "You keep the journal.", "falls"):
        assert words in sent.body
        assert words in html
    links = set(re.findall(r"http\S+?/answer/\?link=[0-9a-f]+", sent.body + html))
    assert len(links) == 1
    return links.pop().removeprefix("http://127.0.0.1:8000")


def test_a_colleague_answers_by_the_link_without_signing_in(cast: Cast, due: Measurement, now: datetime) -> None:
    link, nobody = asked(cast, due, now), Client()
    page = nobody.get(link)
    assert "Member asks you for this figure." in page.content.decode()
    thanks = nobody.post("/answer/", {"link": link.split("=")[1], "value": "31,5", "note": "Both wards."})
    assert "Thank you" in thanks.content.decode()
    row = fresh(due)
    assert (row.value, row.reported_by.name, row.asked_by, row.note) == (
        *(Decimal("31.5"), "Per Hansen", cast.member, "Both wards."),
    )


def test_the_page_of_the_colleague_shows_nothing_else_of_the_project(cast: Cast, due: Measurement, now) -> None:
    page = Client().get(asked(cast, due, now))
    text, project = page.content.decode(), due.project
    for words in (project.title, due.indicator.benefit.title, "38.5", "Counted in the journal.", str(project.pk)):
        assert words not in text, words
    assert page["Referrer-Policy"] == "same-origin"
    assert page["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in page["Cache-Control"]


def test_a_colleagues_slip_stays_in_the_field_and_the_link_works_still(cast: Cast, due: Measurement, now) -> None:
    link, nobody = asked(cast, due, now), Client()
    page = nobody.post("/answer/", {"link": link.split("=")[1], "value": "many"}).content.decode()
    assert "Write a number" in page
    assert 'value="many"' in page
    assert nobody.get(link).status_code == 200


def test_every_spent_link_says_the_same_and_names_nothing(cast: Cast, due: Measurement, now: datetime) -> None:
    link, nobody = asked(cast, due, now), Client()
    never = nobody.get("/answer/?link=x")
    visiting(cast.member).post(f"/figure-requests/{FigureRequest.objects.get().pk}/withdraw/")
    withdrawn = nobody.get(link)
    assert (never.status_code, withdrawn.status_code) == (410, 410)
    assert without_token(never.content) == without_token(withdrawn.content)
    posted = nobody.post("/answer/", {"link": link.split("=")[1], "value": "1"})
    assert posted.status_code == 410
    assert "Falls" not in withdrawn.content.decode()


def without_token(page: bytes) -> str:
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page.decode())
    return re.sub(r"link=\w+", "", text)


def test_who_asked_is_told_of_the_answer_and_confirms_it_in_one_press(cast: Cast, due: Measurement, now) -> None:
    link = asked(cast, due, now)
    Client().post("/answer/", {"link": link.split("=")[1], "value": "31"})
    mail.outbox.clear()
    deliver_due(compose=composer(now), now=now)
    [told] = [one for one in mail.outbox if "member@" in one.to[0]]
    assert told.subject == "Per Hansen has answered: “Falls” for 2026-Q1 is 31 falls"
    browser = visiting(cast.member)
    assert "I stand by it as well" in shown(browser, due.get_absolute_url())
    browser.post(f"/measurements/{due.pk}/confirm/")
    page = shown(visiting(cast.responsible), due.get_absolute_url())
    assert "Answered by Per Hansen, asked by Member, confirmed by Member." in page


def test_a_needless_question_is_not_sent(cast: Cast, due: Measurement, now: datetime) -> None:
    browser = visiting(cast.member)
    browser.post(f"/measurements/{due.pk}/ask/", PER)
    browser.post(due.get_absolute_url(), {"value": "31"})
    deliver_due(compose=composer(now), now=now)
    assert not [one for one in mail.outbox if "per@andebu.example" in one.to[0]]


def test_a_duty_is_put_off_from_its_card_and_stands_apart(cast: Cast, due: Measurement, now: datetime) -> None:
    browser = visiting(cast.member)
    [url] = set(re.findall(r"/duties/[0-9a-f-]+/not-now/", shown(browser, "/")))
    assert "for at most 14 days" in shown(browser, url)
    assert "Choose a working day." in browser.post(url, {"until": "2026-05-14", "reason": "Ill."}).content.decode()
    browser.post(url, {"until": "2026-05-15", "reason": "Ill."})
    assert Snooze.objects.get().until == date(2026, 5, 15)
    assert "You are reminded on 15 May 2026. Reason: Ill." in shown(browser, "/")


def test_what_is_too_late_to_be_put_off_is_not_offered_and_says_why(
    cast: Cast, due: Measurement, now: datetime
) -> None:
    [url] = set(re.findall(r"/duties/[0-9a-f-]+/not-now/", shown(visiting(cast.member), "/")))
    with time_machine.travel(now + timedelta(days=40), tick=False):
        browser = visiting(cast.member)
        assert "/not-now/" not in shown(browser, "/")
        assert "/not-now/" not in shown(browser, due.get_absolute_url())
        page = shown(browser, url)
        assert "It cannot be put off any more." in page
        assert "id_until" not in page


def test_nobody_puts_off_what_is_not_theirs(cast: Cast, due: Measurement, now: datetime) -> None:
    [duty] = [one for one in duties_of(cast.member, now) if one.kind == "measure"]
    assert visiting(cast.controller).get(f"/duties/{duty.id}/not-now/").status_code == 404


def address_of(browser: Client) -> str:
    page = browser.post("/me/calendar/").content.decode()
    [address] = re.findall(r"<code class=\"secret\">http://127.0.0.1:8000(\S+)</code>", page)
    return address


def test_a_calendar_holds_what_waits_and_loses_what_is_done(cast: Cast, due: Measurement) -> None:
    address = address_of(visiting(cast.member))
    answer = Client().get(address)
    assert answer["Content-Type"].startswith("text/calendar")
    [event] = Calendar.from_ical(answer.content).walk("VEVENT")
    assert str(event["SUMMARY"]) == "Report “Falls” for 2026-Q1"
    assert str(event["LOCATION"]) == "Shorter days in bed"
    assert str(event["URL"]) == f"http://127.0.0.1:8000{due.get_absolute_url()}"
    assert event.decoded("DTSTART") == date(2026, 5, 22)
    visiting(cast.member).post(due.get_absolute_url(), {"value": "31"})
    assert not list(Calendar.from_ical(Client().get(address).content).walk("VEVENT"))


def test_a_calendar_is_the_same_bytes_until_something_changes(cast: Cast, due: Measurement) -> None:
    address = address_of(visiting(cast.member))
    first = Client().get(address)
    assert Client().get(address, headers={"If-None-Match": first["ETag"]}).status_code == 304
    assert first["Cache-Control"] == "no-store"
    assert first["X-Robots-Tag"] == "noindex, nofollow"
    visiting(cast.member).post(f"/measurements/{due.pk}/expected/", {"expected_on": "2026-06-10"})
    again = Client().get(address, headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 200
    [moved] = Calendar.from_ical(again.content).walk("VEVENT")
    assert moved.decoded("DTSTART") == date(2026, 6, 10)
    assert uids(again.content) == uids(first.content)


def uids(calendar: bytes) -> set[str]:
    return {str(event["UID"]) for event in Calendar.from_ical(calendar).walk("VEVENT")}


def test_a_calendar_speaks_its_persons_language(cast: Cast, due: Measurement) -> None:
    browser = visiting(cast.member)
    address = address_of(browser)
    browser.post("/language/", {"language": "nb"})
    [event] = Calendar.from_ical(Client().get(address).content).walk("VEVENT")
    assert str(event["SUMMARY"]).startswith("Rapporter")


def test_a_revoked_calendar_is_not_found(cast: Cast, due: Measurement) -> None:
    browser = visiting(cast.member)
    address = address_of(browser)
    assert "A new one takes its place." in shown(browser, "/me/calendar/")
    browser.post("/me/calendar/revoke/")
    assert (Client().get(address).status_code, CalendarFeed.objects.count()) == (404, 0)
    assert Client().get("/calendar/duties.ics").status_code == 404
