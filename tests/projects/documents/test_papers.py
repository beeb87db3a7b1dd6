"""What goes to a meeting: two pages whatever the data, tagged, in the reader's language, with nothing invented."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import partial

import pytest
from django.urls import reverse
from django.utils import translation

from projects.documents.papers import pages_of, pdf_of, two_pages
from projects.forms.in_words import in_words
from projects.forms.portfolio_filter import PortfolioFilter
from projects.models import Indicator, Project
from projects.reports.benefit_plan import plan_paper
from projects.reports.case_text import as_text, case_text
from projects.reports.meeting_paper import Meeting, meeting_paper
from projects.reports.paper_parts import SIZES, Bars, Courses, Paper, Table
from projects.reports.portfolio import portfolio_of
from projects.reports.portfolio_paper import portfolio_paper
from projects.reports.project_paper import project_paper
from register.models import Goal
from tests.cast import Cast
from tests.factories import (
    a_benefit,
    a_measurement,
    a_milestone,
    a_person,
    a_project,
    a_target,
    an_indicator,
    an_organisation,
)
from tests.visits import visiting

ON = date(2026, 10, 1)
NOW = datetime(2026, 10, 1, 9, tzinfo=UTC)
NASTY = "#let x = 1 \\ *[_$ %(x)s \N{SNOWMAN} <script> " + "Donaudampfschiff" * 20


@pytest.fixture
def project(db: None) -> Project:
    """Two benefits, one of them behind its path."""
    row = a_project(an_organisation("Andebu"), title="Sammen på jobb", purpose="Færre sykedager.", background="Fravær.")
    for title, newest in (("Kortere ventetid", 45), ("Færre klager", 59)):
        indicator = an_indicator(a_benefit(row, title=title), name=f"{title}, dager")
        a_target(indicator)
        a_measurement(indicator, state="verified", value=Decimal(newest), period_end=date(2026, 6, 30))
    a_milestone(row, title="Overlevering", due_date=date(2026, 12, 1))
    return row


def words_in(paper: Paper) -> str:
    return str([paper.title, paper.standing, paper.facts, paper.sections])


def part_of(paper: Paper, kind: type) -> list:
    return [part for section in paper.sections for part in section.parts if isinstance(part, kind)]


def test_the_overview_says_why_what_was_promised_and_how_it_stands(project: Project) -> None:
    paper = project_paper(project, ON, SIZES[0])
    for words in ("Sammen på jobb", "Færre sykedager.", "Kortere ventetid", "60", "30", "Overlevering"):
        assert words in words_in(paper)
    [table] = part_of(paper, Table)
    assert [row[-1] for row in table.rows] == ["Off track", "On track"]
    assert table.tones == ["bad", "good"]
    [statuses, sums] = part_of(paper, Bars)
    assert "Off track 1" in statuses.alt
    assert "promised" in sums.alt
    [courses] = part_of(paper, Courses)
    assert "Measured: " in courses.items[0].alt


def test_it_is_a_tagged_pdf_in_the_language_of_the_reader(project: Project) -> None:
    for language, word in (("da", "da"), ("nb", "nb"), ("en", "en")):
        with translation.override(language):
            content = two_pages(partial(project_paper, project, ON), now=NOW)
        assert content.startswith(b"%PDF-")
        assert b"pdfuaid" in content
        assert f"/Lang({word})".encode() in content.replace(b" ", b"") or f"({word})".encode() in content


def test_it_never_has_more_than_two_pages_and_says_how_much_more_there_is(project: Project) -> None:
    long = "Et langt ord om alt som skjer. " * 60
    Project.objects.update(title=NASTY[:290], background=long, purpose=NASTY + long, next_action=long)
    owner = a_person(project.organisation, "Anne-Margrethe " * 6)
    for number in range(60):
        indicator = an_indicator(a_benefit(project, title=f"{number} {NASTY}"[:290], owner=owner), unit="timer " * 6)
        a_target(indicator, value=Decimal("123456789.12345"))
        a_measurement(indicator, state="verified", value=Decimal(61 + number), period_end=date(2026, 6, 30))
        a_milestone(project, title=f"{number} {long}"[:290], due_date=date(2026, 12, 1))
    full = Project.objects.get()
    made = two_pages(partial(project_paper, full, ON), now=NOW)
    assert len(re.findall(rb"/Type\s*/Page\b", made)) in (0, 1, 2)
    assert pages_of(project_paper(full, ON, SIZES[-1]), now=NOW) <= 2
    assert "And 50 more benefits" in words_in(project_paper(full, ON, SIZES[1]))


def test_a_draft_without_anything_is_a_page_too(cast: Cast) -> None:
    bare = a_project(cast.organisation, state="draft", purpose="", unit=None)
    paper = project_paper(bare, ON, SIZES[0])
    assert "no living benefit" in words_in(paper)
    assert pdf_of(paper, now=NOW).startswith(b"%PDF-")
    a_benefit(bare, title="Unmeasured")
    for silent in (project_paper(bare, ON, SIZES[0]), case_text(bare, ON), plan_paper(bare, ON)):
        assert "not stated" in words_in(silent)
    assert "how 1 benefit is doing nobody knows" in words_in(project_paper(bare, ON, SIZES[0]))


def test_whoever_sees_the_project_can_print_its_overview(project: Project) -> None:
    address = reverse("projects:project_overview", args=[project.pk])
    answer = visiting(a_person(project.organisation)).get(address, {"language": "nb"})
    assert answer["Content-Type"] == "application/pdf"
    assert visiting(a_person(an_organisation())).get(address).status_code == 404


def test_the_case_text_has_the_headings_that_politicians_know(project: Project) -> None:
    anybody = visiting(a_person(project.organisation))
    page = anybody.get(reverse("projects:project_case_text", args=[project.pk]), {"on": "2026-10-01"}).content.decode()
    for words in ("Background", "What was promised", "Status", "Economy", "Recommendation", "Fravær.", "data-copy="):
        assert words in page
    text = as_text(case_text(project, ON))
    for words in (
        "BACKGROUND",
        "Kortere ventetid; Owner: Benefit Owner",
        "Færre klager",
        "measures are taken for the 1 benefit",
    ):
        assert words in text
    Indicator.objects.update(baseline_value=None, baseline_state="missing")
    project.benefits.first().indicators.all().delete()
    assert "nobody knows how" in as_text(case_text(Project.objects.get(), ON))


def test_the_promise_and_what_was_said_of_a_deviation_stand_in_the_case_text(cast: Cast) -> None:
    running = cast.executing()
    text = as_text(case_text(running, cast.now.date()))
    assert "- Fewer falls, Falls: 20\N{NO-BREAK SPACE}falls" in text
    assert "20\\xa0falls" in words_in(plan_paper(running, cast.now.date()))
    bare = a_project(cast.organisation, state="draft", purpose="", unit=None)
    assert "Nothing is written down yet." in as_text(case_text(bare, ON))
    assert "no living benefit" in words_in(plan_paper(bare, ON))


def test_the_benefit_plan_has_every_indicator_as_a_page_and_as_pdf(project: Project) -> None:
    anybody, address = visiting(a_person(project.organisation)), reverse("projects:benefit_plan", args=[project.pk])
    a_benefit(project, title="Bedre omdømme", how_known="Vi spør")
    page = anybody.get(address, {"on": "2026-10-01"}).content.decode()
    for words in ("Kortere ventetid, dager", "Bedre omdømme", "Vi spør", "Off track"):
        assert words in page
    assert anybody.get(address, {"as": "pdf", "language": "da"}).content.startswith(b"%PDF-")


def test_the_portfolio_on_two_pages_follows_the_filter_of_the_address(project: Project) -> None:
    reader = a_person(project.organisation)
    other = a_project(project.organisation, title="Et annet")
    a_benefit(other, title="Uten tall")
    found = portfolio_of(reader, on=ON)
    paper = portfolio_paper(reader, found, ON, [("Unit", "x")], "http://x/", SIZES[0])
    for words in ("1 of 3 benefits in 2 projects", "of 1 nobody knows", "Færre klager", "Never measured", "Unit"):
        assert words in words_in(paper)
    assert "Uten tall" not in words_in(paper)
    page = visiting(reader)
    address = reverse("projects:portfolio_overview")
    for language in ("da", "nb", "en"):
        answer = page.get(address, {"unit": str(other.unit_id), "language": language, "on": "2026-10-01"})
        assert answer.content.startswith(b"%PDF-")
    nothing = portfolio_paper(reader, portfolio_of(reader, on=ON, filters={"unit": "-"}), ON, [], "", SIZES[0])
    assert "No benefit counts here." in words_in(nothing)


def test_the_meeting_sees_what_was_due_what_lies_ahead_and_the_whole(project: Project) -> None:
    reader = a_person(project.organisation)
    late, early = Indicator.objects.order_by("name")
    goal = Goal.objects.create(organisation=project.organisation, title="Friske ansatte", target_date=date(2026, 9, 1))
    late.benefit.goals.add(goal)
    a_target(late, value=Decimal(55), due_date=date(2026, 6, 30))
    a_target(early, value=Decimal(50), due_date=date(2026, 6, 30))
    a_target(early, value=Decimal(41), due_date=date(2026, 9, 30))
    a_milestone(project, title="Pilot", due_date=date(2026, 5, 1), reached_date=date(2026, 5, 3))
    a_milestone(project, title="Opplæring", due_date=date(2026, 6, 1))
    new = an_indicator(a_benefit(project, title="Nytt"), name="Nytt")
    a_target(new, value=Decimal(1), due_date=date(2026, 7, 1))
    found = portfolio_of(reader, on=ON, every_figure=True)
    meeting = Meeting(since=date(2026, 4, 1), on=ON, until=date(2027, 12, 31))
    past, ahead, whole = meeting_paper(reader, found, meeting, [], "").sections
    assert {row[1]: row[-1] for row in past.parts[1].rows} == {
        "Pilot": "Reached",
        "Opplæring": "Not reached",
        "Færre klager: Færre klager, dager": "Not reached",
        "Kortere ventetid: Kortere ventetid, dager": "No figure for it",
        "Nytt: Nytt": "No figure for it",
        "Friske ansatte": "Ahead",
    } or past.parts[1].rows
    assert "2 are reached" in past.parts[0].text
    assert ahead.parts[0].rows[0][1] == "Overlevering"
    assert "Friske ansatte" in words_in_parts(whole.parts)
    page = visiting(reader).get(
        reverse("projects:meeting_results"), {"on": "2026-10-01", "since": "2026-04-01", "until": "x"}
    )
    assert "What should have been reached since 1 April 2026" in page.content.decode()
    quiet = Meeting(since=date(2020, 1, 1), on=date(2020, 2, 1), until=date(2020, 3, 1))
    assert "Nothing was due." in words_in(meeting_paper(reader, found, quiet, [], ""))


def words_in_parts(parts: object) -> str:
    return str(parts)


def test_what_a_filter_narrows_to_is_said_in_words(project: Project) -> None:
    asked = {"unit": str(project.unit_id), "state": "executing", "as_of": "2026-10-01", "year": "2027"}
    words = dict(in_words(PortfolioFilter(asked, person=a_person(project.organisation)), "by"))
    assert words["Unit, with all below"] == project.unit.name
    assert words["State of the project"] == "Executing"
    assert words["As of"] == "1 October 2026"
    assert words["Year of the target"] == "2027"


def test_the_api_gives_the_overview_and_the_case_text(project: Project) -> None:
    reader = visiting(a_person(project.organisation))
    address = f"/api/v1/projects/{project.pk}/"
    assert reader.get(f"{address}overview/", {"on": "2026-10-01"}).content.startswith(b"%PDF-")
    said = reader.get(f"{address}case_text/", {"on": "2026-10-01"}).json()
    assert said["headings"] == ["Background", "What was promised", "Status", "Economy", "Recommendation"]
    assert "Kortere ventetid" in said["text"]
    assert reader.get(f"{address}case_text/", {"x": "1"}).status_code == 400
