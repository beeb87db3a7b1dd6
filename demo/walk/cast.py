"""Eksempel kommune as a story knows it: rows by the short names of the files, moments as days."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from demo.example import moments
from projects.models import Milestone, Project
from register.models import Goal, Organisation, Person, Programme, Unit
from register.periods import Period, parse_period

START_OF_WORK = time(8)


@dataclass
class Cast:
    """Who and what there is, and when it is now; day 0 is the day of the first start."""

    organisation: Organisation
    now: datetime
    people: dict[str, Person] = field(default_factory=dict)
    units: dict[str, Unit] = field(default_factory=dict)
    goals: dict[str, Goal] = field(default_factory=dict)
    programmes: dict[str, Programme] = field(default_factory=dict)

    @property
    def day_0(self) -> date:
        return self.organisation.local_date(self.now)

    def day(self, moment: str) -> date:
        return moments.day(moment, self.day_0)

    def period(self, moment: str | None) -> Period | None:
        """What a person would type for a moment of the story."""
        return parse_period(moments.entered(moment, self.day_0)) if moment else None

    def last_day(self, moment: str | None) -> date | None:
        period = self.period(moment)
        return period.end if period else None

    def at(self, day: date, minutes: int = 0) -> datetime:
        """A moment of a working day, never later than now."""
        morning = datetime.combine(day, START_OF_WORK, ZoneInfo(self.organisation.time_zone))
        return min(morning + timedelta(minutes=minutes), self.now)

    def project(self, key: str) -> Project:
        return Project.objects.get(organisation=self.organisation, key=key)

    def milestone(self, key: str | None) -> Milestone | None:
        return Milestone.objects.get(organisation=self.organisation, key=key) if key else None

    def promises(self, conditions: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """What a decision demands, of whom and by when."""
        return [
            {"text": one["text"], "owner": self.people[one["owner"]], "due_date": self.day(one["due_date"])}
            for one in conditions
        ]

    def fields(self, row: dict[str, Any], *names: str) -> dict[str, Any]:
        """The named fields of a row of the story as the services take them; absent ones stay absent."""
        return {name: self._value(name, row[name]) for name in names if name in row}

    def _value(self, name: str, value: Any) -> Any:
        if name in ROWS:
            return getattr(self, ROWS[name])[value]
        if name == "goals":
            return [self.goals[key] for key in value]
        return self.period(value) if name.endswith("_date") else value


ROWS = {
    **dict.fromkeys(("leader", "owner", "benefits_responsible", "measurer", "responsible", "handler"), "people"),
    **dict.fromkeys(("unit", "receiving_unit"), "units"),
    "programme": "programmes",
}
