"""What a row says of things that belong to its benefit: prerequisites, actions, risks, and money year by year."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator

from django.utils.translation import gettext as _

from projects.interchange.foreign.built import LONGEST_TITLE, cut, fitting
from projects.interchange.foreign.figures import NOT_YEARLY, is_of_a_year
from projects.interchange.foreign.saying import Said

YEARS = "benefit_years"
LISTED = ("prerequisites", "realisation_actions", "risks")
PARTS = (*LISTED, YEARS)
MONEY = ("gross", "running_cost", "realised_gross", "realised_running_cost")
BULLET = re.compile(r"^\s*(?:[-\u2022\u2013\u00b7*]|\d{1,2}[.)])\s+")
Record = Callable[..., None]


def add_parts(said: Said, record: Record, *, project: str, benefit: str) -> None:
    """A row for each line of a cell: several actions often stand in one; what a later row repeats is the same."""
    for sheet in LISTED:
        for title in _lines(said.text(f"{sheet}.title")):
            owner = {"project": project, "benefits": benefit} if sheet == "prerequisites" else {"benefit": benefit}
            key = fitting(f"{benefit} / {title}")
            record(sheet, key, {**owner, "title": cut(title), **said.values(sheet, "title")}, said, {})
            if len(title) > LONGEST_TITLE:
                said.words.append(title)
    _add_years(said, record, benefit)


def _lines(text: str) -> Iterator[str]:
    for line in text.splitlines():
        if words := " ".join(BULLET.sub("", line).split()):
            yield words


def _add_years(said: Said, record: Record, benefit: str) -> None:
    years: dict[str, dict[str, str]] = defaultdict(dict)
    places: dict[str, dict[str, int | None]] = defaultdict(dict)
    currency = said.context.directory.currency
    for name in MONEY:
        for read in said.figures(f"{YEARS}.{name}"):
            if not read.year:
                said.unread(read.column, _("Say in the heading which year the amount is for."))
            elif not read.figure.value:
                said.unread(read.column, _("Write one amount: a yearly profile has no ranges."))
            elif NOT_YEARLY.search(f"{said.title_of(read.column)} {read.figure.unit}"):
                said.unread(read.column, _("Write the amount of the whole year: this is for a part of it."))
            elif not is_of_a_year(read.figure.unit, currency):
                said.unread(read.column, _("This is not an amount of money in %(currency)s.") % {"currency": currency})
            else:
                years[read.year][name] = read.figure.value
                places[read.year][name] = read.column
                if read.figure.comparator != "exact":
                    said.words.append(f"{said.title_of(read.column)}: {said.row.at(read.column)}")
    for year, values in years.items():
        key = fitting(f"{benefit} / {year}")
        record(YEARS, key, {"benefit": benefit, "year": year, **values}, said, places[year])
