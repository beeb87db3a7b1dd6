"""What belongs to a benefit row by row: what must be in place, what is to be done, what could go wrong."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from projects.models import Prerequisite, RealisationAction, Risk
from register.forms.rows import RowForm


class ActionForm(RowForm):
    """What, who, until when."""

    model = RealisationAction
    shown = ("title", "responsible", "due_date", "status", "done_on", "note")

    def __init__(self, *args: Any, benefit: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        explain(self, {"responsible": _("Empty: it falls to the benefit's owner.")})


class PrerequisiteForm(RowForm):
    """Something that must be there, or must go, before the benefits can come."""

    model = Prerequisite
    shown = ("title", "kind", "handler", "due_date", "benefits", "force", "status", "settled_on", "note")

    def __init__(self, *args: Any, benefit: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        project = self.row.project if self.row is not None else benefit.project  # type: ignore[attr-defined]
        self.fields["benefits"].queryset = project.benefits.order_by("title_sort", "id")  # type: ignore[attr-defined]
        if benefit is not None:
            self.initial.setdefault("benefits", [benefit.pk])
        explain(self, {"handler": _("Empty: it falls to the project's leader.")})


class RiskForm(RowForm):
    """How likely, how bad, and what is done about it."""

    model = Risk
    shown = ("title", "likelihood", "consequence", "response", "responsible", "status")

    def __init__(self, *args: Any, benefit: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)


HOW_FAR = {
    Prerequisite: ("status", "settled_on", "note"),
    RealisationAction: ("status", "done_on", "note"),
    Risk: ("status",),
}
"""What whoever sees to it may say without steering the benefit."""


def only_how_far(form: RowForm) -> None:
    """Leave what this person may say."""
    form.shown = HOW_FAR[form.model]  # type: ignore[index, misc]
    for name in [*form.fields]:
        if name not in (*form.shown, "version"):
            del form.fields[name]


def explain(form: RowForm, words: dict[str, Any]) -> None:
    for name, help_text in words.items():
        form.fields[name].help_text = help_text
