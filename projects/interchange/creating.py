"""Stores the new rows of a sheet: many at once, each with its own line in the audit trail."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from projects.interchange.progress import Progress
from projects.interchange.proposing import links_of
from projects.interchange.reading import Row
from projects.lifecycles.measurement import MeasurementState
from projects.lifecycles.project import ProjectState
from projects.models import (
    Benefit,
    BudgetEntry,
    Forecast,
    Indicator,
    Measurement,
    Milestone,
    Project,
    SamplingCheck,
)
from projects.services.benefits import ACCEPTED
from projects.services.measurement_plan import due_date_of
from projects.services.projects import next_reference
from register.models import Organisation, Person
from register.services import audit
from register.services.validation import audited_fields
from workflows.lifecycle import in_imported_state
from workflows.models.lifecycle import LifecycleModel

AT_A_TIME = 500
CHASED = (MeasurementState.DUE, MeasurementState.DISPUTED)


class Creation:
    """Who creates rows, when and why."""

    def __init__(
        self, organisation: Organisation, *, by: Person | None, now: datetime, reason: str, progress: Progress
    ) -> None:
        self.organisation, self.by, self.now, self.reason = organisation, by, now, reason
        self.progress = progress
        self.today: date = organisation.local_date(now)

    def store(self, rows: Sequence[Row]) -> None:
        """Store the new rows of one sheet."""
        self._give_references([row.stored for row in rows if isinstance(row.stored, Project)])
        for some in _in_batches(rows):
            states = [entry for row in some for entry in self._begin(row)]
            model = some[0].sheet.model
            model._default_manager.bulk_create([row.stored for row in some])
            self._link(model, some)
            audit.record_many([*(self._created(row.stored, links_of(row)) for row in some), *states])
            self.progress.step(len(some))

    def store_people(self, people: Sequence[Person]) -> None:
        """Store people of whom a file gives the address alone."""
        for person in people:
            person.created_at = self.now
        Person.objects.bulk_create(people)
        audit.record_many([self._created(person, {}) for person in people])

    def _begin(self, row: Row) -> Iterator[audit.Entry]:
        """Set what a row has from its first day; gives the event of the state it comes in, where it comes in one."""
        stored = row.stored
        stored.created_at = self.now
        begin = BEGINNINGS.get(type(stored))
        if begin:
            begin(self, stored, row.values.get("state"))
        state = row.values.get("state")
        if isinstance(stored, LifecycleModel) and state and state != row.stored.state:
            yield in_imported_state(stored, state=state, by=self.by, now=self.now)

    def _created(self, stored: Any, links: Mapping[str, list[Any]]) -> audit.Entry:
        values = {name: (None, value) for name, value in {**audited_fields(stored), **links}.items()}
        values.pop("state", None)
        return audit.Entry(
            action=f"{stored._meta.model_name}.created",
            subject=stored,
            by=self.by,
            now=self.now,
            changes=values,
            note=self.reason,
            about=getattr(stored, "about", None),
        )

    def _link(self, model: Any, rows: Sequence[Row]) -> None:
        for field in model._meta.many_to_many:
            through, own, other = (
                getattr(model, field.name).through,
                field.m2m_field_name(),
                field.m2m_reverse_field_name(),
            )
            pairs = [(row.stored, one) for row in rows for one in links_of(row).get(field.name, ())]
            through.objects.bulk_create([through(**{own: stored, other: one}) for stored, one in pairs])

    def _give_references(self, projects: Sequence[Project]) -> None:
        lacking = [project for project in projects if not project.reference]
        if not lacking:
            return
        taken = {project.reference for project in projects}
        number = int(next_reference(self.organisation)[2:])
        for project in lacking:
            while f"P-{number:04d}" in taken:
                number += 1
            project.reference = f"P-{number:04d}"
            number += 1

    def begin_project(self, project: Project, state: str | None) -> None:
        project.created_by = self.by
        if state == ProjectState.ON_HOLD:
            project.state_before_hold = ProjectState.EXECUTING  # nobody tells; so that it can be taken up again

    def begin_benefit(self, benefit: Benefit, state: str | None) -> None:
        if benefit.owner_id:
            benefit.owner_asked_at = self.now
            benefit.accepted_at = self.now if state in ACCEPTED else None

    def begin_indicator(self, indicator: Indicator, state: str | None) -> None:
        indicator.frequency_since = self.today

    def begin_measurement(self, measurement: Measurement, state: str | None) -> None:
        """Nothing that an import brings is overdue on its first day."""
        due_date = due_date_of(measurement.indicator, measurement.period_end)
        measurement.due_date = max(due_date, self.today) if state in CHASED else due_date
        if state in (MeasurementState.REPORTED, MeasurementState.VERIFIED):
            measurement.reported_by, measurement.reported_at = self.by, self.now

    def begin_entry(self, entry: BudgetEntry, state: str | None) -> None:
        if entry.booked is not None:
            entry.booked_by, entry.booked_on = self.by, self.today

    def begin_forecast(self, forecast: Forecast, state: str | None) -> None:
        forecast.made_by = self.by

    def begin_sample(self, sample: SamplingCheck, state: str | None) -> None:
        sample.checked_by = self.by

    def begin_milestone(self, milestone: Milestone, state: str | None) -> None:
        milestone.first_due_date = milestone.due_date


BEGINNINGS: dict[type, Callable[[Creation, Any, str | None], None]] = {
    Project: Creation.begin_project,
    Benefit: Creation.begin_benefit,
    Indicator: Creation.begin_indicator,
    Measurement: Creation.begin_measurement,
    Milestone: Creation.begin_milestone,
    BudgetEntry: Creation.begin_entry,
    Forecast: Creation.begin_forecast,
    SamplingCheck: Creation.begin_sample,
}


def _in_batches(rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    for start in range(0, len(rows), AT_A_TIME):
        yield rows[start : start + AT_A_TIME]
