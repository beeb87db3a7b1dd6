"""Page, API and export say what the contract's formulas say, cell by cell, over a register in which everything occurs.

What is expected is worked out here from the rows by the words of the contract, without the product's own formulas.
"""

import csv
import io
import random
import re
from collections import defaultdict
from datetime import date
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from django.urls import reverse

from projects.models import Benefit, Indicator
from register.models import Person
from tests import factories as make
from tests.api_caller import Caller
from tests.visits import visiting

pytestmark = pytest.mark.django_db
ON = "2026-07-15"
DAY = date(2026, 7, 15)
UNITS = ("kr", "KR ", "hours", "%", "points", "cases", "")
KINDS = ("financial_direct", "financial_indirect", "quantified", "qualitative")
SUMMABLE = {"kr", "hours", "cases"}
STATES = ("verified", "reported", "disputed", "waived")
NOTHING = "\N{EN DASH}"


def figure(dice: random.Random) -> dict[str, Any]:
    """A point or a range."""
    if dice.random() < 0.25:
        low = dice.randint(1, 500)
        return {"value": None, "low": Decimal(low), "high": Decimal(low) + dice.randint(1, 40)}
    return {"value": Decimal(dice.randint(-2000, 90000)) / 100}


@pytest.fixture
def controller() -> Person:
    """A controller of a register with sixty benefits of every sort, always the same."""
    dice, organisation = random.Random(2026), make.an_organisation()  # noqa: S311 the same figures every time
    controller = make.a_person(organisation, "Controller")
    make.a_role(controller, "controller")
    units = [make.a_unit(organisation, name) for name in ("Health", "School", "Roads")]
    owner, whole = make.a_person(organisation, "Owner"), None
    everybody = {"leader": owner, "owner": owner, "benefits_responsible": owner}
    projects = [make.a_project(organisation, unit=unit, **everybody) for unit in units]
    for number in range(60):
        with_whole = whole is not None and number % 7 == 3
        benefit = make.a_benefit(
            projects[number % 3],
            owner=owner,
            kind=dice.choice(KINDS),
            is_disbenefit=number % 9 == 4,
            currency=dice.choice(("", "DKK")),
            start_date=dice.choice((None, date(2026, 1, 1), date(2026, 9, 1))),
            part_of=whole if with_whole else None,
            restates=whole if whole is not None and number % 11 == 5 else None,
        )
        whole = benefit
        for _one in range(dice.choice((0, 1, 1, 1, 2))):
            some_indicator(dice, benefit)
    return controller


def some_indicator(dice: random.Random, benefit: Benefit) -> None:
    baseline = figure(dice) if dice.random() < 0.7 else {"value": None}
    indicator = make.an_indicator(
        benefit,
        unit=dice.choice(UNITS),
        direction=dice.choice(("increase", "decrease")),
        measures=dice.choice(("level", "level", "change", "cumulative")),
        frequency=dice.choice(("", "month", "year")),
        baseline_date=dice.choice((None, date(2026, 1, 1))),
        **{f"baseline_{name}": value for name, value in baseline.items()},
    )
    for due_date in dice.sample((None, date(2026, 6, 30), date(2026, 12, 31), date(2027, 12, 31)), dice.randint(0, 2)):
        make.a_target(indicator, due_date=due_date, **{"value": None, **figure(dice)})
    for number in range(dice.randint(0, 4)):
        end = dice.choice((date(2026, 3, 31), date(2026, 6, 30), date(2026, 9, 30)))
        make.a_measurement(
            indicator,
            state=dice.choice(STATES),
            key=f"{indicator.pk}-{number}",
            period_start=dice.choice((None, date(end.year, end.month, 1), date(end.year, end.month - 2, 1))),
            period_end=end,
            **figure(dice),
        )


def counted(value: Any, low: Any, high: Any, direction: str) -> Decimal | None:
    """A range counts by its less favourable end when measured, by its less demanding end when a target."""
    return value if value is not None else low if direction == "increase" else high


def expected_of(indicator: Indicator) -> tuple[Decimal | None, Decimal | None]:
    """|t - b|, and (v - b) signed by direction with v the newest verified value."""
    way = indicator.direction
    b = counted(indicator.baseline_value, indicator.baseline_low, indicator.baseline_high, way)
    if b is None and indicator.measures in ("change", "cumulative"):
        b = Decimal(0)
    targets = sorted(indicator.targets.all(), key=lambda row: row.due_date or date.max)
    t = counted(targets[-1].value, targets[-1].low, targets[-1].high, way) if targets else None
    verified = [row for row in indicator.measurements.all() if row.state == "verified" and row.period_end <= DAY]
    newest = max(verified, key=lambda row: (row.period_end, row.period_start or row.period_end, row.key), default=None)
    v = counted(newest.value, newest.low, newest.high, way) if newest else None
    promised = None if b is None or t is None else abs(t - b)
    gained = None if b is None or v is None else (v - b) * (1 if way == "increase" else -1)
    return promised, gained


def expected_sums(unit: str = "") -> dict[Any, dict[str, Any]]:
    """By kind, unit, currency and whether it is a dis-benefit."""
    rows: dict[Any, list[Any]] = defaultdict(list)
    benefits = Benefit.objects.filter(part_of=None, restates=None).prefetch_related("indicators", "project__unit")
    for benefit in benefits.filter(project__unit__name=unit) if unit else benefits:
        money = benefit.kind.startswith("financial")
        currency = (benefit.currency or "NOK") if money else ""
        for indicator in benefit.indicators.all():
            named = indicator.unit.strip().lower()
            rows[benefit.kind, named, currency, benefit.is_disbenefit].append((benefit.pk, *expected_of(indicator)))
        if not benefit.indicators.all():
            rows[benefit.kind, "", currency, benefit.is_disbenefit].append((benefit.pk, None, None))
    return {key: summed(key[1], some) for key, some in rows.items()}


def summed(unit: str, rows: list[Any]) -> dict[str, Any]:
    known = [row for row in rows if row[1] is not None and row[2] is not None]
    unknown = [row for row in rows if row not in known]
    return {
        "promised": total(row[1] for row in rows) if unit in SUMMABLE else None,
        "verified": total(row[2] for row in known) if unit in SUMMABLE else None,
        "promised_unknown": total(row[1] for row in unknown) if unit in SUMMABLE else None,
        "benefits": len({row[0] for row in rows}),
        "unknown": len({row[0] for row in unknown}),
    }


def total(figures: Any) -> Decimal | None:
    given = [one for one in figures if one is not None]
    return sum(given, Decimal(0)) if given else None


def by_key(sums: list[dict[str, Any]]) -> dict[Any, dict[str, Any]]:
    figures = ("promised", "verified", "promised_unknown")
    return {
        (row["kind"], row["unit"].strip().lower(), row["currency"], row["is_disbenefit"]): {
            **{name: None if row[name] is None else Decimal(row[name]) for name in figures},
            "benefits": row["benefits"],
            "unknown": row["unknown"],
        }
        for row in sums
    }


def test_the_api_gives_every_sum_of_the_whole_and_of_each_group(controller: Person) -> None:
    found = Caller(controller).get("portfolio/", by="unit", on=ON).json()
    assert by_key(found["total"]["sums"]) == expected_sums()
    assert len(expected_sums()) > 20
    for group in found["groups"]:
        assert by_key(group["sums"]) == expected_sums(group["label"]), group["label"]
        alone = Caller(controller).get("portfolio/", on=ON, **group["filters"]).json()["total"]
        assert by_key(alone["sums"]) == by_key(group["sums"])


def test_the_page_shows_the_same_figures_and_each_opens_as_many_rows(controller: Person) -> None:
    browser = visiting(controller)
    page = browser.get(reverse("projects:portfolio"), {"on": ON}).content.decode()
    shown = [figures_of(row) for row in re.findall(r'<article class="gain".*?</article>|<tr>.*?</tr>', page, re.S)]
    expected = {key: sums for key, sums in expected_sums().items() if sums["promised"] is not None}
    cells = sorted(
        (said(one["promised"]), said(one["verified"]), said(one["promised_unknown"])) for one in expected.values()
    )
    assert sorted(one for one in shown if one) == cells
    for url in {unescape(one) for one in re.findall(r'href="(/benefits/\?[^"]*measured_in=[^"]+)"', page)}:
        rows = browser.get(url).content.decode()
        assert int(re.search(r"(\d+) of \d+ benefits", rows)[1]) > 0, url  # type: ignore[index]


def figures_of(row: str) -> tuple[str, ...] | None:
    """Promised, verified and unknown of a row or card that sums something, without their units."""
    if "measured_in=" not in row or "cannot be summed" in row:
        return None
    cells = re.findall(r"<dd>\s*<a[^>]*>(.*?)</a>", row, re.S) or re.findall(
        r'<td class="number">(.*?)</td>', row, re.S
    )
    return tuple(unescape(cell).split("\N{NO-BREAK SPACE}")[0].replace(",", "") for cell in cells[:3])


def said(amount: Decimal | None) -> str:
    if amount is None:
        return NOTHING
    text = f"{amount:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace("-0", "-0") or "0"


def test_the_export_adds_up_to_the_same(controller: Person) -> None:
    answer = visiting(controller).get(reverse("projects:export_benefits"), {"on": ON, "counted": "1", "as": "csv"})
    rows: dict[Any, list[Any]] = defaultdict(list)
    for line in csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))):
        if not (line["part_of"] or line["restates"]):
            key = (line["kind"], line["measured_in"].strip().lower(), line["currency"], line["is_disbenefit"] == "true")
            amounts = [
                Decimal(line[name].lstrip("'")) if line[name] else None for name in ("gain_promised", "gain_verified")
            ]
            rows[key].append((line["benefit"], *amounts))
    assert {key: summed(key[1], some) for key, some in rows.items()} == expected_sums()


def test_at_its_end_the_plan_is_what_was_promised_and_today_realised_is_what_is_verified(controller: Person) -> None:
    lines = Caller(controller).get("portfolio/over_time/", per="year", on=ON).json()["lines"]
    expected = expected_sums()
    assert lines
    for line in lines:
        sums = expected[line["kind"], line["unit"].strip().lower(), line["currency"], line["is_disbenefit"]]
        this_year = next(point for point in line["points"] if point["period"] == "2026")
        assert Decimal(line["promised"]) == sums["promised"]
        assert (this_year["realised"] and Decimal(this_year["realised"])) == sums["verified"], line
