"""Prices, profiles and budget lines come in and go out with everything else."""

from collections.abc import Callable
from datetime import datetime

import pytest

from projects.models import Benefit, BenefitYear, BudgetEntry, MoneyChange, Project, Rebaselining, UnitPrice
from projects.services import promises
from register.models import Organisation
from tests.projects.interchange.books import SMALL, Sheets
from tests.projects.interchange.conftest import Import, exported

pytestmark = pytest.mark.django_db
YEARS = ["key", "benefit", "year", "volume", "unit_price", "price", "running_cost", "realised_gross"]
MONEY: Sheets = {
    **SMALL,
    "benefits": [["key", "project", "title", "currency", "decision_year"], ["b1", "p1", "Less leave", "", "2026"]],
    "unit_prices": [["key", "name", "price", "price_year"], ["u1", "A day of sick leave", "3100,5", 2026]],
    "benefit_years": [YEARS, ["y1", "b1", "2027", "100", "u1", "", "10000", "250000"]],
    "budget_lines": [["key", "code", "name"], ["l1", "1.300", "Home care"]],
    "budget_entries": [
        ["key", "benefit", "budget_line", "year", "promised", "booked", "realised"],
        ["e1", "b1", "l1", "2027", "300050", "200000", "0"],
    ],
}


def test_money_comes_in_goes_out_and_comes_in_again_unchanged(bring: Import, home: Organisation, now: datetime) -> None:
    bring(MONEY)
    year, entry = BenefitYear.objects.get(), BudgetEntry.objects.get()
    assert (year.figures.planned.gross, year.unit_price) == (310050, UnitPrice.objects.get())
    assert (entry.booked, entry.booked_on, entry.realised) == (200000, home.local_date(now), 0)
    assert bring(MONEY).changed == 0
    for kind in ("xlsx", "zip"):
        again = bring(exported(home, kind))
        assert (again.created, again.changed) == (0, 0), again.sheets
    bring({"benefit_years": [["key", "benefit", "year", "note"], ["y1", "b1", "2027", "Closed late"]]})
    assert BenefitYear.objects.get().note == "Closed late"


def test_two_rows_for_one_year_are_named_by_row_and_column(bring: Import, problems: Callable[..., list[str]]) -> None:
    bring(MONEY)
    twice = [["key", "benefit", "year", "gross"], ["y2", "b1", "2028", "1"], ["y3", "b1", "2028", "1"]]
    [said] = problems({"benefit_years": [*twice, ["y1", "b1", "2027", ""]]})
    assert "benefit_years" in said
    assert "row 3" in said
    assert "year" in said
    [said] = problems({"benefit_years": [["key", "benefit", "year"], ["new", "b1", "2027"]]})
    assert "already a row" in said
    [said] = problems({"budget_lines": [["key", "code", "name"], ["l2", "1.300", "Again"]]})
    assert "code" in said


def test_what_a_file_adds_beside_a_promise_has_its_reason_and_waits_for_a_yes(
    bring: Import, problems: Callable[..., list[str]], now: datetime
) -> None:
    bring(MONEY)
    benefit = Benefit.objects.get(key="b1")
    promises.keep_promises(benefit.project, by=None, now=now, given={})
    Project.objects.update(state="executing")
    added: Sheets = {
        "benefit_years": [["key", "benefit", "year", "gross"], ["y2", "b1", "2028", "5"]],
        "targets": [["key", "indicator", "due_date", "value"], ["t9", "i1", "2031", "1"]],
    }
    on_lines: Sheets = {
        "budget_entries": [
            ["key", "benefit", "budget_line", "year", "promised"],
            ["e2", "b1", "l1", "2028", "3"],
            ["e3", "b1", "l1", "2029", "7"],
        ]
    }
    for sheets, lacking in ((added, 2), (on_lines, 2), (added | on_lines, 2)):
        said = problems(sheets)
        assert len(said) == lacking
        assert all("reason" in one for one in said)
    bring(added | on_lines, reason="The council asked for it.")
    changes = MoneyChange.objects.order_by("year")
    assert {change.reason for change in changes} == {"The council asked for it."}
    assert [(change.what, change.new.get("gross"), change.new["net"]) for change in changes] == [
        ("year_added", "5", "5"),
        ("year_added", None, "7"),
    ]
    assert [change.what for change in Rebaselining.objects.all()] == ["target_added"]


def test_a_year_is_a_year_and_what_was_approved_changes_with_a_reason(
    bring: Import, problems: Callable[..., list[str]]
) -> None:
    bring(MONEY)
    rows = [["key", "benefit", "year", "running_cost"], ["y1", "b1", "2027", "1"]]
    [said] = problems({"benefit_years": rows})
    assert "reason" in said
    assert bring({"benefit_years": rows}, reason="Cheaper").changed == 1
    [said] = problems({"benefit_years": [["key", "benefit", "year"], ["y2", "b1", "next year"]]})
    assert "Write a year" in said
