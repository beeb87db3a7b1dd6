"""What each benefit has come to on a day: as plain figures that are kept with a follow-up, and in words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from projects.formulas.facts import final_target
from projects.formulas.progress import deviation_on, realised_on, remaining_on
from projects.formulas.status import Code
from projects.formulas.values import Value, decimal_text
from projects.models import Benefit, Indicator
from projects.reports.figure_words import NO_SCALE, NONE, in_words, kept_figure, number, with_unit
from projects.reports.promises import Promise, departed_from, promises_of
from projects.reports.status import BenefitStatus, IndicatorStatus, benefit_statuses
from projects.reports.status_words import STATUS_LABELS
from register.models import Organisation

DEVIATING = (Code.AT_RISK, Code.OFF_TRACK, Code.MISSED, Code.BEYOND)


@dataclass(frozen=True)
class Progress:
    """One benefit on a day; `figures` as `projects.models.FollowUpLine` keeps them."""

    benefit: Benefit
    status: BenefitStatus
    figures: list[dict[str, Any]]
    is_potential: bool = False

    @property
    def deviates(self) -> bool:
        """Behind its path, past its target's date without reaching it, or beyond its limit: somebody should say why."""
        return self.status.status.code in DEVIATING


@dataclass(frozen=True)
class FiguresInWords:
    """One indicator's figures as people read them; a dash where there is none, empty where it makes no sense."""

    name: str
    baseline: str
    latest: str
    latest_day: str
    target: str
    target_day: str
    promised: str
    promised_day: str
    realised: str
    remaining: str
    deviation: str
    achievement: str


def progress_of(benefits: Iterable[Benefit], *, on: date, organisation: Organisation) -> list[Progress]:
    """What the benefits have come to, in their order; a few queries for any number."""
    rows = list(benefits)
    statuses = benefit_statuses(rows, on=on, organisation=organisation)
    promises = promises_of(one for row in rows for one in row.get_indicators())
    return [
        Progress(row, statuses[row.pk], _figures(row, statuses[row.pk], promises, on), row.is_potential(on))
        for row in rows
    ]


def words_of(figures: Sequence[Mapping[str, Any]]) -> list[FiguresInWords]:
    """Figures, fresh or kept, in the active language."""
    return [_words(one) for one in figures]


def status_label(code: str) -> str:
    """A kept status in words."""
    return str(STATUS_LABELS[Code(code)]) if code in list(Code) else code


def _figures(
    benefit: Benefit, status: BenefitStatus, promises: Mapping[UUID, Promise], on: date
) -> list[dict[str, Any]]:
    return [
        _kept(row, status.indicators[row.pk], on) | _promised(status.indicators[row.pk], promises.get(row.pk))
        for row in benefit.get_indicators()
    ]


def _promised(one: IndicatorStatus, promise: Promise | None) -> dict[str, Any]:
    """What was promised, where something else is aimed at now."""
    final = departed_from(promise, one.facts)
    if final is None:
        return {}
    return {"promised": _value(final.value), "promised_date": _day(final.due_date)}


def _kept(indicator: Indicator, one: IndicatorStatus, on: date) -> dict[str, Any]:
    newest, target, facts = one.status.newest, final_target(one.facts), one.facts
    counted = not indicator.benefit.is_disbenefit
    return {
        "indicator": str(indicator.pk),
        "name": indicator.name,
        "unit": indicator.unit,
        "status": str(one.status.code),
        "baseline": _value(facts.baseline),
        "latest": _value(newest.value if newest else None),
        "latest_date": _day(newest.period_end if newest else None),
        "latest_state": newest.state if newest else "",
        "target": _value(target.value if target else None),
        "target_date": _day(target.due_date if target else None),
        "achievement": _text(one.achievement if counted else None),
        "realised": _text(realised_on(facts, on) if counted else None),
        "remaining": _text(remaining_on(facts, on) if counted else None),
        "deviation": _text(deviation_on(facts, on) if counted else None),
        **({"scale": list(indicator.scale_of)} if indicator.scale else {}),
    }


def _words(kept: Mapping[str, Any]) -> FiguresInWords:
    unit, (scale, answers) = kept.get("unit", ""), kept.get("scale", NO_SCALE)
    read = (unit, (scale, answers))
    return FiguresInWords(
        name=kept.get("name", ""),
        baseline=in_words(kept_figure(kept.get("baseline") or {}), *read),
        latest=in_words(kept_figure(kept.get("latest") or {}), *read),
        latest_day=_short(kept.get("latest_date")),
        target=in_words(kept_figure(kept.get("target") or {}), *read),
        target_day=_short(kept.get("target_date")),
        promised=in_words(kept_figure(kept["promised"]), *read) if kept.get("promised") else "",
        promised_day=_short(kept.get("promised_date")),
        realised=_amount(kept.get("realised"), unit),
        remaining=_remaining(kept.get("remaining"), unit),
        deviation=_deviation(kept.get("deviation"), unit),
        achievement=_share(kept.get("achievement")),
    )


def _remaining(text: str | None, unit: str) -> str:
    if text is not None and Decimal(text) <= 0:
        return _("nothing: the target is reached")
    return _amount(text, unit)


def _deviation(text: str | None, unit: str) -> str:
    if text is None:
        return NONE
    apart = Decimal(text)
    if apart == 0:
        return _("as expected")
    words = with_unit(number(abs(apart)), unit)
    return (_("%(figure)s better than expected") if apart > 0 else _("%(figure)s worse than expected")) % {
        "figure": words
    }


def _amount(text: str | None, unit: str) -> str:
    return NONE if text is None else with_unit(number(Decimal(text)), unit)


def _share(text: str | None) -> str:
    """Whole percent, rounded down, so that 99.9 % never reads as all of it."""
    return "" if text is None else with_unit(number(Decimal(int(Decimal(text) * 100 // 1))), "%")


def _short(day: str | None) -> str:
    return date_format(date.fromisoformat(day), "SHORT_DATE_FORMAT") if day else ""


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _text(figure: Decimal | None) -> str | None:
    return None if figure is None else decimal_text(figure)


def _value(value: Value | None) -> dict[str, str] | None:
    if value is None or not value.is_given:
        return None
    ends = {"value": value.value, "low": value.low, "high": value.high}
    return {name: decimal_text(one) for name, one in ends.items() if one is not None} | {"comparator": value.comparator}
