"""A register whose rows are made and changed as the services do, so that all of it stands in the audit trail."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from projects.models import Benefit, Indicator, Measurement, Project, Target
from projects.reports.portfolio import portfolio_of
from register.models import Goal, Organisation, Person, Unit
from register.services import editing
from tests import factories as make

BEGAN = datetime(2026, 2, 1, 9, 0, tzinfo=UTC)
BEFORE, AFTER = date(2026, 3, 1), date(2026, 5, 1)
BETWEEN = datetime(2026, 4, 1, 9, 0, tzinfo=UTC)


class Register:
    """One project with one benefit: thirty days less by the end of 2027."""

    def __init__(self) -> None:
        self.organisation: Organisation = make.an_organisation()
        self.controller: Person = make.a_person(self.organisation, "Controller")
        make.a_role(self.controller, "controller")
        self.health, self.school = (self.new(Unit(name=name)) for name in ("Health", "School"))
        self.goal = self.new(Goal(title="Home longer"))
        self.project = self.new(Project(title="Sensors", unit=self.health, state="executing", theme="Care"))
        self.benefit = self.new(
            Benefit(project=self.project, title="Less waiting", kind="quantified", start_date=date(2026, 1, 1)),
            goals=[self.goal],
        )
        self.indicator = self.new(
            Indicator(
                benefit=self.benefit,
                name="Waiting",
                unit="days",
                direction="decrease",
                frequency="quarter",
                baseline_value=Decimal(60),
                baseline_date=date(2026, 1, 1),
            )
        )
        self.target = self.new(Target(indicator=self.indicator, value=Decimal(30), due_date=date(2027, 12, 31)))

    def new(self, row: Any, *, at: datetime = BEGAN, **links: Any) -> Any:
        row.organisation = self.organisation
        return editing.create(row=row, by=self.controller, now=at, links=links)

    def change(self, row: Any, *, at: datetime = BETWEEN, **changes: Any) -> Any:
        return editing.update(row=row, changes=changes, by=self.controller, now=at)

    def measured(self, value: int, *, at: datetime = BETWEEN, end: date = date(2026, 2, 20)) -> Measurement:
        return self.new(
            Measurement(indicator=self.indicator, value=Decimal(value), period_end=end, state="verified"), at=at
        )

    def total(self, as_of: date | None, **filters: str) -> Any:
        found = portfolio_of(self.controller, on=as_of or AFTER, as_of=as_of, filters=filters)
        return [(row.unit, row.promised, row.verified, row.benefits) for row in found.total.rollups]
