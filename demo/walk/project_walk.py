"""One project of the story: registered by its leader and taken from gate to gate."""

from datetime import date, datetime, timedelta
from typing import Any

from demo.walk.benefit_walk import BenefitWalk
from demo.walk.cast import Cast
from demo.walk.diary import Diary
from demo.walk.handover_walk import HandoverWalk
from demo.walk.map_walk import MapWalk
from projects.models import Condition, FollowUp
from projects.reports.progress import progress_of
from projects.services import (
    benefits,
    conditions,
    follow_up_plan,
    follow_ups,
    lessons,
    milestones,
    projects,
    transitions,
)

FIELDS = (
    *("key", "title", "unit", "theme", "core_task", "programme", "track", "restricted", "statutory", "leader"),
    *("owner", "benefits_responsible", "background", "purpose", "vision", "success_factors", "alternatives"),
    *("start_date", "end_date", "next_action", "case_reference", "goals"),
)
ROLES = ("leader", "owner", "benefits_responsible")
WHO = {
    "submit": "leader",
    **dict.fromkeys(("approve_concept", "approve_planning", "reject", "stop", "close"), "decider"),
    **dict.fromkeys(("approve_execution", "start_handover", "complete_handover", "hold"), "owner"),
    "start_evaluation": "benefits_responsible",
}
DONE_BEFORE = timedelta(days=2)
ABOUT_THE_SAME_TIME = timedelta(days=30)
FULFILLED = "Gjort, og lagt fram for prosjekteieren."
GATE, BEFORE_GATE, AFTER_GATE = 240, 120, 300


class ProjectWalk:
    """Notes in the diary what becomes of one project."""

    def __init__(self, cast: Cast, diary: Diary, story: dict[str, Any]) -> None:
        self.cast, self.diary, self.story = cast, diary, story
        self.key = story["key"]
        self.walk = {step["do"]: cast.day(step["at"]) for step in story["walk"]}
        self.begun = min(self.walk.values(), default=cast.day_0) - timedelta(days=21)

    def note(self) -> None:
        self.diary.note(self.begun, 0, self.register)
        if self.story.get("accepted", True):
            self.diary.note(self.begun + timedelta(days=1), 0, self.accept_roles)
        for row in self.story.get("milestones", ()):
            self._note_milestone(row)
        for row in self.story.get("benefits", ()):
            BenefitWalk(self.cast, self.diary, self, row).note()
        MapWalk(self.cast, self.diary, self).note()
        for row in self.story.get("handovers", ()):
            HandoverWalk(self.cast, self.diary, self, row).note()
        for step in self.story["walk"]:
            self._note_step(step)
        for day in self._follow_up_days():
            self.diary.note(day, 100, self.follow_up)

    def register(self, at: datetime) -> None:
        fields = self.cast.fields(self.story, *FIELDS)
        leader = self.person("leader")
        project = projects.create_project(organisation=self.cast.organisation, fields=fields, by=leader, now=at)
        for row in self.story.get("milestones", ()):
            values = self.cast.fields(row, "key", "title", "kind", "due_date", "responsible", "on_remaining_work")
            milestones.create_milestone(project=project, fields=values, by=leader, now=at)

    def accept_roles(self, at: datetime) -> None:
        for role in ROLES:
            if role in self.story:
                project = self.cast.project(self.key)
                projects.accept_role(project=project, role=role, by=self.cast.people[self.story[role]], now=at)

    def follow_up(self, at: datetime) -> None:
        """Hold the meetings whose day has come, and those of the units that took over about the same time."""
        soon = self.cast.organisation.local_date(at) + ABOUT_THE_SAME_TIME
        due = FollowUp.objects.filter(project=self.cast.project(self.key), due_date__lte=soon, done_at=None)
        while row := due.order_by("due_date", "pk").first():
            responsible = self.person("benefits_responsible")
            said = self._said(row, at)
            follow_ups.complete(follow_up=row, note=self.story["follow_up"], lines=said, by=responsible, now=at)

    def _said(self, row: FollowUp, at: datetime) -> list[dict[str, Any]] | None:
        """Why each benefit deviates, and what next; a note alone where the story has no words for one of them."""
        words, on = self.story.get("deviations", {}), self.cast.organisation.local_date(at)
        seen = progress_of(row.get_benefits(), on=on, organisation=row.organisation)
        apart = [one.benefit for one in seen if one.deviates]
        if not all(benefit.key in words for benefit in apart):
            return None
        return [{"benefit": benefit, **words[benefit.key]} for benefit in apart]

    def _follow_up_days(self) -> list[date]:
        """The days of the meetings that are over by day 0."""
        over = self.day_of("complete_handover")
        if over is None or "follow_up" not in self.story:
            return []
        until = self.day_of("close") or self.cast.day_0
        days = [follow_up_plan.months_after(over, months) for months in follow_up_plan.MONTHS]
        return [day for day in [*days, until - timedelta(days=1)] if day < until]

    def _note_milestone(self, row: dict[str, Any]) -> None:
        if "reached_date" in row:
            day = max(self.cast.day(row["reached_date"]), self.begun)
            self.diary.note(day, 30, lambda at: self._reach(row, at))

    def _reach(self, row: dict[str, Any], at: datetime) -> None:
        milestone = self.cast.milestone(row["key"])
        changes = self.cast.fields(row, "reached_date")
        leader = self.person("leader")
        milestones.update_milestone(milestone=milestone, changes=changes, by=leader, now=at)

    def _note_step(self, step: dict[str, Any]) -> None:
        day = self.walk[step["do"]]
        prepare = {
            "start_handover": self._recommend,
            "close": self._judge,
            "stop": self._learn,
        }.get(step["do"])
        if prepare:
            self.diary.note(day - DONE_BEFORE, BEFORE_GATE, prepare)
        self.diary.note(day, GATE, lambda at: self._step(step, at))
        for condition in step.get("conditions", ()):
            due = self.cast.day(condition["due_date"])
            if due < self.cast.day_0:
                self.diary.note(due - DONE_BEFORE, AFTER_GATE, lambda at, one=condition: self._fulfil(one, at))

    def _step(self, step: dict[str, Any], at: datetime) -> None:
        project, name = self.cast.project(self.key), step["do"]
        light = self.story["track"] == "light"
        if light and name == "complete_handover":
            return  # the last signature did it
        role = "leader" if light and name == "start_handover" else WHO[name]
        by = self.cast.people[self.story.get(role, role)]
        given = {"conditions": self.cast.promises(step.get("conditions", []))}
        if "review_date" in step:
            given["review_date"] = self.cast.day(step["review_date"])
        transitions.take(subject=project, name=name, by=by, now=at, comment=step.get("comment", ""), given=given)

    def _recommend(self, at: datetime) -> None:
        project = self.cast.project(self.key)
        if self.story["track"] == "light":
            return
        responsible = self.person("benefits_responsible")
        project = projects.reconfirm_benefits(project=project, by=responsible, now=at)
        projects.recommend_handover(project=project, by=self.person("leader"), now=at)

    def _judge(self, at: datetime) -> None:
        """What became of each benefit, and what was learnt."""
        responsible = self.person("benefits_responsible")
        for row in self.story["benefits"]:
            benefit = self.cast.project(self.key).benefits.get(key=row["key"])
            changes = {name: row[name] for name in ("outcome", "outcome_explanation")}
            benefits.update_benefit(benefit=benefit, changes=changes, by=responsible, now=at)
        self._learn(at)

    def _learn(self, at: datetime) -> None:
        for row in self.story.get("lessons", ()):
            leader = self.person("leader")
            lessons.create_lesson(project=self.cast.project(self.key), fields=dict(row), by=leader, now=at)

    def _fulfil(self, story: dict[str, Any], at: datetime) -> None:
        row = Condition.objects.get(project=self.cast.project(self.key), text=story["text"])
        conditions.fulfil(condition=row, note=FULFILLED, by=self.cast.people[story["owner"]], now=at)

    def person(self, role: str) -> Any:
        return self.cast.people[self.story[role]]

    def day_of(self, step: str) -> date | None:
        return self.walk.get(step)
