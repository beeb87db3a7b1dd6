"""What was promised at the decision to execute, in words."""

from collections.abc import Sequence
from uuid import UUID

from projects.models import Benefit
from projects.reports.figure_words import NONE, in_words, when_in_words
from projects.reports.promises import Promise, promises_of


def promised_in_words(benefits: Sequence[Benefit]) -> dict[UUID, str]:
    """The promised final target of each indicator by its id, with its date."""
    indicators = [one for benefit in benefits for one in benefit.get_indicators()]
    promises = promises_of(indicators)
    return {one.pk: promise_words(promises.get(one.pk), one.unit) for one in indicators}


def promise_words(promise: Promise | None, unit: str) -> str:
    """A dash where nothing was promised when execution was decided."""
    if promise is None or promise.final is None:
        return NONE
    when = when_in_words(promise.final.due_date, promise.final.entered)
    figure = in_words(promise.target, unit)
    return f"{figure}\n({when})" if when else figure
