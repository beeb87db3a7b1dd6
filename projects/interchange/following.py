"""What follows once a file's rows are stored: follow-up, gaps, measurements ahead, and a fresh look at signatures."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from projects.interchange.reading import Row
from projects.lifecycles.measurement import MeasurementState
from projects.models import Gap, Indicator, Measurement, Project
from projects.services import follow_up_plan, handovers, measurement_plan, running
from register.models import Organisation, Person
from register.services import editing

PARTS = ("benefits", "indicators", "targets", "milestones")
FOLLOWED = ("benefits", "indicators", "targets")


class Aftermath:
    """Follow-up starts on the day of the import: nothing is dated before it."""

    def __init__(self, organisation: Organisation, *, by: Person | None, now: datetime) -> None:
        self.organisation, self.by, self.now = organisation, by, now
        self.today: date = organisation.local_date(now)

    def follow(self, rows: dict[str, list[Row]]) -> None:
        new = {row.stored.pk: row.stored for row in rows["projects"] if row.is_new}
        touched = {row.stored.about for name in PARTS for row in rows[name] if row.is_new} - set(new)
        self._drop_what_is_answered([row.stored for row in rows["measurements"] if row.is_new])
        self._plan_follow_ups(new.values())
        self._look_at_signatures(touched)
        self._note_gaps(new, touched)
        if any(row.is_new or row.is_changed for name in FOLLOWED for row in rows[name]):
            self._plan_measurements()

    def _drop_what_is_answered(self, measurements: Iterable[Measurement]) -> None:
        """A due row whose figure the file brings asks for nothing any more."""
        given = {(row.indicator_id, row.period_end): row for row in measurements}
        due = Measurement.objects.filter(
            organisation=self.organisation, state=MeasurementState.DUE, value=None, low=None, key=None
        ).select_related("indicator__benefit__project")
        for row in due if given else ():
            answer = given.get((row.indicator_id, row.period_end))
            if answer is not None and answer.period_start in (None, row.period_start):
                editing.delete(row=row, by=self.by, now=self.now, about=row.about, reason=_("Imported."))

    def _plan_follow_ups(self, projects: Iterable[Project]) -> None:
        for project in projects:
            if project.state in running.FOLLOWED_UP:
                day = project.end_date or self.today
                follow_up_plan.generate(project=project, from_date=day, now=self.now, not_before=self.today, by=self.by)

    def _look_at_signatures(self, project_ids: Iterable[UUID]) -> None:
        """What was sent or signed may say something else now."""
        with_handovers = Project.objects.filter(pk__in=list(project_ids), handovers__isnull=False).distinct()
        for project in with_handovers:
            handovers.review_signed(project=project, by=self.by, now=self.now)

    def _note_gaps(self, new: Iterable[UUID], touched: Iterable[UUID]) -> None:
        """For projects that come here running; and again for those of whom an earlier import left gaps."""
        with_gaps = Gap.objects.filter(project__in=list(touched), closed_at=None).values_list("project_id", flat=True)
        wanted = [*new, *with_gaps.distinct()]
        for start in range(0, len(wanted), running.AT_A_TIME):
            some = Project.objects.filter(pk__in=wanted[start : start + running.AT_A_TIME])
            running.note_gaps_of(projects=some, now=self.now)

    def _plan_measurements(self) -> None:
        measurement_plan.plan_all(organisation=self.organisation, now=self.now)
        by_target = Indicator.objects.filter(
            organisation=self.organisation,
            frequency="",
            benefit__state__in=measurement_plan.FOLLOWED,
            targets__due_date__gte=self.today,
        )
        for indicator in by_target.select_related("benefit__project", "organisation").distinct():
            measurement_plan.plan(
                indicator=indicator, today=self.today, now=self.now, by=self.by, not_before=self.today
            )
