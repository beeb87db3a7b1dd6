"""Cells of section 3, worked out by hand from its sentences, the arithmetic beside each; nothing is computed here."""

from datetime import date
from decimal import Decimal

import pytest

from projects.formulas.achievement import achievement_on, promised, verified_on
from projects.formulas.facts import Figure, IndicatorFacts, TargetFact
from projects.formulas.judgement import limit_status
from projects.formulas.limits import limits_from
from projects.formulas.status import status_on
from projects.formulas.values import Value
from register.periods import parse_period


def value(text: str) -> Value:
    """`7`, `6..8` for a range, `~7` for about."""
    comparator = "about" if text.startswith("~") else "exact"
    low, dots, high = text.lstrip("~").partition("..")
    if dots:
        return Value(low=Decimal(low), high=Decimal(high), comparator=comparator)
    return Value(value=Decimal(low), comparator=comparator)


def facts(
    figures: str = "",
    targets: str = "",
    *,
    base: str = "10@2023",
    start: str = "2024-01-01",
    direction: str = "decrease",
    frequency: str | None = "year",
    measures: str = "level",
    runs: bool = True,
) -> IndicatorFacts:
    """`9@2024 8@2025-Q1!` are figures, `!` verified, `?` disputed; `6@2026 5@` targets, the last without a date."""
    b, _at, begin = base.partition("@")
    return IndicatorFacts(
        direction=direction,
        measures=measures,
        baseline=value(b) if b else None,
        baseline_date=parse_period(begin).end if begin else None,
        benefit_start=date.fromisoformat(start) if start else None,
        frequency=frequency,
        figures=[_figure(one, str(place)) for place, one in enumerate(figures.split())],
        targets=[_target(one, str(place)) for place, one in enumerate(targets.split())],
        follow_up_runs=runs,
    )


def _figure(text: str, key: str) -> Figure:
    state = {"!": "verified", "?": "disputed", "-": "waived"}.get(text[-1], "reported")
    figure, _at, period = text.rstrip("!?-").partition("@")
    days = parse_period(period)
    return Figure(value(figure), days.start, days.end, key, state)


def _target(text: str, key: str) -> TargetFact:
    figure, _at, due = text.partition("@")
    return TargetFact(value(figure), parse_period(due).end if due else None, key)


CELLS = [
    # 1: no v. Begin is the baseline's date, 31 Dec 2023; the benefit starts on 1 Jan 2024.
    ("2023-12-31", facts(), "not_started", "before_start"),
    ("2024-01-01", facts(), "unknown", "no_value"),
    ("2023-06-01", facts(start=""), "not_started", "before_start"),
    ("2023-12-31", facts(start=""), "unknown", "no_value"),
    ("2020-01-01", facts(base="10", start=""), "unknown", "no_value"),
    ("2024-03-31", facts("9@2024-Q2"), "unknown", "no_value"),  # it ends after D
    ("2024-12-31", facts("9@2024-Q2? 9@2024-Q3-"), "unknown", "no_value"),  # disputed and waived do not count
    # 2: a year's v of 31 Dec 2024 is fresh for 366 + 90 + 14 days, to 15 April 2026 (365 to 31 Dec 2025, 105 more).
    ("2026-04-15", facts("9.5@2024", "6@2027"), "off_track", "against_path"),
    ("2026-04-16", facts("9.5@2024", "6@2027"), "unknown", "stale"),
    ("2026-04-16", facts("9.5@2024", "6@2027", frequency=None), "unknown", "stale"),  # none given: a year
    # Quarterly: 31 March 2024 + 92 + 60 + 14 = 166 days, to 13 September 2024.
    ("2024-09-13", facts("9@2024-Q1", "", frequency="quarter"), "unknown", "no_target"),
    ("2024-09-14", facts("9@2024-Q1", "", frequency="quarter"), "unknown", "stale"),
    ("2024-06-04", facts("9@2024-03", "", frequency="month"), "unknown", "no_target"),  # 31 + 20 + 14 = 65 days
    ("2024-06-05", facts("9@2024-03", "", frequency="month"), "unknown", "stale"),
    ("2030-01-01", facts("6@2024", "6@2024", runs=False), "achieved", "target_met"),  # nothing is stale any more
    # 4: t is undated.
    ("2025-06-01", facts("6@2024", "6@"), "achieved", "target_met"),
    ("2025-06-01", facts("6.1@2024", "6@"), "unknown", "target_without_date"),
    ("2025-06-01", facts("6.1@2024", "7@2024 6@"), "unknown", "target_without_date"),  # undated is the final one
    # 5: v ends on or after t's date.
    ("2025-06-01", facts("6@2024", "6@2024"), "achieved", "target_met"),
    ("2025-06-01", facts("6.01@2024", "6@2024"), "missed", "target_not_met"),
    ("2025-06-01", facts("6.3@2024", "~6@2024"), "achieved", "target_met"),  # 5 % of 6 is 0.3
    ("2025-06-01", facts("6.31@2024", "~6@2024"), "missed", "target_not_met"),
    ("2025-06-01", facts("~6.01@2024", "6@2024"), "missed", "target_not_met"),  # about on v spares nothing
    ("2025-06-01", facts("5..6.5@2024", "6@2024"), "missed", "target_not_met"),  # v: its less favourable end, 6.5
    ("2025-06-01", facts("6.5@2024", "5..6.5@2024"), "achieved", "target_met"),  # t: its less demanding end, 6.5
    ("2025-06-01", facts("80..90@2024", "82@2024", base="70@2023", direction="increase"), "missed", "target_not_met"),
    # 6: v of 2024, t of 30 June 2025 + 90 + 14 days: to 12 October 2025.
    ("2025-10-12", facts("5@2024", "6@2025-06"), "on_track", "reached_early"),
    ("2025-10-13", facts("5@2024", "6@2025-06"), "unknown", "no_final_value"),
    ("2025-03-01", facts("5@2024", "6@2026", runs=False), "unknown", "no_final_value"),
    # 8: b = 10 to 1 Jan 2024, 6 on 31 Dec 2025 (730 days on); on 31 Dec 2024, 365 days, e = 10 - 4 * 365/730 = 8.
    ("2025-02-01", facts("8.2@2024", "6@2025"), "on_track", "against_path"),  # 1.8 / 2 = 0.9
    ("2025-02-01", facts("8.21@2024", "6@2025"), "at_risk", "against_path"),
    ("2025-02-01", facts("8.5@2024", "6@2025"), "at_risk", "against_path"),  # 1.5 / 2 = 0.75
    ("2025-02-01", facts("8.51@2024", "6@2025"), "off_track", "against_path"),
    ("2025-02-01", facts("11@2024", "6@2025"), "off_track", "against_path"),
    # By steps: 9 by the end of 2024, then 6; on 31 Dec 2024 e = 9.
    ("2025-02-01", facts("9.1@2024", "9@2024 6@2025"), "on_track", "against_path"),
    # v ends before the benefit starts: e = b.
    ("2024-03-01", facts("10@2024-02", "6@2025", start="2024-07-01"), "on_track", "against_baseline"),
    ("2024-03-01", facts("10.1@2024-02", "6@2025", start="2024-07-01"), "off_track", "against_baseline"),
    # A sum has the baseline 0 at the start by definition: 365 of 730 days, e = 50, 45 / 50 = 0.9.
    (
        "2025-02-01",
        facts("45@2024", "100@2025", base="", direction="increase", measures="cumulative"),
        "on_track",
        "against_path",
    ),
    # 9: without b, or without begin.
    ("2025-02-01", facts("9@2024", "9@2024 6@2025", base=""), "on_track", "against_step"),
    ("2025-02-01", facts("9.1@2024", "9@2024 6@2025", base=""), "off_track", "against_step"),
    ("2025-02-01", facts("9@2024", "6@2025", base=""), "unknown", "no_baseline"),
    ("2025-02-01", facts("9@2024", "6@2025", base="10", start=""), "unknown", "no_baseline"),
    # The newest v: of two that end together the shorter period, then the later key.
    ("2025-02-01", facts("5@2024-Q4 9@2024", "6@2024"), "achieved", "target_met"),
    ("2025-02-01", facts("9@2024-Q4 5@2024-Q4", "6@2024"), "achieved", "target_met"),
]


@pytest.mark.parametrize(("day", "given", "code", "reason"), CELLS)
def test_a_cell_is_what_the_contract_says(day: str, given: IndicatorFacts, code: str, reason: str) -> None:
    found = status_on(given, date.fromisoformat(day))
    assert (str(found.code), str(found.reason)) == (code, reason)


def test_an_organisation_may_set_every_limit() -> None:
    day, given = date(2025, 2, 1), facts("8.5@2024", "6@2025")
    assert status_on(given, day, limits_from({"on_track": "0.75"})).code == "on_track"
    assert status_on(given, day, limits_from({"at_risk": "0.8"})).code == "off_track"
    late = limits_from({"frequency_days": {"year": 10}, "lag_days": {"year": 5}, "grace_days": 3})
    assert status_on(given, date(2025, 1, 18), late).reason == "against_path"  # 10 + 5 + 3 days after 31 December
    assert status_on(given, date(2025, 1, 19), late).reason == "stale"
    assert status_on(facts("6.6@2024", "~6@2024"), day, limits_from({"about": "0.1"})).code == "achieved"


@pytest.mark.parametrize(
    ("figures", "targets", "code"),
    [
        ("6@2024", "6@2026", "within"),
        ("6.1@2024", "6@2026", "beyond"),
        ("6.3@2024", "~6@", "within"),
        ("6@2024", "", "unknown"),
    ],
)
def test_a_disbenefit_is_within_or_beyond_its_limit(figures: str, targets: str, code: str) -> None:
    assert limit_status(facts(figures, targets), date(2025, 2, 1)).code == code


@pytest.mark.parametrize(
    ("figures", "targets", "achievement", "promise", "verified"),
    [
        ("8@2024!", "6@2025", "0.5", "4", "2"),
        ("11@2024!", "6@2025", "-0.25", "4", "-1"),
        ("9@2024", "4@2025", "0.1667", "6", None),  # 1/6, half to even at four places; not verified
        ("8@2024! 7@2025", "6@2025", "0.75", "4", "2"),  # verified is of the newest verified figure
        ("10@2024", "10@2025", "1", "0", None),
        ("10.1@2024", "10@2025", "0", "0", None),
        ("8@2024", "", None, None, None),
        ("", "6@2025", None, "4", None),
    ],
)
def test_achievement_and_sums(
    figures: str, targets: str, achievement: str | None, promise: str | None, verified: str | None
) -> None:
    given, day = facts(figures, targets), date(2026, 1, 31)
    found = (achievement_on(given, day), promised(given), verified_on(given, day))
    assert found == tuple(None if one is None else Decimal(one) for one in (achievement, promise, verified))
