"""Writes the list of benefits with the status of each indicator on a day: to be read, not to be imported."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import BinaryIO

from django.db.models import prefetch_related_objects
from xlsxwriter import Workbook

from projects.formulas.facts import final_target
from projects.formulas.values import Value, decimal_text
from projects.interchange.about import About, write_about
from projects.interchange.escaping import escaped
from projects.interchange.exporting import veil
from projects.interchange.showing import key_of
from projects.interchange.xlsx_files import TEXT_ONLY, is_number, write_cell
from projects.models import Benefit, Indicator
from projects.reports.counted import Counted, currency_of
from projects.reports.knowledge import Knowledge
from projects.reports.promises import Promise, promises_of
from projects.reports.status import BenefitStatus
from register.models import Person

COLUMNS = (
    *("on", "project", "project_title", "unit", "benefit", "benefit_title", "owner", "indicator", "indicator_name"),
    *("measured_in", "direction", "baseline", "target", "target_date", "promised", "promised_date"),
    *("latest", "latest_date"),
    *("status", "status_reason", "achievement", "benefit_status", "benefit_status_reason"),
    *("potential", "gain_promised", "gain_verified", "kind", "currency", "is_disbenefit", "part_of", "restates"),
    "filter",
)
FIGURES = frozenset(
    {"baseline", "target", "promised", "latest", "achievement", "gain_promised", "gain_verified"},
)
"""Numbers, so that they can be calculated with; a range stays text."""
Line = dict[str, str]


def export_statuses(
    *,
    found: Sequence[Counted],
    on: date,
    by: Person,
    target: BinaryIO,
    kind: str,
    about: About = (),
    asked: About = (),
    knowledge: Knowledge | None = None,
) -> None:
    """Write benefits as `csv` or `xlsx`: a line for each indicator, or for a benefit without one.

    ``asked`` is the filter in words, which stands in every line.
    """
    narrowed = "; ".join(f"{label}: {words}" for label, words in asked)
    lines = ({**line, "filter": narrowed} for line in _lines(found, on, by, knowledge))
    if kind == "csv":
        _write_csv(target, lines)
    else:
        _write_xlsx(target, lines, about)


def _lines(found: Sequence[Counted], on: date, by: Person, knowledge: Knowledge | None) -> Iterator[Line]:
    benefits = [one.benefit for one in found]
    veil(benefits, by)
    prefetch_related_objects(benefits, "owner", "project__unit", "part_of", "restates")
    indicators = [row for one in found for row in one.indicators]
    promises = promises_of(indicators, until=knowledge.until if knowledge else None)
    for one in found:
        for line, indicator in _of_benefit(one, on):
            yield {**line, **_promised(promises.get(indicator.pk) if indicator else None)}


def _of_benefit(one: Counted, on: date) -> Iterator[tuple[Line, Indicator | None]]:
    benefit, project = one.benefit, one.benefit.project
    shared = {
        "on": on.isoformat(),
        "project": key_of(project),
        "project_title": project.title,
        "unit": str(project.unit or ""),
        "benefit": key_of(benefit),
        "benefit_title": benefit.title,
        "owner": str(benefit.owner or ""),
        "benefit_status": one.status.code,
        "benefit_status_reason": one.status.sentence,
        "potential": "true" if one.is_potential else "false",
        "kind": benefit.kind,
        "currency": currency_of(benefit),
        "is_disbenefit": "true" if benefit.is_disbenefit else "false",
        "part_of": _key_or_nothing(benefit.part_of),
        "restates": _key_or_nothing(benefit.restates),
    }
    for indicator in one.indicators:
        yield {**shared, **_of_indicator(indicator, one.status)}, indicator
    if not one.indicators:
        yield {**shared, "status": one.status.code, "status_reason": one.status.sentence}, None


def _of_indicator(indicator: Indicator, status: BenefitStatus) -> Line:
    one = status.indicators[indicator.pk]
    target, newest = final_target(one.facts), one.status.newest
    return {
        "indicator": key_of(indicator),
        "indicator_name": indicator.name,
        "measured_in": indicator.unit,
        "direction": indicator.direction,
        "baseline": _figure(one.facts.baseline),
        "target": _figure(target.value if target else None),
        "target_date": target.due_date.isoformat() if target and target.due_date else "",
        "latest": _figure(newest.value if newest else None),
        "latest_date": newest.period_end.isoformat() if newest and newest.period_end else "",
        "status": one.code,
        "status_reason": one.sentence,
        "achievement": "" if one.achievement is None else decimal_text(one.achievement),
        "gain_promised": "" if one.promised is None else decimal_text(one.promised),
        "gain_verified": "" if one.verified is None else decimal_text(one.verified),
    }


def _promised(promise: Promise | None) -> Line:
    """The final target as it was when execution was decided."""
    final = promise.final if promise else None
    if final is None:
        return {}
    return {"promised": _figure(final.value), "promised_date": final.due_date.isoformat() if final.due_date else ""}


def _key_or_nothing(benefit: Benefit | None) -> str:
    return "" if benefit is None else key_of(benefit)


def _figure(value: Value | None) -> str:
    if value is None:
        return ""
    if value.value is not None:
        return decimal_text(value.value)
    return "/".join(decimal_text(end) for end in (value.low, value.high) if end is not None)


def _write_csv(target: BinaryIO, lines: Iterable[Line]) -> None:
    text = io.TextIOWrapper(target, encoding="utf-8-sig", newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for line in lines:
        writer.writerow(_in_csv(name, line.get(name, "")) for name in COLUMNS)
    text.flush()
    text.detach()


def _in_csv(name: str, text: str) -> str:
    return text if name in FIGURES and is_number(text) else escaped(text)


def _write_xlsx(target: BinaryIO, lines: Iterable[Line], about: About) -> None:
    with Workbook(target, {"constant_memory": True, **TEXT_ONLY}) as workbook:
        page = workbook.add_worksheet("statuses")
        page.freeze_panes(1, 0)
        for place, name in enumerate(COLUMNS):
            page.write_string(0, place, name)
        for number, line in enumerate(lines, 1):
            for place, name in enumerate(COLUMNS):
                write_cell(page, number, place, line.get(name, ""), is_figure=name in FIGURES)
        if about:
            write_about(workbook, about)
