"""A benefit as a snapshot kept it, laid out for reading."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from projects.models import BaselineState, BenefitKind, FreedValueUse, Frequency
from projects.reports.figure_words import NONE, day_in_words, in_words, kept_figure

Kept = Mapping[str, Any]


@dataclass(frozen=True)
class IndicatorText:
    """From where to where, how often, by whom."""

    name: str
    start: str
    start_missing: str
    goals: list[str]
    latest: str
    method: str
    how_often: str
    measurer: str


@dataclass(frozen=True)
class BenefitText:
    """One benefit the unit takes over."""

    title: str
    description: str
    kind: str
    is_disbenefit: bool
    owner: str
    use_of_value: str
    use: str
    how_known: str
    due: str
    indicators: list[IndicatorText]


def benefit_text(kept: Kept, latest: Kept) -> BenefitText:
    """One benefit of a snapshot, with the latest figures that were kept beside it."""
    plain = {name: kept.get(name, "") for name in ("title", "description", "owner", "use_of_value", "how_known")}
    kind = kept.get("kind")
    return BenefitText(
        **plain,
        use=_use(kept.get("use", {})),
        kind=str(BenefitKind(kind).label) if kind in BenefitKind.values else "",
        is_disbenefit=bool(kept.get("is_disbenefit")),
        due=day_in_words(kept.get("due_date", "")),
        indicators=[_indicator(one, latest.get(one["id"], {})) for one in kept.get("indicators", [])],
    )


def _use(kept: Kept) -> str:
    """What becomes of the freed value, and who decided it; a potential where that was not said."""
    kind = kept.get("kind")
    if kind not in FreedValueUse.values:
        return ""
    words = {"use": str(FreedValueUse(kind).label), "who": kept.get("decided_by", "")}
    if kept.get("service"):
        words["use"] = f"{words['use']}: {kept['service']}"
    if not (words["who"] and kept.get("decided_on")):
        return _("%(use)s. Nobody has decided it yet: it is a potential.") % words
    return _("%(use)s. Decided by %(who)s on %(day)s.") % {**words, "day": day_in_words(kept["decided_on"])}


def _indicator(kept: Kept, latest: Kept) -> IndicatorText:
    unit, frequency = kept["unit"], kept.get("frequency")
    return IndicatorText(
        name=kept["name"],
        start=_dated(kept.get("baseline", {}), kept.get("baseline_date", ""), unit),
        start_missing="" if kept.get("baseline") else _no_baseline(kept.get("baseline_state", "")),
        goals=[_target(one, unit) for one in kept.get("targets", [])],
        latest=_dated(latest, latest.get("period", ""), unit),
        method=kept.get("method", ""),
        how_often=str(Frequency(frequency).label) if frequency in Frequency.values else "",
        measurer=kept.get("measurer", ""),
    )


def _dated(figure: Kept, day: str, unit: str) -> str:
    words = in_words(kept_figure(figure), unit)
    return f"{words} ({day_in_words(day)})" if day and words != NONE else words


def _target(kept: Kept, unit: str) -> str:
    figure = in_words(kept_figure(kept), unit)
    day = day_in_words(kept.get("by", ""))
    return _("%(figure)s by %(day)s") % {"figure": figure, "day": day} if day else figure


def _no_baseline(state: str) -> str:
    if state == BaselineState.NOT_POSSIBLE:
        return _("A baseline is not possible.")
    return _("The baseline is not measured yet.")
