"""The register's health: what is lacking so that a benefit can be followed, each with the benefits it concerns."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from projects.formulas.status import Code
from projects.models import BenefitKind
from projects.reports.counted import Counted
from projects.reports.holdings import without_owner
from register.models import Organisation


@dataclass(frozen=True)
class Check:
    """One thing that may be lacking; `explanation` says when it is."""

    code: str
    label: Any
    explanation: Any
    lacks: Callable[[Counted], bool]


@dataclass(frozen=True)
class Lack:
    """A check and how many benefits fail it; None where that is not known of an earlier day."""

    check: Check
    benefits: int | None


def _no_indicator(one: Counted) -> bool:
    return not one.indicators and one.benefit.kind != BenefitKind.QUALITATIVE and not one.benefit.judgement


def _never_measured(one: Counted) -> bool:
    figures = one.status.indicators.values()
    return any(row.status.newest is None and row.status.code != Code.NOT_STARTED for row in figures)


CHECKS = {
    check.code: check
    for check in (
        Check("owner", _("No owner"), _("Nobody is named as the owner."), lambda one: not one.benefit.owner_id),
        Check(
            "present_owner",
            _("Orphaned"),
            _("The owner has left, has another post, or has not said yes."),
            lambda _one: False,
        ),
        Check(
            "indicator",
            _("Nothing to measure"),
            _("It has no indicator yet, and is not qualitative."),
            _no_indicator,
        ),
        Check(
            "baseline",
            _("No baseline"),
            _("One of its indicators has no baseline."),
            lambda one: any(row.facts.baseline_figure is None for row in one.status.indicators.values()),
        ),
        Check(
            "target",
            _("No target"),
            _("One of its indicators has no target."),
            lambda one: any(row.status.final_target is None for row in one.status.indicators.values()),
        ),
        Check(
            "figure",
            _("Never measured"),
            _("One of its indicators has no figure yet, though its effect should have begun."),
            _never_measured,
        ),
        Check(
            "next_figure",
            _("Overdue"),
            _("The next figure of one of its indicators should have come."),
            lambda one: any(row.status.overdue for row in one.status.indicators.values()),
        ),
    )
}
ORPHANED = "present_owner"
KNOWN_TODAY = _("Who rests on nobody is known of today alone: leave this out, or the day.")


def lacking(code: str, rows: Sequence[Counted], *, on: date, organisation: Organisation) -> list[Counted]:
    """The benefits that fail a check; none where there is no such check."""
    if code == ORPHANED:
        left = _left_behind(organisation, on)
        return [one for one in rows if one.benefit.pk in left]
    check = CHECKS.get(code)
    return [one for one in rows if check and check.lacks(one)]


def health_of(rows: Sequence[Counted], *, on: date, organisation: Organisation, is_past: bool = False) -> list[Lack]:
    """How many benefits fail each check. Who rests on nobody is known of today alone."""
    counts: dict[str, int | None] = {
        code: len(lacking(code, rows, on=on, organisation=organisation)) for code in CHECKS if code != ORPHANED
    }
    counts[ORPHANED] = None if is_past else len(lacking(ORPHANED, rows, on=on, organisation=organisation))
    return [Lack(check, counts[code]) for code, check in CHECKS.items()]


def _left_behind(organisation: Organisation, on: date) -> set[UUID]:
    return {held.row.pk for held in without_owner(organisation, on, kinds=("benefit",))}
