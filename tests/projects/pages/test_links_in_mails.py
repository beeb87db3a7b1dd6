"""Mail scanners follow every link: looking changes nothing, however often, signed in or not."""

import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.conf import settings
from django.core import mail
from django.core.mail import EmailMessage
from django.test import Client

from projects.mails import composer
from projects.models import Benefit, Gap, Indicator, Measurement, Project, Reminder
from projects.services import figure_requests, measurements, reminders
from register.models import Organisation, Person
from register.services import accounts, people
from tests.cast import Cast, fresh
from tests.visits import account_of, visiting
from workflows.models import Notice
from workflows.services.delivery import deliver_due

TOLD = {
    *("take_over", "revise", "decide_gate", "accept_role", "accept_benefit", "measure", "verify"),
    *("reach_milestone", "fulfil_condition", "follow_up", "measure_baseline", "review_hold", "close_gap"),
    *("take_action", "settle_prerequisite"),
}


@pytest.fixture
def now() -> datetime:
    return datetime.fromisoformat("2026-03-02T09:00:00+00:00")


@pytest.fixture
def mails(cast: Cast, now: datetime, django_capture_on_commit_callbacks: Any) -> list[EmailMessage]:
    """A mail of every kind, about every kind of duty."""
    with django_capture_on_commit_callbacks(execute=True):
        one_of_every_duty(cast)
        ask_and_answer(cast)
        invited = people.add_person(
            organisation=cast.organisation, email="ny@testby.example", by=cast.administrator, now=now
        )
        accounts.request_reset(email=invited.email, address="192.0.2.1", now=now)
    for days in (0, 1, 15, 91):
        moment = now + timedelta(days=days)
        for organisation in Organisation.objects.all():
            reminders.make_round(organisation=organisation, now=moment, at_once=True)
        deliver_due(compose=composer(moment), now=moment + timedelta(hours=1))
    return mail.outbox


def one_of_every_duty(cast: Cast) -> None:
    soon = cast.now.date() + timedelta(days=10)
    cast.sent(cast.handing_over(title="To be signed"))
    returned = cast.sent(cast.handing_over(title="Returned"))
    cast.sign(returned, decision="return", comment="Too early.")
    cast.proposed(title="To be decided")
    cast.take(cast.proposed(title="To be owned"), "approve_concept", cast.decision_maker)
    cast.take(cast.concept(title="To be accepted").benefits.get(), "profile", cast.leader)
    demanded = {"text": "Ask the union.", "owner": cast.leader, "due_date": soon}
    cast.take(cast.concept(title="Demanded"), "approve_planning", cast.decision_maker, conditions=[demanded])
    cast.take(cast.executing(title="Waiting"), "hold", cast.owner, comment="Money.", review_date=soon)
    project = cast.realising(title="Followed")
    cast.milestone(project, title="Rooms ready", due_date=soon)
    cast.parts_of_benefit(Benefit.objects.get(project=project), due_date=soon)
    made = {"due_date": soon, "created_at": cast.now}
    Gap.objects.create(organisation=cast.organisation, project=project, code="x", gate="y", **made)
    indicator = Indicator.objects.filter(benefit__project=project).get()
    put_off = {"baseline_state": "deferred", "baseline_due_date": soon, "baseline_value": None, "baseline_date": None}
    cast.indicator(Benefit.objects.get(project=project), name="Nights", **put_off)
    figure = {"period_end": date(2026, 1, 31), "value": Decimal(31)}
    measurements.report_new(indicator=indicator, fields=figure, by=cast.line_manager, now=cast.now)


def ask_and_answer(cast: Cast) -> None:
    indicator = Indicator.objects.filter(benefit__project__title="To be signed").get()
    for number, address in enumerate(("asked@testby.example", "answered@testby.example"), start=1):
        row = Measurement.objects.create(
            organisation=cast.organisation,
            indicator=indicator,
            period_end=date(2026, number, 28),
            due_date=date(2026, 4, 1),
        )
        asked = figure_requests.ask(measurement=row, email=address, by=cast.line_manager, now=cast.now)
    secret = figure_requests.secret_of(asked)
    figure_requests.answer(secret=secret, given={"value": Decimal(31)}, address="192.0.2.1", now=cast.now)


def links_of(message: EmailMessage) -> set[str]:
    words = message.body + "".join(content for content, _kind in message.alternatives)
    return {link.rstrip(".,)") for link in re.findall(r"https?://[^\s\"<>]+", words)}


def rows() -> dict[str, list[dict[str, Any]]]:
    """Everything that is stored, but for the sessions of browsers."""
    models = [model for model in apps.get_models() if model._meta.label != "sessions.Session"]
    return {model._meta.label: list(model._default_manager.order_by("pk").values()) for model in models}


def test_looking_at_any_link_of_any_mail_changes_no_row(cast: Cast, mails: list[EmailMessage], now: datetime) -> None:
    kinds = set(Notice.objects.values_list("kind", flat=True))
    assert kinds >= {"projects.digest", "projects.asked", "projects.figure_requested", "projects.figure_answered"}
    asked = {notice.payload["kind"] for notice in Notice.objects.filter(kind="projects.asked")}
    assert asked | set(Reminder.objects.values_list("duty_kind", flat=True)) >= TOLD
    by_reader: dict[str, set[str]] = {}
    for message in mails:
        by_reader.setdefault(re.sub(r".*<|>", "", message.to[0]), set()).update(links_of(message))
    assert {link for links in by_reader.values() for link in links if "choose-password" in link}
    readers = {address: Person.objects.filter(email=address).first() for address in by_reader}
    with time_machine.travel(now + timedelta(minutes=10), tick=False):  # within the hour of a new password
        browsers = {address: visiting(person) for address, person in readers.items() if person}
        before = rows()
        for address, links in by_reader.items():
            for link in links:
                path = link.removeprefix(settings.BASE_URL)
                assert path.startswith("/"), link
                for browser in (browsers.get(address, Client()), Client()):
                    answers = [
                        browser.get(path).status_code,
                        browser.get(path).status_code,
                        browser.head(path).status_code,
                    ]
                    assert len(set(answers)) == 1, (path, answers)
                    assert answers[0] in (200, 302), (path, answers)
        after = rows()
    assert [label for label in before if before[label] != after[label]] == []


def test_the_plain_text_leads_wherever_the_buttons_lead_and_nothing_waits_for_an_image(
    mails: list[EmailMessage],
) -> None:
    with_buttons = [message for message in mails if message.alternatives]
    assert len(with_buttons) > 10
    for message in with_buttons:
        html = message.alternatives[0][0]
        assert "<img" not in html
        assert 'style="' in html
        assert set(re.findall(r'href="([^"]+)"', html)) == set(re.findall(r"https?://\S+", message.body))


def test_the_mail_about_a_figure_shows_what_is_known_and_leads_through_the_sign_in_to_its_field(
    cast: Cast, now: datetime
) -> None:
    project = cast.realising()
    Measurement.objects.all().delete()
    indicator = Indicator.objects.get()
    measurements.report_new(
        indicator=indicator, fields={"period_end": date(2025, 12, 31), "value": Decimal(38)}, by=cast.leader, now=now
    )
    Measurement.objects.create(
        organisation=cast.organisation,
        indicator=indicator,
        period_end=date(2026, 3, 31),
        due_date=date(2026, 3, 5),
        created_at=now,
    )
    moment = now + timedelta(days=3)
    reminders.make_round(organisation=fresh(cast.organisation), now=moment, at_once=True)
    mail.outbox.clear()
    deliver_due(compose=composer(moment), now=moment)
    [told] = [one for one in mail.outbox if cast.line_manager.email in one.to[0] and "Falls" in one.subject]
    assert told.subject.startswith("By 5 March 2026: Report “Falls”")
    html = told.alternatives[0][0]
    for words in ("Baseline: 40", "Latest: 38", "31 December 2025", "Target: 20", "Unit: falls"):
        assert words in told.body, words
        assert words in html, words
    [link] = [one for one in links_of(told) if "/measurements/" in one]
    account = account_of(cast.line_manager)
    account.set_password("a long and secret one")
    account.save()
    nobody = Client()
    door = nobody.get(link.removeprefix(settings.BASE_URL))
    given = {"email": account.email, "password": "a long and secret one"}
    target = re.search(r'name="next" value="([^"]+)"', nobody.get(door["Location"]).content.decode())
    assert target is not None
    page = nobody.post("/sign-in/", {**given, "next": target[1]}, follow=True)
    assert 'id="id_value"' in page.content.decode()
    assert Project.objects.get(pk=project.pk).title in page.content.decode()
