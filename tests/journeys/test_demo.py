"""The demo as it is loaded: the story told by the services stands in the register, and shows what its file promises."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from demo.example.story import read_story
from demo.walk.loading import PASSWORD
from projects.models import Benefit, Handover, Indicator, Measurement, Project
from projects.reports.status import statuses
from register.demo_accounts import demo_accounts
from register.models import Account, AuditEvent, Organisation
from register.services.audit_verification import verify
from workflows.lifecycle import choice_for
from workflows.models import Notice

STORY = {project["key"]: project for project in read_story()["projects"]}


@pytest.fixture
def folder(tmp_path: Path, settings: Settings) -> Path:
    settings.DATA_DIR = tmp_path
    return tmp_path


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def eksempel(db: None, folder: Path) -> Organisation:
    out = StringIO()
    call_command("load_demo", stdout=out)
    assert f"Everybody's password is: {PASSWORD}" in out.getvalue()
    return Organisation.objects.get(is_example=True)


def test_the_story_comes_true(eksempel: Organisation, now: datetime) -> None:
    """One long test, because loading takes a while."""
    _states(eksempel)
    _statuses(eksempel, now)
    _gates(eksempel, now)
    _history(eksempel)
    _accounts(eksempel)
    assert not Notice.objects.exists(), "nobody is mailed about the past"
    out = StringIO()
    call_command("load_demo", stdout=out)
    assert out.getvalue() == "The demo is there already.\n"


def _states(eksempel: Organisation) -> None:
    projects = Project.objects.filter(organisation=eksempel)
    assert {project.key: project.state for project in projects} == {key: one["state"] for key, one in STORY.items()}
    for handover in Handover.objects.filter(organisation=eksempel):
        told = {one["unit"]: one["state"] for one in STORY[handover.project.key]["handovers"]}
        assert handover.state == told[handover.receiving_unit.key]
    states = set(Benefit.objects.filter(organisation=eksempel).values_list("state", flat=True))
    assert states == {
        *("identified", "profiled", "accepted", "tracking"),
        *("realised", "partly_realised", "not_realised", "withdrawn"),
    }
    measured = Counter(Measurement.objects.filter(organisation=eksempel).values_list("state", flat=True))
    assert {"due", "reported", "verified", "waived"} <= set(measured)


def _statuses(eksempel: Organisation, now: datetime) -> None:
    rows = list(Indicator.objects.filter(organisation=eksempel))
    found = statuses(rows, on=eksempel.local_date(now), organisation=eksempel)
    shown = {row.key: (found[row.pk].status.code, found[row.pk].status.reason) for row in rows}
    told = {
        f"{benefit['key']}-{number}": (one["status"], one["reason"])
        for project in STORY.values()
        for benefit in project.get("benefits", ())
        for number, one in enumerate(benefit.get("indicators", ()), 1)
    }
    assert shown == told


def _gates(eksempel: Organisation, now: datetime) -> None:
    for key, story in STORY.items():
        if "gate" in story:
            project = Project.objects.get(organisation=eksempel, key=key)
            choice = choice_for(story["gate"]["transition"], None, project, now)
            assert choice is not None
            assert choice.allowed == story["gate"]["open"], key


def _history(eksempel: Organisation) -> None:
    events = AuditEvent.objects.filter(organisation=eksempel)
    assert all(event.details.get("example") for event in events)
    told = list(events.filter(action__startswith="project.").order_by("position").values_list("at", flat=True))
    assert told == sorted(told)
    assert [report.broken for report in verify()] == [None] * 5


def _accounts(eksempel: Organisation) -> None:
    told = demo_accounts()
    assert told is not None
    assert told.password == PASSWORD
    assert "leader@eksempel.example" in told.accounts
    page = Client()
    shown = page.get(reverse("register:sign_in")).content.decode()
    assert "leader@eksempel.example" in shown
    assert PASSWORD in shown
    for account in Account.objects.filter(email__in=told.accounts)[:2]:
        assert account.check_password(PASSWORD)
    answer = page.post(reverse("register:sign_in"), {"email": "leader@eksempel.example", "password": PASSWORD})
    assert answer.status_code == 302


@pytest.fixture
def nobody_told(folder: Path) -> Iterator[None]:
    assert not (folder / "demo_accounts.json").exists()
    yield
    assert not (folder / "demo_accounts.json").exists()


def test_the_demo_is_refused_where_others_could_reach_it(db: None, nobody_told: None, settings: Settings) -> None:
    settings.ON_LOOPBACK, settings.BASE_URL = False, "https://varig.example"
    with pytest.raises(CommandError, match=r"only where BASE_URL is this very machine.*not https://varig\.example"):
        call_command("load_demo")
    assert not Organisation.objects.exists()


def test_the_accounts_are_told_on_ones_own_machine_only(folder: Path, settings: Settings) -> None:
    (folder / "demo_accounts.json").write_text('{"password": "x", "accounts": {}}')
    assert demo_accounts() is not None
    settings.ON_LOOPBACK = False
    assert demo_accounts() is None
