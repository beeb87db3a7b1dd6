"""Lists of benefits and indicators as the register knew them at the end of a day."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from projects.models import BenefitYear, BudgetEntry, BudgetLine, PromisedFigure
from projects.services import indicators
from register.models import Goal
from register.services import editing
from tests.api_caller import Caller
from tests.cast import Cast
from tests.factories import a_person
from tests.projects.reports.kept_register import AFTER, BEFORE, BEGAN, BETWEEN, Register
from tests.visits import visiting

pytestmark = pytest.mark.django_db


@pytest.fixture
def register() -> Register:
    return Register()


def asked(register: Register, path: str, as_of: date = BEFORE, **parameters: Any) -> Any:
    return Caller(register.controller).get(path, as_of=as_of.isoformat(), **parameters).json()


def test_a_benefit_is_listed_as_it_was_with_its_status_its_goals_and_its_money(register: Register) -> None:
    year = register.new(BenefitYear(benefit=register.benefit, year=2026, gross=Decimal(500)))
    register.measured(50)
    other = register.new(Goal(title="Learn more"), at=BETWEEN)
    register.change(register.benefit, title="Shorter queues", goals=[other], decision_year=2026)
    register.change(year, gross=Decimal(900))
    [then] = asked(register, "benefits/", count="true")["results"]
    assert (then["title"], then["status"], then["goals"]) == ("Less waiting", "unknown", [str(register.goal.pk)])
    assert (then["net_present_value"], then["currency"]) == ("500", "NOK")
    [now] = asked(register, "benefits/", AFTER + timedelta(days=9999))["results"]
    assert (now["title"], now["net_present_value"], now["goals"]) == ("Shorter queues", "900", [str(other.pk)])
    alone = Caller(register.controller).get(f"benefits/{register.benefit.pk}/", as_of=BEFORE.isoformat())
    assert alone.json() == then
    assert "ETag" not in alone


def test_lists_are_narrowed_by_what_was(register: Register) -> None:
    register.change(register.project, unit=register.school)
    register.change(register.benefit, title="Shorter queues", goals=[])
    health, school = {"unit": str(register.health.pk)}, {"unit": str(register.school.pk)}
    for found in (
        health,
        {"goal": str(register.goal.pk)},
        {"q": "waiting less"},
        {"kind": "quantified"},
        {"state": "identified"},
    ):
        assert len(asked(register, "benefits/", **found)["results"]) == 1, found
    for not_found in (school, {"q": "queues"}, {"is_disbenefit": "true"}, {"key": "x"}):
        assert asked(register, "benefits/", **not_found)["results"] == [], not_found
    for refused in ("modified_since=2026-01-01", "ordering=state", "unit=x", "colour=red", "on=then"):
        name, value = refused.split("=")
        answer = asked(register, "benefits/", **{name: value})
        assert answer["errors"][0]["pointer"].endswith(name), answer


def test_what_cannot_be_read_is_refused_also_where_nothing_is_listed(cast: Cast) -> None:
    caller = Caller(cast.member)
    for path in ("benefits/", "indicators/"):
        for query in ({"on": "then"}, {"as_of": "then"}, {"as_of": "2026-01-01", "project": "x"}):
            assert caller.get(path, **query).status_code == 400, query
        assert caller.rows(path, as_of="2026-01-01") == []


def test_who_rests_on_nobody_is_not_asked_of_an_earlier_day(register: Register) -> None:
    then = {"lacks": "present_owner", "as_of": BEFORE.isoformat()}
    assert Caller(register.controller).get("portfolio/benefits/", **then).status_code == 400
    page = visiting(register.controller)
    assert "is known of today alone" in page.get("/benefits/", then).content.decode()
    assert "is known of today alone" not in page.get("/benefits/", {**then, "as_of": ""}).content.decode()


def test_an_indicator_is_listed_with_its_promise_and_what_was_deleted_since_is_there(register: Register) -> None:
    promised = PromisedFigure(indicator=register.indicator, decided_on=BEFORE, value=30, due_date=date(2027, 12, 31))
    register.new(promised)
    register.change(register.indicator, unit="hours", baseline_value=Decimal(70))
    [then] = asked(register, "indicators/", benefit=str(register.benefit.pk))["results"]
    assert (then["unit"], then["baseline_value"], then["promise"]["targets"][0]["value"]) == ("days", "60", "30")
    assert asked(register, "indicators/", date(2026, 1, 31))["results"] == []
    PromisedFigure.objects.all().delete()
    indicators.delete_indicator(indicator=register.indicator, by=None, now=BETWEEN, reason="Another one.")
    [gone] = asked(register, "indicators/", project=str(register.project.pk))["results"]
    assert (gone["id"], gone["promise"], gone["status"]) == (str(register.indicator.pk), None, "unknown")
    assert register.total(BEFORE) == [("days", 30, None, 1)]
    assert Caller(register.controller).get(f"indicators/{gone['id']}/").status_code == 404
    assert Caller(register.controller).get(f"indicators/{gone['id']}/", as_of="2026-01-01").status_code == 404
    assert Caller(register.controller).get(f"indicators/{gone['id']}/", as_of=BEFORE.isoformat()).json() == gone


def test_a_page_goes_on_where_the_last_ended(register: Register) -> None:
    for number in range(3):
        row = register.benefit.__class__(project=register.project, title=f"Benefit {number}", kind="quantified")
        register.new(row, at=BEGAN)
    first = asked(register, "benefits/", page_size="2")
    rest = Caller(register.controller).get(first["next"].partition("/api/v1/")[2]).json()
    titles = [row["title"] for row in (*first["results"], *rest["results"])]
    assert titles == ["Benefit 0", "Benefit 1", "Benefit 2", "Less waiting"]
    assert rest["next"] is None


def test_who_does_not_see_a_project_today_does_not_see_what_it_was(register: Register) -> None:
    reader, then = Caller(a_person(register.organisation, "Reader")), {"as_of": BEFORE.isoformat()}
    assert len(reader.get("benefits/", **then).json()["results"]) == 1
    register.change(register.project, restricted=True)
    assert reader.get("benefits/", **then).json()["results"] == []
    assert reader.get(f"benefits/{register.benefit.pk}/", **then).status_code == 404
    from_elsewhere = Register()
    assert asked(from_elsewhere, "benefits/")["results"][0]["id"] != str(register.benefit.pk)
    editing.update(row=register.controller, changes={"name": "Carla"}, by=None, now=BETWEEN)
    assert len(asked(register, "benefits/")["results"]) == 1


def test_the_budget_is_what_was_promised_and_booked_then(register: Register) -> None:
    line = register.new(BudgetLine(code="254", name="Care"))
    register.change(register.benefit, at=BEGAN, kind="financial_direct")
    year = register.new(BenefitYear(benefit=register.benefit, year=2027, gross=Decimal(500)))
    entry = register.new(BudgetEntry(benefit=register.benefit, budget_line=line, year=2027, promised=Decimal(300)))
    register.change(entry, promised=Decimal(400), booked=Decimal(350))
    editing.delete(row=year, by=None, now=BETWEEN)
    sums = asked(register, "budget_lines/sums/", year="2027")
    assert [(one["promised"], one["booked"]) for one in sums] == [("300", None), ("200", None)]
    now = Caller(register.controller).get("budget_lines/sums/").json()
    assert [(one["promised"], one["booked"]) for one in now] == [("400", "350")]
    assert asked(register, "budget_lines/sums/", date(2026, 1, 31)) == []
    page = visiting(register.controller)
    shown = page.get("/budget/", {"year": "2027", "as_of": BEFORE.isoformat()}).content.decode()
    assert "As the register knew it at the end of" in shown
    assert "500" in shown
    assert "350" not in shown
    behind = page.get("/budget/benefits/", {"year": "2027", "unit": register.health.pk, "as_of": "2026-03-01"})
    assert "300" in behind.content.decode()
    lacking = page.get("/budget/benefits/", {"lacking": "1", "as_of": "2026-01-31"}).content.decode()
    assert "Less waiting" not in lacking
    editing.delete(row=entry, by=None, now=BETWEEN)
    assert "Less waiting" in page.get("/budget/benefits/", {"lacking": "1"}).content.decode()


def test_lines_and_benefits_that_are_gone_since_stand_behind_the_figures_they_had(register: Register) -> None:
    line = register.new(BudgetLine(code="254", name="Care"))
    entry = register.new(BudgetEntry(benefit=register.benefit, budget_line=line, year=2027, promised=Decimal(300)))
    register.change(line, name="Care at home")
    for row in (entry, line, register.target, register.indicator, register.benefit):
        editing.delete(row=row, by=None, now=BETWEEN)
    page, asked_of = visiting(register.controller), {"year": "2027", "as_of": BEFORE.isoformat()}
    assert "254 Care</a>" in page.get("/budget/", asked_of).content.decode()
    behind = page.get("/budget/benefits/", asked_of | {"line": str(line.pk)}).content.decode()
    for words in ("Less waiting", "254 Care", "300", "As of: 1 March 2026"):
        assert words in behind, words
    assert "Less waiting" not in page.get("/budget/benefits/", asked_of | {"line": str(entry.pk)}).content.decode()
    exported = page.get("/budget/export/", asked_of | {"as": "csv"}).content.decode()
    assert "2027,254,Care,NOK" in exported
    assert "Less waiting" in page.get("/benefits/", {"as_of": BEFORE.isoformat()}).content.decode()
    [sums] = asked(register, "budget_lines/sums/")
    assert (sums["code"], sums["name"], sums["promised"]) == ("254", "Care", "300")
