"""Each person meets Varig in a language and a way of writing figures and days of their own."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from html import unescape

import pytest
from babel.messages.pofile import read_po
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from projects.models import Indicator, Measurement, Project
from projects.services import measurements
from register.models import Person
from tests.architecture.sources import ROOT
from tests.cast import Cast, fresh
from tests.visits import visiting

PARTS_OF_A_PROJECT = ["project_edit", "project_benefits", "project_milestones", "project_handovers", "project_history"]
AS_OTHERS_SEE_IT = ["/settings/results/preview/"]  # in the organisation's language
SENTENCE = 24  # shorter words may be the same in two languages, or a name in the cast


@pytest.fixture
def project(cast: Cast) -> Project:
    """One that waits for a figure, with a baseline and a target that are no whole numbers."""
    project = cast.executing()
    Indicator.objects.update(baseline_value=Decimal("1234.5"), measurer=cast.administrator)
    measurements.plan(indicator=Indicator.objects.get(), today=cast.now.date(), now=cast.now)
    return project


def speaking(somebody: Person, language: str) -> Client:
    """A browser in which a person is signed in who has chosen a language."""
    type(somebody).objects.filter(pk=somebody.pk).update(language=language)
    return visiting(fresh(somebody))


def plain_addresses(patterns: list, start: str = "/") -> Iterator[str]:
    """Every page whose address holds no id."""
    for one in patterns:
        address = start + str(one.pattern)
        if "<" in address or "api" in address or address in AS_OTHERS_SEE_IT:
            continue
        if isinstance(one, URLResolver):
            yield from plain_addresses(one.url_patterns, address)
        elif isinstance(one, URLPattern):
            yield address


def pages_of(project: Project) -> list[str]:
    benefit, handover = project.benefits.get(), project.handovers.get()
    return [
        project.get_absolute_url(),
        *(reverse(f"projects:{name}", args=[project.pk]) for name in PARTS_OF_A_PROJECT),
        benefit.get_absolute_url(),
        handover.get_absolute_url(),
        Measurement.objects.all()[0].get_absolute_url(),
    ]


def is_page(answer: HttpResponse) -> bool:
    return answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html")


def english_sentences(language: str) -> list[str]:
    """What stands in the catalogue with another wording, and has nothing to be filled in."""
    with (ROOT / "locale" / language / "LC_MESSAGES" / "django.po").open("rb") as file:
        found = [message for message in read_po(file) if message.id and isinstance(message.id, str)]
    return [one.id for one in found if len(one.id) > SENTENCE and "%" not in one.id and one.id != one.string]


@pytest.mark.parametrize("language", ["da", "nb"])
def test_no_page_shows_an_english_sentence_to_who_reads_another_language(
    cast: Cast, project: Project, language: str
) -> None:
    browser, english = speaking(cast.administrator, language), english_sentences(language)
    answers = {url: browser.get(url) for url in [*plain_addresses(get_resolver().url_patterns), *pages_of(project)]}
    pages = {url: unescape(answer.content.decode()) for url, answer in answers.items() if is_page(answer)}
    assert len(pages) > len(pages_of(project)) + 10
    whole = {url: page for url, page in pages.items() if "<html" in page}
    assert [url for url, page in whole.items() if f'<html lang="{language}"' not in page] == []
    assert {(url, words) for url, page in pages.items() for words in english if words in page} == set()


@pytest.mark.parametrize(
    ("language", "figure"),
    [("en", "1,234.5"), ("da", "1.234,5"), ("nb", "1\N{NO-BREAK SPACE}234,5")],
)
def test_figures_are_written_as_the_reader_writes_them(
    cast: Cast, project: Project, language: str, figure: str
) -> None:
    page = speaking(cast.administrator, language).get(project.benefits.get().get_absolute_url()).content.decode()
    assert f"{figure}\N{NO-BREAK SPACE}falls" in page


@pytest.mark.parametrize(
    ("language", "day"), [("en", "31 December 2025"), ("da", "31. december 2025"), ("nb", "31. desember 2025")]
)
def test_days_are_written_as_the_reader_writes_them(cast: Cast, project: Project, language: str, day: str) -> None:
    page = speaking(cast.administrator, language).get(Measurement.objects.all()[0].get_absolute_url())
    assert day in page.content.decode()


@pytest.mark.parametrize(("language", "typed"), [("en", "1234.5"), ("da", "1234,5"), ("nb", "1234,5")])
def test_a_form_shows_a_figure_as_it_can_be_typed_again(
    cast: Cast, project: Project, language: str, typed: str
) -> None:
    browser, indicator = speaking(cast.administrator, language), Indicator.objects.get()
    page = browser.get(reverse("projects:indicator_edit", args=[indicator.pk])).content.decode()
    shown = re.search(r'name="baseline_value"[^>]* value="([^"]*)"|value="([^"]*)"[^>]* name="baseline_value"', page)
    assert shown is not None
    assert (shown.group(1) or shown.group(2)) == typed


@pytest.mark.parametrize("language", ["en", "da", "nb"])
def test_a_figure_typed_with_a_comma_is_read(cast: Cast, project: Project, language: str) -> None:
    due = Measurement.objects.all()[0]
    speaking(cast.administrator, language).post(due.get_absolute_url(), {"value": "7,25"})
    assert fresh(due).value == Decimal("7.25")


def test_a_period_is_shown_as_it_was_entered_in_every_language(cast: Cast, project: Project) -> None:
    Indicator.objects.update(baseline_date=date(2013, 12, 31), baseline_date_entered="2013")
    page = speaking(cast.administrator, "da").get(project.benefits.get().get_absolute_url()).content.decode()
    assert "2013" in page
    assert "31. december 2013" not in page
