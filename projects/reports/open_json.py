"""The results page for machines. Its shape is documented in docs/results.md and only ever grows."""

from datetime import date
from typing import Any

from projects.formulas.values import Value, decimal_text
from projects.reports.open_results import OpenBenefit, OpenFigure, OpenPage, OpenResult

FORMAT, VERSION = "varig-results", 1
Json = dict[str, Any]


def as_json(page: OpenPage) -> Json:
    """The whole page; figures are texts, empty ones null, days in ISO form."""
    organisation = page.organisation
    return {
        "format": FORMAT,
        "version": VERSION,
        "organisation": {
            "name": organisation.name,
            "country": organisation.country,
            "language": organisation.language,
            "currency": organisation.currency,
        },
        "as_of": page.as_of.isoformat(),
        "introduction": page.introduction,
        "results": [_result(one) for one in page.results],
    }


def _result(one: OpenResult) -> Json:
    return {
        "id": str(one.id),
        "headline": one.headline,
        "story": one.story,
        "project": one.project,
        "published_at": one.published_at.isoformat() if one.published_at else None,
        "benefit": _benefit(one.benefit) if one.benefit else None,
    }


def _benefit(one: OpenBenefit) -> Json:
    return {
        "title": one.title,
        "kind": one.kind or None,
        "is_disbenefit": one.is_disbenefit,
        "is_potential": one.is_potential,
        "goals": [{"title": title, "level": level} for title, level in one.goals],
        "status": one.status or None,
        "status_reason": one.status_sentence or one.status_words,
        "indicators": [_figure(figure) for figure in one.figures],
    }


def _figure(one: OpenFigure) -> Json:
    target, first, verified = one.target, one.first_target, one.verified
    return {
        "name": one.name,
        "unit": one.unit,
        "direction": one.direction or None,
        "baseline": _value(one.baseline, date=one.baseline_date),
        "target": _value(target.value, date=target.due_date) if target else None,
        "first_target": _value(first.value, date=first.due_date) if first else None,
        "verified": _value(verified.value, period_start=verified.period_start, period_end=verified.period_end)
        if verified
        else None,
        "promised_change": None if one.promised is None else decimal_text(one.promised),
        "verified_change": None if one.realised is None else decimal_text(one.realised),
    }


def _value(value: Value | None, **days: date | None) -> Json | None:
    if value is None:
        return None
    figures = {name: getattr(value, name) for name in ("value", "low", "high")}
    return {
        **{name: None if figure is None else decimal_text(figure) for name, figure in figures.items()},
        "comparator": str(value.comparator),
        **{name: day.isoformat() if day else None for name, day in days.items()},
    }
