"""What somebody must know to report or check a figure: where it stood, stands, and shall be."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from projects.formulas.facts import IndicatorFacts, final_target, newest_figure
from projects.models import Indicator
from projects.reports.duties import Duty
from projects.reports.figure_words import day_in_words, in_words
from projects.reports.figures import facts_of


@dataclass(frozen=True)
class FigureFacts:
    """In words, and empty where unknown."""

    baseline: str
    latest: str
    target: str
    unit: str


def figure_facts(
    duties: Iterable[Duty], today: date, *, known: Mapping[UUID, IndicatorFacts] | None = None
) -> dict[UUID, FigureFacts]:
    """By the subject of the duties that are about an indicator; `known` are the facts that need no looking up."""
    about = {duty.subject_id: one for duty in duties if (one := indicator_of(duty.row)) is not None}
    facts = facts_of({one.pk: one for one in about.values()}.values()) if known is None else known
    return {subject: _told(one, facts[one.pk], today) for subject, one in about.items()}


def indicator_of(row: Any) -> Indicator | None:
    """The indicator that a duty on this row is about."""
    return row if isinstance(row, Indicator) else getattr(row, "indicator", None)


def _told(indicator: Indicator, facts: IndicatorFacts, today: date) -> FigureFacts:
    newest, target = newest_figure(facts, today), final_target(facts)
    read = (indicator.unit, indicator.scale_of)
    return FigureFacts(
        baseline=_dated(in_words(facts.baseline, *read), facts.baseline_date) if facts.baseline else "",
        latest=_dated(in_words(newest.value, *read), newest.period_end) if newest else "",
        target=_dated(in_words(target.value, *read), target.due_date) if target else "",
        unit=indicator.unit,
    )


def _dated(words: str, day: date | None) -> str:
    return f"{words} ({day_in_words(day.isoformat())})" if day else words
