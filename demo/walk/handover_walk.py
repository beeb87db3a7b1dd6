"""One handover of the story: prepared, sent, and signed by the line."""

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from demo.walk.cast import Cast
from demo.walk.diary import Diary
from projects.models import Handover
from projects.services import handovers, remaining_work, sign_off, transitions

if TYPE_CHECKING:
    from demo.walk.project_walk import ProjectWalk

WORDS = ("lasting_results", "anchoring", "way_forward", "remaining_work")
MORE = (
    *("handed_over", "task_split", "agreements", "operating_cost", "operating_cost_note", "hours_per_month"),
    *("training", "documentation", "routines", "preconditions", "risks", "reporting", "budget_consequence"),
)
DECISIONS = {"accepted": "accept", "accepted_with_reservations": "accept_with_reservations", "returned": "return"}
FILLED_IN_BEFORE = timedelta(days=3)


class HandoverWalk:
    """Notes in the diary what becomes of one handover."""

    def __init__(self, cast: Cast, diary: Diary, project: "ProjectWalk", story: dict[str, Any]) -> None:
        self.cast, self.diary, self.project, self.story = cast, diary, project, story

    def note(self) -> None:
        self.diary.note(self.prepared_on(), 30, self.prepare)
        if "sent" in self.story:
            sent = self.cast.day(self.story["sent"])
            started = self.project.day_of("start_handover")
            self.diary.note(min(sent, started or sent) - FILLED_IN_BEFORE, 90, self.fill_in)
            self.diary.note(sent, 300, self.send)
        if "decision" in self.story:
            self.diary.note(self.cast.day(self.story["decision"]["at"]), 180, self.decide)

    def prepared_on(self) -> date:
        """Before execution is approved; in planning two weeks into it."""
        planning = self.project.day_of("approve_planning") or self.project.begun
        return self.project.day_of("approve_execution") or planning + timedelta(days=14)

    def row(self) -> Handover:
        return Handover.objects.get(
            project=self.cast.project(self.project.key), receiving_unit=self.cast.units[self.story["unit"]]
        )

    def prepare(self, at: datetime) -> None:
        fields: dict[str, Any] = {"receiving_unit": self.cast.units[self.story["unit"]]}
        if "sent" not in self.story:
            fields |= {name: self.story[name] for name in WORDS if name in self.story}
        project = self.cast.project(self.project.key)
        handovers.create_handover(project=project, fields=fields, by=self.project.person("leader"), now=at)

    def fill_in(self, at: datetime) -> None:
        first = self.story["first_action"]
        changes = {name: self.story[name] for name in WORDS} | {
            "takes_over_on": self.cast.day(self.story["takes_over_on"]),
            "closing_milestone": self.cast.milestone(self.story["closing_milestone"]),
            "first_action": first["what"],
            "first_action_owner": self.cast.people[first["owner"]],
            "first_action_due": self.cast.day(first["due_date"]),
        }
        changes |= {name: self.story[name] for name in MORE if name in self.story}
        leader = self.project.person("leader")
        handovers.update_handover(handover=self.row(), changes=changes, by=leader, now=at)
        for left in self.story.get("remaining_items", []):
            fields = {**left, "owner": self.cast.people[left["owner"]], "due_date": self.cast.day(left["due_date"])}
            remaining_work.create_item(handover=self.row(), fields=fields, by=leader, now=at)

    def send(self, at: datetime) -> None:
        transitions.take(subject=self.row(), name="send", by=self.project.person("leader"), now=at)

    def decide(self, at: datetime) -> None:
        decision, row = self.story["decision"], self.row()
        answer = sign_off.Answer(
            decision=DECISIONS[self.story["state"]],
            snapshot_sha256=row.snapshot_sha256,
            comment=decision["comment"],
            reservations=self.cast.promises(decision.get("reservations", [])),
            authenticated_by=f"password, {at.astimezone(UTC):%Y-%m-%d %H:%M} UTC",
        )
        sign_off.decide(handover=row, answer=answer, by=self.cast.people[decision["by"]], now=at)
