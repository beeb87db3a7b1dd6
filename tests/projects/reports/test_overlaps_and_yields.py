"""What is claimed twice is found, split only when somebody says so; closed projects tell what promises came to."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from projects.models import Benefit, BudgetEntry, BudgetLine, Project
from projects.reports.overlaps import Overlap, overlaps_of
from projects.reports.yields import closed_benefits, similar_to, table_of
from projects.services.overlaps import split
from register.errors import NotPermitted
from register.models import Organisation, Person, Unit
from tests.api_caller import Caller
from tests.factories import a_benefit, a_measurement, a_person, a_project, a_role, a_target, a_unit, an_indicator
from tests.factories import an_organisation as made
from tests.visits import visiting

ON = date(2026, 6, 30)


@pytest.fixture
def home(db: None) -> Organisation:
    return made("Andebu", language="en")


@pytest.fixture
def administrator(home: Organisation) -> Person:
    person = a_person(home, "Anna Admin")
    a_role(person, "administrator")
    return person


@pytest.fixture
def care(home: Organisation) -> Unit:
    return a_unit(home, "Home care", hours_per_year=Decimal(1000))


def claim(home: Organisation, unit: Unit, promised: int | None, **fields: Any) -> Benefit:
    """A project of its own that promises to free some hours."""
    project = a_project(home, unit=unit, state=fields.pop("state", "executing"))
    named = {"name": fields.pop("name", f"Hours {project.title}"), "unit": fields.pop("counted", "timer")}
    benefit = a_benefit(project, kind=fields.pop("kind", "financial_indirect"), **fields)
    indicator = an_indicator(benefit, **named, direction="increase", baseline_value=Decimal(0))
    if promised is not None:
        a_target(indicator, value=Decimal(promised))
    return benefit


def found(person: Person) -> list[Overlap]:
    return overlaps_of(person, ON)


def test_many_units_with_hours_take_as_many_queries_as_one(
    home: Organisation, administrator: Person, care: Unit, django_assert_max_num_queries: Any
) -> None:
    claim(home, care, 1200)
    with CaptureQueriesContext(connection) as for_one:
        assert len(found(administrator)) == 1
    for number in range(3):
        claim(home, a_unit(home, f"Ward {number}", hours_per_year=Decimal(100)), 200)
    with django_assert_max_num_queries(len(for_one)):
        assert len(found(administrator)) == 4


def test_more_hours_than_a_unit_has_are_cut_alike(home: Organisation, administrator: Person, care: Unit) -> None:
    below = a_unit(home, "Night", parent=care)
    for unit, hours in ((care, 900), (below, 700)):
        claim(home, unit, hours)
    [overlap] = found(administrator)
    assert (overlap.kind, overlap.what, overlap.available, overlap.promised) == ("hours", "Home care", 1000, 1600)
    assert {one.proposed for one in overlap.claims} == {Decimal("62.5")}
    assert overlap.rule == "There are 1,000 hours for 1,600 promised, so each keeps 62.5 per cent."


def test_the_same_indicator_of_two_projects_is_told_once(home: Organisation, administrator: Person) -> None:
    ward = a_unit(home, "Ward")
    for promised in (60, 20):
        claim(home, ward, promised, name="Days  in bed" if promised == 20 else "days in bed", counted="days")
    claim(home, a_unit(home, "School"), 5, name="Days in bed", counted="days")
    [overlap] = found(administrator)
    assert (overlap.kind, overlap.projects, overlap.unit) == ("indicator", 2, "days")
    assert sorted(one.proposed for one in overlap.claims) == [25, 75]


def test_the_same_gain_of_a_unit_and_the_same_budget_line_are_overlaps(
    home: Organisation, administrator: Person
) -> None:
    ward = a_unit(home, "Ward")
    one, other = claim(home, ward, 30, counted="kr"), claim(home, ward, None, counted="kr")
    line = BudgetLine.objects.create(organisation=home, code="254", name="Care")
    for benefit, promised in ((one, 300), (other, 100)):
        BudgetEntry.objects.create(
            organisation=home, benefit=benefit, budget_line=line, year=2027, promised=Decimal(promised)
        )
    gain, budget = found(administrator)
    assert (gain.kind, gain.rule) == ("unit", "Equal parts, because not everybody has promised a figure.")
    assert (budget.kind, budget.what) == ("budget_line", "254 Care · 2027")
    assert sorted(claim.proposed for claim in budget.claims) == [25, 75]


def test_what_is_withdrawn_shared_out_a_share_or_of_one_project_is_no_overlap(
    home: Organisation, administrator: Person
) -> None:
    ward = a_unit(home, "Ward")
    first = claim(home, ward, 60, name="Days", counted="days")
    second = claim(home, ward, 20, name="Days", counted="days")
    an_indicator(first, name="Days", unit="days")
    Benefit.objects.filter(pk=first.pk).update(attribution_share=70)
    Benefit.objects.filter(pk=second.pk).update(attribution_share=30)
    assert found(administrator) == []
    Benefit.objects.filter(pk=second.pk).update(attribution_share=31)
    assert len(found(administrator)) == 1
    Project.objects.filter(pk=second.project_id).update(state="stopped")
    assert found(administrator) == []


def test_nothing_is_split_before_somebody_says_so(home: Organisation, administrator: Person, care: Unit) -> None:
    for hours in (900, 600):
        claim(home, care, hours, name="Freed hours")
    Benefit.objects.filter(attribution_reason="").update(attribution_reason="A new law.")
    page = visiting(administrator)
    shown = page.get("/portfolio/overlaps/").content.decode()
    assert "More hours than there are: Home care" in shown
    assert "66.66" in shown
    assert set(Benefit.objects.values_list("attribution_share", flat=True)) == {None}
    overlap = next(one for one in found(administrator) if one.kind == "hours")
    member = a_person(home, "Mona Member")
    with pytest.raises(NotPermitted):
        split(overlap=overlap, by=member, now=a_moment())
    owner = a_person(home, "Ove Owner")
    own = Benefit.objects.earliest("pk")
    Benefit.objects.filter(pk=own.pk).update(owner=owner)
    theirs = visiting(owner)
    shown = theirs.get("/portfolio/overlaps/").content.decode()
    assert "Administrators can settle it for all of them: Anna Admin." in shown
    assert theirs.post(f"/portfolio/overlaps/{overlap.id}/split/").status_code == 403
    theirs.post(f"/portfolio/overlaps/{overlap.id}/split/", {"benefit": str(own.pk)})
    assert Benefit.objects.get(attribution_share=Decimal("66.66")) == own
    assert Caller(owner).post(f"overlaps/{overlap.id}/split/", {"benefit": str(home.pk)}).status_code == 400
    Benefit.objects.filter(pk=own.pk).update(attribution_share=None, attribution_reason="A new law.")
    assert page.post(f"/portfolio/overlaps/{overlap.id}/split/", {"benefit": "x"}).status_code == 404
    page.post(f"/portfolio/overlaps/{overlap.id}/split/")
    rows = list(Benefit.objects.order_by("pk"))
    assert {row.attribution_share for row in rows} == {Decimal("66.66")}
    assert all(row.attribution_reason.startswith("A new law.\nShared with") for row in rows)
    assert [one.kind for one in found(administrator)] == ["indicator"]  # together more than all of it, still
    assert page.post(f"/portfolio/overlaps/{overlap.id}/split/").status_code == 404


def a_moment() -> Any:
    return Project.objects.earliest("created_at").created_at


def test_the_api_lists_and_splits(home: Organisation, administrator: Person, care: Unit) -> None:
    for hours in (900, 600):
        claim(home, care, hours, name="Freed hours")
    caller = Caller(administrator)
    [one] = caller.rows("overlaps/", kind="indicator", count="true")
    assert [claim["proposed_share"] for claim in one["claims"]] in (["60", "40"], ["40", "60"])
    assert caller.get(f"overlaps/{one['id']}/").json()["rule"].startswith("In proportion")
    assert caller.post(f"overlaps/{one['id']}/split/").status_code == 200
    assert caller.rows("overlaps/", kind="indicator") == []
    assert caller.get("overlaps/", kind="x").status_code == 400
    assert caller.get("overlaps/", ordering="kind").status_code == 400
    assert caller.get(f"overlaps/{one['id']}/").status_code == 404


def close(home: Organisation, *shares: int | None, promised: int = 100, **fields: Any) -> None:
    """Closed projects of which each realised a share in per cent of its promise; None: nobody verified anything."""
    unit = fields.pop("unit", None) or a_unit(home)
    for share in shares:
        benefit = claim(home, unit, promised, state="closed", **dict(fields))
        if share is not None:
            row = benefit.indicators.get()
            a_measurement(row, value=Decimal(promised * share) / 100, state="verified", period_end=date(2026, 3, 31))


def test_closed_projects_tell_what_promises_came_to_from_five_on(home: Organisation, administrator: Person) -> None:
    close(home, 50, 80, 20, 100)
    few = similar_to(administrator, ON, kind="financial_indirect", unit="timer", promised=Decimal(100))
    assert (few.like, few.found.n, few.found.says_something) == ("kind", 4, False)
    assert few.sentence.startswith("4 similar so far (")
    close(home, 60, None)
    same = similar_to(administrator, ON, kind="financial_indirect", unit="Timer", promised=Decimal(250))
    assert (same.like, same.found.n, same.found.middle) == ("size", 5, Decimal("0.6"))
    assert "the middle one realised 60\N{NO-BREAK SPACE}% of what was promised" in same.sentence
    assert same.caution == "Promised besides, and never verified by anybody: 1."
    larger = similar_to(administrator, ON, kind="financial_indirect", unit="timer", promised=Decimal(5000))
    assert larger.like == "unit"
    assert "counted in timer" in larger.sentence
    other = similar_to(administrator, ON, kind="financial_indirect", unit="kr")
    assert other.like == "kind"
    assert similar_to(administrator, ON, kind="qualitative").found.n == 0


def test_the_table_and_the_api_say_the_same(home: Organisation, administrator: Person) -> None:
    close(home, 50, 80, 20, 100, 60)
    close(home, 10, counted="kr", kind="financial_direct")
    rows = table_of(closed_benefits(administrator, ON))
    assert [(row.kind, row.unit, row.found.n) for row in rows] == [
        ("financial_direct", "", 1),
        ("financial_direct", "kr", 1),
        ("financial_indirect", "", 5),
        ("financial_indirect", "timer", 5),
    ]
    page = visiting(administrator).get("/portfolio/yields/").content.decode()
    assert "too few to say" in page
    assert "50\N{NO-BREAK SPACE}%\N{EN DASH}80\N{NO-BREAK SPACE}%" in page
    caller = Caller(administrator)
    assert [row["median"] for row in caller.get("benefits/yields/").json()] == [None, None, "0.6", "0.6"]
    asked = {"kind": "financial_indirect", "unit": "timer", "promised": "100"}
    assert caller.get("benefits/similar_yield/", **asked).json()["median"] == "0.6"
    assert caller.get("benefits/similar_yield/", kind="x").status_code == 400
    assert caller.get("benefits/similar_yield/", kind="qualitative", promised="x").status_code == 400
    assert caller.get("benefits/yields/", more="x").status_code == 400


def test_it_is_offered_while_the_next_estimate_is_typed(home: Organisation, administrator: Person) -> None:
    close(home, 50, 80, 20, 100, 60)
    page, next_one = visiting(administrator), claim(home, a_unit(home), None)
    assert "5 similar in closed projects" in page.get(f"/benefits/{next_one.pk}/indicators/new/").content.decode()
    typed = {"kind": "financial_indirect", "unit": "timer", "baseline_value": "1,5", "new1-value": "101,5"}
    assert "of about the same size" in page.get("/portfolio/yields/similar/", typed).content.decode()
    half = page.get("/portfolio/yields/similar/", {**typed, "new1-value": "1o"}).content.decode()
    assert "counted in timer):" in half
    assert "similar in" not in page.get("/portfolio/yields/similar/", {"kind": "none"}).content.decode()


def test_strangers_see_none_of_it(home: Organisation, administrator: Person, care: Unit) -> None:
    for hours in (900, 600):
        claim(home, care, hours)
    stranger = a_person(made("Nabo", language="en"), "Nils Nabo")
    assert found(stranger) == []
    assert "claimed twice, or people" in Client.get(visiting(stranger), "/portfolio/overlaps/").content.decode()
    assert table_of(closed_benefits(stranger, ON)) == []
