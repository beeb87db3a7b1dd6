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
