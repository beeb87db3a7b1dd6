"""The benefits that a portfolio counts, each with its status on a day: today's, or as the register knew them once."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, QuerySet, prefetch_related_objects

from projects.lifecycles.benefit import BenefitState
from projects.lifecycles.project import ProjectState
from projects.models import Benefit, BenefitKind, EarlierJudgement, Indicator, Project
from projects.reports.figures import AT_ONCE, facts_of
from projects.reports.knowledge import Knowledge
from projects.reports.rows import Values, bare, by_id, nothing_is_garbage, values_of
from projects.reports.status import BenefitStatus, IndicatorStatus, status_of, statuses_by
from register.models import Organisation, Person

NONE = "-"
"""How an address says that there is none."""
LEFT_OUT = (ProjectState.DRAFT, ProjectState.REJECTED, ProjectState.STOPPED)
IN_MONEY = (BenefitKind.FINANCIAL_DIRECT, BenefitKind.FINANCIAL_INDIRECT)
PROJECT = (
    *("id", "organisation_id", "key", "title", "reference", "unit_id", "programme_id", "theme", "core_task", "state"),
    *("restricted", "start_date", "end_date"),
)
BENEFIT = (
    *("id", "organisation_id", "project_id", "key", "title", "title_sort", "kind", "is_disbenefit", "owner_id"),
    *("beneficiaries", "receiving_unit_id", "state", "part_of_id", "restates_id", "start_date", "due_date"),
    *("judgement", "judged_on", "judgement_verified_by_id", "outcome", "currency", "attribution_share"),
    "price_level_year",
    *("use_kind", "use_service", "use_decided_by", "use_decided_on"),
)
INDICATOR = (
    *("id", "organisation_id", "benefit_id", "key", "name", "unit", "direction", "measures", "frequency"),
    *("baseline_value", "baseline_low", "baseline_high", "baseline_comparator", "baseline_date", "baseline_state"),
    *("scale", "scale_words", "created_at"),
)


@dataclass(frozen=True, slots=True)
class Counted:
    """A benefit with its indicators and goals, and how it stands."""

    benefit: Benefit
    indicators: Sequence[Indicator]
    goals: frozenset[UUID]
    status: BenefitStatus
    is_potential: bool = False

    def figures(self, year: str = "") -> list[tuple[Indicator, IndicatorStatus]]:
        """Its indicators with their figures; with `year` those whose final target is due in it ("-": in none)."""
        found = [(one, self.status.indicators[one.pk]) for one in self.indicators]
        return [pair for pair in found if target_year(pair[1]) == year] if year else found

    @property
    def years(self) -> list[str]:
        """The years in which its final targets are due; "-" for one that is due in none."""
        return sorted({target_year(one) for one in self.status.indicators.values()}) or [NONE]


def currency_of(benefit: Benefit) -> str:
    """What its money is counted in; empty where no money is meant."""
    return str(benefit.own_currency) if benefit.kind in IN_MONEY else ""


def target_year(one: IndicatorStatus) -> str:
    due = one.status.final_target.due_date if one.status.final_target else None
    return str(due.year) if due else NONE


def knowledge_of(organisation: Organisation, as_of: date | None) -> Knowledge | None:
    """What was known at the end of a day; None where that is what is known now."""
    return None if as_of is None else Knowledge(organisation, as_of)


@nothing_is_garbage()
def counted_benefits(
    person: Person,
    *,
    on: date,
    knowledge: Knowledge | None = None,
    wanted: Callable[[Benefit, frozenset[UUID]], bool] = lambda _benefit, _goals: True,
    left_out: bool = True,
    every_figure: bool = False,
    state: str = "",
) -> list[Counted]:
    """What the person may see and `wanted` asks for of a benefit and its goals, judged on a day.

    With `state` only those of projects in it. Withdrawn benefits, drafts, rejected and stopped projects are `left_out`.
    All figures are fetched where `every_figure` is to be looked at, and not only how things stand.
    """
    projects = known_projects(person, knowledge, state, left_out=left_out)
    goals = known_goals(person, knowledge)
    benefits = [
        one
        for one in known_benefits(projects, knowledge, state, left_out=left_out)
        if wanted(one, goals.get(one.pk, frozenset()))
    ]
    _judgements(benefits, knowledge)
    indicators = _indicators(by_id(benefits), knowledge)
    every = [one for some in indicators.values() for one in some]
    facts = facts_of(every, newest_on=None if every_figure else on, knowledge=knowledge)
    known = statuses_by(facts, every, on=on, organisation=person.organisation)
    return [
        Counted(one, own, goals.get(one.pk, frozenset()), status, one.is_potential(on))
        for one in benefits
        for own in [indicators[one.pk]]
        for status in [status_of(one, {row.pk: known[row.pk] for row in own}, on)]
    ]


def with_every_figure(found: Sequence[Counted], on: date, knowledge: Knowledge | None = None) -> list[Counted]:
    """The same benefits judged by facts with all their figures, for those that are shown one by one."""
    every = [row for one in found for row in one.indicators]
    facts = facts_of(every, knowledge=knowledge)
    known = statuses_by(facts, every, on=on, organisation=every[0].benefit.organisation) if every else {}
    return [
        replace(one, status=status_of(one.benefit, {row.pk: known[row.pk] for row in one.indicators}, on))
        for one in found
    ]


def known_projects(
    person: Person, knowledge: Knowledge | None, state: str = "", *, left_out: bool
) -> Mapping[Any, Project]:
    """Seen today, whatever was open then."""
    seen = Project.objects.visible_to(person)
    if knowledge is None and left_out:
        seen = seen.exclude(state__in=LEFT_OUT)
    if knowledge is None and state:
        seen = seen.filter(state=state)
    rows = values_of(seen, PROJECT, knowledge)
    allowed = None if knowledge is None else set(seen.values_list("pk", flat=True))
    kept = [row for row in rows if allowed is None or row["id"] in allowed]
    return by_id(
        bare(Project, row, organisation=person.organisation)
        for row in kept
        if not (left_out and row["state"] in LEFT_OUT) and row["state"] in (state or row["state"],)
    )


def known_benefits(
    projects: Mapping[Any, Project], knowledge: Knowledge | None, state: str = "", *, left_out: bool
) -> Iterable[Benefit]:
    rows = Benefit.objects.filter(organisation__in={one.organisation_id for one in projects.values()})
    if knowledge is None and left_out:
        rows = rows.exclude(state=BenefitState.WITHDRAWN)
    if knowledge is None and state:
        rows = rows.filter(project__state=state)
    for row in values_of(rows, BENEFIT, knowledge):
        project = projects.get(row["project_id"])
        if project and not (left_out and row["state"] == BenefitState.WITHDRAWN):
            yield bare(Benefit, row, project=project, organisation=project.organisation)


def known_goals(person: Person, knowledge: Knowledge | None) -> dict[UUID, frozenset[UUID]]:
    found: defaultdict[UUID, set[UUID]] = defaultdict(set)
    links = Benefit.goals.through.objects.filter(benefit__organisation=person.organisation)
    for benefit, goal in links.values_list("benefit", "goal"):
        found[benefit].add(goal)
    linked = knowledge.links(Benefit, "goals", found) if knowledge else found
    return {benefit: frozenset(goals) for benefit, goals in linked.items()}


def _judgements(benefits: Sequence[Benefit], knowledge: Knowledge | None) -> None:
    """What was said of those that people judge, before what is said of them now."""
    rows = EarlierJudgement.objects.all()
    if knowledge:
        rows = rows.filter(created_at__lt=knowledge.until)
    prefetch_related_objects([one for one in benefits if one.judgement], Prefetch("earlier_judgements", rows))


def _indicators(benefits: Mapping[Any, Benefit], knowledge: Knowledge | None) -> dict[UUID, list[Indicator]]:
    """In the stable order of a benefit's page."""
    found: dict[UUID, list[Indicator]] = {pk: [] for pk in benefits}
    for row in _rows_of(benefits, knowledge):
        if (benefit := benefits.get(row["benefit_id"])) is not None:
            one = bare(Indicator, row, benefit=benefit, organisation=benefit.organisation)
            found[benefit.pk].append(one)
    for some in found.values():
        some.sort(key=lambda one: (one.created_at, one.name))
    return found


def _rows_of(benefits: Mapping[Any, Benefit], knowledge: Knowledge | None) -> list[Values]:
    rows: QuerySet[Any] = Indicator.objects.filter(organisation__in={one.organisation_id for one in benefits.values()})
    if len(benefits) <= AT_ONCE:
        rows = Indicator.objects.filter(benefit__in=list(benefits))
    return values_of(rows, INDICATOR, knowledge)
