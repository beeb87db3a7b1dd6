"""What everybody may read: goal, promise, verified figure and story of what was chosen, and nothing about persons.

A status is the register's own, told only where it rests on verified figures; until then it is held back.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from uuid import UUID

from django.utils.translation import gettext as _

from projects.formulas.facts import VERIFIED, Figure, TargetFact, final_target, newest_figure
from projects.formulas.values import Value
from projects.models import Benefit, Indicator, Publication, ResultsPage
from projects.reports.figure_words import NONE, day_in_words, in_words, number, when_in_words, with_unit
from projects.reports.personal_names import Names
from projects.reports.promises import Promise, PromisedTarget, promises_of
from projects.reports.status import BenefitStatus, IndicatorStatus, benefit_statuses
from register.models import Goal, Organisation
from register.periods import format_period


@dataclass(frozen=True)
class OpenFigure:
    """One indicator: from where, to where, and how far it has verifiably come."""

    name: str
    unit: str
    direction: str
    baseline: Value | None
    baseline_date: date | None
    target: TargetFact | None
    first_target: PromisedTarget | None
    verified: Figure | None
    promised: Decimal | None
    realised: Decimal | None

    @property
    def baseline_words(self) -> str:
        return _dated(in_words(self.baseline, self.unit), when_in_words(self.baseline_date, ""))

    @property
    def promised_words(self) -> str:
        """The target as it was when execution was decided; where nothing was decided, as it is."""
        return self._in_words(self.first_target or self.target)

    @property
    def changed_words(self) -> str:
        """The target of today, where it is another one than was promised."""
        if self.first_target is None:
            return ""
        return _("Later changed to %(target)s") % {"target": self._in_words(self.target)}

    def _in_words(self, target: TargetFact | PromisedTarget | None) -> str:
        if target is None:
            return NONE
        return _dated(in_words(target.value, self.unit), when_in_words(target.due_date, ""))

    @property
    def verified_words(self) -> str:
        """The newest verified figure with its period."""
        if self.verified is None or self.verified.period_end is None:
            return _("No verified figure yet")
        start, end = self.verified.period_start or self.verified.period_end, self.verified.period_end
        return _dated(in_words(self.verified.value, self.unit), day_in_words(format_period(start, end)))

    @property
    def change_words(self) -> str:
        """“14 of 20 falls”: the verified part of the promised change."""
        if self.promised is None or self.realised is None:
            return ""
        whole = with_unit(number(self.promised), self.unit)
        return _("%(part)s of the promised change of %(whole)s") % {"part": number(self.realised), "whole": whole}


@dataclass(frozen=True)
class OpenBenefit:
    """A benefit as outsiders see it; `status` is "" while it waits for a figure to be verified."""

    title: str
    kind: str
    kind_words: str
    is_disbenefit: bool
    is_potential: bool
    goals: Sequence[tuple[str, str]]
    figures: Sequence[OpenFigure]
    status: str
    status_words: str
    status_sentence: str


@dataclass(frozen=True)
class OpenResult:
    """One thing that was chosen to be shown."""

    id: UUID
    headline: str
    story: str
    project: str
    published_at: datetime | None
    benefit: OpenBenefit | None

    @property
    def anchor(self) -> str:
        return f"result-{self.id}"


@dataclass(frozen=True)
class OpenPage:
    """All that an organisation shows, as of a day."""

    organisation: Organisation
    introduction: str
    as_of: date
    results: Sequence[OpenResult]


def open_page(page: ResultsPage, on: date) -> OpenPage:
    """What everybody reads now."""
    rows = Publication.objects.shown().filter(organisation=page.organisation_id)
    names = Names(page.organisation_id)
    return OpenPage(
        organisation=page.organisation,
        introduction=names.without(page.introduction),
        as_of=on,
        results=open_results(rows.order_by("-published_at", "id"), page.organisation, on),
    )


def open_results(rows: Iterable[Publication], organisation: Organisation, on: date) -> list[OpenResult]:
    """Each row as it is, or would be, shown; as many queries for a hundred as for one."""
    found = list(_complete(rows))
    benefits = [row.benefit for row in found if row.benefit is not None]
    known, names = benefit_statuses(benefits, on=on, organisation=organisation), Names(organisation.pk)
    promises = promises_of(indicator for benefit in benefits for indicator in benefit.indicators.all())
    tell = partial(_benefit, promises=promises, on=on, names=names)
    return [_result(row, known.get(row.benefit_id), tell, names) for row in found]


def words_of(publication: Publication) -> list[str]:
    """Every text of a publication that somebody has written, its titles included."""
    benefit = publication.benefit
    words = [publication.headline, publication.story, publication.project.title]
    if benefit is not None:
        words += [benefit.title, *(goal.title for goal in benefit.goals.all())]
        words += [text for row in benefit.indicators.all() for text in (row.name, row.unit)]
    return words


def _complete(rows: Iterable[Publication]) -> Iterable[Publication]:
    if isinstance(rows, list):
        return rows
    complete = rows.select_related("project", "benefit__project")  # type: ignore[attr-defined]
    return complete.prefetch_related("benefit__goals", "benefit__indicators")  # type: ignore[no-any-return]


def _result(
    row: Publication, status: BenefitStatus | None, tell: Callable[[Benefit, BenefitStatus], OpenBenefit], names: Names
) -> OpenResult:
    return OpenResult(
        id=row.pk,
        headline=names.without(row.headline),
        story=names.without(row.story),
        project=names.without(row.project.title),
        published_at=row.published_at,
        benefit=None if row.benefit is None or status is None else tell(row.benefit, status),
    )


def _benefit(
    benefit: Benefit, status: BenefitStatus, *, promises: Mapping[UUID, Promise], on: date, names: Names
) -> OpenBenefit:
    held_back = any(_waits(one, on) for one in status.indicators.values()) and not status.judged
    figures = [
        _figure(row, status.indicators[row.pk], promises.get(row.pk), on, names) for row in benefit.get_indicators()
    ]
    return OpenBenefit(
        title=names.without(benefit.title),
        kind=benefit.kind,
        kind_words=benefit.get_kind_display(),
        is_disbenefit=benefit.is_disbenefit,
        is_potential=benefit.is_potential(on),
        goals=[(names.without(goal.title), goal.level) for goal in _in_order(benefit.goals.all())],
        figures=figures,
        status="" if held_back else status.code,
        status_words=_("Waits for a figure to be checked") if held_back else status.label,
        status_sentence="" if held_back else status.sentence,
    )


def _waits(status: IndicatorStatus, on: date) -> bool:
    """Whether the newest figure is one that nobody but its reporter has vouched for."""
    newest = newest_figure(status.facts, on)
    return newest is not None and newest.state != VERIFIED


def _figure(
    indicator: Indicator, status: IndicatorStatus, promise: Promise | None, on: date, names: Names
) -> OpenFigure:
    target = final_target(status.facts)
    first = promise.final if promise else None
    is_kept = (
        first is not None and target is not None and (first.value, first.due_date) == (target.value, target.due_date)
    )
    return OpenFigure(
        name=names.without(indicator.name),
        unit=names.without(indicator.unit),
        direction=indicator.direction,
        baseline=indicator.baseline,
        baseline_date=indicator.baseline_date,
        target=target,
        first_target=None if is_kept else first,
        verified=newest_figure(status.facts, on, verified_only=True),
        promised=status.promised,
        realised=status.verified,
    )


def _in_order(goals: Iterable[Goal]) -> Iterator[Goal]:
    yield from sorted(goals, key=lambda goal: (goal.title_sort, str(goal.pk)))


def _dated(figure: str, when: str) -> str:
    return f"{figure} · {when}" if when and figure != NONE else figure
