"""Makes tables of our own format out of a foreign sheet; whatever a cell says goes into one, or is named."""

from collections import defaultdict
from collections.abc import Mapping as Mapped

from django.utils.translation import gettext as _

from projects.interchange.foreign.built import LONGEST_TITLE, Built, cut, fitting
from projects.interchange.foreign.directory import Directory
from projects.interchange.foreign.figures import Figure
from projects.interchange.foreign.headings import plain, titles
from projects.interchange.foreign.mapping import Mapping
from projects.interchange.foreign.parts import PARTS, add_parts
from projects.interchange.foreign.rows import LeftOut, SourceRow, rows_of
from projects.interchange.foreign.saying import Cells, Context, Read, Said
from projects.interchange.foreign.sheets import Sheet
from projects.interchange.showing import key_of
from projects.models import Project

FIGURE = ("value", "low", "high")
MEASURED = ("indicators", "targets", "measurements")


def build(sheet: Sheet, mapping: Mapping, directory: Directory) -> Built:
    """Every row of the sheet, in turn."""
    builder = Builder(Context(mapping, titles(sheet, mapping.span), directory, Built()))
    for row in rows_of(sheet, mapping):
        builder.take(row)
    return builder.built


class Builder:
    """Goes through a sheet once, row by row."""

    def __init__(self, context: Context) -> None:
        self.context, self.built, self.mapping = context, context.built, context.mapping
        self.of_projects = self.mapping.column_of("benefits.title") is None
        self.project_text = ""
        self.benefit: tuple[str, str] | None = None
        """Key and title of the benefit above: a row without a title may be one more of its indicators."""
        self.benefit_of = ""
        self.indicators: dict[str, set[str]] = defaultdict(set)
        self.measured: dict[str, set[Cells]] = defaultdict(set)
        """By benefit: the names of its indicators, and what the cells said of each."""

    def take(self, row: SourceRow | LeftOut) -> None:
        if isinstance(row, LeftOut):
            self.built.left_out.append(row)
            return
        self.built.rows += 1
        said = Said(row, self.context)
        known, key = self._project(said)
        if not key:
            return
        if self.of_projects:
            self._keep("projects", key, "background", said)
            return
        benefit = self._benefit(said, known, key)
        if benefit is not None:
            self._indicator(said, *benefit)
            add_parts(said, self._record, project=key, benefit=benefit[0])
            self._keep("benefits", benefit[0], "description", said)

    def _project(self, said: Said) -> tuple[Project | None, str]:
        """The row's project and its key: a column says which, the row above, or it is the same for all rows."""
        number, title = said.text("projects.key"), said.text("projects.title")
        own = number or title
        above = "" if self.of_projects else self.project_text
        text = own or above or self.mapping.project or self.mapping.project_title
        if not text:
            said.problem(None, _("Say which project the row belongs to: in a column, or for all rows."))
            return None, ""
        if own:
            self.project_text = own
        directory = self.context.directory
        known = directory.project(text) or (directory.project(title) if title else None)
        key = key_of(known) if known else fitting(text)
        given = {"title": title or (known.title if known else text), **said.values("projects", "key", "title")}
        if known is None:
            given["state"] = self.mapping.state
        self._record("projects", key, given, said, {"key": said.place_of("projects.key")})
        return known, key

    def _benefit(self, said: Said, known: Project | None, project: str) -> tuple[str, str] | None:
        title = " ".join(said.text("benefits.title").split())
        if not title:
            if self._is_of_the_benefit_above(said, project):
                return self.benefit
            words = _("This row has no title. Give it one, or delete the row.")
            said.problem(self.mapping.column_of("benefits.title"), words)
            return None
        number = said.text("benefits.key")
        found = self.context.directory.benefit(known, title)
        key = found or fitting(f"{project} / {number or title}")
        if not found and not self._is_one_more_row(key, said):
            key = self.built.free("benefits", key, said.row.number)
        given = {"project": project, "title": cut(title), **said.values("benefits", "key", "title")}
        if len(title) > LONGEST_TITLE:
            said.words.append(title)
        self._record("benefits", key, given, said, {"key": said.place_of("benefits.key")})
        self.benefit, self.benefit_of = (key, title), project
        return self.benefit

    def _is_of_the_benefit_above(self, said: Said, project: str) -> bool:
        """A row without a title, of the same project: merged with it, or with something of its own to say."""
        if self.benefit is None or self.benefit_of != project:
            return False
        says = said.row.goes_on or said.has(*MEASURED, *PARTS)
        return says or self.mapping.keep_unread

    def _is_one_more_row(self, benefit: str, said: Said) -> bool:
        """A benefit that stands there once more with another indicator, action or risk is the same benefit."""
        if benefit not in self.built.records["benefits"]:
            return False
        name, cells = plain(said.text("indicators.name")), said.cells(*MEASURED)
        is_known = not cells or cells in self.measured[benefit]
        return bool(name and name not in self.indicators[benefit]) or (is_known and said.has(*PARTS))

    def _indicator(self, said: Said, benefit: str, title: str) -> None:
        """The indicator of the row, where it says anything new of one, with its targets and figures."""
        if (cells := said.cells(*MEASURED)) in self.measured[benefit]:
            said.done.update(place for place, _text in cells)
            return
        baseline, targets = said.figures("indicators.baseline_value"), said.figures("targets.value")
        measured = said.figures("measurements.value")
        values = said.values("indicators", "baseline_date")
        if not (baseline or targets or measured or values):
            return
        self.measured[benefit].add(cells)
        self.indicators[benefit].add(plain(values.get("name", "")))
        name = values.get("name") or title
        key = self.built.free("indicators", fitting(f"{benefit} / {name}"), said.row.number)
        given = {**_direction(baseline, targets), **values, "benefit": benefit, "name": cut(name)}
        given |= self._unit(said, given, [*baseline, *targets, *measured])
        places: dict[str, int | None] = {}
        if baseline:
            first = baseline[0]
            given |= _columns(first.figure, "baseline_")
            places = dict.fromkeys((f"baseline_{one}" for one in FIGURE), first.column)
            if day := said.day("indicators.baseline_date") or first.year:
                given["baseline_date"] = day
        self._record("indicators", key, given, said, places)
        self._targets(said, key, targets)
        self._measurements(said, key, measured)

    def _unit(self, said: Said, given: Mapped[str, str], read: list[Read]) -> dict[str, str]:
        """What the figures themselves say that they are measured in."""
        units = sorted({one.figure.unit for one in read if one.figure.unit})
        if given.get("unit") or not units:
            return {}
        if len(units) > 1:
            said.problem(
                None, _("The figures of this row are in different units: %(units)s.") % {"units": ", ".join(units)}
            )
        return {"unit": units[0]}

    def _targets(self, said: Said, indicator: str, targets: list[Read]) -> None:
        due = said.day("targets.due_date") or said.day("benefits.due_date")
        for one in targets:
            when = one.year or due
            values = {"indicator": indicator, **_columns(one.figure), **({"due_date": when} if when else {})}
            places: dict[str, int | None] = dict.fromkeys(FIGURE, one.column)
            if one.year:
                places["due_date"] = one.column
            key = self.built.free("targets", fitting(f"{indicator} / {when or 'target'}"), said.row.number)
            self._record("targets", key, values, said, places)

    def _measurements(self, said: Said, indicator: str, measured: list[Read]) -> None:
        for one in measured:
            when = one.year or said.day("measurements.period_end")
            if not when:
                said.unread(one.column, _("Say which day or period this figure is for, in a column of its own."))
                continue
            values = {
                "indicator": indicator,
                "period_start": when,
                **_columns(one.figure),
                **said.values("measurements", "period_end"),
            }
            own = one.column if one.year else said.place_of("measurements.period_end")
            places = {**dict.fromkeys(FIGURE, one.column), "period_start": own}
            key = self.built.free("measurements", fitting(f"{indicator} / {when}"), said.row.number)
            self._record("measurements", key, values, said, places)

    def _record(
        self, sheet: str, key: str, values: Mapped[str, str], said: Said, places: Mapped[str, int | None]
    ) -> None:
        """Add what a row says of something; where an earlier row has said otherwise, this is kept as words."""
        first, kept = self.built.records[sheet].setdefault(key, (said.row.number, {}))
        for name, value in (*values.items(), ("key", key)):
            place = places.get(name, said.place_of(f"{sheet}.{name}"))
            if (name == "key" or kept.setdefault(name, value) == value) and place is not None:
                said.done.add(place)
                self.built.places.setdefault((sheet, first, name), place)

    def _keep(self, sheet: str, key: str, column: str, said: Said) -> None:
        """Words that have no place of their own stand below what is described, once."""
        words = said.rest()
        if words:
            values = self.built.records[sheet][key][1]
            lines = [values[column]] if values.get(column) else []
            known = f"\n{values.get(column, '')}\n"
            if added := [one for one in dict.fromkeys(words) if f"\n{one}\n" not in known]:
                values[column] = "\n".join([*lines, *added])


def _columns(figure: Figure, prefix: str = "") -> dict[str, str]:
    named = {f"{prefix}{name}": getattr(figure, name) for name in FIGURE if getattr(figure, name)}
    return named | ({f"{prefix}comparator": figure.comparator} if figure.comparator != "exact" else {})


def _direction(baseline: list[Read], targets: list[Read]) -> dict[str, str]:
    """Down where the last target lies below the baseline or is an upper limit; where nothing tells, it is not said."""
    if not targets:
        return {}
    last = targets[-1]
    if last.figure.comparator in ("at_most", "at_least"):
        return {"direction": "decrease" if last.figure.comparator == "at_most" else "increase"}
    return {"direction": "decrease" if last.size < baseline[0].size else "increase"} if baseline else {}
