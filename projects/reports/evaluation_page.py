"""The evaluation: for each benefit what was promised and what has come, and the outcome that the figures suggest."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from projects import permissions
from projects.formulas.facts import VERIFIED
from projects.formulas.status import Code
from projects.lifecycles.project import ProjectState
from projects.models import Benefit, FollowUpLine, Project
from projects.models.benefits import BenefitOutcome
from projects.reports.follow_up_page import Figures, latest_said
from projects.reports.progress import Progress, progress_of, words_of
from projects.reports.sparkline import sparkline_of
from register.models import Person

OPEN_IN = (ProjectState.REALISING, ProjectState.EVALUATING)
REACHED = (Code.ACHIEVED, Code.WITHIN)
FAILED = (Code.MISSED, Code.OFF_TRACK, Code.BEYOND)


@dataclass(frozen=True)
class Judged:
    """One benefit; `suggested` is the outcome its figures speak for, to begin with."""

    benefit: Benefit
    progress: Progress
    figures: Sequence[Figures]
    suggested: str
    words: str
    runs_until: date | None
    may_judge: bool

    @property
    def suggested_label(self) -> str:
        """The suggestion in words."""
        return str(BenefitOutcome(self.suggested).label) if self.suggested else ""

    @property
    def is_potential(self) -> bool:
        return self.progress.is_potential

    @property
    def code(self) -> str:
        return self.progress.status.code

    @property
    def label(self) -> str:
        return self.progress.status.label

    @property
    def sentence(self) -> str:
        return self.progress.status.sentence


def judged_of(project: Project, reader: Person, *, on: date) -> list[Judged]:
    """The living benefits of a project as they stand on a day."""
    benefits = (
        project.benefits.exclude(state="withdrawn").select_related("owner", "organisation").order_by("created_at")
    )
    found = progress_of(benefits, on=on, organisation=project.organisation)
    said = latest_said(project, until=on)
    return [_judged(one, said.get(one.benefit.pk), on, project, reader) for one in found]


def still_running(project: Project, reader: Person, *, on: date) -> list[Judged]:
    """Those with a target still ahead: when follow-up ends, somebody else must go on with them."""
    return [row for row in judged_of(project, reader, on=on) if row.runs_until]


def _judged(one: Progress, said: FollowUpLine | None, on: date, project: Project, reader: Person) -> Judged:
    benefit, statuses = one.benefit, one.status.indicators
    benefit.project = project
    sparks = [sparkline_of(statuses[row.pk].facts, on) for row in benefit.get_indicators()]
    return Judged(
        benefit=benefit,
        progress=one,
        figures=[Figures(words, spark) for words, spark in zip(words_of(one.figures), sparks, strict=True)],
        suggested=_outcome(one),
        words=_explanation(one, said),
        runs_until=_runs_until(one, on),
        may_judge=permissions.JUDGES_BENEFIT(benefit, reader) and project.state in OPEN_IN,
    )


def _outcome(one: Progress) -> str:
    """Reached is realised; some of the way is partly; none, or worse than before, is not. Empty where nobody knows."""
    code = one.status.status.code
    if code in REACHED:
        return BenefitOutcome.REALISED
    shares = [status.achievement for status in one.status.indicators.values()]
    if not shares or None in shares or code == Code.UNKNOWN:
        return ""
    best = max(share for share in shares if share is not None)
    if code in FAILED and best <= 0:
        return BenefitOutcome.NOT_REALISED
    return BenefitOutcome.PARTLY_REALISED if best < Decimal(1) or code in FAILED else BenefitOutcome.REALISED


def _explanation(one: Progress, said: FollowUpLine | None) -> str:
    """The figures in a sentence each, and what was last said of a deviation."""
    sentences = [
        _("%(name)s: from %(baseline)s to %(latest)s (%(day)s); the target was %(target)s.")
        % {
            "name": row.name,
            "baseline": row.baseline,
            "latest": row.latest,
            "day": row.latest_day,
            "target": row.target,
        }
        for row, kept in zip(words_of(one.figures), one.figures, strict=True)
        if kept["latest"] and kept["latest_state"] == VERIFIED
    ]
    if said and said.why and sentences:
        sentences.append(said.why)
    return " ".join(sentences)


def _runs_until(one: Progress, on: date) -> date | None:
    """The last target that is still ahead."""
    days = [
        target.due_date
        for status in one.status.indicators.values()
        for target in status.facts.targets
        if target.due_date and target.due_date > on
    ]
    return max(days, default=None)
