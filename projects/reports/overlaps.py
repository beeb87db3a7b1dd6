"""Overlaps: several projects that claim the same indicator, the same gain of a unit, the same budget line, or more
hours than a unit has; each with a proposal how to split. What people have shared out already is left out.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid5

from django.utils.translation import gettext as _

from projects.formulas.hours import counts_hours
from projects.formulas.splitting import HUNDRED, fitting, proportional, shared, total_of
from projects.formulas.units import can_be_summed, unit_key
from projects.models import Benefit, BudgetEntry, Indicator
from projects.reports.counted import LEFT_OUT
from projects.reports.figure_words import number
from projects.reports.status import statuses
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


Found = tuple[str, str, str, list[tuple[Benefit, Decimal | None]]]
Group = tuple[str, str, str, list[Indicator]]
Promises = Mapping[UUID, Decimal | None]


def overlaps_of(person: Person, on: date) -> list[Overlap]:
    """What the person sees, those over a unit's hours first. Only what is claimed twice is worked out."""
    rows = _indicators(person)
    units = _units_with_hours(person)
    hours = [row for row in rows if units and counts_hours(row.unit)]
    groups = _groups(rows)
    involved = {row.pk: row for row in (*hours, *(row for group in groups for row in group[3]))}
    known = statuses(involved.values(), on=on, organisation=person.organisation)
    promised = {pk: status.promised for pk, status in known.items()}
    claimed = [
        (kind, what, unit, [(row.benefit, promised[row.pk]) for row in same]) for kind, what, unit, same in groups
    ]
    found = [*_over_hours(units, hours, promised), *_claimed([*claimed, *_same_line(person)])]
    return sorted(found, key=lambda one: (KINDS.index(one.kind), one.what.casefold(), str(one.id)))


def _groups(rows: list[Indicator]) -> list[Group]:
    """The same indicator first; what is told there is not told again as the same gain of a unit."""
    found = list(_same_indicator(rows))
    told = {frozenset(row.benefit_id for row in group[3]) for group in found}
    gains = [group for group in _same_gain(rows) if frozenset(row.benefit_id for row in group[3]) not in told]
    return found + gains


def _living(person: Person) -> Any:
    rows = Benefit.objects.visible_to(person).exclude(state="withdrawn").exclude(project__state__in=LEFT_OUT)
    return rows.filter(is_disbenefit=False, part_of__isnull=True, restates__isnull=True, outcome="")


def _indicators(person: Person) -> list[Indicator]:
    rows = Indicator.objects.filter(benefit__in=_living(person)).exclude(unit="")
    return list(rows.select_related("benefit__project__unit", "benefit__receiving_unit").order_by("pk"))


def _same_indicator(rows: Iterable[Indicator]) -> Iterator[Group]:
    """The same name and unit of measure, in one place."""
    for same in _grouped(rows, lambda row: (_plain(row.name), unit_key(row.unit), _place(row.benefit))):
        yield INDICATOR, _where(same[0].name, same[0].benefit), same[0].unit, same


def _same_gain(rows: Iterable[Indicator]) -> Iterator[Group]:
    """The same kind of gain in the same measure, taken out of one unit; only what adds up, as shares never do."""
    summed = [row for row in rows if can_be_summed(row.unit) and _place(row.benefit) and row.benefit.kind]
    for same in _grouped(summed, lambda row: (row.benefit.kind, unit_key(row.unit), _place(row.benefit))):
        yield UNIT, _where(same[0].benefit.get_kind_display(), same[0].benefit), same[0].unit, same


def _same_line(person: Person) -> Iterator[Found]:
    entries = BudgetEntry.objects.filter(benefit__in=_living(person), promised__isnull=False)
    beside = ("benefit__project__unit", "benefit__receiving_unit", "benefit__organisation", "budget_line")
    rows = entries.select_related(*beside).order_by("pk")
    for same in _grouped(rows, lambda row: (row.budget_line_id, row.year, row.benefit.own_currency)):
        what = f"{same[0].budget_line} · {same[0].year}"
        yield BUDGET_LINE, what, same[0].benefit.own_currency, [(row.benefit, row.promised) for row in same]


def _units_with_hours(person: Person) -> list[Unit]:
    units = Unit.objects.visible_to(person).filter(hours_per_year__isnull=False, closed_at__isnull=True)
    return list(units.order_by("name_sort", "id"))


def _over_hours(units: Iterable[Unit], rows: Iterable[Indicator], promised: Promises) -> Iterator[Overlap]:
    """Units from which more hours are promised, below them too, than they have in a year."""
    claimed = [(row.benefit, figure) for row in rows if (figure := promised[row.pk])]
    for unit in units:
        inside = set(Unit.objects.below([unit.pk]).values_list("pk", flat=True))
        here = [(benefit, figure) for benefit, figure in claimed if _place(benefit) in inside]
        available: Decimal = unit.hours_per_year  # type: ignore[assignment]
        if total_of([shared(figure, benefit.attribution_share) for benefit, figure in here]) > available:
            share = fitting([figure for _benefit, figure in here], available)
            claims = [Claim(one, figure, one.attribution_share, share) for one, figure in here]
            yield Overlap(HOURS, unit.name, _("hours in a year"), claims, available)


def _claimed(found: Iterable[Found]) -> Iterator[Overlap]:
    for kind, what, unit, wanted in found:
        given = [benefit.attribution_share for benefit, _figure in wanted]
        if all(share is not None for share in given) and sum(share or 0 for share in given) <= HUNDRED:
            continue  # shared out by people already
        shares = proportional([figure for _benefit, figure in wanted])
        claims = [
            Claim(benefit, figure, benefit.attribution_share, share)
            for (benefit, figure), share in zip(wanted, shares, strict=True)
        ]
        yield Overlap(kind, what, unit, claims)


def _grouped(rows: Iterable[Any], key: Callable[[Any], Hashable]) -> list[list[Any]]:
    """Those of which several projects want the same; each benefit once."""
    groups: defaultdict[Hashable, dict[UUID, Any]] = defaultdict(dict)
    for row in rows:
        groups[key(row)].setdefault(row.benefit_id, row)
    several = [list(group.values()) for group in groups.values()]
    return [group for group in several if len({row.benefit.project_id for row in group}) > 1]


def _place(benefit: Benefit) -> UUID | None:
    """Where the gain is taken out."""
    return benefit.receiving_unit_id or benefit.project.unit_id


def _where(what: str, benefit: Benefit) -> str:
    unit = benefit.receiving_unit or benefit.project.unit
    return f"{what} · {unit.name}" if unit else what


def _plain(name: str) -> str:
    """Case and spaces do not make another indicator."""
    return " ".join(name.casefold().split())
