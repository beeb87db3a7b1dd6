"""The papers of a project by API: the overview on two pages, and the text for the case file."""

import pytest

from tests.api_caller import Caller
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_the_papers_of_a_project_are_had_by_api(cast: Cast) -> None:
    project, reader = cast.executing(), Caller(cast.member)
    overview = reader.get(f"projects/{project.pk}/overview/")
    assert overview.content.startswith(b"%PDF-")
    paper = reader.get(f"projects/{project.pk}/case_text/").json()
    assert paper["headings"]
    assert project.title in paper["text"]
    assert reader.get(f"projects/{project.pk}/case_text/?strange=1").status_code == 400
    plan = reader.get(f"projects/{project.pk}/benefit_plan/").json()
    assert (plan["title"], plan["sections"][0]["parts"][0]["kind"]) == (project.title, "table")
    assert reader.get(f"projects/{project.pk}/benefit_plan/", **{"as": "pdf"}).content.startswith(b"%PDF-")
    assert reader.get(f"projects/{project.pk}/benefit_plan/", **{"as": "docx"}).status_code == 400


def test_the_papers_of_the_portfolio_are_had_by_api_and_say_their_filter(cast: Cast) -> None:
    project, reader = cast.realising(), Caller(cast.member)
    assert reader.get("portfolio/overview/", unit=str(project.unit_id)).content.startswith(b"%PDF-")
    asked = {"state": "realising", "since": "2020-01-01", "until": "2030-12-31"}
    paper = reader.get("portfolio/meeting/", **asked).json()
    assert {"label": "State of the project", "words": "In operation, realising benefits"} in paper["facts"]
    assert paper["more"].endswith("/portfolio/meeting/?state=realising&since=2020-01-01&until=2030-12-31")
    assert any(part["kind"] == "table" for section in paper["sections"] for part in section["parts"])
    assert reader.get("portfolio/meeting/", **{"as": "pdf", **asked}).content.startswith(b"%PDF-")
    assert reader.get("portfolio/meeting/", since="soon").status_code == 400
