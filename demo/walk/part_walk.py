"""What a benefit of the story needs: its actions, prerequisites and risks, and the day on which each was done."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from demo.walk.cast import Cast
from demo.walk.diary import Diary
from projects.services import benefit_parts

if TYPE_CHECKING:
    from demo.walk.benefit_walk import BenefitWalk

FIELDS = ("title", "kind", "force", "handler", "responsible", "likelihood", "consequence", "response", "note")


class PartWalk:
    """Notes in the diary when each is named, and when it is done."""

    def __init__(self, cast: Cast, diary: Diary, benefit: "BenefitWalk") -> None:
        self.cast, self.diary, self.benefit = cast, diary, benefit

    def note(self) -> None:
        story = self.benefit.story
        for sort in ("actions", "prerequisites", "risks"):
            for row in story.get(sort, ()):
                self._note(sort, row)

    def _note(self, sort: str, row: dict[str, Any]) -> None:
        made: list[Any] = []
        self.diary.note(self.benefit.project.begun, 15, lambda at: made.append(self._make(sort, row, at)))
        if "done" in row:
            self.diary.note(self.cast.day(row["done"]), 15, lambda at: self._end(sort, made[0], row, at))

    def _make(self, sort: str, row: dict[str, Any], at: datetime) -> Any:
        fields = self.cast.fields(row, *FIELDS)
        if "due_date" in row:
            fields["due_date"] = self.cast.day(row["due_date"])
        told = {"fields": fields, "by": self.benefit.project.person("leader"), "now": at}
        benefit = self.benefit.row()
        if sort == "prerequisites":
            fields["benefits"] = [benefit]
            return benefit_parts.create_prerequisite(project=benefit.project, **told)
        create: Callable[..., Any] = benefit_parts.create_action if sort == "actions" else benefit_parts.create_risk
        return create(benefit=benefit, **told)

    def _end(self, sort: str, made: Any, row: dict[str, Any], at: datetime) -> None:
        told = {"by": made.seen_to_by or self.benefit.project.person("leader"), "now": at}
        if sort == "actions":
            changes = {"status": row.get("status", "done")}
            benefit_parts.update_action(action=made, changes=changes, **told)
        elif sort == "prerequisites":
            benefit_parts.update_prerequisite(prerequisite=made, changes={"status": "settled"}, **told)
