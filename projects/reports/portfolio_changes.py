"""What has changed in the portfolio since a day: two looks at it, each with what was known then, laid side by side."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from projects.formulas.facts import IndicatorFacts, final_target
from projects.lifecycles.benefit import CONCLUDED, BenefitState
from projects.models import Benefit, HandoverSignOff
from projects.reports.counted import Counted, counted_benefits, knowledge_of
from projects.reports.knowledge import Knowledge
from projects.reports.narrowing import narrowing_of
from projects.reports.status import WORST_FIRST
from register.models import Person

WORSE, BETTER, OTHER = "worse", "better", "other"
KINDS = {
    "worse": _("Status became worse"),
    "better": _("Status became better"),
    "new": _("New benefits"),
    "concluded": _("Outcome judged"),
    "gone": _("Withdrawn, or no longer in the portfolio"),
    "rebaselined": _("Baseline or target changed"),
    "handed_over": _("Taken over by a unit"),
}
"""The kinds of change, in the order in which a meeting wants them."""


@dataclass(frozen=True)
class Change:
    """One thing that has changed; `before` and `after` are codes for statuses and states, else figures."""

    kind: str
    benefit: Benefit
    before: Any = ""
    after: Any = ""
    what: str = ""


@dataclass(frozen=True)
class Changes:
    """Everything that has changed, by kind, in the order of `KINDS`; kinds without a change are there, and empty."""

    since: date
    on: date
    by_kind: Mapping[str, Sequence[Change]]


def changes_since(
    since: date, *, person: Person, on: date, filters: Mapping[str, Any], as_of: date | None = None
) -> Changes:
    """What is other than it was known at the end of `since`, of what a person sees and wants."""
    asked = narrowing_of(person, filters)

    def look(day: date, known: date | None, *, left_out: bool) -> dict[UUID, Counted]:
        knowledge = knowledge_of(person.organisation, known)
        found = counted_benefits(person, on=day, knowledge=knowledge, wanted=asked.wants, left_out=left_out)
        return {one.benefit.pk: one for one in asked.kept(found, day)}

    then, now = look(since, since, left_out=True), look(on, as_of, left_out=True)
    missing = then.keys() - now.keys()
    gone = look(on, as_of, left_out=False) if missing else {}
    every = [*_compared(then, now), *_gone(then, gone, missing), *_handed_over(now, since, as_of or on, person)]
    every.sort(key=lambda change: (change.benefit.title_sort, str(change.benefit.pk)))
    return Changes(since, on, {kind: [one for one in every if one.kind == kind] for kind in KINDS})


def _compared(then: Mapping[UUID, Counted], now: Mapping[UUID, Counted]) -> Iterator[Change]:
    for pk, after in now.items():
        before = then.get(pk)
        if before is None:
            yield Change("new", after.benefit, after=after.status.code)
            continue
        if before.status.code != after.status.code:
            yield Change(_way(before, after), after.benefit, before.status.code, after.status.code)
        if after.benefit.state in CONCLUDED and before.benefit.state != after.benefit.state:
            yield Change("concluded", after.benefit, before.benefit.state, after.benefit.state)
        yield from _rebaselined(before, after)


def _way(before: Counted, after: Counted) -> str:
    """By the order in which statuses ask for attention; becoming unknown is worse, even than being off track."""
    if "unknown" in (before.status.code, after.status.code):
        return WORSE if after.status.code == "unknown" else BETTER
    ranks = [[str(code) for code in WORST_FIRST].index(one.status.code) for one in (before, after)]
    return WORSE if ranks[1] < ranks[0] else BETTER


def _rebaselined(before: Counted, after: Counted) -> Iterator[Change]:
    for indicator, status in after.figures():
        was = before.status.indicators.get(indicator.pk)
        if was is None:
            continue
        for what, figure in FIGURES.items():
            old, new = figure(was.facts), figure(status.facts)
            if old != new and old is not None:
                yield Change("rebaselined", after.benefit, old, new, what=f"{indicator.name}: {what}")


def _target(facts: IndicatorFacts) -> tuple[Decimal | None, date | None] | None:
    target = final_target(facts)
    return (target.value.target_figure(facts.direction), target.due_date) if target else None


def _baseline(facts: IndicatorFacts) -> tuple[Decimal | None, date | None] | None:
    return None if facts.baseline is None else (facts.baseline_figure, facts.baseline_date)


FIGURES: Mapping[str, Callable[[IndicatorFacts], Any]] = {"baseline": _baseline, "target": _target}


def _gone(then: Mapping[UUID, Counted], now: Mapping[UUID, Counted], missing: Any) -> Iterator[Change]:
    for pk in missing:
        still = now.get(pk)
        after = still.benefit.state if still and still.benefit.state == BenefitState.WITHDRAWN else ""
        yield Change("gone", then[pk].benefit, then[pk].benefit.state, after)


def _handed_over(now: Mapping[UUID, Counted], since: date, until: date, person: Person) -> Iterator[Change]:
    """The benefits of projects that a unit has signed for in between."""
    knowledge, end = Knowledge(person.organisation, since), Knowledge(person.organisation, until)
    signed = HandoverSignOff.objects.filter(organisation=person.organisation, signed_at__gte=knowledge.until)
    signed = signed.filter(signed_at__lt=end.until, decision__startswith="accept")
    units = dict(signed.values_list("handover__project", "handover__receiving_unit__name"))
    for one in now.values():
        if (unit := units.get(one.benefit.project_id)) is not None:
            yield Change("handed_over", one.benefit, after=unit)
