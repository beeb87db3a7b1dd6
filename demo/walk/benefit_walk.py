"""One benefit of the story: described, accepted by its owner, measured, judged."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from demo.walk.cast import Cast
from demo.walk.course_walk import CourseWalk, promised_first
from demo.walk.diary import Diary
from demo.walk.measuring_walk import MeasuringWalk
from demo.walk.money_walk import book_money, tell_money
from demo.walk.part_walk import PartWalk
from projects.models import Benefit
from projects.services import benefits, indicators, targets, transitions

if TYPE_CHECKING:
    from demo.walk.project_walk import ProjectWalk

FIELDS = (
    *("key", "title", "description", "kind", "is_disbenefit", "beneficiaries", "owner", "receiving_unit"),
    *("how_known", "use_of_value", "importance", "importance_reason", "goals", "start_date", "due_date"),
    *("receivers", "duration", "cashability", "is_emergent", "attribution_share", "attribution_reason"),
    *("use_kind", "use_service", "use_decided_by", "months_after_milestone"),
    *("outside_organisation", "outside_owner_name", "outside_owner_email"),
)
DAYS = ("use_decided_on", "outside_involved_on")
LINKS = ("part_of", "restates")
INDICATOR_FIELDS = (
    *("name", "direction", "measures", "baseline_date", "baseline_state", "baseline_reason"),
    *("baseline_due_date", "method", "source", "frequency", "measurer", "season"),
)
TO_ACCEPT = timedelta(days=5)
TO_VERIFY = timedelta(days=3)


class BenefitWalk:
    """Notes in the diary what becomes of one benefit."""

    def __init__(self, cast: Cast, diary: Diary, project: "ProjectWalk", story: dict[str, Any]) -> None:
        self.cast, self.diary, self.project, self.story = cast, diary, project, story

    def note(self) -> None:
        self.diary.note(self.project.begun, 10, self.describe)
        PartWalk(self.cast, self.diary, self).note()
        planned = self.planned_on()
        if planned:
            self.diary.note(planned - TO_ACCEPT, 20, self.profile)
            if self.is_accepted:
                self.diary.note(planned - TO_ACCEPT, 40, self.accept)
            self.diary.note(planned, 20, self.plan_measuring)
            if "money" in self.story:
                self.diary.note(planned, 25, self.tell_money)
                self.diary.note(self.cast.day_0 - TO_ACCEPT, 70, self.book_money)
            for number, story in enumerate(self.story.get("indicators", ()), 1):
                MeasuringWalk(self.cast, self.diary, self, self.indicator_key(number), story).note()
                CourseWalk(self.cast, self.diary, self, self.indicator_key(number), story).note()
        if "judgement" in self.story:
            day = self.cast.day(self.story["judgement"]["at"])
            self.diary.note(day, 50, self.judge)
            self.diary.note(day + TO_VERIFY, 50, self.verify_judgement)
        if "withdrawn_because" in self.story:
            self._note_withdrawal()

    def planned_on(self) -> date | None:
        """The day on which indicators and targets are settled: that of the gate, or two weeks into planning."""
        planning = self.project.day_of("approve_planning")
        settled = planning + timedelta(days=14) if planning and "indicators" in self.story else None
        return self.project.day_of("approve_execution") or settled

    @property
    def is_accepted(self) -> bool:
        gate = self.project.story.get("gate", {})
        open_gate = gate.get("transition") == "approve_execution" and gate["open"]
        default = open_gate or self.project.day_of("approve_execution") is not None
        return bool(self.story.get("accepted", default))

    def row(self) -> Benefit:
        return Benefit.objects.get(organisation=self.cast.organisation, key=self.story["key"])

    def describe(self, at: datetime) -> None:
        fields = self.cast.fields(self.story, *FIELDS)
        for name in LINKS:
            if name in self.story:
                fields[name] = Benefit.objects.get(organisation=self.cast.organisation, key=self.story[name])
        if "milestone" in self.story:
            fields["milestone"] = self.cast.milestone(self.story["milestone"])
        fields |= {name: self.cast.day(self.story[name]) for name in DAYS if name in self.story}
        told = {"by": self.project.person("leader"), "now": at}
        project = self.cast.project(self.project.key)
        benefits.create_benefit(project=project, fields=fields, **told)

    def profile(self, at: datetime) -> None:
        transitions.take(subject=self.row(), name="profile", by=self.project.person("leader"), now=at)

    def accept(self, at: datetime) -> None:
        owner = self.cast.people[self.story["owner"]]
        transitions.take(subject=self.row(), name="accept", by=owner, now=at)

    def plan_measuring(self, at: datetime) -> None:
        """Indicators with baseline and targets."""
        leader = self.project.person("leader")
        for number, story in enumerate(self.story.get("indicators", ()), 1):
            fields = self.cast.fields(story, *INDICATOR_FIELDS)
            fields |= {"key": self.indicator_key(number), "unit": story["unit"]}
            if "baseline_due_date" in story:
                fields["baseline_due_date"] = self.cast.last_day(story["baseline_due_date"])
            if "baseline_value" in story:
                fields["baseline_value"] = Decimal(story["baseline_value"])
            indicator = indicators.create_indicator(benefit=self.row(), fields=fields, by=leader, now=at)
            for place, (due_date, value, *comparator) in enumerate(story["targets"], 1):
                target = {
                    "key": f"{fields['key']}-t{place}",
                    "due_date": self.cast.period(due_date),
                    "value": Decimal(promised_first(story, place, value)),
                    "comparator": (comparator or ["exact"])[0],
                }
                targets.create_target(indicator=indicator, fields=target, by=leader, now=at)

    def tell_money(self, at: datetime) -> None:
        tell_money(self.cast, self.row(), self.story["money"], at)

    def book_money(self, at: datetime) -> None:
        book_money(self.cast, self.row(), self.story["money"], at)

    def indicator_key(self, number: int) -> str:
        return f"{self.story['key']}-{number}"

    def judge(self, at: datetime) -> None:
        said = self.story["judgement"]
        changes = {"judgement": said["status"], "judgement_words": said["words"]}
        benefits.update_benefit(benefit=self.row(), changes=changes, by=self.cast.people[said["by"]], now=at)

    def verify_judgement(self, at: datetime) -> None:
        benefits.verify_judgement(benefit=self.row(), by=self.cast.people["controller"], now=at)

    def _note_withdrawal(self) -> None:
        """Benefits of a stopped project are withdrawn with it; others by the leader."""
        if not self.project.day_of("stop"):
            self.diary.note(self.cast.day_0 - TO_ACCEPT, 60, self.withdraw)

    def withdraw(self, at: datetime) -> None:
        words = self.story["withdrawn_because"]
        transitions.take(subject=self.row(), name="withdraw", by=self.project.person("leader"), now=at, comment=words)
