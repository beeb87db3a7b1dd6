"""A list of duties that is too long says so."""

import pytest

from projects.reports import duties
from projects.reports.home import home_of
from tests import factories as make

pytestmark = pytest.mark.django_db


def test_a_list_that_is_cut_says_how_many_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    project = make.a_project(make.an_organisation())
    berit = make.a_person(project.organisation, "Berit")
    for _one in range(3):
        make.a_milestone(project, responsible=berit)
    now = make.START.replace(month=6, day=15)
    assert home_of(berit, now).left_out == []
    monkeypatch.setattr(duties, "MOST_OF_A_KIND", 2)
    assert home_of(berit, now).left_out == ["Reach a milestone: the 2 most pressing of 3 are shown."]
