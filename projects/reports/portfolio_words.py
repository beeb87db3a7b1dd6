"""The portfolio over time, and what has changed in it, in words, figures and links."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from projects.lifecycles.benefit import BenefitState
from projects.models import BenefitKind
from projects.reports.counted import NONE as NONE_GIVEN
from projects.reports.figure_words import NONE, number, with_unit
from projects.reports.portfolio_changes import KINDS, Change, Changes
from projects.reports.portfolio_over_time import Line, as_source
from projects.reports.portfolio_page import rows_url
from projects.reports.status_words import STATUS_LABELS

EXACT_BELOW = 1000
LABELS = {str(code): label for code, label in STATUS_LABELS.items()}


@dataclass(frozen=True)
class LineInWords:
    """One chart with its table: rows of (period, plan, realised), and the sentence that says what it shows."""

    chart_id: str
    heading: str
    unit: str
    is_disbenefit: bool
    sentence: str
    note: str
    rows: Sequence[tuple[str, str, str]]
    source: dict[str, Any]
    url: str


def heading_of(line: Line) -> str:
    return str(BenefitKind(line.kind).label) if line.kind in BenefitKind.values else _("Kind not said")


def lines_in_words(
    lines: Sequence[Line], *, on: date, days: Mapping[str, str], filters: Mapping[str, str], language: str
) -> list[LineInWords]:
    return [
        _line(place, line, on, rows_url(days, **behind(line, filters)), language) for place, line in enumerate(lines)
    ]


def behind(line: Line, filters: Mapping[str, str]) -> dict[str, str]:
    return {
        **filters,
        "measured_in": line.unit,
        "kind": line.kind or NONE_GIVEN,
        "disbenefit": "1" if line.is_disbenefit else "",
        "currency": line.currency,
    }


def _line(place: int, line: Line, on: date, url: str, language: str) -> LineInWords:
    heading = heading_of(line)
    sentence = _sentence(line, on)
    words = {"plan": _("Plan"), "realised": _("Realised, verified")}
    return LineInWords(
        chart_id=f"over-time-{place}",
        heading=heading,
        unit=line.unit,
        is_disbenefit=line.is_disbenefit,
        sentence=sentence,
        note=note_of(line),
        rows=[(point.label, figure_of(point.plan), figure_of(point.realised)) for point in line.points],
        source={**as_source(line, words), "language": language, "description": f"{heading}, {line.unit}. {sentence}"},
        url=url,
    )


def _sentence(line: Line, on: date) -> str:
    words = {
        "promised": with_unit(number(line.promised), line.unit),
        "planned": with_unit(figure_of(line.now.plan), line.unit),
        "realised": with_unit(figure_of(line.now.realised), line.unit),
        "day": date_format(on, "DATE_FORMAT"),
    }
    if line.now.realised is None:
        return _("Nothing of the %(promised)s that was promised is verified by %(day)s.") % words
    if line.now.plan is None:
        return _("By %(day)s %(realised)s of the %(promised)s that was promised is verified.") % words
    return _("By %(day)s %(realised)s is verified; planned until then was %(planned)s, of %(promised)s in all.") % words


def note_of(line: Line) -> str:
    if not line.undated:
        return ""
    return ngettext(
        "%(count)d indicator has no date for its target, or no baseline date, and is no part of the plan.",
        "%(count)d indicators have no date for their target, or no baseline date, and are no part of the plan.",
        line.undated,
    ) % {"count": line.undated}


def figure_of(figure: Decimal | None) -> str:
    """Of thousands nobody reads the decimals, which a plan has only because it is worked out."""
    return NONE if figure is None else number(round(figure, 0 if abs(figure) >= EXACT_BELOW else 2))


@dataclass(frozen=True)
class ChangeInWords:
    """One change; `tone_before` and `tone_after` are statuses' codes where it is about a status."""

    benefit: Any
    what: str
    before: str
    after: str
    tone_before: str = ""
    tone_after: str = ""


@dataclass(frozen=True)
class ChangesOfKind:
    kind: str
    heading: str
    changes: Sequence[ChangeInWords]


def changes_in_words(found: Changes) -> list[ChangesOfKind]:
    """Each kind of change with its rows, the empty ones too: that nothing has changed is news as well."""
    return [ChangesOfKind(kind, str(heading), list(_in_words(found.by_kind[kind]))) for kind, heading in KINDS.items()]


def _in_words(changes: Sequence[Change]) -> Iterator[ChangeInWords]:
    for one in changes:
        tones = (one.before, one.after) if one.kind in ("better", "worse", "new") else ("", "")
        yield ChangeInWords(one.benefit, _what(one), _said(one.before), _said(one.after), *tones)


def _what(change: Change) -> str:
    name, _colon, what = change.what.rpartition(": ")
    words = {"baseline": _("%(indicator)s, baseline"), "target": _("%(indicator)s, target")}
    return words[what] % {"indicator": name} if what else ""


def _said(value: Any) -> str:
    if isinstance(value, tuple):
        figure, day = value
        return " · ".join(
            [number(figure) if figure is not None else NONE, *([date_format(day, "SHORT_DATE_FORMAT")] if day else [])]
        )
    if value in LABELS:
        return str(LABELS[value])
    if value in BenefitState.values:
        return str(BenefitState(value).label)
    return str(value or "") or NONE
