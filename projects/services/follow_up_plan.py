"""Which follow-ups are planned: of a project from its completion, of each handover from the day the unit took over."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max, QuerySet

from projects.formulas.following_dates import months_after
from projects.lifecycles.project import Track
from projects.models import FollowUp, Handover, Project, Target
from register.models import Organisation, Person
from register.services import audit, editing

MONTHS = (3, 6, 12, 24, 36)
MONTHS_OF_A_YEAR = 12
LIMITS = {Track.FULL: "follow_up_months", Track.LIGHT: "follow_up_months_light"}


@transaction.atomic
def generate(
    *, project: Project, from_date: date, now: datetime, not_before: date | None = None, by: Person | None = None
) -> list[FollowUp]:
    """Plan follow-ups counted from a day, and one at full effect; what is planned already stays.

    None is dated before ``not_before``.
    """
    audit.hold(project.organisation_id)
    there = {(row.months, row.due_date) for row in project.follow_ups.filter(handover=None)}
    benefits = project.benefits.exclude(state="withdrawn")
    days = [day for day in _days(project, benefits, from_date) if day not in there]
    return _plan(project, days, not_before=not_before, now=now, by=by, responsible=project.benefits_responsible)


@transaction.atomic
def plan_for_handover(*, handover: Handover, by: Person | None, now: datetime) -> list[FollowUp]:
    """The unit's own follow-ups of what it took over, none in the past; what was planned or done before stays.

    They fall to the line manager who signed for the unit, else to whoever runs it now.
    """
    project = handover.project
    audit.hold(project.organisation_id)
    there = set(handover.follow_ups.values_list("months", flat=True))
    today = project.organisation.local_date(now)
    days = _days(project, handover.get_benefits(), handover.takes_over_on or today)
    fresh = [(months, due_date) for months, due_date in days if months not in there]
    return _plan(project, fresh, not_before=today, now=now, by=by, responsible=_line_of(handover), handover=handover)


@transaction.atomic
def take_back(*, handover: Handover, by: Person | None, now: datetime) -> None:
    """A handover that is no longer signed asks for no follow-up; what was done stays."""
    for row in handover.follow_ups.filter(done_at=None).select_related("project"):
        editing.delete(row=row, by=by, now=now, about=row.about)


def months_of(organisation: Organisation, track: str = Track.FULL) -> tuple[int, ...]:
    """How many months after a handover an organisation looks at the benefits of a project of a track."""
    limits = organisation.limits
    return tuple(limits.get(LIMITS[Track(track)]) or limits.get(LIMITS[Track.FULL]) or MONTHS)


def days_in_the_first_year(handover: Handover, today: date) -> list[date]:
    """When the unit would look back in its first year, counted from the day it takes over."""
    start = handover.takes_over_on or today
    days = {day for _months, day in _days(handover.project, handover.get_benefits(), start)}
    return sorted(day for day in days if today <= day <= months_after(start, MONTHS_OF_A_YEAR))


def _line_of(handover: Handover) -> Person | None:
    unit = handover.receiving_unit
    people = (handover.line_manager, unit.line_manager, unit.deputy)
    return next((person for person in people if person is not None and person.is_active), None)


def _days(project: Project, benefits: QuerySet[Any], from_date: date) -> Iterator[tuple[int | None, date]]:
    """The months after the handover and the day of full effect, none in the organisation's holiday month."""
    calendar = project.organisation.calendar
    for months in dict.fromkeys(months_of(project.organisation, project.track)):
        yield months, calendar.due(months_after(from_date, months))
    full_effect = Target.objects.filter(indicator__benefit__in=benefits).aggregate(last=Max("due_date"))["last"]
    if full_effect and full_effect > from_date:
        yield None, calendar.due(full_effect)


def _plan(
    project: Project,
    days: Iterable[tuple[int | None, date]],
    *,
    not_before: date | None,
    now: datetime,
    by: Person | None,
    responsible: Person | None,
    handover: Handover | None = None,
) -> list[FollowUp]:
    rows = [
        FollowUp(
            organisation_id=project.organisation_id,
            project=project,
            handover=handover,
            months=months,
            due_date=due_date,
            responsible=responsible,
            created_at=now,
        )
        for months, due_date in days
        if not_before is None or due_date >= not_before
    ]
    FollowUp.objects.bulk_create(rows, ignore_conflicts=True)
    _record(rows, now=now, by=by)
    return rows


def _record(rows: Iterable[FollowUp], *, now: datetime, by: Person | None) -> None:
    audit.record_many(
        [
            audit.Entry(
                action="follow_up.planned",
                subject=row,
                by=by,
                now=now,
                changes={"due_date": (None, row.due_date)},
                about=row.about,
            )
            for row in rows
        ]
    )
