"""The money promised when execution is decided, year by year, and its later changes with old, new and why."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import Any

from projects.models import Benefit, BenefitYear, ChangedMoney, GateDecision, MoneyChange, Project, PromisedYear
from projects.services import changes_of_promise, checks
from register.decimals import SENT, decimal_text
from register.models import Person
from register.services import editing


def keep(project: Project, decision: GateDecision | None, day: date, *, by: Person | None, now: datetime) -> None:
    """Keep every year and every budget line as they are now: this is what was promised."""
    benefits = project.benefits.exclude(state="withdrawn").select_related("organisation", "project")
    for benefit in benefits.prefetch_related("benefityear_set", "budgetentry_set"):
        for row in _promised(benefit):
            row.gate_decision, row.decided_on = decision, day
            editing.create(row=row, by=by, now=now, about=project.pk)


def _promised(benefit: Benefit) -> Iterator[PromisedYear]:
    common: dict[str, Any] = {
        "organisation_id": benefit.organisation_id,
        "benefit": benefit,
        "currency": benefit.own_currency,
        "price_level_year": benefit.price_level_year,
    }
    for year in benefit.benefityear_set.all():
        planned = year.figures.planned
        if planned.net is not None:
            figures = {"gross": _sent(planned.gross), "running_cost": planned.running_cost, "net": _sent(planned.net)}
            yield PromisedYear(year=year.year, **figures, **common)
    for entry in benefit.budgetentry_set.all():
        if entry.promised is not None:
            yield PromisedYear(year=entry.year, budget_line_id=entry.budget_line_id, net=entry.promised, **common)


def year_of(year: BenefitYear | None) -> dict[str, str]:
    """A planned year as a change of it keeps it."""
    if year is None:
        return {}
    planned = year.figures.planned
    known = {
        "gross": planned.gross,
        "running_cost": planned.running_cost,
        "net": planned.net,
        "volume": planned.volume,
        "price": planned.price,
    }
    kept = {name: decimal_text(figure) for name, figure in known.items() if figure is not None}
    return {"year": str(year.year), **kept} if kept else {}


def terms_of(benefit: Benefit) -> dict[str, str]:
    """The terms of its amounts as a change of them keeps them."""
    year = benefit.price_level_year
    return {"currency": benefit.own_currency, **({"price_level_year": str(year)} if year else {})}


def is_promised(benefit: Benefit) -> bool:
    """Whether money was promised of it when execution was decided."""
    return PromisedYear.objects.standing().filter(benefit=benefit).exists()


def reason_for_other_money(benefit: Benefit, reason: str) -> None:
    """Other money beside what was promised is another promise, and has its reason."""
    if is_promised(benefit) and checks.is_decided(benefit):
        checks.reason_for_change(benefit, reason)


def note_year(benefit: Benefit, *, old: Mapping[str, str], new: Mapping[str, str], **how: Any) -> None:
    """Keep what became of the money of a year; of one that moves, the year it had says which."""
    if old != new:
        what = ChangedMoney.YEAR if old and new else ChangedMoney.YEAR_ADDED if new else ChangedMoney.YEAR_REMOVED
        row = MoneyChange(benefit=benefit, what=what, year=int((old or new)["year"]))
        _keep(row, old=old, new=new, **how)


def note_terms(benefit: Benefit, *, old: Mapping[str, str], new: Mapping[str, str], **how: Any) -> None:
    """Keep other terms of amounts that were promised."""
    _keep(MoneyChange(benefit=benefit, what=ChangedMoney.TERMS), old=old, new=new, **how)


def _keep(row: MoneyChange, **how: Any) -> None:
    changes_of_promise.keep(row, is_promised=partial(is_promised, row.benefit), **how)


def _sent(figure: Decimal | None) -> Decimal | None:
    """With as many digits as are kept; a product of volume and price may have more."""
    return None if figure is None else SENT.plus(figure)
