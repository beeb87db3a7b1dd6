"""What somebody has said of a foreign sheet: where its headings are, what its columns mean, what its words mean."""

from collections.abc import Iterator
from collections.abc import Mapping as Mapped
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _

from projects.interchange.foreign import figures, headings
from projects.interchange.foreign.fields import BY_NAME, FIGURE
from projects.interchange.foreign.headings import Span, plain
from projects.interchange.foreign.sheets import Sheet
from register.errors import FieldError

KEEP, SKIP = "", "skip"
"""Keep a column's words in the description; leave the column out."""
KEEP_WORDS = "-"
"""Of a word that the register has no row or choice for: keep it as text."""
UNIT_OR_MEASURE = frozenset({"enhet", "enhed", "unit"})
UNITS_OF_MEASURE = frozenset(
    [
        "%",
        "prosent",
        "procent",
        "kr",
        "nok",
        "dkk",
        "sek",
        "kroner",
        "timer",
        "time",
        "timmar",
        "dager",
        "dage",
        "dagar",
        "antall",
        "antal",
        "stk",
        "poeng",
        "point",
        "poäng",
        "årsverk",
        "årsværk",
        "årsarbetare",
        "score",
        "skala",
        "minutter",
        "minuter",
        "uker",
        *(
            "uger",
            "veckor",
            "pct",
            "km",
            "kg",
            "kwh",
            "m2",
            "liter",
            "måneder",
            "mdr",
            "min",
            "besøg",
            "besøk",
            "saker",
        ),
        *(
            "sager",
            "ärenden",
            "alarmer",
            "poeng 1 6",
            "skala 1 5",
            "skala 1 6",
            "skala 1 10",
            "mio kr",
            "mill kr",
            "tkr",
        ),
    ]
)


@dataclass(frozen=True)
class Mapping:
    """Rows and columns counted from 0; ``columns`` by place: a field, a field for a year ("targets.value@2026")."""

    sheet: str
    first: int
    last: int
    columns: Mapped[int, str] = field(default_factory=dict)
    decimal_sign: str = ","
    project: str = ""
    project_title: str = ""
    state: str = "executing"
    words: Mapped[str, Mapped[str, str]] = field(default_factory=dict)
    keep_unread: bool = False

    @property
    def span(self) -> Span:
        return Span(self.first, self.last)

    def column_of(self, name: str) -> int | None:
        return next((place for place, named in self.columns.items() if named == name), None)

    def has(self, sheet: str) -> bool:
        """Whether a column is one of a sheet's."""
        return any(named.startswith(f"{sheet}.") for named in self.columns.values())

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "columns": {str(place): named for place, named in self.columns.items()}}

    @classmethod
    def of_json(cls, kept: Any) -> "Mapping":
        return cls(**{**kept, "columns": {int(place): named for place, named in kept["columns"].items()}})


def propose(sheets: list[Sheet]) -> Mapping:
    """The sheet in which most columns are known, and what they seem to be."""
    looked = [proposed_for(sheet) for sheet in sheets]
    return max(looked, key=lambda one: len([named for named in one.columns.values() if named]))


def proposed_for(sheet: Sheet, span: Span | None = None) -> Mapping:
    span = span or headings.find_headings(sheet)
    found = headings.propose(headings.titles(sheet, span))
    for place, title in enumerate(headings.titles(sheet, span)):
        if (
            plain(title) in UNIT_OR_MEASURE
            and "indicators.unit" not in found.values()
            and _measures(sheet, span, place)
        ):
            found[place] = "indicators.unit"
    return Mapping(sheet.name, span.first, span.last, found, _decimal_sign(sheet, span, found))


def _decimal_sign(sheet: Sheet, span: Span, found: Mapped[int, str]) -> str:
    """As the columns of figures have it; where none is known, as all cells have it."""
    of_figures = {place for place, named in found.items() if BY_NAME[named.partition("@")[0]].reads == FIGURE}
    return figures.decimal_sign_of(
        cell
        for row in sheet.rows[span.last + 1 :]
        for place, cell in enumerate(row)
        if place in of_figures or not of_figures
    )


def _measures(sheet: Sheet, span: Span, column: int) -> bool:
    """ "Enhet" is a part of the municipality, or what a figure is measured in: the cells tell."""
    words = [plain(str(row[column])) for row in sheet.rows[span.last + 1 :] if column < len(row) and row[column]]
    return sum(word in UNITS_OF_MEASURE for word in words) * 2 > len(words)


def remembered(kept: Mapping, proposed: Mapping, sheet: Sheet, old_titles: list[str]) -> Mapping:
    """What was said of the last file of this shape, for this one: by heading, wherever its column stands now."""
    said = {_without_years(title): kept.columns.get(place, KEEP) for place, title in enumerate(old_titles) if title}
    columns = {}
    for place, title in enumerate(headings.titles(sheet, proposed.span)):
        named = said.get(_without_years(title))
        if named is None:
            named = proposed.columns.get(place, KEEP)
        columns[place] = _with_year_of(named, title)
    return replace(
        proposed,
        columns=columns,
        decimal_sign=kept.decimal_sign,
        state=kept.state,
        words=kept.words,
        project=kept.project,
    )


def _without_years(title: str) -> str:
    return headings.YEAR.sub("#", plain(title))


def _with_year_of(named: str, title: str) -> str:
    years = headings.YEAR.findall(title)
    return f"{named.partition('@')[0]}@{years[0]}" if "@" in named and years else named


def faults_of(said: Mapping) -> Iterator[FieldError]:
    """What nobody can go by: an unknown field, one field in two columns, rows that are nothing or belong nowhere."""
    chosen = [named for named in said.columns.values() if named not in (KEEP, SKIP)]
    if strange := sorted({named for named in chosen if not is_field(named)}):
        yield FieldError("columns", "unknown", _("There is no such field: %(name)s.") % {"name": strange[0][:80]})
        return
    for named in sorted({one for one in chosen if chosen.count(one) > 1}):
        words = _("Two columns are “%(field)s”: choose one of them.")
        yield FieldError("columns", "twice", words % {"field": BY_NAME[named.partition("@")[0]].label})
    if not {"benefits.title", "projects.title"} & set(chosen):
        yield FieldError("columns", "no_title", _("Say which column has the title of the benefit, or of the project."))
    elif not ({"projects.title", "projects.key"} & set(chosen) or said.project or said.project_title):
        words = _("No column says which project the rows belong to: choose one for all of them.")
        yield FieldError("project", "required", words)


def is_field(named: str) -> bool:
    """Whether a column can be this: a field, or one of a year."""
    name, at, year = named.partition("@")
    field = BY_NAME.get(name)
    return field is not None and (not at or (field.by_year and bool(headings.YEAR.fullmatch(year))))
