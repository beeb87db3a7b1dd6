"""Evaluating a project on one page: the outcome of each benefit, the whole, and a lesson of each kind."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from projects import permissions
from projects.forms.lessons import split_tags
from projects.lifecycles.project import ProjectState
from projects.models import Evaluation, LessonKind, Project
from projects.models.benefits import BenefitOutcome
from projects.reports.evaluation_page import OPEN_IN, Judged
from register.errors import FieldError, InvalidInput, Refusal
from register.forms.refusals import show_in
from register.models import Person

WHOLE = ("side_effects", "running_on")
LESSONS = (LessonKind.AGAIN, LessonKind.DIFFERENTLY)


def _words(label: Any, *, rows: int = 3, help_text: Any = "") -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, required=False, max_length=20000, widget=widget, help_text=help_text)


class OutcomeForm(forms.Form):
    """What became of one benefit; while it is evaluated it begins with what its figures suggest."""

    outcome = forms.ChoiceField(
        label=_("Outcome"), choices=[("", _("Not judged yet")), *BenefitOutcome.choices], required=False
    )
    outcome_explanation = _words(_("Explanation"))

    def __init__(self, data: Any, *, row: Judged, suggests: bool) -> None:
        benefit = row.benefit
        initial = {"outcome": benefit.outcome, "outcome_explanation": benefit.outcome_explanation}
        if suggests and not benefit.outcome and not benefit.outcome_explanation:
            initial = {"outcome": row.suggested, "outcome_explanation": row.words}
        super().__init__(data, prefix=f"benefit-{row.benefit.pk}", initial=initial)
        self.row = row

    @property
    def judged(self) -> dict[str, Any]:
        """As the service takes it."""
        return {"benefit": self.row.benefit, **self.cleaned_data}

    @property
    def says_something(self) -> bool:
        """Other than what is stored already."""
        return any(self.cleaned_data[name] != getattr(self.row.benefit, name) for name in self.fields)


class EvaluationForm(forms.Form):
    """All of it may be saved half done. Whoever has no say on the whole (`may_evaluate`) is not asked about it."""

    side_effects = _words(_("Effects that nobody had planned, good or bad"))
    running_on = _words(
        _("What happens to the benefits that still run"),
        help_text=_("Who goes on measuring them, and where they are seen, once nobody is reminded any more."),
    )
    again = _words(_("What would we do again?"), rows=2, help_text=_("Becomes a lesson for those who come after."))
    differently = _words(_("What would we do differently?"), rows=2)
    tags = forms.CharField(
        label=_("Tags"),
        required=False,
        max_length=500,
        help_text=_("A few words with commas between them, by which others will look for these lessons."),
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, project: Project, rows: Sequence[Judged], reader: Person) -> None:
        evaluation = Evaluation.objects.filter(project=project).first()
        known = {name: getattr(evaluation, name, "") for name in WHOLE}
        super().__init__(data, initial={**known, "version": getattr(evaluation, "version", None)})
        self.is_open = project.state in OPEN_IN
        if not (self.is_open and permissions.EVALUATES(project, reader)):
            self._leave_out(WHOLE)
        if not (self.is_open and permissions.WRITES_LESSONS(project, reader)):
            self._leave_out((*LESSONS, "tags"))
        suggests = project.state == ProjectState.EVALUATING
        self.parts = [(row, OutcomeForm(data, row=row, suggests=suggests) if row.may_judge else None) for row in rows]
        self.outcomes = [one for _row, one in self.parts if one is not None]

    @property
    def asks_something(self) -> bool:
        return bool(self.outcomes) or len(self.fields) > 1

    def _leave_out(self, names: Iterable[str]) -> None:
        for name in names:
            del self.fields[name]

    def is_valid(self) -> bool:
        return all([super().is_valid(), *(one.is_valid() for one in self.outcomes)])

    @property
    def changes(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in WHOLE if name in self.changed_data}

    @property
    def judged(self) -> list[dict[str, Any]]:
        return [one.judged for one in self._said]

    @property
    def _said(self) -> list[OutcomeForm]:
        return [one for one in self.outcomes if one.says_something]

    @property
    def lessons(self) -> list[dict[str, Any]]:
        """A lesson of each kind that something was written of."""
        given = self.cleaned_data
        tags = split_tags(given.get("tags", ""))
        return [{"text": given[kind], "kind": kind, "tags": tags} for kind in LESSONS if given.get(kind)]

    @property
    def amiss(self) -> list[forms.BoundField]:
        """The fields of benefits at which something is amiss, for the summary at the top."""
        return [field for one in self.outcomes for field in one if field.errors]

    def show(self, refusal: Refusal) -> None:
        """An error of a benefit ("judged/0/outcome") stands at that benefit."""
        if not isinstance(refusal, InvalidInput):
            return show_in(self, refusal)
        for error in refusal.errors:
            self._show_at_its_place(error)
        return None

    def _show_at_its_place(self, error: FieldError) -> None:
        place, _slash, name = error.field.removeprefix("judged/").partition("/")
        if name and place.isdigit():
            self._said[int(place)].add_error(name, str(error.words))
        else:
            self.add_error(error.field if error.field in self.fields else None, str(error.words))
