"""What stands beside the figures of one indicator of the story, and what was promised before it was changed."""

from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any

from demo.walk.cast import Cast
from demo.walk.diary import Diary
from projects.models import (
    Forecast,
    Indicator,
    Measurement,
    Rebaselining,
    ReferenceFigure,
    SamplingCheck,
    Series,
    Target,
)
from projects.services import courses, evidence, promises, targets

if TYPE_CHECKING:
    from demo.walk.benefit_walk import BenefitWalk

KINDS: dict[str, type[Any]] = {
    "forecasts": Forecast,
    "references": ReferenceFigure,
    "samples": SamplingCheck,
    "series": Series,
}
FIGURES = ("value",)


class CourseWalk:
    """Notes in the diary what is said beside the figures of one indicator."""

    def __init__(self, cast: Cast, diary: Diary, benefit: "BenefitWalk", key: str, story: dict[str, Any]) -> None:
        self.cast, self.diary, self.benefit, self.key, self.story = cast, diary, benefit, key, story

    def note(self) -> None:
        for name in KINDS:
            for row in self.story.get(name, ()):
                day = self.cast.day(row["at"])
                self.diary.note(day, 90, partial(self.say, name, row))
        for row in self.story.get("evidence", ()):
            self.diary.note(self.cast.day_0, 100, partial(self.show, row))
        if "promised" in self.story:
            changed = self.story["promised"]
            self.diary.note(self.cast.day(changed["at"]), 90, lambda at: self.change(changed, at))
            if changed.get("approved"):
                self.diary.note(self.cast.day(changed["at"]), 200, lambda at: self.approve(changed, at))

    def say(self, name: str, row: dict[str, Any], at: datetime) -> None:
        fields = {key: self._value(key, value) for key, value in row.items() if key != "at"}
        leader = self.benefit.project.person("leader")
        courses.create_beside(model=KINDS[name], indicator=self._indicator(), fields=fields, by=leader, now=at)

    def show(self, row: dict[str, Any], at: datetime) -> None:
        measurement = Measurement.objects.filter(indicator__key=self.key, organisation=self.cast.organisation)
        newest = measurement.exclude(value=None).latest("period_end")
        measurer = self.cast.people[self.story["measurer"]]
        evidence.add_link(measurement=newest, link=row["link"], words=row["words"], by=measurer, now=at)

    def change(self, changed: dict[str, Any], at: datetime) -> None:
        """From what was promised to what is aimed at now."""
        place = len(self.story["targets"])
        target = Target.objects.get(organisation=self.cast.organisation, key=f"{self.key}-t{place}")
        values = {"value": Decimal(self.story["targets"][-1][1])}
        leader = self.benefit.project.person("leader")
        targets.update_target(target=target, changes=values, by=leader, now=at, reason=changed["because"])

    def approve(self, changed: dict[str, Any], at: datetime) -> None:
        row = Rebaselining.objects.get(indicator=self._indicator())
        promises.approve_change(
            change=row, by=self.benefit.project.person("owner"), now=at, comment=changed["approved"]
        )

    def _value(self, name: str, value: Any) -> Any:
        if name in FIGURES:
            return Decimal(value)
        if name in ("due_date", "period_end", "start_date"):
            return self.cast.period(value)
        return value

    def _indicator(self) -> Indicator:
        rows = Indicator.objects.select_related("organisation", "benefit__project")
        return rows.get(organisation=self.cast.organisation, key=self.key)


def promised_first(story: dict[str, Any], place: int, value: str) -> str:
    """The target as it is first set: what was promised, where that was changed later."""
    is_last = place == len(story["targets"])
    return str(story["promised"]["value"]) if is_last and "promised" in story else value
