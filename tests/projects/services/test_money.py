"""Yearly profiles, unit prices and budget lines: who may say what, and what must hold."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from projects.models import Benefit, BenefitYear, BudgetEntry, BudgetLine, UnitPrice
from projects.reports.money import money_of, moneys_of
from projects.services import benefit_years, benefits, budget_entries, money_catalogues
from register.errors import InvalidInput, NotPermitted, NotPossible
from register.models import Organisation, Person
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def benefit() -> Benefit:
    """A benefit of a project that is executed, so what is promised is approved."""
    return make.a_benefit(make.a_project(make.an_organisation()), kind="financial_direct")


@pytest.fixture
def organisation(benefit: Benefit) -> Organisation:
    return benefit.organisation


@pytest.fixture
def controller(organisation: Organisation) -> Person:
    person = make.a_person(organisation)
    make.a_role(person, "controller")
    return person


@pytest.fixture
def hour(organisation: Organisation, controller: Person, now: datetime) -> UnitPrice:
    return a_price(organisation, controller, now)


@pytest.fixture
def line(organisation: Organisation, controller: Person, now: datetime) -> BudgetLine:
    fields = {"code": "1.300", "name": "Home care"}
    return money_catalogues.create_budget_line(organisation=organisation, fields=fields, by=controller, now=now)


def a_price(organisation: Organisation, by: Person, now: datetime, **fields: Any) -> UnitPrice:
    values = {"name": "An hour of home care", "price": Decimal(500), "price_year": 2026, **fields}
    return money_catalogues.create_unit_price(organisation=organisation, fields=values, by=by, now=now)


def a_year(benefit: Benefit, now: datetime, by: Person | None = None, **fields: Any) -> BenefitYear:
    values = {"year": 2027, **fields}
    return benefit_years.create_year(benefit=benefit, fields=values, by=by or benefit.owner, now=now)


def an_entry(benefit: Benefit, line: BudgetLine, by: Person | None, now: datetime, **fields: Any) -> BudgetEntry:
    values = {"budget_line": line, "year": 2027, **fields}
    return budget_entries.create_entry(benefit=benefit, fields=values, by=by, now=now)


def codes(refused: pytest.ExceptionInfo[InvalidInput]) -> list[tuple[str, str]]:
    return [(error.field, error.code) for error in refused.value.errors]


def test_a_price_of_the_catalogue_is_copied_and_stays_when_the_catalogue_changes(
    benefit: Benefit, hour: UnitPrice, controller: Person, now: datetime
) -> None:
    year = a_year(benefit, now, volume=Decimal(1000), unit_price=hour)
    changes = {"price": Decimal(520)}
    money_catalogues.update_unit_price(unit_price=hour, changes=changes, by=controller, now=now)
    assert BenefitYear.objects.get().figures.planned.gross == 500_000
    newer = a_price(benefit.organisation, controller, now, price=Decimal(530), price_year=2027)
    changed = benefit_years.update_year(
        year=year, changes={"unit_price": newer}, by=benefit.owner, now=now, reason="New prices"
    )
    assert changed.price == 530
    own = {"unit_price": hour, "price": Decimal(510)}
    changed = benefit_years.update_year(year=changed, changes=own, by=benefit.owner, now=now, reason="Agreed")
    assert changed.price == 510, "a price that is written wins"


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"gross": 1, "volume": 1}, {"gross"}),
        ({"gross": 1, "optimistic": 1, "most_likely": 1, "pessimistic": 1}, {"gross"}),
        ({"optimistic": 1}, {"most_likely", "pessimistic"}),
        ({"realised_gross": 1, "realised_price": 1}, {"realised_gross"}),
        ({"year": 1700}, {"year"}),
    ],
)
def test_a_gross_effect_is_given_in_one_way_and_in_full(
    benefit: Benefit, now: datetime, fields: dict[str, int], named: set[str]
) -> None:
    with pytest.raises(InvalidInput) as refused:
        a_year(benefit, now, **{name: one if name == "year" else Decimal(one) for name, one in fields.items()})
    assert {field for field, _code in codes(refused)} == named


def test_a_year_of_a_benefit_is_there_once(benefit: Benefit, now: datetime) -> None:
    a_year(benefit, now)
    with pytest.raises(InvalidInput, match="already has figures"):
        a_year(benefit, now)


def test_a_price_in_another_currency_is_refused_and_so_is_a_currency_away_from_it(
    benefit: Benefit, hour: UnitPrice, controller: Person, now: datetime
) -> None:
    euros = a_price(benefit.organisation, controller, now, currency="EUR")
    with pytest.raises(InvalidInput, match="another currency"):
        a_year(benefit, now, volume=Decimal(1), unit_price=euros)
    change: dict[str, Any] = {"benefit": benefit, "by": benefit.owner, "now": now}
    benefits.update_benefit(changes={"currency": "EUR"}, **change)
    benefits.update_benefit(changes={"currency": ""}, **change)
    a_year(benefit, now, volume=Decimal(1), unit_price=hour)
    with pytest.raises(InvalidInput) as refused:
        benefits.update_benefit(changes={"currency": "EUR"}, **change)
    assert codes(refused) == [("change_reason", "required")]
    with pytest.raises(InvalidInput) as refused:
        benefits.update_benefit(changes={"currency": "EUR"}, reason="A grant", **change)
    assert codes(refused) == [("currency", "in_use")]
    assert benefits.update_benefit(changes={"price_level_year": 2025}, reason="So", **change).price_level_year == 2025


def test_what_was_promised_changes_only_with_a_reason_and_what_was_realised_without(
    benefit: Benefit, controller: Person, now: datetime
) -> None:
    year = a_year(benefit, now, gross=Decimal(100))
    with pytest.raises(InvalidInput) as refused:
        benefit_years.update_year(year=year, changes={"gross": Decimal(90)}, by=benefit.owner, now=now)
    assert codes(refused) == [("change_reason", "required")]
    with pytest.raises(InvalidInput):
        benefit_years.delete_year(year=year, by=benefit.owner, now=now)
    realised = {"realised_gross": Decimal(90), "note": "Closed late"}
    year = benefit_years.update_year(year=year, changes=realised, by=controller, now=now)
    assert year.figures.deviation.whole == -10
    with pytest.raises(NotPermitted, match="benefit's owner"):
        benefit_years.update_year(year=year, changes={"gross": Decimal(90)}, by=controller, now=now, reason="No")
    benefit_years.delete_year(year=year, by=benefit.owner, now=now, reason="Never to be")
    assert not BenefitYear.objects.exists()


def test_an_unknown_field_is_refused(benefit: Benefit, line: BudgetLine, now: datetime) -> None:
    with pytest.raises(InvalidInput):
        a_year(benefit, now, organisation=None)
    with pytest.raises(InvalidInput):
        an_entry(benefit, line, None, now, booked_by=None)


def test_only_controllers_and_administrators_keep_the_catalogue(
    benefit: Benefit, hour: UnitPrice, line: BudgetLine, controller: Person, now: datetime
) -> None:
    here: dict[str, Any] = {"by": benefit.owner, "now": now}
    with pytest.raises(NotPermitted):
        a_price(benefit.organisation, benefit.owner, now)
    with pytest.raises(NotPermitted):
        money_catalogues.create_budget_line(organisation=benefit.organisation, fields={"code": "x"}, **here)
    with pytest.raises(NotPermitted):
        money_catalogues.delete(row=hour, **here)
    a_year(benefit, now, volume=Decimal(1), unit_price=hour)
    with pytest.raises(NotPossible):
        money_catalogues.delete(row=hour, by=controller, now=now)
    changed = money_catalogues.update_budget_line(budget_line=line, changes={"name": "Care"}, by=controller, now=now)
    assert str(changed) == "1.300 Care"
    with pytest.raises(InvalidInput, match="already a budget line"):
        money_catalogues.create_budget_line(
            organisation=benefit.organisation, fields={"code": "1.300", "name": "Again"}, by=controller, now=now
        )
    money_catalogues.delete(row=changed, by=controller, now=now)


def test_what_is_placed_first_takes_what_the_year_promised_and_the_next_what_is_left(
    benefit: Benefit, line: BudgetLine, controller: Person, now: datetime
) -> None:
    assert an_entry(benefit, line, benefit.owner, now, year=2026).promised is None
    a_year(benefit, now, gross=Decimal(500), running_cost=Decimal(100))
    first = an_entry(benefit, line, benefit.owner, now)
    assert first.promised == 400
    budget_entries.update_entry(entry=first, changes={"promised": Decimal(150)}, by=benefit.owner, now=now)
    other = money_catalogues.create_budget_line(
        organisation=benefit.organisation, fields={"code": "2", "name": "Office"}, by=controller, now=now
    )
    assert an_entry(benefit, other, benefit.owner, now).promised == 250
    with pytest.raises(InvalidInput, match="already on that budget line"):
        an_entry(benefit, line, benefit.owner, now)


def test_only_a_controller_books_and_it_is_kept_who_did_and_when(
    benefit: Benefit, line: BudgetLine, controller: Person, now: datetime
) -> None:
    with pytest.raises(NotPermitted, match="controller"):
        an_entry(benefit, line, benefit.owner, now, booked=Decimal(300))
    entry = an_entry(benefit, line, benefit.owner, now, promised=Decimal(400), booked=None)
    with pytest.raises(NotPermitted, match="controller"):
        budget_entries.update_entry(entry=entry, changes={"booked": Decimal(300)}, by=benefit.owner, now=now)
    entry = budget_entries.update_entry(entry=entry, changes={"booked": Decimal(300)}, by=controller, now=now)
    assert (entry.booked_by, entry.booked_on) == (controller, date(2026, 3, 2))
    entry = budget_entries.update_entry(
        entry=entry, changes={"booked": Decimal(300), "realised": Decimal(280)}, by=benefit.owner, now=now
    )
    assert (entry.realised, entry.booked_by) == (280, controller)
    with pytest.raises(NotPermitted, match="controller"):
        budget_entries.delete_entry(entry=entry, by=benefit.owner, now=now)
    entry = budget_entries.update_entry(entry=entry, changes={"booked": None}, by=controller, now=now)
    assert (entry.booked_by, entry.booked_on) == (None, None)
    budget_entries.delete_entry(entry=entry, by=benefit.owner, now=now)
    assert not BudgetEntry.objects.exists()


def test_the_year_of_decision_is_given_else_decided_else_this_year(benefit: Benefit, now: datetime) -> None:
    a_year(benefit, now, year=2027, gross=Decimal(104))
    today = date(2026, 3, 2)
    found = money_of(benefit, on=today)
    assert (found.zero.year, found.zero.by, found.net_present_value) == (2026, "today", 100)
    assert (found.currency, found.rate, found.lacks) == ("NOK", Decimal("0.04"), "")
    benefit.decision_year = 2027
    assert money_of(benefit, on=today).net_present_value == 104


def test_net_present_value_has_as_many_digits_as_travel_and_says_what_it_lacks(benefit: Benefit, now: datetime) -> None:
    today = date(2026, 3, 2)
    nothing = money_of(benefit, on=today)
    assert (nothing.net_present_value, nothing.payback, nothing.lacks) == (None, None, "")
    a_year(benefit, now, year=2027, gross=Decimal(100))
    assert str(money_of(benefit, on=today).net_present_value) == "96.1538461538462"
    a_year(benefit, now, year=2026, running_cost=Decimal(50))
    found = money_of(benefit, on=today)
    assert found.payback is not None
    assert (found.payback.year, found.payback.years) == (2027, Decimal("0.5"))
    half = a_year(benefit, now, year=2028, volume=Decimal(3))
    found = money_of(benefit, on=today)
    assert (found.net_present_value, found.payback) == (None, None)
    assert found.lacks == "2028 has a volume without a price, or a price without a volume."
    benefit_years.delete_year(year=half, by=benefit.owner, now=now, reason="Wrong")
    benefit.organisation.country = "SE"
    assert "discount rate" in money_of(benefit, on=today).lacks


def test_the_money_of_many_takes_as_many_queries_as_that_of_one(
    benefit: Benefit, now: datetime, django_assert_num_queries: Any
) -> None:
    others = [make.a_benefit(benefit.project) for _ in range(3)]
    for one in (benefit, *others):
        a_year(one, now, gross=Decimal(1))
    rows = list(Benefit.objects.all())
    with django_assert_num_queries(5):
        assert len(moneys_of(rows, on=date(2026, 3, 2))) == 4
