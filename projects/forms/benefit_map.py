"""Forms of the benefit map: a change, a line from one box to another, its weight."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from projects.models import BenefitLink, Change, Project
from projects.reports.benefit_map import BENEFIT, CHANGE, GOAL, MILESTONE, BenefitMap
from register.errors import InvalidInput, Refusal
from register.forms.rows import RowForm
from register.models import Goal, Person

NOT_CHOSEN = ("", _("Not chosen"))
WHAT = {
    MILESTONE: _("Deliverables"),
    CHANGE: _("Changes"),
    BENEFIT: _("Benefits"),
    GOAL: _("Goals"),
}


class ChangeForm(RowForm):
    model = Change
    shown = ("title", "description")


class WeightForm(RowForm):
    model = BenefitLink
    shown = ("weight",)


class LineForm(forms.Form):
    """From one box to another, with a weight if anybody can say; `fields_of_link` is what the service takes."""

    start = forms.ChoiceField(label=_("From"))
    end = forms.ChoiceField(label=_("To"))
    weight = forms.IntegerField(
        label=_("Weight in per cent"),
        required=False,
        min_value=1,
        max_value=100,
        help_text=_("How much of the end comes of this, if anybody can say."),
    )

    def __init__(self, *args: Any, project: Project, person: Person, found: BenefitMap, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        goals = Goal.objects.visible_to(person).order_by("title_sort", "id")
        every = {kind: [(f"{kind} {node.id}", node.title) for node in found.of(kind)] for kind in WHAT}
        every[MILESTONE] = [(f"{MILESTONE} {row.pk}", row.title) for row in project.milestones.order_by("title", "id")]
        every[GOAL] = [(f"{GOAL} {row.pk}", row.title) for row in goals]
        self.fields["start"].choices = _grouped(every, (MILESTONE, CHANGE, BENEFIT))
        self.fields["end"].choices = _grouped(every, (CHANGE, BENEFIT, GOAL))
        self.rows = {"project": project, "goals": goals}

    @property
    def fields_of_link(self) -> dict[str, Any]:
        start, end = self.cleaned_data["start"].split(" "), self.cleaned_data["end"].split(" ")
        return {
            f"from_{start[0]}": self._row(*start),
            f"to_{end[0]}": self._row(*end),
            "weight": self.cleaned_data["weight"],
        }

    def _row(self, kind: str, pk: str) -> Any:
        project = self.rows["project"]
        rows = {
            MILESTONE: project.milestones,
            CHANGE: project.changes,
            BENEFIT: project.benefits,
            GOAL: self.rows["goals"],
        }
        return rows[kind].get(pk=pk)

    def show(self, refusal: Refusal) -> None:
        """What the service refused, beside the field it is about."""
        errors = refusal.errors if isinstance(refusal, InvalidInput) else []
        for error in errors:
            name = "start" if error.field.startswith("from_") else "end" if error.field.startswith("to_") else None
            self.add_error(name or ("weight" if error.field == "weight" else None), str(error.words))
        if not errors:
            self.add_error(None, str(refusal))


def _grouped(every: dict[str, Any], kinds: tuple[str, ...]) -> list[Any]:
    return [NOT_CHOSEN, *((WHAT[kind], every[kind]) for kind in kinds if every[kind])]
