"""Promised, booked and realised by budget line and year, with the benefits behind every figure.

A benefit's promise for a year is the net effect of its yearly profile; what of it stands on no budget line yet is
counted under none, so that the lines together are what was promised. Beside it stands what was promised when execution
was decided, on the line and in the currency of that day. Parts and restatements are left out, as in every sum;
dis-benefits stand apart; currencies are never added up. What nobody has said is None, and never zero.
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
from projects.models import Benefit, BenefitYear, BudgetEntry, PromisedYear
from projects.models.benefit_profile import FREED_VALUE
from projects.models.money import PLANNED, REALISED
from projects.reports.counted import IN_MONEY, LEFT_OUT, known_benefits, known_projects
from projects.reports.knowledge import Knowledge
from projects.reports.rows import values_of
from register.decimals import EXACT, total_of
from register.models import Organisation, Person, Unit

COLUMNS = ("promised_at_decision", "promised", "potential", "booked", "realised")
ABOUT = ("currency", "price_level_year", *FREED_VALUE)
OF_ROW = ("benefit", "year", *(f"benefit__{name}" for name in ABOUT))
OF_PROMISE = ("budget_line", "currency", "price_level_year", "net")
OF_LINE = ("budget_line", "promised", "booked", "realised")
Amount = Decimal | None
Key = tuple[UUID, UUID | None, int, str]
Rows = tuple[Iterable[Mapping[str, Any]], Iterable[Mapping[str, Any]], Iterable[Mapping[str, Any]]]
"""Of years, of what stands on lines, and of promises."""


@dataclass(frozen=True, slots=True)
class Placed:
    """What one benefit has on one line in one year; without a line it is what is not placed yet.

    `potential` is the part of the promise of which nobody has decided yet what becomes of it; `price_years` the years
    in whose prices its figures are, None among them where that is not said.
    """

    benefit: UUID
    line: UUID | None
    year: int
    currency: str
    is_disbenefit: bool
    promised_at_decision: Amount
    promised: Amount
    potential: Amount
    booked: Amount
    realised: Amount
    price_years: frozenset[int | None]


@dataclass(frozen=True)
class Sums:
    """The sums of what has something in common; None where nothing is known. `benefits` counts each once."""

    promised_at_decision: Amount
    promised: Amount
    potential: Amount
    booked: Amount
    realised: Amount
    benefits: int
    price_years: frozenset[int | None] = frozenset()

    @property
    def mixes_prices(self) -> bool:
        """Whether amounts in the prices of different years are added up, or of one and of nobody knows which."""
        return len(self.price_years) > 1


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
class _Cell:
    """What is known of one benefit, on one line or on none, in one year and currency; `about` is the benefit."""

    about: Mapping[str, Any]
    promised_at_decision: Amount = None
    promised: Amount = None
    booked: Amount = None
    realised: Amount = None
    price_years: set[int | None] = field(default_factory=set)

    def take_off(self, name: str, part: Amount) -> None:
        """What stands on a line does not stand on none as well."""
        whole = getattr(self, name)
        if whole is not None and part is not None:
            setattr(self, name, EXACT.subtract(whole, part))


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


def placed_in(scope: BudgetScope, person: Person, *, on: date, knowledge: Knowledge | None = None) -> list[Placed]:
    """Every benefit on every line in every year of the scope; three queries. With `knowledge` as it was known then."""
    years, entries, kept = _rows_then(scope, person, knowledge) if knowledge else _rows_now(scope, person)
    cells: dict[Key, _Cell] = {}
    _fill(cells, years, entries, person.organisation)
    _fill_promises(cells, kept)
    found = (_one(key, cell, on) for key, cell in cells.items() if key[1] or _is_left(cell))
    return [one for one in found if _fits(one, scope)]


def _rows_now(scope: BudgetScope, person: Person) -> Rows:
    ids = benefits_in(scope, person).order_by().values("pk")
    chosen: dict[str, Any] = {"benefit__in": ids} | ({"year": scope.year} if scope.year else {})
    years = BenefitYear.objects.filter(**chosen).values(*OF_ROW, *PLANNED, *REALISED)
    entries = BudgetEntry.objects.filter(**chosen).values(*OF_ROW, *OF_LINE)
    kept = PromisedYear.objects.standing().filter(**chosen).values(*OF_ROW, *OF_PROMISE)
    return years.iterator(), entries.iterator(), kept.iterator()


def years_ahead(on: date) -> range:
    """This year and the three to come, for which a budget is made."""
    return range(on.year, on.year + 4)


def years_to_choose(person: Person, on: date) -> list[int]:
    """The years ahead, and all of which something is known."""
    return sorted({*years_in(person), *years_ahead(on)})


def years_in(person: Person) -> list[int]:
    """The years of which something is known."""
    ids = benefits_in(BudgetScope(), person).order_by().values("pk")
    kept: tuple[Any, ...] = (BenefitYear.objects.all(), BudgetEntry.objects.all(), PromisedYear.objects.standing())
    known = [rows.filter(benefit__in=ids).order_by().values_list("year", flat=True) for rows in kept]
    return sorted({year for years in known for year in years.distinct()})


def _rows_then(scope: BudgetScope, person: Person, knowledge: Knowledge) -> Rows:
    """From rows that are taken back, so that nothing is chosen by what has changed since."""
    benefits = {one.pk: one for one in known_to_count(scope, person, knowledge)}

    def of_benefits(rows: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
        about = {pk: {f"benefit__{name}": getattr(one, name) for name in ABOUT} for pk, one in benefits.items()}
        return [
            {**row, **about[row["benefit_id"]], "benefit": row["benefit_id"], "budget_line": row.get("budget_line_id")}
            for row in rows
            if row["benefit_id"] in benefits
        ]

    def known(model: type[BenefitYear | BudgetEntry], *columns: str) -> list[Mapping[str, Any]]:
        rows = model.objects.filter(organisation=person.organisation)
        found = values_of(rows, ("id", "benefit_id", "year", *columns), knowledge)
        return of_benefits(row for row in found if scope.year in (None, row["year"]))

    kept = PromisedYear.objects.standing(until=knowledge.until).filter(organisation=person.organisation)
    kept = kept.filter(year=scope.year) if scope.year else kept
    columns = ("benefit_id", "budget_line_id", "year", "currency", "price_level_year", "net")
    years, entries = known(BenefitYear, *PLANNED, *REALISED), known(BudgetEntry, "budget_line_id", *OF_LINE[1:])
    return years, entries, of_benefits(kept.values(*columns))


def known_to_count(scope: BudgetScope, person: Person, knowledge: Knowledge) -> Iterator[Benefit]:
    """The benefits that counted then, of those the person sees now."""
    units = set(Unit.objects.below([scope.unit]).values_list("pk", flat=True)) if scope.unit else None
    for one in known_benefits(known_projects(person, knowledge, left_out=True), knowledge, left_out=True):
        in_unit = units is None or one.project.unit_id in units
        if in_unit and scope.project in (None, one.project_id) and not (one.part_of_id or one.restates_id):
            yield one


def unknown_then(scope: BudgetScope, person: Person, knowledge: Knowledge) -> list[Benefit]:
    """What `without_profile` finds, as it was known."""
    placed = set()
    for model in (BenefitYear, BudgetEntry):
        rows = values_of(model.objects.filter(organisation=person.organisation), ("id", "benefit_id"), knowledge)
        placed |= {row["benefit_id"] for row in rows}
    found = known_to_count(scope, person, knowledge)
    lacking = [one for one in found if one.kind in IN_MONEY and not one.is_disbenefit and one.pk not in placed]
    return sorted(lacking, key=lambda one: (one.title_sort, str(one.pk)))


def sums_by(rows: Iterable[Placed], *names: str) -> dict[tuple[Any, ...], Sums]:
    """The sums of the rows that have the named fields in common."""
    groups: defaultdict[tuple[Any, ...], list[Placed]] = defaultdict(list)
    for row in rows:
        groups[tuple(getattr(row, name) for name in names)].append(row)
    return {key: _sums(some) for key, some in groups.items()}


def _fill(cells: dict[Key, _Cell], years: Iterable[Any], entries: Iterable[Any], home: Organisation) -> None:
    for row in years:
        figures, key = year_from(row), _key(row, None, home)
        cells[key] = _Cell(row, promised=figures.planned.net, realised=figures.realised.net)
        cells[key].price_years.add(row["benefit__price_level_year"])
    for row in entries:
        rest = cells.get(_key(row, None, home))
        placed = {name: row[name] for name in ("promised", "booked", "realised")}
        cells[_key(row, row["budget_line"], home)] = cell = _Cell(row, **placed)
        cell.price_years.add(row["benefit__price_level_year"])
        if rest:
            rest.take_off("promised", row["promised"])
            rest.take_off("realised", row["realised"])


def _fill_promises(cells: dict[Key, _Cell], rows: Iterable[Any]) -> None:
    """Whole years come first, so that what stood on a line can be taken off them."""
    for row in sorted(rows, key=lambda one: one["budget_line"] is not None):
        key = (row["benefit"], row["budget_line"], row["year"], row["currency"])
        cell, rest = cells.setdefault(key, _Cell(row)), cells.get((key[0], None, *key[2:]))
        cell.promised_at_decision = row["net"]
        cell.price_years.add(row["price_level_year"])
        if key[1] and rest:
            rest.take_off("promised_at_decision", row["net"])


def _key(row: Mapping[str, Any], line: UUID | None, home: Organisation) -> Key:
    return row["benefit"], line, row["year"], row["benefit__currency"] or home.currency


def _is_left(cell: _Cell) -> bool:
    """Whether there is anything on no line; a zero there is nothing left to place."""
    return bool(cell.promised or cell.realised or cell.promised_at_decision)


def _one(key: Key, cell: _Cell, on: date) -> Placed:
    freed = FreedValue(**{name: cell.about[f"benefit__{name}"] for name in FREED_VALUE})
    benefit, line, year, currency = key
    known = {name: getattr(cell, name) for name in ("promised_at_decision", "promised", "booked", "realised")}
    if line is None:
        known = {name: figure or None for name, figure in known.items()}
    return Placed(
        benefit=benefit,
        line=line,
        year=year,
        currency=currency,
        is_disbenefit=freed.is_disbenefit,
        potential=known["promised"] if freed.is_potential(on) else None,
        price_years=frozenset(cell.price_years),
        **known,
    )


def _fits(one: Placed, scope: BudgetScope) -> bool:
    if scope.line is not None and one.line != (None if scope.line == "none" else scope.line):
        return False
    if scope.is_disbenefit not in (None, one.is_disbenefit):
        return False
    return scope.currency in ("", one.currency)


def _sums(rows: list[Placed]) -> Sums:
    columns = {name: total_of(getattr(row, name) for row in rows) for name in COLUMNS}
    years = frozenset(year for row in rows for year in row.price_years)
    return Sums(**columns, benefits=len({row.benefit for row in rows}), price_years=years)
