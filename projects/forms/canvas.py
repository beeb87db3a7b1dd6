"""The canvas of a project, and the few questions with which it begins."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from projects.models import Project
from register.forms.rows import RowForm

QUESTIONS = {
    "background": _("What made you think of it, and why now?"),
    "purpose": _("What will be better, and for whom?"),
    "vision": _("What has happened when the project is over and everyone is satisfied?"),
    "success_factors": _("What must go well for this to succeed?"),
    "alternatives": _("What else could be done, doing nothing included?"),
    "next_action": _("The very next thing somebody does."),
}


class ProjectForm(RowForm):
    """Any of a project's own fields."""

    model = Project

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, question in QUESTIONS.items():
            if name in self.fields:
                self.fields[name].help_text = question


class FirstStepForm(ProjectForm):
    """Two minutes: enough for a draft. Only the title must be there."""

    shown = ("title", "unit", "background", "purpose", "leader")
    draft = forms.UUIDField(initial=uuid4, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].help_text = _("Short enough to say aloud.")
        self.fields["background"].label = _("Why")
        self.fields["purpose"].help_text = ""
        self.fields["purpose"].label = _("What will be better for whom")
        self.fields["background"].widget.attrs["rows"] = self.fields["purpose"].widget.attrs["rows"] = 2


class CanvasForm(ProjectForm):
    """Everything the leader keeps up to date."""

    shown = (
        "title", "unit", "background", "purpose", "vision", "success_factors", "alternatives",
        "start_date", "end_date", "next_action",
        "owner", "leader", "benefits_responsible", "members",
        "goals", "programme", "theme", "core_task", "case_reference", "statutory", "restricted", "track",
    )  # fmt: skip
    change_reason = forms.CharField(
        label=_("Reason"), required=False, help_text=_("Needed when the track changes: that is a decision.")
    )

    PARTS = (
        (_("The project"), ("title", "unit", "background", "purpose", "vision", "success_factors", "alternatives")),
        (_("When"), ("start_date", "end_date", "next_action")),
        (_("Who"), ("owner", "leader", "benefits_responsible", "members")),
        (_("Where it belongs"), ("goals", "programme", "theme", "core_task", "case_reference")),
        (_("How it is run"), ("statutory", "restricted", "track", "change_reason")),
    )

    @property
    def parts(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """The fields under their headings, in the order of the page."""
        return [(heading, [self[name] for name in names]) for heading, names in self.PARTS]
