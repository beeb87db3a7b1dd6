"""The status of indicators and benefits on a day, for any number of them in a few queries.

A benefit takes the worst of its indicators' statuses, in the order of ``WORST_FIRST``; a qualitative one, or one
that has no indicator but a judgement, takes its newest verified judgement. A person's judgement beside figures is
shown, and changes nothing. The indicators of a dis-benefit are within or beyond their limit.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import prefetch_related_objects

from projects.formulas.achievement import achievement_on, promised, verified_on
from projects.formulas.facts import VERIFIED, IndicatorFacts
from projects.formulas.judgement import Judgement, judged_status, limit_status
from projects.formulas.limits import Limits, limits_from
from projects.formulas.status import Code, Reason, Status, status_on
from projects.models import Benefit, BenefitKind, Indicator
from projects.reports.figures import facts_of
from projects.reports.status_words import STATUS_LABELS, status_sentence
from register.models import Organisation

WORST_FIRST = (
    Code.MISSED,
    Code.BEYOND,
    Code.OFF_TRACK,
    Code.AT_RISK,
    Code.UNKNOWN,
    Code.ON_TRACK,
    Code.WITHIN,
    Code.NOT_STARTED,
    Code.ACHIEVED,
)

_RANK = {code: rank for rank, code in enumerate(WORST_FIRST)}


@dataclass(frozen=True)
class InWords:
    """A status as people read it, in the active language."""

    status: Status

    @property
    def code(self) -> str:
        return str(self.status.code)

    @property
    def label(self) -> str:
        return str(STATUS_LABELS[self.status.code])

    @property
    def sentence(self) -> str:
        return status_sentence(self.status)


@dataclass(frozen=True)
class IndicatorStatus(InWords):
    """An indicator on a day; `achievement` as a share, `promised` and `verified` in its unit, worked out when asked."""

    facts: IndicatorFacts
    on: date
    limits: Limits

    @property
    def achievement(self) -> Decimal | None:
        return achievement_on(self.facts, self.on, self.limits)

    @property
    def promised(self) -> Decimal | None:
        return promised(self.facts)

    @property
    def verified(self) -> Decimal | None:
        return verified_on(self.facts, self.on)


@dataclass(frozen=True)
class BenefitStatus(InWords):
    """A benefit on a day, with its indicators' statuses by id; `judged` where a person's judgement decided."""

    indicators: Mapping[UUID, IndicatorStatus]
    judged: bool = False


def statuses(indicators: Iterable[Indicator], *, on: date, organisation: Organisation) -> dict[UUID, IndicatorStatus]:
    """The status of each indicator by its id, by the organisation's limits."""
    rows = list(indicators)
    return statuses_by(facts_of(rows), rows, on=on, organisation=organisation)


def statuses_by(
    facts: Mapping[UUID, IndicatorFacts], indicators: Iterable[Indicator], *, on: date, organisation: Organisation
) -> dict[UUID, IndicatorStatus]:
    """The same from facts that are fetched already."""
    limits = limits_from(organisation.limits)
    return {row.pk: _indicator_status(row, facts[row.pk], on, limits) for row in indicators}


def benefit_statuses(benefits: Iterable[Benefit], *, on: date, organisation: Organisation) -> dict[UUID, BenefitStatus]:
    """The status of each benefit by its id."""
    rows = list(benefits)
    prefetch_related_objects(rows, "indicators", "project")
    prefetch_related_objects([row for row in rows if row.judgement], "earlier_judgements")
    known = statuses([one for row in rows for one in row.indicators.all()], on=on, organisation=organisation)
    return {row.pk: status_of(row, {one.pk: known[one.pk] for one in row.indicators.all()}, on) for row in rows}


def benefit_status(benefit: Benefit, *, on: date, organisation: Organisation) -> BenefitStatus:
    """The status of one benefit."""
    return benefit_statuses([benefit], on=on, organisation=organisation)[benefit.pk]


def _indicator_status(indicator: Indicator, facts: IndicatorFacts, on: date, limits: Limits) -> IndicatorStatus:
    judge = limit_status if indicator.benefit.is_disbenefit else status_on
    return IndicatorStatus(status=judge(facts, on, limits), facts=facts, on=on, limits=limits)


def status_of(benefit: Benefit, own: Mapping[UUID, IndicatorStatus], on: date) -> BenefitStatus:
    """The status of a benefit whose indicators' statuses are known."""
    if benefit.kind == BenefitKind.QUALITATIVE or (benefit.judgement and not own):
        status = judged_status(_judgements(benefit), on, benefit.start_date)
        return BenefitStatus(status, own, judged=status.reason == Reason.JUDGED)
    if not own:
        waits = benefit.start_date is not None and on < benefit.start_date
        code, reason = (Code.NOT_STARTED, Reason.BEFORE_START) if waits else (Code.UNKNOWN, Reason.NO_VALUE)
        return BenefitStatus(Status(code, reason), own)
    worst = min((one.status for one in own.values()), key=lambda status: _RANK[status.code])
    return BenefitStatus(worst, own)


def _judgements(benefit: Benefit) -> list[Judgement]:
    """The judgement that stands on the benefit, and those that were verified before it; it is the newest of a day."""
    if not benefit.judgement:
        return []
    earlier = [(row, row.created_at.isoformat()) for row in benefit.earlier_judgements.all()]
    return [
        Judgement(Code(row.judgement), row.judged_on, VERIFIED if row.judgement_verified_by_id else "reported", key)
        for row, key in [*earlier, (benefit, "~")]
        if row.judged_on is not None
    ]
