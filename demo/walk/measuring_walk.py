"""One indicator of the story: reported by its measurer, verified by the controller."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from demo.walk.cast import Cast
from demo.walk.diary import Diary
from projects.lifecycles.measurement import MeasurementState
from projects.models import Indicator, Measurement
from projects.services import measurements, transitions
from register.periods import Period

if TYPE_CHECKING:
    from demo.walk.benefit_walk import BenefitWalk

TO_REPORT, TO_VERIFY = timedelta(days=20), timedelta(days=3)
STARTED_LATER = "Målingen startet senere."
NO_LONGER_NEEDED = "Målingen trengs ikke til evalueringen."


class MeasuringWalk:
    """Notes in the diary what becomes of one indicator."""

    def __init__(self, cast: Cast, diary: Diary, benefit: "BenefitWalk", key: str, story: dict[str, Any]) -> None:
        self.cast, self.diary, self.benefit, self.key, self.story = cast, diary, benefit, key, story

    def note(self) -> None:
        settled = self.benefit.planned_on() or self.cast.day_0
        for place, (moment, value, *rest) in enumerate(self.story.get("measurements", ())):
            period = self.cast.period(moment)
            state, note = [*rest, *("verified", "")[len(rest) :]]
            day = max(period.end + TO_REPORT, settled)
            if place == 0:
                self.diary.note(day, 60, lambda at, first=period: self.waive_before(first, at))
            if state == "waived":
                self.diary.note(day, 70, lambda at, one=period, words=note: self.waive(one, words, at))
            elif value:
                self.diary.note(day, 70, lambda at, one=period, v=value, words=note: self.report(one, v, words, at))
                if state != "reported":
                    self._note_check(period, day, state, note)
        if self.story["status"] == "not_started":
            self.diary.note(self.cast.day_0, 60, self.waive_what_is_past)
        evaluated = self.benefit.project.day_of("start_evaluation")
        if evaluated:
            self.diary.note(evaluated, 200, self.waive_the_rest)

    def indicator(self) -> Indicator:
        rows = Indicator.objects.select_related("organisation", "benefit__project")
        return rows.get(organisation=self.cast.organisation, key=self.key)

    def report(self, period: Period, value: str, note: str, at: datetime) -> None:
        fields = {"period_start": period, "value": Decimal(value), "note": note}
        measurer = self.cast.people[self.story["measurer"]]
        measurements.report_new(indicator=self.indicator(), fields=fields, by=measurer, now=at)

    def check(self, period: Period, state: str, note: str, at: datetime) -> None:
        row = self._rows().get(period_start=period.start, period_end=period.end)
        name = "dispute" if state == "disputed" else "verify"
        comment = note if state == "disputed" else ""
        transitions.take(subject=row, name=name, by=self.cast.people["controller"], now=at, comment=comment)

    def waive(self, period: Period, words: str, at: datetime) -> None:
        self._waive(self._due(at).filter(period_start=period.start, period_end=period.end), words, at)

    def waive_before(self, first: Period, at: datetime) -> None:
        """What was asked for before measuring began."""
        self._waive(self._due(at).filter(period_end__lt=first.start), STARTED_LATER, at)

    def waive_what_is_past(self, at: datetime) -> None:
        """The benefit has not begun, so nobody measured it."""
        self._waive(self._due(at).filter(period_end__lt=self.cast.day_0), STARTED_LATER, at)

    def waive_the_rest(self, at: datetime) -> None:
        today = self.cast.organisation.local_date(at)
        self._waive(self._due(at).filter(period_end__lte=today), NO_LONGER_NEEDED, at)

    def _note_check(self, period: Period, day: Any, state: str, note: str) -> None:
        self.diary.note(day + TO_VERIFY, 80, lambda at: self.check(period, state, note, at))

    def _rows(self) -> Any:
        return Measurement.objects.filter(organisation=self.cast.organisation, indicator__key=self.key)

    def _due(self, at: datetime) -> Any:
        today = self.cast.organisation.local_date(at)
        measurements.plan(indicator=self.indicator(), today=today, now=at)
        return self._rows().filter(state=MeasurementState.DUE)

    def _waive(self, rows: Any, words: str, at: datetime) -> None:
        responsible = self.benefit.project.person("benefits_responsible")
        for row in rows:
            transitions.take(subject=row, name="waive", by=responsible, now=at, comment=words)
