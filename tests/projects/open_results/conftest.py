"""A project that realises its benefit, told openly."""

from typing import Any

import pytest

from projects.models import Project, Publication, ResultsPage
from projects.services import publications, results_page
from tests.cast import Cast


@pytest.fixture
def project(cast: Cast) -> Project:
    return cast.executing(title="Screens at night")


@pytest.fixture
def results(cast: Cast) -> ResultsPage:
    fields = {"slug": "andebu", "is_open": True, "introduction": "What came of it."}
    return results_page.make_results_page(
        organisation=cast.organisation, fields=fields, by=cast.administrator, now=cast.now
    )


@pytest.fixture
def prepared(cast: Cast, project: Project) -> Publication:
    return prepare(cast, project, benefit=project.benefits.get())


def prepare(cast: Cast, project: Project, **fields: Any) -> Publication:
    values = {"headline": "Fewer falls at night", "story": "The night shift sees more.", **fields}
    return publications.prepare(project=project, fields=values, by=cast.owner, now=cast.now)
