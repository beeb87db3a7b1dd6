"""What similar benefits really yielded: realised of promised, from closed projects, by kind, unit and size.

A benefit that promised a figure and never had one verified counts apart: it is neither nothing nor as good as promised.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from babel.numbers import format_percent
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from projects.formulas.units import unit_key
from projects.formulas.yields import FEWEST, Yield, is_alike, yield_of
from projects.lifecycles.project import ProjectState
from projects.models import BenefitKind
from projects.reports.counted import Counted, counted_benefits, knowledge_of
from projects.reports.narrowing import narrowing_of
from register.models import Person

SIZE, UNIT, KIND = "size", "unit", "kind"
LOCALES = {"en": "en_GB", "da": "da", "nb": "nb"}


@dataclass(frozen=True)
class Kept:
    """One indicator of a closed project: what was promised, and what was verified of it, if anything."""

    benefit: UUID
    kind: str
    unit: str
    promised: Decimal
    realised: Decimal | None


@dataclass(frozen=True)
class Similar:
    """What those like it yielded; `like` says how like: of the same size, counted alike, or only of the same kind."""

    like: str
    kind: str
    unit: str
    found: Yield
    unverified: int

    @property
    def sentence(self) -> str:
        words = {"n": self.found.n, "which": self.which, "unverified": self.unverified, "fewest": FEWEST}
        if not self.found.says_something:
            return _("%(n)s similar so far (%(which)s): too few to say anything; it takes %(fewest)s.") % words
        words |= {"low": _share(self.found.low), "middle": _share(self.found.middle), "high": _share(self.found.high)}
        said = _(
            "%(n)s similar in closed projects (%(which)s): the middle one realised %(middle)s of what was promised, "
            "half of them between %(low)s and %(high)s."
        )
        return said % words

    @property
    def caution(self) -> str:
        """What nobody verified is not hidden."""
        if not self.unverified:
            return ""
        return _("Promised besides, and never verified by anybody: %(number)s.") % {"number": self.unverified}

    @property
    def which(self) -> str:
        kind = str(BenefitKind(self.kind).label) if self.kind in BenefitKind.values else _("Kind not said")
        if self.like == KIND:
            return kind
        words = {"kind": kind, "unit": self.unit}
        if self.like == UNIT:
            return _("%(kind)s, counted in %(unit)s") % words
        return _("%(kind)s, counted in %(unit)s, of about the same size") % words


@dataclass(frozen=True)
class Row:
    """One kind and unit in the table; unit "" is all of the kind."""

    kind: str
    kind_words: str
    unit: str
    found: Yield
    unverified: int

    @property
    def middle(self) -> str:
        return _share(self.found.middle)

    @property
    def between(self) -> str:
        return f"{_share(self.found.low)}\N{EN DASH}{_share(self.found.high)}" if self.found.says_something else ""


def closed_benefits(
    person: Person, on: date, *, filters: Mapping[str, Any] | None = None, as_of: date | None = None
) -> list[Counted]:
    """The benefits of closed projects that the person sees and wants, each as it stood."""
    asked = narrowing_of(person, filters or {})
    known = knowledge_of(person.organisation, as_of)
    found = counted_benefits(person, on=on, knowledge=known, wanted=asked.wants, state=ProjectState.CLOSED)
    return asked.kept(found, on)


def kept_promises(found: Iterable[Counted], *, unit: str = "") -> list[Kept]:
    """Of each indicator what was promised and what came of it; dis-benefits, parts and restatements left out."""
    return [
        Kept(one.benefit.pk, one.benefit.kind, row.unit, status.promised, status.verified)
        for one in found
        if not (one.benefit.is_disbenefit or one.benefit.part_of_id or one.benefit.restates_id)
        for row, status in one.figures()
        if status.promised and (not unit or unit_key(row.unit) == unit_key(unit))
    ]


def similar_to(person: Person, on: date, *, kind: str, unit: str = "", promised: Decimal | None = None) -> Similar:
    """The nearest likeness of which there are enough; else the widest, which then says that it is too few."""
    found = closed_benefits(person, on, filters={"kind": kind})
    for like, rows in _ever_wider(found, unit, promised):
        offered = Similar(like, kind, unit.strip(), *_summed(rows))
        if offered.found.says_something:
            break
    return offered


def _ever_wider(found: list[Counted], unit: str, promised: Decimal | None) -> Iterator[tuple[str, list[Kept]]]:
    if unit:
        counted = kept_promises(found, unit=unit)
        if promised:
            yield SIZE, [one for one in counted if is_alike(one.promised, promised)]
        yield UNIT, counted
    yield KIND, kept_promises(found)


def table_of(found: Iterable[Counted]) -> list[Row]:
    """Each kind as a whole and by unit of measure, where there is anything."""
    groups: defaultdict[tuple[str, str], list[Kept]] = defaultdict(list)
    units: dict[str, str] = {}
    for one in kept_promises(found):
        key = unit_key(one.unit)
        units.setdefault(key, one.unit)
        groups[one.kind, ""].append(one)
        if key:
            groups[one.kind, key].append(one)
    labels = {str(code): str(label) for code, label in BenefitKind.choices}
    return [
        Row(kind, labels.get(kind, _("Kind not said")), units.get(key, ""), *_summed(rows))
        for (kind, key), rows in sorted(groups.items())
    ]


def _summed(rows: Iterable[Kept]) -> tuple[Yield, int]:
    kept = list(rows)
    pairs: Sequence[tuple[Decimal, Decimal]] = [
        (one.promised, one.realised) for one in kept if one.realised is not None
    ]
    return yield_of(pairs), sum(one.realised is None for one in kept)


def _share(share: Decimal | None) -> str:
    locale = LOCALES.get((get_language() or "en")[:2], "en_GB")
    return "" if share is None else format_percent(share, format="#,##0\N{NO-BREAK SPACE}%", locale=locale)
