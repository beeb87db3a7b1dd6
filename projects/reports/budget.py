"""Promised, booked and realised by budget line and year, with the benefits behind every figure.

A benefit's promise for a year is the net effect of its yearly profile; what of it stands on no budget line yet is
counted under none, so that the lines together are what was promised. Parts and restatements are left out, as in every
sum; dis-benefits stand apart; currencies are never added up. What nobody has said is None, and never zero.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef

from projects.formulas.freed_value import FreedValue
from projects.formulas.yearly import year_from
from projects.models import Benefit, BenefitYear, BudgetEntry
from projects.models.benefit_profile import FREED_VALUE
from projects.models.money import PLANNED, REALISED
from projects.reports.counted import IN_MONEY, LEFT_OUT
from register.decimals import EXACT, total_of
from register.models import Organisation, Person, Unit

COLUMNS = ("promised", "potential", "booked", "realised")
OF_BENEFIT = ("benefit__currency", *(f"benefit__{name}" for name in FREED_VALUE))
Amount = Decimal | None


@dataclass(frozen=True, slots=True)
class Placed:
    """What one benefit has on one line in one year; without a line it is what is not placed yet.

    `potential` is the part of the promise of which nobody has decided yet what becomes of it.
    """

    benefit: UUID
    line: UUID | None
    year: int
    currency: str
    is_disbenefit: bool
    promised: Amount
    potential: Amount
    booked: Amount
    realised: Amount


@dataclass(frozen=True)
class Sums:
    """The sums of what has something in common; None where nothing is known. `benefits` counts each once."""

    promised: Amount
    potential: Amount
    booked: Amount
    realised: Amount
    benefits: int


@dataclass(frozen=True)
class BudgetScope:
    """Which figures: of a unit with all below it, a project, a budget line (`none`: on no line), a currency, a year."""

    unit: UUID | None = None
    project: UUID | None = None
    line: UUID | str | None = None
    currency: str = ""
    year: int | None = None
    is_disbenefit: bool | None = None


@dataclass
class _Year:
    promised: Amount = None
    realised: Amount = None
    about: Mapping[str, Any] = field(default_factory=dict)


def benefits_in(scope: BudgetScope, person: Person) -> Any:
    """The benefits that count, of those the person may see."""
    rows = Benefit.objects.visible_to(person).exclude(state="withdrawn").exclude(project__state__in=LEFT_OUT)
    rows = rows.filter(part_of=None, restates=None)
    if scope.unit:
        rows = rows.filter(project__unit__in=Unit.objects.below([scope.unit]))
    return rows.filter(project=scope.project) if scope.project else rows


def without_profile(scope: BudgetScope, person: Person) -> Any:
    """Benefits in money of which no year is known and that stand on no budget line: unknown, counted apart."""
    rows = benefits_in(scope, person).filter(kind__in=IN_MONEY, is_disbenefit=False)
    for model in (BenefitYear, BudgetEntry):
        rows = rows.exclude(Exists(model.objects.filter(benefit=OuterRef("pk"))))
    return rows


def placed_in(scope: BudgetScope, person: Person, *, on: date) -> list[Placed]:
    """Every benefit on every line in every year of the scope; three queries."""
    ids = benefits_in(scope, person).order_by().values("pk")
    chosen: dict[str, Any] = {"benefit__in": ids} | ({"year": scope.year} if scope.year else {})
    entries = BudgetEntry.objects.filter(**chosen)
    columns = ("benefit", "year", *OF_BENEFIT)
    years = BenefitYear.objects.filter(**chosen).values(*columns, *PLANNED, *REALISED)
    of_lines = entries.values(*columns, "budget_line", "promised", "booked", "realised")
    found = _placed(years.iterator(), of_lines.iterator(), person.organisation, on)
    return [one for one in found if _fits(one, scope)]


def sums_by(rows: Iterable[Placed], *names: str) -> dict[tuple[Any, ...], Sums]:
    """The sums of the rows that have the named fields in common."""
    groups: defaultdict[tuple[Any, ...], list[Placed]] = defaultdict(list)
    for row in rows:
        groups[tuple(getattr(row, name) for name in names)].append(row)
    return {key: _sums(some) for key, some in groups.items()}


def _placed(years: Iterable[Any], entries: Iterable[Any], home: Organisation, on: date) -> Iterator[Placed]:
    left: defaultdict[tuple[UUID, int], _Year] = defaultdict(_Year)
    for row in years:
        figures = year_from(row)
        left[row["benefit"], row["year"]] = _Year(figures.planned.net, figures.realised.net, row)
    for row in entries:
        of_year = left.get((row["benefit"], row["year"]))
        if of_year:
            of_year.promised = _less(of_year.promised, row["promised"])
            of_year.realised = _less(of_year.realised, row["realised"])
        yield _one(row, row["budget_line"], row["promised"], row["booked"], row["realised"], home, on)
    for rest in left.values():
        if rest.promised or rest.realised:
            yield _one(rest.about, None, rest.promised or None, None, rest.realised or None, home, on)


def _one(
    row: Mapping[str, Any], line: UUID | None, promised: Amount, booked: Amount, realised: Amount, home: Any, on: date
) -> Placed:
    freed = FreedValue(**{name: row[f"benefit__{name}"] for name in FREED_VALUE})
    return Placed(
        benefit=row["benefit"],
        line=line,
        year=row["year"],
        currency=row["benefit__currency"] or home.currency,
        is_disbenefit=freed.is_disbenefit,
        promised=promised,
        potential=promised if freed.is_potential(on) else None,
        booked=booked,
        realised=realised,
    )


def _fits(one: Placed, scope: BudgetScope) -> bool:
    if scope.line is not None and one.line != (None if scope.line == "none" else scope.line):
        return False
    if scope.is_disbenefit not in (None, one.is_disbenefit):
        return False
    return scope.currency in ("", one.currency)


def _less(whole: Amount, part: Amount) -> Amount:
    return whole if whole is None or part is None else EXACT.subtract(whole, part)


def _sums(rows: list[Placed]) -> Sums:
    columns = {name: total_of(getattr(row, name) for row in rows) for name in COLUMNS}
    return Sums(**columns, benefits=len({row.benefit for row in rows}))
