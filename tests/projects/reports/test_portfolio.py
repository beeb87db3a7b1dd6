"""The portfolio: exact sums of what may be summed, and everything else counted."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from projects.models import Project
from projects.reports import counted, figures, portfolio
from projects.reports.paper_sums import sums_in_bars
from projects.reports.portfolio import portfolio_of
from register.models import Goal, Organisation, Person
from tests import factories as make
from tests.api_caller import Caller
from tests.visits import visiting

pytestmark = pytest.mark.django_db
ON = date(2026, 7, 15)


@pytest.fixture
def andebu() -> Organisation:
    return make.an_organisation()


@pytest.fixture
def controller(andebu: Organisation) -> Person:
    controller = make.a_person(andebu, "Controller")
    make.a_role(controller, "controller")
    return controller


def promise(project: Project, verified: int | None = 45, **fields: Any) -> Any:
    """Thirty days less, of which `60 - verified` are verified."""
    benefit = make.a_benefit(project, start_date=date(2026, 1, 1), **fields)
    indicator = make.an_indicator(benefit)
    make.a_target(indicator)
    if verified is not None:
        make.a_measurement(indicator, state="verified", value=Decimal(verified), period_end=date(2026, 6, 30))
    return benefit


def sums(group: portfolio.Group) -> list[tuple[Any, ...]]:
    return [(one.unit, one.promised, one.verified, one.benefits, one.unknown) for one in group.rollups]


def test_what_is_promised_verified_and_unknown_by_unit(andebu: Organisation, controller: Person) -> None:
    health, school = make.a_unit(andebu, "Health"), make.a_unit(andebu, "School")
    promise(make.a_project(andebu, unit=health))
    promise(make.a_project(andebu, unit=school))
    promise(make.a_project(andebu, unit=school), None)
    found = portfolio_of(controller, by="unit", on=ON)
    assert [(group.label, sums(group)) for group in found.groups] == [
        ("Health", [("days", 30, 15, 1, 0)]),
        ("School", [("days", 60, 15, 2, 1)]),
    ]
    assert sums(found.total) == [("days", 90, 30, 3, 1)]
    assert (found.total.projects, found.total.benefits) == (3, 3)
    assert found.groups[1].filters == {"unit": str(school.pk)}


def test_amounts_in_the_prices_of_different_years_say_so(andebu: Organisation, controller: Person) -> None:
    project, money = make.a_project(andebu), {"kind": "financial_direct"}
    for year in (2024, 2026):
        row = make.an_indicator(make.a_benefit(project, price_level_year=year, **money), unit="NOK")
        make.a_target(row)
    promise(project, **money)
    caller, page = Caller(controller), visiting(controller)
    amounts, days = sorted(caller.get("portfolio/").json()["total"]["sums"], key=lambda one: one["unit"])
    assert amounts["price_level_years"] == [2024, 2026]
    assert amounts["caution"] == "Prices of different years are set together: 2024, 2026."
    assert (days["price_level_years"], days["caution"]) == ([], "")
    assert "In prices of 2024, 2026" in page.get("/portfolio/").content.decode()
    assert "In prices of 2024, 2026" in page.get(f"/projects/{project.pk}/benefit-report/").content.decode()
    [_bars, note] = sums_in_bars(portfolio_of(controller, on=ON).total.rollups, most=4)
    assert note.text == "Direct budget effect, NOK: In prices of 2024, 2026."


def test_a_number_leads_to_what_it_counts(andebu: Organisation, controller: Person) -> None:
    above = make.a_unit(andebu, "Health")
    below = make.a_unit(andebu, "Home care", parent=above)
    goal = Goal.objects.create(organisation=andebu, title="Home longer")
    promise(make.a_project(andebu, unit=below)).goals.add(goal)
    promise(make.a_project(andebu, state="realising"), 59)
    for by in portfolio.GROUPINGS:
        for group in portfolio_of(controller, by=by, on=ON).groups:
            if by == "goal" and not group.filters["goal"]:
                continue
            assert portfolio_of(controller, by=by, on=ON, filters=group.filters).total.benefits == group.benefits
    assert portfolio_of(controller, on=ON, filters={"unit": str(above.pk)}).total.benefits == 1
    assert portfolio_of(controller, on=ON, filters={"status": "off_track", "colour": "red"}).total.benefits == 1


def test_a_filter_that_is_no_id_finds_nothing(andebu: Organisation, controller: Person) -> None:
    promise(make.a_project(andebu))
    for name in ("unit", "goal"):
        assert portfolio_of(controller, on=ON, filters={name: "nothing"}).total.benefits == 0


def test_groups_stand_in_the_order_people_expect(andebu: Organisation, controller: Person) -> None:
    promise(make.a_project(andebu, state="realising"))
    promise(make.a_project(andebu, state="planning"), 59)
    states = portfolio_of(controller, by="state", on=ON).groups
    assert [group.filters["state"] for group in states] == ["planning", "realising"]
    by_status = portfolio_of(controller, by="status", on=ON).groups
    assert [group.filters["status"] for group in by_status] == ["on_track", "off_track"]
    assert by_status[0].statuses == {"on_track": 1}


def test_parts_restatements_withdrawn_and_drafts_are_not_counted_in_sums(
    andebu: Organisation, controller: Person
) -> None:
    project = make.a_project(andebu)
    whole = promise(project)
    promise(project, part_of=whole)
    promise(project, restates=whole)
    promise(project, state="withdrawn")
    promise(make.a_project(andebu, state="draft"))
    found = portfolio_of(controller, on=ON)
    assert sums(found.total) == [("days", 30, 15, 1, 0)]
    assert found.total.benefits == 3


def test_a_benefit_nobody_counts_is_unknown(andebu: Organisation, controller: Person) -> None:
    make.a_benefit(make.a_project(andebu, unit=None), kind="financial_direct")
    [group] = portfolio_of(controller, on=ON).groups
    assert (group.label, sums(group)) == ("", [("", None, None, 1, 1)])


def test_others_see_nothing_of_what_is_restricted(andebu: Organisation, controller: Person) -> None:
    promise(make.a_project(andebu, restricted=True))
    assert portfolio_of(make.a_person(andebu), on=ON).total.benefits == 0
    assert portfolio_of(controller, on=ON).total.benefits == 1


def test_large_portfolios_are_read_as_a_whole(
    andebu: Organisation, controller: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(figures, "AT_ONCE", 2)
    monkeypatch.setattr(counted, "AT_ONCE", 2)
    project = make.a_project(andebu)
    for _one in range(5):
        promise(project)
    assert sums(portfolio_of(controller, on=ON).total) == [("days", 150, 75, 5, 0)]
