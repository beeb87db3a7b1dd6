"""The portfolio and the list of benefits behind its figures."""

import re
from datetime import date
from decimal import Decimal
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from projects.models import Benefit, Indicator, Measurement, Project
from tests.cast import Cast
from tests.visits import visiting

NBSP = "\N{NO-BREAK SPACE}"


@pytest.fixture
def measured(cast: Cast) -> Project:
    """A project whose one benefit has fallen from 40 to 30 of the 20 promised, verified."""
    project = cast.executing()
    Measurement.objects.create(
        organisation=cast.organisation,
        indicator=Indicator.objects.get(),
        period_end=date(2026, 6, 30),
        value=Decimal(30),
    )
    cast.take(Measurement.objects.get(), "report", cast.line_manager)
    cast.take(Measurement.objects.get(), "verify", cast.responsible)
    return project


def listed(browser: Client, **asked: str) -> str:
    return browser.get(reverse("projects:benefit_list"), asked).content.decode()


def test_the_portfolio_says_what_is_promised_verified_and_unknown(cast: Cast, measured: Project) -> None:
    cast.benefit(measured, title="Calmer nights", kind="qualitative")
    page = visiting(cast.member).get(reverse("projects:portfolio"), {"on": "2026-07-01"}).content.decode()
    for words in (f"20{NBSP}falls", f"10{NBSP}falls", "0 of 1 benefits", "Home care", "cannot be summed"):
        assert words in page


def test_every_figure_of_the_portfolio_opens_exactly_the_rows_behind_it(cast: Cast, measured: Project) -> None:
    cast.benefit(measured, title="Calmer nights", kind="qualitative")
    browser = visiting(cast.member)
    page = browser.get(reverse("projects:portfolio"), {"on": "2026-07-01"}).content.decode()
    addresses = {unescape(found) for found in re.findall(r'href="(/benefits/\?[^"]+)"', page)}
    counted = {url: browser.get(url).content.decode() for url in addresses}
    assert addresses
    summed = next(rows for url, rows in counted.items() if "measured_in=falls" in url)
    assert "Fewer falls" in summed
    assert "Calmer nights" not in summed
    unknown = next(rows for url, rows in counted.items() if "status=unknown" in url)
    assert "Calmer nights" in unknown
    assert "Fewer falls" not in unknown


def test_the_portfolio_is_seen_on_another_day_and_narrowed_by_its_address(cast: Cast, measured: Project) -> None:
    browser, url = visiting(cast.member), reverse("projects:portfolio")
    assert "As of 1 January 2020" in browser.get(url, {"on": "2020-01-01"}).content.decode()
    assert "Nothing of the portfolio fits" in browser.get(url, {"state": "closed"}).content.decode()
    for by in ("unit", "goal", "state", "status"):
        assert browser.get(url, {"by": by}).status_code == 200
    assert browser.get(url, {"on": "soon"}).status_code == 400


def test_an_empty_portfolio_says_why(cast: Cast) -> None:
    page = visiting(cast.member).get(reverse("projects:portfolio")).content.decode()
    assert "No benefit counts in the portfolio yet" in page


def test_the_list_shows_baseline_target_latest_and_status_with_its_reason(cast: Cast, measured: Project) -> None:
    page = listed(visiting(cast.member), on="2026-07-01")
    for words in (f"40{NBSP}falls", f"20{NBSP}falls", f"30{NBSP}falls", "On track", "1 of 1 benefits", "<polyline"):
        assert words in page


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"q": "falls"}, True),
        ({"q": "nothing"}, False),
        ({"status": "on_track"}, True),
        ({"status": "missed"}, False),
        ({"kind": "quantified"}, True),
        ({"stage": "tracking"}, False),
        ({"state": "executing"}, True),
        ({"mine": "on"}, False),
        ({"counted": "on"}, True),
        ({"measured_in": "FALLS"}, True),
        ({"measured_in": "-"}, False),
        ({"unit": "nonsense"}, True),
    ],
)
def test_the_list_is_narrowed_by_what_stands_in_its_address(
    cast: Cast, measured: Project, asked: dict[str, str], found: bool
) -> None:
    page = listed(visiting(cast.member), on="2026-07-01", **asked)
    assert ("Fewer falls" in page) is found
    assert ("Your filter hides 1 benefit." in page) is not found


def test_the_list_is_narrowed_by_unit_owner_and_goal(cast: Cast, measured: Project) -> None:
    browser = visiting(cast.member)
    assert "Fewer falls" in listed(browser, unit=str(cast.top.pk))
    assert "Fewer falls" not in listed(browser, unit=str(cast.top.pk), own="on")
    assert "Fewer falls" in listed(browser, owner=str(cast.line_manager.pk))
    goal = measured.goals.get()
    assert "Fewer falls" not in listed(browser, goal=str(goal.pk))


def test_the_list_is_read_page_by_page_and_a_broken_cursor_is_told(
    cast: Cast, measured: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("projects.views.benefit_register.PAGE_SIZE", 1)
    cast.benefit(measured, title="Another benefit")
    browser = visiting(cast.member)
    first = listed(browser)
    assert "Another benefit" in first
    assert "Fewer falls" not in first
    following = re.search(r'rel="next" href="\?([^"]+)"', first)
    assert following
    assert "Fewer falls" in browser.get(f"{reverse('projects:benefit_list')}?{unescape(following[1])}").content.decode()
    assert browser.get(reverse("projects:benefit_list"), {"after": "nonsense"}).status_code == 400


def test_a_longer_list_takes_no_more_queries(
    cast: Cast, measured: Project, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(10):
        cast.indicator(cast.benefit(measured, title=f"Benefit {number}"))
    browser = visiting(cast.member)
    with django_assert_max_num_queries(30):
        listed(browser)
    with django_assert_max_num_queries(30):
        browser.get(reverse("projects:portfolio"))


def test_a_stranger_sees_nothing_of_it(cast: Cast, measured: Project) -> None:
    browser = visiting(cast.stranger)
    assert "Fewer falls" not in listed(browser, counted="on")
    assert "No benefit counts" in browser.get(reverse("projects:portfolio")).content.decode()
    assert Benefit.objects.count() == 1
