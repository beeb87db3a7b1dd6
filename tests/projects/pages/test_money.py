"""Money on the pages: the yearly grid, the budget lines, the catalogue, and what was promised for a year."""

import csv
import io
from datetime import date
from decimal import Decimal
from html import unescape
from typing import Any

import openpyxl
import pytest
from django.http import HttpResponse
from django.test import Client

from projects.models import Benefit, BenefitYear, BudgetEntry, BudgetLine, UnitPrice
from projects.reports.budget import BudgetScope, placed_in, sums_by
from projects.services import benefit_years, benefits, budget_entries
from register.models import Person
from tests.cast import Cast
from tests.visits import visiting

NBSP = "\N{NO-BREAK SPACE}"

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)


@pytest.fixture
def benefit(cast: Cast) -> Benefit:
    """A benefit in money, accepted, of a project that executes, on a budget line in 2027."""
    row = cast.executing().benefits.get()
    terms = {"kind": "financial_direct", "decision_year": 2026}
    benefits.update_benefit(benefit=row, changes=terms, by=cast.leader, now=cast.now)
    cast.money(row)
    return Benefit.objects.get(pk=row.pk)


def text(answer: HttpResponse) -> str:
    return unescape(answer.content.decode()).replace(NBSP, " ")


def page(person: Person, address: str, **query: Any) -> HttpResponse:
    answer = visiting(person).get(address, query)
    assert answer.status_code == 200, answer.content
    return answer


def filled(row: BenefitYear, **values: str) -> dict[str, str]:
    return {f"year-{row.pk}-{name}": value for name, value in {"version": str(row.version), **values}.items()}


def test_the_grid_stores_years_with_one_reason_or_nothing_at_all(cast: Cast, benefit: Benefit) -> None:
    client, address = visiting(cast.leader), f"/benefits/{benefit.pk}/money/"
    assert 'placeholder="500,000"' in text(client.get(address, {"way": "amounts"}))
    [year] = BenefitYear.objects.all()
    old = {"year": "2027", "volume": "900", "unit_price": str(year.unit_price_id), "price": "500"}
    new = {"year-new-0-year": "2028", "year-new-0-volume": "1000", "year-new-0-price": "510"}
    data = {**filled(year, running_cost="100000", **old), **new, "version": str(benefit.version)}
    refused = client.post(f"{address}?way=volume", data)
    assert "give the reason for the change" in text(refused)
    assert BenefitYear.objects.count() == 1, "all or nothing"
    saved = client.post(f"{address}?way=volume", {**data, "change_reason": "Counted again", "price_level_year": "2026"})
    assert saved.status_code == 302, text(saved)
    assert [one.figures.planned.gross for one in BenefitYear.objects.order_by("year")] == [450_000, 510_000]
    assert Benefit.objects.get(pk=benefit.pk).price_level_year == 2026
    terms = {"price_level_year": "2026"}
    again = {"year-new-0-year": "2028", "year-new-0-gross": "1", **terms}
    twice = client.post(f"{address}?way=amounts", again)
    assert "already has figures for that year" in text(twice)
    year = BenefitYear.objects.get(year=2028)
    removal = {**filled(year, year="2028", remove="on"), "change_reason": "Not so long", **terms}
    assert client.post(f"{address}?way=points", removal).status_code == 302
    assert BenefitYear.objects.count() == 1


def test_a_controller_fills_in_what_was_realised_and_nothing_else(cast: Cast, benefit: Benefit) -> None:
    client, address = visiting(cast.controller), f"/benefits/{benefit.pk}/money/"
    assert "year-new-0" not in text(client.get(f"{address}?way=volume"))
    [year] = BenefitYear.objects.all()
    data = filled(year, year="2030", volume="1", realised_volume="950", realised_price="510")
    saved = client.post(f"{address}?way=volume", data)
    assert saved.status_code == 302, [line for line in text(saved).splitlines() if "danger" in line]
    year = BenefitYear.objects.get()
    assert (year.year, year.volume, year.figures.realised.gross) == (2027, 1000, 484_500)
    shown = text(page(cast.member, f"/benefits/{benefit.pk}/"))
    assert "gross: volume -25,000, price +9,500" in shown
    assert "Net present value 384,615 NOK at a discount rate of 4 %, counted from 2026" in shown
    assert visiting(cast.member).get(address).status_code == 403
    assert visiting(cast.stranger).get(address).status_code == 404


def test_the_budget_lines_of_a_benefit_are_a_grid_too(cast: Cast, benefit: Benefit) -> None:
    address, [entry] = f"/benefits/{benefit.pk}/budget/", BudgetEntry.objects.all()
    line = str(entry.budget_line_id)
    lacking = visiting(cast.leader).post(address, {"entry-new-0-promised": "5", "entry-new-0-year": ""})
    assert text(lacking).count("Say which.") == 2
    mine = {"entry-new-0-budget_line": line, "entry-new-0-year": "2028", "entry-new-0-booked": "7"}
    assert visiting(cast.leader).post(address, mine).status_code == 302
    new = BudgetEntry.objects.get(year=2028)
    assert (new.promised, new.booked) == (None, None), "only a controller books"
    kept = {"version": "1", "budget_line": line, "year": "2027", "promised": "400000", "booked": "350000"}
    data = {f"entry-{entry.pk}-{name}": value for name, value in kept.items()}
    gone = {f"entry-{new.pk}-{name}": value for name, value in {**kept, "year": "2028", "remove": "on"}.items()}
    assert visiting(cast.controller).post(address, {**data, **gone}).status_code == 302
    assert BudgetEntry.objects.get().booked == 350_000


def test_what_was_promised_for_2027_what_is_booked_and_what_is_realised(cast: Cast, benefit: Benefit) -> None:
    shown = text(page(cast.member, "/budget/", year="2027"))
    assert "2027: promised 400,000 NOK, booked in the budget 300,000 NOK, realised nothing yet." in shown
    assert "Home care" in shown
    assert "line=none" not in shown, "all of it is placed"
    [entry] = BudgetEntry.objects.all()
    changes = {"promised": Decimal(250000)}
    budget_entries.update_entry(entry=entry, changes=changes, by=cast.leader, now=cast.now)
    sums = sums_by(placed_in(BudgetScope(year=2027), cast.member, on=TODAY), "line")
    assert {key[0]: one.promised for key, one in sums.items()} == {entry.budget_line_id: 250_000, None: 150_000}
    assert "400,000 NOK" in text(page(cast.member, "/budget/", year="2027"))
    behind = text(page(cast.member, "/budget/benefits/", year="2027", line="none"))
    assert str(benefit.get_absolute_url()) in behind
    assert "150,000" in behind
    assert "No benefit stands behind" in text(page(cast.member, "/budget/benefits/", year="2026"))
    nothing = text(page(cast.member, "/budget/", year="2027", currency="SEK"))
    assert "Nothing is known for this year" in nothing
    everything = text(page(cast.member, "/budget/", year=""))
    assert "Budget lines, all years" in everything
    assert "No benefit has yearly figures yet" in text(page(cast.stranger, "/budget/"))


def test_a_potential_a_disbenefit_another_currency_and_the_unknown_stand_apart(cast: Cast, benefit: Benefit) -> None:
    project = benefit.project
    others = {"EUR": {"currency": "EUR"}, "cost": {"is_disbenefit": True}, "part": {"part_of": benefit}}
    for title, fields in others.items():
        row = cast.benefit(project, title=title, kind="financial_direct", **fields)
        year = {"year": 2027, "gross": Decimal(70)}
        benefit_years.create_year(benefit=row, fields=year, by=cast.leader, now=cast.now)
    cast.benefit(project, title="Nobody knows", kind="financial_direct")
    rows = placed_in(BudgetScope(), cast.member, on=TODAY)
    sums = sums_by(rows, "currency", "is_disbenefit")
    assert {key: one.promised for key, one in sums.items()} == {
        ("NOK", False): 400_000,
        ("EUR", False): 70,
        ("NOK", True): 70,
    }
    assert sums["NOK", False].potential == 400_000
    assert sums["NOK", True].potential is None
    decided = {"use_kind": "cut", "use_decided_by": "The council", "use_decided_on": date(2026, 1, 1)}
    benefits.update_benefit(benefit=benefit, changes=decided, by=cast.leader, now=cast.now)
    assert sums_by(placed_in(BudgetScope(), cast.member, on=TODAY), "currency")["NOK",].potential is None
    shown = text(page(cast.member, "/budget/", year="2027"))
    assert "1 benefit in money has no yearly figures" in shown
    assert "2027, dis-benefits: expected 70 NOK" in shown
    assert "Nobody knows" in text(page(cast.member, "/budget/benefits/", lacking="1"))
    euros = text(page(cast.member, "/budget/", year="2027", currency="EUR", disbenefit="0", unit=str(project.unit_id)))
    assert "promised 70 EUR" in euros
    assert "NOK" not in euros.partition("</form>")[2]
    assert placed_in(BudgetScope(project=project.pk, is_disbenefit=True), cast.member, on=TODAY)[0].promised == 70


def test_the_export_names_its_filter_holds_numbers_and_no_formula(cast: Cast, benefit: Benefit) -> None:
    BudgetLine.objects.update(name="=1+1")
    benefits.update_benefit(benefit=benefit, changes={"title": "@SUM(A1)"}, by=cast.leader, now=cast.now)
    answer = page(cast.member, "/budget/export/", year="2027")
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    cells = [cell for sheet in book for line in sheet.iter_rows() for cell in line if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    head, row = book["by_line"].iter_rows(values_only=True)
    found = dict(zip(head, row, strict=True))
    assert (found["budget_line_name"], found["promised"], found["booked"]) == ("=1+1", 400000, 300000)
    assert (found["realised"], found["filter"]) == (None, "Year: 2027")
    written = page(cast.member, "/budget/export/", **{"as": "csv"}).content.decode("utf-8-sig")
    [line] = csv.DictReader(io.StringIO(written))
    assert (line["benefit_title"], line["promised"], line["filter"]) == ("'@SUM(A1)", "400000", "Everything")


def test_the_catalogue_is_kept_on_its_page_with_its_history(cast: Cast, benefit: Benefit) -> None:
    client, [price] = visiting(cast.controller), UnitPrice.objects.all()
    again = client.get("/settings/prices/new/", {"of": str(price.pk)})
    assert 'value="2027"' in again.content.decode()
    fields = {"name": price.name, "price": "520", "price_year": "2027", "source": "The wage settlement"}
    assert client.post("/settings/prices/new/", fields).status_code == 302
    assert "already a price of this" in text(client.post("/settings/prices/new/", fields))
    shown = text(client.get("/settings/prices/"))
    assert shown.index("520 NOK") < shown.index("500 NOK"), "the newest first"
    assert "The wage settlement" in shown
    changed = {"name": price.name, "price": "505", "price_year": "2026", "version": "1"}
    assert client.post(f"/settings/prices/{price.pk}/", changed).status_code == 302
    assert UnitPrice.objects.get(pk=price.pk).price == 505
    assert client.post("/settings/budget-lines/new/", {"code": "9", "name": "Roads"}).status_code == 302
    line = BudgetLine.objects.get(code="9")
    address = f"/settings/budget-lines/{line.pk}/"
    assert client.post(address, {"code": "9", "name": "Streets", "version": "1"}).status_code == 302
    assert client.post(f"{address}delete/").status_code == 302
    gone = UnitPrice.objects.get(price_year=2027)
    assert client.post(f"/settings/prices/{gone.pk}/delete/").status_code == 302
    assert UnitPrice.objects.get() == price
    assert "Add a unit price" not in text(page(cast.member, "/settings/prices/"))
    assert visiting(cast.member).get("/settings/prices/new/").status_code == 403
    assert Client().get("/budget/").status_code == 302
