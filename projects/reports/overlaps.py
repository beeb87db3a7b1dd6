"""Overlaps: several projects that claim the same indicator, the same gain of a unit, the same budget line, or more
hours than a unit has; each with a proposal how to split. What people have shared out already is left out.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID, uuid5

from django.utils.translation import gettext as _

from projects.formulas.hours import counts_hours
from projects.formulas.splitting import HUNDRED, fitting, proportional, shared, total_of
from projects.formulas.units import can_be_summed, unit_key
from projects.models import Benefit, BudgetEntry, BudgetLine
from projects.reports.counted import Counted, counted_benefits
from projects.reports.figure_words import number
from projects.reports.line import Line
from projects.reports.rows import nothing_is_garbage
from register.models import Person, Unit

INDICATOR, UNIT, BUDGET_LINE, HOURS = "indicator", "unit", "budget_line", "hours"
KINDS = (HOURS, INDICATOR, UNIT, BUDGET_LINE)
_NAMESPACE = UUID("6ba7b812-9dad-11d1-80b4-00c04fd430c8")


@dataclass(frozen=True)
class Claim:
    """What one benefit claims, its share as it is, and the share that is proposed, in per cent."""

    benefit: Benefit
    promised: Decimal | None
    share: Decimal | None
    proposed: Decimal


@dataclass(frozen=True)
class Overlap:
    """Several benefits of different projects that want the same; `available` where that is known."""

    kind: str
    what: str
    unit: str
    claims: Sequence[Claim]
    available: Decimal | None = None

    @property
    def id(self) -> UUID:
        members = " ".join(sorted(str(one.benefit.pk) for one in self.claims))
        return uuid5(_NAMESPACE, f"overlap {self.kind} {self.what} {members}")

    @property
    def projects(self) -> int:
        return len({one.benefit.project_id for one in self.claims})

    @property
    def promised(self) -> Decimal:
        return total_of([one.promised for one in self.claims if one.promised is not None])

    @property
    def rule(self) -> str:
        """How the proposal comes about, in words."""
        if self.kind == HOURS:
            words = _("There are %(available)s hours for %(promised)s promised, so each keeps %(share)s per cent.")
            shown = {"available": number(self.available or Decimal(0)), "promised": number(self.promised)}
            return words % {**shown, "share": number(self.claims[0].proposed)}
        if any(one.promised is None for one in self.claims):
            return _("Equal parts, because not everybody has promised a figure.")
        return _("In proportion to what each has promised; together 100 per cent.")


class Wanted(NamedTuple):
    """One benefit that wants something: counted by which indicator (or on which line), in what, and how much of it."""

    benefit: Benefit
    name: str
    unit: str
    promised: Decimal | None


Found = tuple[str, str, str, Sequence[Wanted]]
Names = Mapping[UUID | None, str]


@nothing_is_garbage()
def overlaps_of(person: Person, on: date) -> list[Overlap]:
    """What the person sees, those over a unit's hours first."""
    living = {one.benefit.pk: one for one in counted_benefits(person, on=on, wanted=_lives)}
    rows = [
        Wanted(one.benefit, row.name, row.unit, status.promised)
        for one in living.values()
        for row, status in one.figures()
        if row.unit
    ]
    names: Names = dict(Unit.objects.visible_to(person).values_list("pk", "name"))
    claimed = [*_groups(rows, names), *_same_line(person, living)]
    found = [*_over_hours(person, on, [row for row in rows if counts_hours(row.unit)]), *_claimed(claimed)]
    return sorted(found, key=place_of)


def place_of(overlap: Overlap) -> tuple[str, str]:
    """Where it stands in the list: by its kind, then by its name."""
    return f"{KINDS.index(overlap.kind)} {overlap.what.casefold()}", str(overlap.id)


def _lives(benefit: Benefit, _goals: frozenset[UUID]) -> bool:
    return not (benefit.is_disbenefit or benefit.part_of_id or benefit.restates_id or benefit.outcome)


def _groups(rows: Sequence[Wanted], names: Names) -> list[Found]:
    """The same indicator first; what is told there is not told again as the same gain of a unit."""
    found = list(_same_indicator(rows, names))
    told = {frozenset(row.benefit.pk for row in group[3]) for group in found}
    gains = [group for group in _same_gain(rows, names) if frozenset(row.benefit.pk for row in group[3]) not in told]
    return found + gains


def _same_indicator(rows: Iterable[Wanted], names: Names) -> Iterator[Found]:
    """The same name and unit of measure, in one place."""
    for same in _grouped(rows, lambda row: (_plain(row.name), unit_key(row.unit), _place(row.benefit))):
        yield INDICATOR, _where(same[0].name, same[0].benefit, names), same[0].unit, same


def _same_gain(rows: Iterable[Wanted], names: Names) -> Iterator[Found]:
    """The same kind of gain in the same measure, taken out of one unit; only what adds up, as shares never do."""
    summed = [row for row in rows if can_be_summed(row.unit) and _place(row.benefit) and row.benefit.kind]
    for same in _grouped(summed, lambda row: (row.benefit.kind, unit_key(row.unit), _place(row.benefit))):
        yield UNIT, _where(same[0].benefit.get_kind_display(), same[0].benefit, names), same[0].unit, same


def _same_line(person: Person, living: Mapping[UUID, Counted]) -> Iterator[Found]:
    entries = BudgetEntry.objects.filter(organisation=person.organisation, promised__isnull=False)
    lines = {line.pk: str(line) for line in BudgetLine.objects.visible_to(person)}
    by_place: defaultdict[tuple[UUID, int, str], list[Wanted]] = defaultdict(list)
    for pk, line, year, promised in entries.values_list("benefit", "budget_line", "year", "promised"):
        if pk in living and line in lines:
            benefit = living[pk].benefit
            by_place[line, year, benefit.own_currency].append(Wanted(benefit, "", benefit.own_currency, promised))
    for (line, year, currency), rows in by_place.items():
        for same in _grouped(rows, lambda _row: ()):
            yield BUDGET_LINE, f"{lines[line]} · {year}", currency, same


def _over_hours(person: Person, on: date, rows: Iterable[Wanted]) -> Iterator[Overlap]:
    """Units from which more hours are promised, below them too, than they have in a year."""
    line, inside = Line(person.organisation, on), defaultdict[UUID, list[Wanted]](list)
    for row in rows:
        for above in line.upwards(_place(row.benefit)) if row.promised else ():
            inside[above].append(row)
    units = Unit.objects.visible_to(person).filter(hours_per_year__isnull=False, closed_at__isnull=True)
    for unit in units.order_by("name_sort", "id"):
        here = _in_order(inside[unit.pk])
        figures = [row.promised or Decimal(0) for row in here]
        shares = [row.benefit.attribution_share for row in here]
        available: Decimal = unit.hours_per_year  # type: ignore[assignment]
        if total_of([shared(figure, share) for figure, share in zip(figures, shares, strict=True)]) > available:
            fits = fitting(figures, available)
            claims = [Claim(row.benefit, row.promised, row.benefit.attribution_share, fits) for row in here]
            yield Overlap(HOURS, unit.name, _("hours in a year"), claims, available)


def _claimed(found: Iterable[Found]) -> Iterator[Overlap]:
    for kind, what, unit, wanted in found:
        given = [row.benefit.attribution_share for row in wanted]
        if all(share is not None for share in given) and sum(share or 0 for share in given) <= HUNDRED:
            continue  # shared out by people already
        shares = proportional([row.promised for row in wanted])
        claims = [
            Claim(row.benefit, row.promised, row.benefit.attribution_share, share)
            for row, share in zip(wanted, shares, strict=True)
        ]
        yield Overlap(kind, what, unit, claims)


def _grouped(rows: Iterable[Wanted], key: Callable[[Wanted], Hashable]) -> list[list[Wanted]]:
    """Those of which several projects want the same; each benefit once."""
    groups: defaultdict[Hashable, dict[UUID, Wanted]] = defaultdict(dict)
    for row in rows:
        groups[key(row)].setdefault(row.benefit.pk, row)
    return [
        _in_order(group.values())
        for group in groups.values()
        if len({row.benefit.project_id for row in group.values()}) > 1
    ]


def _in_order(rows: Iterable[Wanted]) -> list[Wanted]:
    """The largest promise first, those without a figure last."""
    return sorted(rows, key=lambda row: (-(row.promised or 0), row.benefit.title_sort, str(row.benefit.pk)))


def _place(benefit: Benefit) -> UUID | None:
    """Where the gain is taken out."""
    return benefit.receiving_unit_id or benefit.project.unit_id


def _where(what: str, benefit: Benefit, names: Names) -> str:
    name = names.get(_place(benefit))
    return f"{what} · {name}" if name else what


def _plain(name: str) -> str:
    """Case and spaces do not make another indicator."""
    return " ".join(name.casefold().split())
