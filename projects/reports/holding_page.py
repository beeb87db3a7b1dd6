"""Holdings as a page shows them: what, why without an owner, since when, who is asked and who would be."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from projects.reports.holding_slots import SLOTS
from projects.reports.holding_words import counted, why_words
from projects.reports.holdings import Held, default_for
from projects.reports.line import Line
from register.models import Organisation, Person, RoleAssignment, Unit


@dataclass(frozen=True)
class Listed:
    """One line of the list; `would_ask` is who is asked when nobody is named."""

    held: Held
    why: str
    since: date | None
    unit: str
    would_ask: str
    url: str
    ticked: bool


def listed(held: Iterable[Held], organisation: Organisation, now: datetime, ticked: Collection[str]) -> list[Listed]:
    """All lines, the longest waiting first, project by project; in as many queries for many as for one."""
    rows, line = list(held), Line(organisation, organisation.local_date(now))
    units = dict(Unit.objects.filter(organisation=organisation).values_list("pk", "name"))
    defaults = {one.key: default_for(one, line) for one in rows}
    names = dict(Person.objects.filter(pk__in=set(defaults.values()) - {None}).values_list("pk", "name"))
    lines = [
        Listed(
            held=one,
            why=why_words(one.why, one.holder) if one.why else "",
            since=organisation.local_date(one.since) if one.since else None,
            unit=units.get(one.unit, "") if one.unit else "",
            would_ask=names.get(defaults[one.key], ""),
            url=url_of(one.row, one.project),
            ticked=one.reference in ticked,
        )
        for one in rows
    ]
    order = {kind: place for place, kind in enumerate(SLOTS)}
    return sorted(lines, key=lambda row: (row.since or date.min, row.held.project.title_sort, order[row.held.kind]))


def leaving_words(someone: Person, held: Iterable[Held], roles: Iterable[RoleAssignment]) -> str:
    """“Kari holds 4 benefits, 2 conditions.”"""
    words = counted([*(one.kind for one in held), *("role" for _role in roles)])
    if not words:
        return _("Nothing rests on %(name)s.") % {"name": someone.name}
    return _("On %(name)s rest: %(what)s.") % {"name": someone.name, "what": words}


def url_of(row: Any, project: Any) -> str:
    """The page of the row itself, else that of its project."""
    return str(row.get_absolute_url() if hasattr(row, "get_absolute_url") else project.get_absolute_url())
