"""Writes the list of benefits with the status of each indicator on a day: to be read, not to be imported."""

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, BinaryIO

from xlsxwriter import Workbook

from projects.formulas.facts import final_target
from projects.formulas.values import Value, decimal_text
from projects.interchange.escaping import escaped
from projects.interchange.showing import key_of
from projects.interchange.xlsx_files import TEXT_ONLY
from projects.models import Benefit, Indicator
from projects.reports.status import BenefitStatus, benefit_statuses
from register.models import Organisation

COLUMNS = (
    *("on", "project", "project_title", "unit", "benefit", "benefit_title", "owner", "indicator", "indicator_name"),
    *("measured_in", "direction", "baseline", "target", "target_date", "latest", "latest_date"),
    *("status", "status_reason", "achievement"),
)
AT_A_TIME = 200
Line = dict[str, str]


def export_statuses(*, benefits: Any, on: date, organisation: Organisation, target: BinaryIO, kind: str) -> None:
    """Write the benefits of a QuerySet as `csv` or `xlsx`: a line for each indicator, or for a benefit without one."""
    lines = _lines(benefits, on, organisation)
    if kind == "csv":
        _write_csv(target, lines)
    else:
        _write_xlsx(target, lines)


def _lines(benefits: Any, on: date, organisation: Organisation) -> Iterator[Line]:
    rows = benefits.select_related("project__unit", "owner", "organisation").prefetch_related("indicators")
    ids = list(benefits.values_list("pk", flat=True))
    for start in range(0, len(ids), AT_A_TIME):
        some = rows.in_bulk(ids[start : start + AT_A_TIME])
        in_order = [some[one] for one in ids[start : start + AT_A_TIME] if one in some]
        statuses = benefit_statuses(in_order, on=on, organisation=organisation)
        for benefit in in_order:
            yield from _of_benefit(benefit, statuses[benefit.pk], on)


def _of_benefit(benefit: Benefit, status: BenefitStatus, on: date) -> Iterator[Line]:
    project = benefit.project
    shared = {
        "on": on.isoformat(),
        "project": key_of(project),
        "project_title": project.title,
        "unit": str(project.unit or ""),
        "benefit": key_of(benefit),
        "benefit_title": benefit.title,
        "owner": str(benefit.owner or ""),
    }
    indicators = benefit.get_indicators()
    for indicator in indicators:
        yield {**shared, **_of_indicator(indicator, status)}
    if not indicators:
        yield {**shared, "status": status.code, "status_reason": status.sentence}


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
    }


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
        writer.writerow(escaped(line.get(name, "")) for name in COLUMNS)
    text.flush()
    text.detach()


def _write_xlsx(target: BinaryIO, lines: Iterable[Line]) -> None:
    with Workbook(target, {"constant_memory": True, **TEXT_ONLY}) as workbook:
        page = workbook.add_worksheet("statuses")
        page.freeze_panes(1, 0)
        for place, name in enumerate(COLUMNS):
            page.write_string(0, place, name)
        for number, line in enumerate(lines, 1):
            for place, name in enumerate(COLUMNS):
                page.write_string(number, place, line.get(name, ""))
