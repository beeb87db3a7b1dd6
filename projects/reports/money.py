"""The money of benefits: their yearly profiles with net present value and payback, for any number in a few queries."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from projects.formulas.payback import Payback, payback
from projects.formulas.present_value import YearlyEffect, discount_rate, net_present_value
from projects.formulas.yearly import Year
from projects.models import Benefit, BenefitYear, BudgetEntry, GateDecision
from projects.models.money import PLANNED, REALISED
from projects.reports.knowledge import Knowledge
from projects.reports.promised_money import PromisedMoney, promised_money
from projects.reports.rows import bare, values_of
from register.decimals import EXACT, SENT

GIVEN, DECIDED, TODAY = "given", "decided", "today"
PROFILE = ("id", "organisation_id", "benefit_id", "year", "note", "unit_price_id", *PLANNED, *REALISED)


@dataclass(frozen=True)
class YearZero:
    """The year of decision: given on the benefit, that of the decision to execute, else this year until then."""

    year: int
    by: str


@dataclass(frozen=True)
class BenefitMoney:
    """What a benefit shall bring in money, year by year; `rate` as a share, None where the organisation has none.

    `net_present_value` and `payback` are None where there is no profile, or `lacks` says what is missing. `promise` is
    what the years were when execution was decided; `placed` what is promised on budget lines now, by year.
    """

    benefit: Benefit
    currency: str
    zero: YearZero
    rate: Decimal | None
    rows: Sequence[BenefitYear]
    net_present_value: Decimal | None
    payback: Payback | None
    lacks: str
    promise: PromisedMoney | None = None
    placed: Mapping[int, Decimal] = field(default_factory=dict)

    @property
    def years(self) -> list[Year]:
        return [row.figures for row in self.rows]

    @property
    def price_level_year(self) -> int | None:
        return self.benefit.price_level_year

    def planned_net(self, year: int) -> Decimal | None:
        """Of the profile; where that says nothing, what stands on budget lines."""
        planned = next((one.planned for one in self.years if one.year == year), None)
        if planned is None or not (planned.is_begun or planned.net is not None):
            return self.placed.get(year)
        return planned.net


def money_of(benefit: Benefit, *, on: date) -> BenefitMoney:
    """The money of one benefit."""
    return moneys_of([benefit], on=on)[benefit.pk]


def moneys_of(benefits: Iterable[Benefit], *, on: date, knowledge: Knowledge | None = None) -> dict[UUID, BenefitMoney]:
    """The money of each benefit by its id; `on` is the day that stands in where nothing is decided yet.

    With `knowledge` the profiles and decisions that were known then; the discount rate is today's.
    """
    rows = list(benefits)
    prefetch_related_objects(rows, "organisation")
    profiles: defaultdict[UUID, list[BenefitYear]] = defaultdict(list)
    own = BenefitYear.objects.filter(benefit__in=[row.pk for row in rows])
    years = [bare(BenefitYear, year) for year in values_of(own, PROFILE, knowledge)]
    for year in sorted(years, key=lambda year: year.year):
        profiles[year.benefit_id].append(year)
    decided = years_of_decision({row.project_id for row in rows}, knowledge)
    promises = promised_money((row.pk for row in rows), until=knowledge.until if knowledge else None)
    placed = _placed(rows, knowledge)
    return {
        row.pk: replace(
            _money(row, profiles[row.pk], decided, on), promise=promises.get(row.pk), placed=placed.get(row.pk, {})
        )
        for row in rows
    }


def _placed(benefits: Iterable[Benefit], knowledge: Knowledge | None) -> dict[UUID, dict[int, Decimal]]:
    """What is promised on budget lines together, by benefit and year."""
    entries = BudgetEntry.objects.filter(benefit__in=[row.pk for row in benefits])
    placed: dict[UUID, dict[int, Decimal]] = {}
    for entry in values_of(entries, ("id", "benefit_id", "year", "promised"), knowledge):
        if entry["promised"] is not None:
            years = placed.setdefault(entry["benefit_id"], {})
            years[entry["year"]] = EXACT.add(years.get(entry["year"], Decimal(0)), entry["promised"])
    return placed


def years_of_decision(projects: Iterable[UUID], knowledge: Knowledge | None = None) -> dict[UUID, int]:
    """The year in which each project was last given its go to execute, as far as it was recorded then."""
    passed = GateDecision.objects.to_execute(until=knowledge.until if knowledge else None).filter(project__in=projects)
    return {project: day.year for project, day in passed.order_by("round").values_list("project", "decided_on")}


def _money(benefit: Benefit, rows: list[BenefitYear], decided: Mapping[UUID, int], on: date) -> BenefitMoney:
    organisation, zero = benefit.organisation, _year_zero(benefit, decided, on)
    rate = discount_rate(organisation.limits, organisation.country)
    effects, lacks = effects_of([row.figures for row in rows])
    if not lacks and effects and rate is None:
        lacks = _(
            "No discount rate is set, and no usual one holds for municipalities in this country. "
            "An administrator writes the one you calculate with under Settings, Organisation."
        )
    worth = None
    if effects and rate is not None and not lacks:
        worth = SENT.plus(net_present_value(effects, decided_in=zero.year, rate=rate))
    back = None if lacks else payback(effects, decided_in=zero.year)
    return BenefitMoney(benefit, benefit.own_currency, zero, rate, rows, worth, back, lacks)


def effects_of(years: Iterable[Year]) -> tuple[list[YearlyEffect], str]:
    """The planned effects as the formulas take them, and what is missing where one of them is only half given."""
    effects: list[YearlyEffect] = []
    for one in years:
        planned = one.planned
        if planned.net is not None:
            cost = planned.running_cost or Decimal(0)
            effects.append(YearlyEffect(one.year, planned.gross or Decimal(0), cost))
        elif planned.is_begun:
            words = _("%(year)s has a volume without a price, or a price without a volume.")
            return [], words % {"year": one.year}
    return effects, ""


def _year_zero(benefit: Benefit, decided: Mapping[UUID, int], on: date) -> YearZero:
    if benefit.decision_year is not None:
        return YearZero(benefit.decision_year, GIVEN)
    if benefit.project_id in decided:
        return YearZero(decided[benefit.project_id], DECIDED)
    return YearZero(on.year, TODAY)
