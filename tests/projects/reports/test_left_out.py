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


def test_what_waits_for_others_hides_nothing_of_ones_own(monkeypatch: pytest.MonkeyPatch) -> None:
    organisation = make.an_organisation()
    arne, berit = make.a_person(organisation, "Arne"), make.a_person(organisation, "Berit")
    theirs = make.a_project(organisation, state="executing", owner=berit, benefits_responsible=arne)
    hers = make.a_project(organisation, state="executing", benefits_responsible=berit)
    for day, project in enumerate((theirs, hers), 1):
        indicator = make.an_indicator(make.a_benefit(project))
        reported_at = make.START.replace(month=6, day=day)
        make.a_measurement(indicator, state="reported", value=7, reported_at=reported_at)
    monkeypatch.setattr(duties, "MOST_OF_A_KIND", 1)
    found = duties.duties_of(berit, make.START.replace(month=6, day=15))
    assert [duty.project for duty in found if duty.kind == "verify"] == [hers]
