"""Forms over the small parts of a project."""

from projects.models import Milestone
from register.forms.rows import RowForm


class MilestoneForm(RowForm):
    model = Milestone
    shown = ("title", "kind", "due_date", "responsible", "reached_date", "on_remaining_work")


class ReachedForm(MilestoneForm):
    """What whoever answers for the milestone may say without leading the project."""

    shown = ("reached_date",)
