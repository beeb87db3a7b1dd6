"""Money promised when execution was decided stays beside the plan; every later change has old, new, why and a yes."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

import pytest

from projects.models import Benefit, BenefitYear, BudgetLine, MoneyChange, PromisedYear
from projects.reports.benefit_money import money_part
from projects.reports.budget import BudgetScope, placed_in, sums_by, years_in
from projects.reports.figure_words import NONE, with_unit
from projects.reports.knowledge import Knowledge
from projects.reports.money import money_of
from projects.services import benefit_years, benefits, budget_entries, money_catalogues, promises
from register.errors import InvalidInput, NotPermitted, NotPossible
from tests.api_caller import Caller
from tests.cast import Cast, fresh

pytestmark = pytest.mark.django_db
ON = date(2026, 3, 2)


@pytest.fixture
def line(cast: Cast) -> BudgetLine:
    fields = {"code": "1.300", "name": "Home care"}
    return money_catalogues.create_budget_line(
        organisation=cast.organisation, fields=fields, by=cast.controller, now=cast.now
    )


@pytest.fixture
def benefit(cast: Cast, line: BudgetLine) -> Benefit:
    """Promised: 400,000 net in 2027, of which 150,000 on a line, and 90,000 on that line in 2028."""
    project = cast.planning()
    row: Benefit = project.benefits.get()
    Benefit.objects.filter(pk=row.pk).update(kind="financial_direct", price_level_year=2026)
    told: Any = {"benefit": row, "by": cast.leader, "now": cast.now}
    year = {"year": 2027, "volume": Decimal(1000), "price": Decimal(500), "running_cost": Decimal(100_000)}
    benefit_years.create_year(fields=year, **told)
    for of_year, promised in ((2027, 150_000), (2028, 90_000)):
        placed = {"budget_line": line, "year": of_year, "promised": Decimal(promised)}
        budget_entries.create_entry(fields=placed, **told)
    cast.take(project, "approve_execution", cast.owner)
    return fresh(row)


@pytest.fixture
def moments(now: datetime) -> Iterator[datetime]:
    """One change after the other."""
    return (now + timedelta(minutes=number) for number in count(1))


def sums(cast: Cast, *by: str) -> Any:
    return sums_by(placed_in(BudgetScope(), cast.member, on=ON), *by)


def kept(cast: Cast, benefit: Benefit, years: dict[int, bool]) -> None:
    """The page and the API say the same of each year."""
    part = money_part(fresh(benefit), cast.owner, ON)
    assert {int(one.year): not one.is_changed for one in part.years} == years
    promise = Caller(cast.owner).get(f"benefits/{benefit.pk}/money/").json()["promise"]
    assert {one["year"]: one["is_kept"] for one in promise["years"]} == years


def test_the_decision_to_execute_freezes_every_year_and_every_line(
    cast: Cast, benefit: Benefit, line: BudgetLine, now: datetime
) -> None:
    kept = PromisedYear.objects.values_list("year", "budget_line", "gross", "running_cost", "net", "currency")
    assert set(kept) == {
        (2027, None, 500_000, 100_000, 400_000, "NOK"),
        (2027, line.pk, None, None, 150_000, "NOK"),
        (2028, line.pk, None, None, 90_000, "NOK"),
    }
    year, entry = BenefitYear.objects.get(), benefit.budgetentry_set.get(year=2027)
    told: Any = {"by": cast.leader, "now": now, "reason": "One ward less."}
    benefit_years.update_year(year=year, changes={"volume": Decimal(800)}, **told)
    budget_entries.update_entry(entry=entry, changes={"promised": Decimal(100_000)}, **told)
    found = sums(cast, "year", "line")
    assert {key: (one.promised_at_decision, one.promised) for key, one in found.items()} == {
        (2027, line.pk): (150_000, 100_000),
        (2027, None): (250_000, 200_000),
        (2028, line.pk): (90_000, 90_000),
    }
    part = money_part(fresh(benefit), cast.owner, ON)
    assert [(one.year, one.promised, one.net, one.is_changed) for one in part.years] == [
        ("2027", "400,000", "300,000", True),
        ("2028", "90,000", NONE, False),
    ]
    assert any("2 March 2026" in words for words in part.worth)
    [change] = part.changes
    assert (change.what, change.row.reason, change.may_approve) == ("2027: Figures of a year", "One ward less.", True)
    assert change.old == "gross 500,000, running cost 100,000, net 400,000, 1,000 at 500 each"
    assert change.new.startswith("gross 400,000")


def test_a_year_that_comes_or_goes_or_moves_and_other_terms_are_changes_with_their_reason(
    cast: Cast, benefit: Benefit, now: datetime, moments: Iterator[datetime]
) -> None:
    who: Any = {"by": cast.leader}
    later = {"year": 2029, "gross": Decimal(10)}
    with pytest.raises(InvalidInput, match="reason"):
        benefit_years.create_year(benefit=benefit, fields=later, **who, now=now)
    made = benefit_years.create_year(benefit=benefit, fields=later, **who, now=now, reason="It lasts longer.")
    moved = benefit_years.update_year(year=made, changes={"year": 2030}, **who, now=next(moments), reason="Later.")
    benefit_years.delete_year(year=moved, **who, now=next(moments), reason="It does not.")
    terms = {"currency": "EUR", "price_level_year": 2027}
    benefits.update_benefit(benefit=fresh(benefit), changes=terms, **who, now=next(moments), reason="x")
    changes = [(one.what, one.old, one.new) for one in money_part(fresh(benefit), cast.leader, ON).changes]
    assert changes == [
        ("2029: New year", NONE, "gross 10, net 10"),
        ("2029: Figures of a year", "2029: gross 10, net 10", "2030: gross 10, net 10"),
        ("2030: Year taken away", "gross 10, net 10", NONE),
        ("Currency or price level", "NOK, prices of 2026", "EUR, prices of 2027"),
    ]
    part = money_part(fresh(benefit), cast.leader, ON)
    assert part.years[0].promised == with_unit("400,000", "NOK"), "in the money it was promised in"
    assert part.total is not None
    assert part.total.promised == NONE
    assert {key: one.promised_at_decision for key, one in sums(cast, "currency").items()} == {
        ("NOK",): 490_000,
        ("EUR",): None,
    }


def test_where_a_year_has_no_profile_the_line_is_the_promise(
    cast: Cast, benefit: Benefit, line: BudgetLine, moments: Iterator[datetime]
) -> None:
    entry = benefit.budgetentry_set.get(year=2028)
    who: Any = {"by": cast.leader}
    kept(cast, benefit, {2027: True, 2028: True})
    with pytest.raises(InvalidInput, match="reason"):
        budget_entries.update_entry(entry=entry, changes={"promised": Decimal(1)}, **who, now=next(moments))
    realised = {"year": 2028, "realised_gross": Decimal(10)}
    benefit_years.create_year(benefit=benefit, fields=realised, **who, now=next(moments))
    with pytest.raises(InvalidInput, match="reason"):
        budget_entries.update_entry(entry=entry, changes={"promised": Decimal(1)}, **who, now=next(moments))
    budget_entries.update_entry(entry=entry, changes={"note": "Seen."}, **who, now=next(moments))
    entry = budget_entries.update_entry(
        entry=fresh(entry), changes={"promised": Decimal(1)}, **who, now=next(moments), reason="Less."
    )
    budget_entries.delete_entry(entry=entry, **who, now=next(moments), reason="Nothing.")
    new = {"budget_line": line, "year": 2031, "promised": Decimal(5)}
    budget_entries.create_entry(benefit=benefit, fields=new, **who, now=next(moments), reason="More.")
    kept(cast, benefit, {2027: True, 2028: False})
    rows = money_part(fresh(benefit), cast.leader, ON).changes
    assert [(one.row.what, one.old, one.new) for one in rows] == [
        ("year", "net 90,000, 1.300 Home care", "net 1, 1.300 Home care"),
        ("year_removed", "net 1, 1.300 Home care", NONE),
        ("year_added", NONE, "net 5, 1.300 Home care"),
    ]
    entry = benefit.budgetentry_set.get(year=2027)
    budget_entries.update_entry(entry=entry, changes={"year": 2032}, **who, now=next(moments), reason="Elsewhere.")
    assert money_part(fresh(benefit), cast.leader, ON).changes[-1].what == "2032: New year"


def test_somebody_else_who_decides_approves_it_once(cast: Cast, benefit: Benefit, now: datetime) -> None:
    year = BenefitYear.objects.get()
    benefit_years.update_year(
        year=year, changes={"price": Decimal(400)}, by=cast.leader, now=now, reason="The wage settlement."
    )
    row = MoneyChange.objects.waiting().get()
    for nobody in (cast.leader, cast.controller):
        with pytest.raises(NotPermitted):
            promises.approve_change(change=row, by=nobody, now=now)
    approved = promises.approve_change(change=row, by=cast.owner, now=now, comment=" Case 26/14. ")
    assert (approved.approved_by, approved.approval) == (cast.owner, "Case 26/14.")
    with pytest.raises(NotPossible):
        promises.approve_change(change=approved, by=cast.decision_maker, now=now)


def test_a_new_decision_is_a_new_promise_also_where_nothing_is_promised_any_more(cast: Cast, benefit: Benefit) -> None:
    project = cast.stopped_and_taken_up(benefit.project, cast.now + timedelta(days=1))
    BenefitYear.objects.update(price=Decimal(600))
    cast.take(project, "approve_execution", cast.owner)
    promise = money_of(fresh(benefit), on=ON).promise
    assert promise is not None
    assert {year: one.net for year, one in promise.years.items()} == {2027: 500_000, 2028: 90_000}
    assert sums(cast, "year")[2027,].promised_at_decision == 500_000
    project = cast.stopped_and_taken_up(project, cast.now + timedelta(days=1))
    told: Any = {"by": cast.leader, "now": cast.now, "reason": "No money in it."}
    benefit_years.delete_year(year=BenefitYear.objects.get(), **told)
    for entry in fresh(benefit).budgetentry_set.all():
        budget_entries.delete_entry(entry=entry, **told)
    cast.take(project, "approve_execution", cast.owner)
    assert money_of(fresh(benefit), on=ON).promise is None
    assert sums(cast, "year") == {}
    assert years_in(cast.member) == []
    yesterday = Knowledge(cast.organisation, (cast.now - timedelta(days=1)).date())
    then = sums_by(placed_in(BudgetScope(), cast.member, on=ON, knowledge=yesterday), "year")
    assert then[2027,].promised_at_decision == 500_000
    new = {"year": 2027, "gross": Decimal(1)}
    benefit_years.create_year(benefit=fresh(benefit), fields=new, by=cast.leader, now=cast.now)
    assert not MoneyChange.objects.exists(), "nothing that is promised was changed"


def test_what_is_planned_before_a_decision_is_no_promise(cast: Cast) -> None:
    planned = cast.benefit(cast.concept(title="Another"), title="Early", kind="financial_direct")
    made = benefit_years.create_year(
        benefit=planned, fields={"year": 2027, "gross": Decimal(1)}, by=cast.leader, now=cast.now
    )
    benefit_years.update_year(year=made, changes={"gross": Decimal(2)}, by=cast.leader, now=cast.now)
    assert not MoneyChange.objects.filter(benefit=planned).exists()
    assert money_of(planned, on=ON).promise is None


def test_sums_of_different_price_years_say_so(cast: Cast, benefit: Benefit) -> None:
    other = cast.benefit(benefit.project, title="Old prices", kind="financial_direct", price_level_year=2024)
    BenefitYear.objects.create(
        organisation=cast.organisation, benefit=other, year=2027, gross=Decimal(1), created_at=cast.now
    )
    found = sums(cast, "year")
    assert (found[2027,].mixes_prices, found[2028,].mixes_prices) == (True, False)
    assert found[2027,].price_years == {2024, 2026}


def test_what_is_too_large_to_be_counted_is_refused_before_it_is_promised(cast: Cast, benefit: Benefit) -> None:
    huge = {"year": 2030, "volume": Decimal(10) ** 14, "price": Decimal(100)}
    with pytest.raises(InvalidInput, match="larger unit"):
        benefit_years.create_year(benefit=benefit, fields=huge, by=cast.leader, now=cast.now, reason="x")
