"""Money over the API: everything the pages can do, with what is worked out beside it."""

from decimal import Decimal

from tests.api_caller import Caller, pointers
from tests.cast import Cast


def test_a_benefits_money_from_the_catalogue_to_the_budget(cast: Cast, leader: Caller, stranger: Caller) -> None:
    project = cast.executing()
    benefit = str(project.benefits.get().pk)
    controller = Caller(cast.controller)
    hour = controller.post("unit_prices/", {"name": "An hour", "unit": "h", "price": "500", "price_year": 2026}).json()
    assert (hour["currency"], hour["price"]) == ("NOK", "500")
    assert leader.post("unit_prices/", {"name": "A day", "price": 1, "price_year": 2026}).status_code == 403
    year = {"benefit": benefit, "year": 2027, "volume": "1000", "unit_price": hour["id"], "running_cost": "100000"}
    made = leader.post("benefit_years/", year)
    assert made.status_code == 201, made.content
    assert (made.json()["price"], made.json()["gross_planned"], made.json()["net"]) == ("500", "500000", "400000")
    realised = {"realised_volume": "900", "realised_price": "520", "realised_running_cost": "110000"}
    path = f"benefit_years/{made.json()['id']}/"
    done = controller.patch(path, realised, version=1).json()
    assert (done["gross_deviation"], done["volume_effect"], done["price_effect"]) == ("-32000", "-50000", "18000")
    assert (done["net_realised"], done["net_deviation"]) == ("358000", "-42000")
    assert leader.patch(path, {"volume": "800"}, version=2).status_code == 400, "approved: it takes a reason"
    assert leader.patch(path, {"volume": "800", "change_reason": "Fewer"}, version=2).status_code == 200
    line = controller.post("budget_lines/", {"code": "1.300", "name": "Home care"}).json()
    entry = leader.post("budget_entries/", {"benefit": benefit, "budget_line": line["id"], "year": 2027}).json()
    assert (entry["promised"], entry["booked"]) == ("300000", None)
    path = f"budget_entries/{entry['id']}/"
    assert leader.patch(path, {"booked": "1"}, version=1).status_code == 403
    booked = controller.patch(path, {"booked": "250000"}, version=1).json()
    assert (booked["booked"], booked["booked_by"]) == ("250000", str(cast.controller.pk))
    money = leader.get(f"benefits/{benefit}/money/").json()
    assert (money["currency"], money["discount_rate"], money["year_of_decision"]) == ("NOK", "0.04", 2026)
    assert money["year_of_decision_by"] == "decided"
    assert Decimal(money["net_present_value"]) == round(Decimal(300000) / Decimal("1.04"), 9)
    assert [(one["year"], one["net"]) for one in money["years"]] == [(2027, "300000")]
    [shown] = leader.rows("benefits/", project=str(project.pk))
    assert (shown["net_present_value"], shown["payback_year"]) == (money["net_present_value"], None)
    assert leader.rows("budget_entries/", year=2028) == []
    assert stranger.rows("unit_prices/") == []
    assert stranger.get(f"benefits/{benefit}/money/").status_code == 404
    for path, version in ((f"budget_entries/{entry['id']}/", 2), (f"budget_lines/{line['id']}/", 1)):
        assert controller.delete(path, version=version).status_code == 204


def test_a_currency_and_a_year_of_decision_of_its_own(cast: Cast, leader: Caller) -> None:
    benefit = cast.benefit(cast.draft())
    path = f"benefits/{benefit.pk}/"
    assert leader.get(path).json()["currency"] == "NOK"
    changes = {"currency": "EUR", "price_level_year": 2025, "decision_year": 2024}
    assert leader.patch(path, {**changes, "currency": "euro"}, version=1).status_code == 400
    assert leader.patch(path, changes, version=1).json() | changes == leader.get(path).json() | changes
    rows = [
        {"benefit": str(benefit.pk), "year": 2024, "gross": "0", "running_cost": "500"},
        {
            "benefit": str(benefit.pk),
            "year": 2025,
            "optimistic": "18000",
            "most_likely": "19600",
            "pessimistic": "25000",
        },
    ]
    made = [leader.post("benefit_years/", row).json() for row in rows]
    assert [one["gross_planned"] for one in made] == ["0", "20360"]
    shown = leader.get(path).json()
    assert (shown["net_present_value"], shown["payback_year"]) == ("19076.9230769231", 2025)
    both = {"benefit": str(benefit.pk), "year": 2026, "gross": "1", "volume": "1"}
    assert pointers(leader.post("benefit_years/", both)) == {"/gross": "invalid"}
    assert leader.delete(f"benefit_years/{made[0]['id']}/", version=1).status_code == 204
