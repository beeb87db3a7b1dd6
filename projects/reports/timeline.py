"""A project's milestones on one scale of time, each with the day it was first planned for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import ngettext

from projects.lifecycles.benefit import OPEN
from projects.models import Milestone

WIDTH = 1000
MARGIN = 30


@dataclass(frozen=True)
class Mark:
    """One milestone as it is drawn: places are from 0 to WIDTH; None where there is no such day."""

    milestone: Milestone
    first: int | None
    due: int | None
    reached: int | None
    state: str
    slipped_days: int

    @property
    def slip_width(self) -> int:
        """How far the plan has moved, drawn as a bar; 0 where it has not."""
        return abs((self.due or 0) - (self.first or 0)) if self.first is not None and self.due is not None else 0

    @property
    def slip_start(self) -> int:
        return min(self.first or 0, self.due or 0)


@dataclass(frozen=True)
class Timeline:
    marks: list[Mark]
    today: int | None


def waiting_in_words(milestone: Milestone) -> str:
    """What moves with the milestone, said before it is moved; empty where nothing waits for it."""
    titles = [benefit.title for benefit in milestone.benefits.filter(state__in=OPEN).order_by("title_sort", "id")]
    if not titles:
        return ""
    words = ngettext(
        "%(count)d benefit waits for this milestone. If its day moves, the benefit's dates move with it, and its owner "
        "is told: %(titles)s.",
        "%(count)d benefits wait for this milestone. If its day moves, their dates move with it, and their owners are "
        "told: %(titles)s.",
        len(titles),
    )
    return words % {"count": len(titles), "titles": ", ".join(titles)}


def timeline_of(milestones: Sequence[Milestone], today: date) -> Timeline:
    """The dated ones in their order, the undated last."""
    rows = sorted(milestones, key=lambda row: (row.due_date or date.max, row.title))
    days = [day for row in rows for day in (row.first_due_date, row.due_date, row.reached_date) if day]
    start, end = min([*days, today]), max([*days, today])

    def place(day: date | None) -> int | None:
        if day is None:
            return None
        return MARGIN + round((WIDTH - 2 * MARGIN) * (day - start).days / max((end - start).days, 1))

    marks = [
        Mark(
            row, place(row.first_due_date), place(row.due_date), place(row.reached_date), _state(row, today), _slip(row)
        )
        for row in rows
    ]
    return Timeline(marks, place(today) if days else None)


def _state(row: Milestone, today: date) -> str:
    if row.reached_date:
        return "reached"
    if row.due_date is None:
        return "undated"
    return "late" if row.due_date < today else "ahead"


def _slip(row: Milestone) -> int:
    latest = row.reached_date or row.due_date
    return (latest - row.first_due_date).days if latest and row.first_due_date else 0
