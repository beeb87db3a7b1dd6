"""The expected path of an indicator: from its baseline through its targets."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise

from projects.formulas.facts import IndicatorFacts, TargetFact, dated_targets
from projects.formulas.on_path import OnPath
from register.decimals import EXACT


def expected_path(facts: IndicatorFacts) -> list[tuple[date, Decimal]]:
    """The corners of the path, by day; straight lines between them. Empty without a baseline or *begin*.

    Flat at the baseline from *begin* to the benefit's start date where that is later, then to each dated target in
    turn. A target due on or before the day the path leaves the baseline is no corner: it asks for yesterday.
    """
    baseline, begin, starts = facts.baseline_figure, facts.begin, facts.starts
    if baseline is None or begin is None or starts is None:
        return []
    corners = [(begin, baseline)]
    if starts > begin:
        corners.append((starts, baseline))
    for due_date, target in dated_targets(facts):
        wanted = target.value.target_figure(facts.direction)
        if due_date > starts and wanted is not None:
            corners.append((due_date, wanted))
    return corners


def expected_on(corners: Sequence[tuple[date, Decimal]], day: date) -> OnPath:
    """The path's exact value on `day`; before its first corner and after its last it is flat."""
    for (left, from_figure), (right, to_figure) in pairwise(corners):
        if left <= day <= right:
            gone, left_over = (day - left).days, (right - day).days
            weighed = EXACT.add(EXACT.multiply(from_figure, left_over), EXACT.multiply(to_figure, gone))
            return OnPath(weighed, gone + left_over)
    first, last = corners[0], corners[-1]
    return OnPath(first[1] if day < first[0] else last[1], 1)


def step_in_force(facts: IndicatorFacts, day: date) -> TargetFact | None:
    """The newest target due on or before `day`."""
    due = [target for due_date, target in dated_targets(facts) if due_date <= day]
    return due[-1] if due else None
