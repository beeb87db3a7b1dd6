"""Which benefits a portfolio or a list is about: one reading of the filters for pages, API and exports."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from projects.formulas.units import unit_key
from projects.models import Benefit
from projects.reports.counted import NONE, Counted, currency_of
from projects.reports.register_health import lacking
from register.models import Person, Unit

Goals = frozenset[UUID]
NOTHING = UUID(int=0)
BEHIND = ("missed", "beyond", "off_track")
"""What `status=behind` asks for."""
FLAGS, OFF = ("own", "mine", "disbenefit"), "0"


@dataclass(frozen=True)
class Narrowing:
    """Filters by their name in the address, as texts; those that are unknown or empty narrow nothing.

    "-" asks for what has none. "unit" takes all units below with it, unless "own" is set.
    """

    person: Person
    filters: Mapping[str, str]

    def wants(self, benefit: Benefit, goals: Goals) -> bool:
        """What can be told before its status is known."""
        return all(test(self, benefit, goals) for test in self._tests)

    def kept(self, rows: Iterable[Counted], on: date) -> list[Counted]:
        """What remains by status, year of target, unit of measure and what is lacking."""
        found, filters = list(rows), self.filters
        if status := filters.get("status"):
            wanted = BEHIND if status == "behind" else (status,)
            found = [one for one in found if one.status.code in wanted]
        if self.year:
            found = [one for one in found if self.year in one.years]
        if "measured_in" in filters:
            found = [one for one in found if self._is_summed(one)]
        if code := filters.get("lacks"):
            found = lacking(code, found, on=on, organisation=self.person.organisation)
        return found

    @property
    def year(self) -> str:
        return self.filters.get("year", "")

    def id(self, name: str) -> UUID | None:
        """The id that a filter asks for; None for "-", and one that nothing has for what is no id."""
        return self._ids[name]

    @cached_property
    def units(self) -> Collection[UUID | None]:
        unit = self.id("unit")
        if unit is None or self.filters.get("own"):
            return {unit}
        return set(Unit.objects.visible_to(self.person).below([unit]).values_list("pk", flat=True))

    @cached_property
    def named(self) -> Mapping[UUID | None, str]:
        """People's names, for searching."""
        return dict(Person.objects.visible_to(self.person).values_list("pk", "name"))

    @cached_property
    def _tests(self) -> list["Test"]:
        return [test for name, test in TESTS.items() if self.filters.get(name)]

    @cached_property
    def _ids(self) -> dict[str, UUID | None]:
        return {name: _id(value) for name, value in self.filters.items()}

    def _is_summed(self, one: Counted) -> bool:
        """Whether a sum in the unit of measure is made of it ("-": no unit at all)."""
        if one.benefit.part_of_id or one.benefit.restates_id:
            return False
        if self.filters.get("currency") not in (None, currency_of(one.benefit) or NONE):
            return False
        unit = self.filters["measured_in"]
        if unit == NONE and not one.indicators:
            return True
        wanted = unit_key("" if unit == NONE else unit)
        return any(unit_key(row.unit) == wanted for row, _status in one.figures(self.year))


Test = Callable[[Narrowing, Benefit, Goals], bool]


def _same_text(name: str) -> Test:
    def test(asked: Narrowing, benefit: Benefit, _goals: Goals) -> bool:
        wanted = asked.filters[name]
        return getattr(benefit.project, name).casefold() == ("" if wanted == NONE else wanted.casefold())

    return test


def _same(column: Callable[[Benefit], Any], name: str) -> Test:
    return lambda asked, benefit, _goals: (column(benefit) or NONE) == asked.filters[name]


def _flag(column: Callable[[Benefit], Any], name: str) -> Test:
    return lambda asked, benefit, _goals: bool(column(benefit)) == (asked.filters[name] != OFF)


def _for_goal(asked: Narrowing, _benefit: Benefit, goals: Goals) -> bool:
    goal = asked.id("goal")
    return not goals if goal is None else goal in goals


def _mentions(asked: Narrowing, benefit: Benefit, _goals: Goals) -> bool:
    project = benefit.project
    places = (benefit.title, project.title, project.reference, asked.named.get(benefit.owner_id, ""))
    known = "\n".join(places).casefold()
    return all(word in known for word in asked.filters["q"].casefold().split()[:8])


TESTS: Mapping[str, Test] = {
    "unit": lambda asked, benefit, _goals: benefit.project.unit_id in asked.units,
    "goal": _for_goal,
    "programme": lambda asked, benefit, _goals: benefit.project.programme_id == asked.id("programme"),
    "theme": _same_text("theme"),
    "core_task": _same_text("core_task"),
    "project": lambda asked, benefit, _goals: benefit.project_id == asked.id("project"),
    "state": _same(lambda benefit: benefit.project.state, "state"),
    "stage": _same(lambda benefit: benefit.state, "stage"),
    "kind": _same(lambda benefit: benefit.kind, "kind"),
    "owner": lambda asked, benefit, _goals: benefit.owner_id == asked.id("owner"),
    "mine": lambda asked, benefit, _goals: benefit.owner_id == asked.person.pk,
    "disbenefit": _flag(lambda benefit: benefit.is_disbenefit, "disbenefit"),
    "q": _mentions,
}
AFTERWARDS = ("status", "year", "lacks", "measured_in")
FILTERS = (*TESTS, *AFTERWARDS, "own", "currency")


def narrowing_of(person: Person, filters: Mapping[str, Any]) -> Narrowing:
    """The filters that are known and set; a flag that is false is asked for as "0"."""
    known = {name: _text(name, filters[name]) for name in FILTERS if filters.get(name) not in (None, "")}
    known = {name: text for name, text in known.items() if text != OFF or name == "disbenefit"}
    if "measured_in" in known:
        known.setdefault("disbenefit", "0")
    return Narrowing(person, known)


def _text(name: str, value: Any) -> str:
    if name in FLAGS:
        return OFF if value in (False, OFF, "false") else "1"
    return str(getattr(value, "pk", value))


def _id(text: str) -> UUID | None:
    try:
        return None if text == NONE else UUID(text)
    except ValueError:
        return NOTHING
