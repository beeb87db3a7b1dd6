"""What somebody must know to report or check a figure: where it stood, stands, and shall be."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
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


def figure_facts(duties: Iterable[Duty], today: date) -> dict[UUID, FigureFacts]:
    """By the subject of the duties that are about an indicator."""
    about = {duty.subject_id: _indicator(duty) for duty in duties}
    known = {subject: indicator for subject, indicator in about.items() if indicator is not None}
    facts = facts_of({indicator.pk: indicator for indicator in known.values()}.values())
    return {subject: _told(indicator, facts[indicator.pk], today) for subject, indicator in known.items()}


def _indicator(duty: Duty) -> Indicator | None:
    if isinstance(duty.row, Indicator):
        return duty.row
    return getattr(duty.row, "indicator", None)


def _told(indicator: Indicator, facts: IndicatorFacts, today: date) -> FigureFacts:
    newest, target = newest_figure(facts, today), final_target(facts)
    return FigureFacts(
        baseline=_dated(in_words(facts.baseline, indicator.unit), facts.baseline_date) if facts.baseline else "",
        latest=_dated(in_words(newest.value, indicator.unit), newest.period_end) if newest else "",
        target=_dated(in_words(target.value, indicator.unit), target.due_date) if target else "",
    )


def _dated(words: str, day: date | None) -> str:
    return f"{words} ({day_in_words(day.isoformat())})" if day else words
