"""The benefit report: what was promised, what has come, benefit by benefit, and what was learnt. Two pages at most."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from projects.formulas.rollups import RollUp, roll_up
from projects.models import FollowUpLine, Lesson, Project
from projects.reports.counted import Counted
from projects.reports.follow_up_page import Figures, latest_said
from projects.reports.portfolio import rollup_rows
from projects.reports.portfolio_page import Gain, gain_of
from projects.reports.progress import Progress, progress_of, words_of
from projects.reports.sparkline import sparkline_of
from projects.reports.status import WORST_FIRST

MOST_BENEFITS = 14
MOST_GAINS = 6
MOST_LESSONS = 4
MOST_EXPLAINED = 6
MONTHS = 12
"""The follow-up at which the report is asked for."""


@dataclass(frozen=True)
class ReportRow:
    """One benefit, with what was last said of it."""

    progress: Progress
    figures: Figures | None
    others: int
    said: FollowUpLine | None


@dataclass(frozen=True)
class BenefitReport:
    """A project on a day; `more_…` count what is left out so that it stays on two pages, the least pressing."""

    project: Project
    on: date
    taken_over_on: date | None
    rollups: Sequence[RollUp]
    rows: Sequence[ReportRow]
    more_benefits: int
    lessons: Sequence[Lesson]
    more_lessons: int

    @property
    def gains(self) -> list[Gain]:
        """Promised, verified and unknown in words."""
        return [gain_of(row, {}, {}) for row in self.rollups[:MOST_GAINS]]

    @property
    def explained(self) -> list[ReportRow]:
        """What deviates, the worst first."""
        return [row for row in self.rows if row.progress.deviates][:MOST_EXPLAINED]

    @property
    def months(self) -> int | None:
        """Whole months since the first unit took over."""
        if self.taken_over_on is None or self.taken_over_on > self.on:
            return None
        apart = (self.on.year - self.taken_over_on.year) * 12 + self.on.month - self.taken_over_on.month
        return apart - (self.on.day < self.taken_over_on.day)


def report_of(project: Project, *, on: date, most: int | None = MOST_BENEFITS) -> BenefitReport:
    """The report as of a day, in a few queries for any number of benefits; ``most`` of them, or all (None)."""
    benefits = project.benefits.exclude(state="withdrawn").select_related("owner", "organisation")
    found = progress_of(benefits.order_by("created_at"), on=on, organisation=project.organisation)
    counted = (
        Counted(one.benefit, one.benefit.get_indicators(), frozenset(), one.status, one.is_potential) for one in found
    )
    rollups = roll_up(row for one in counted for row in rollup_rows(one))
    worst_first = sorted(found, key=lambda one: WORST_FIRST.index(one.status.status.code))
    said = latest_said(project, until=on)
    lessons = list(project.lessons.order_by("created_at")[: MOST_LESSONS + 1])
    return BenefitReport(
        project=project,
        on=on,
        taken_over_on=_taken_over_on(project),
        rollups=sorted(rollups, key=lambda row: (row.is_disbenefit, not row.currency, not row.can_be_summed, row.unit)),
        rows=[_row(one, said.get(one.benefit.pk), on) for one in worst_first[:most]],
        more_benefits=max(0, len(found) - most) if most else 0,
        lessons=lessons[:MOST_LESSONS],
        more_lessons=max(0, project.lessons.count() - MOST_LESSONS) if len(lessons) > MOST_LESSONS else 0,
    )


def _row(one: Progress, said: FollowUpLine | None, on: date) -> ReportRow:
    """The benefit with the indicator that decides its status."""
    indicators = one.benefit.get_indicators()
    if not indicators:
        return ReportRow(one, None, 0, said)
    statuses = [one.status.indicators[row.pk] for row in indicators]
    place = min(range(len(indicators)), key=lambda at: WORST_FIRST.index(statuses[at].status.code))
    figures = Figures(words_of(one.figures)[place], sparkline_of(statuses[place].facts, on))
    return ReportRow(one, figures, len(indicators) - 1, said)


def _taken_over_on(project: Project) -> date | None:
    days = [row.takes_over_on for row in project.handovers.all() if row.is_taken_over and row.takes_over_on]
    return min(days, default=None)
