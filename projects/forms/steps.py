"""What a step asks for, as a form made from the transition itself."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from projects.lifecycles.gates import blockable, gate_answered_by
from projects.lifecycles.project import ProjectState
from projects.models import Project
from projects.reports.steps import Step
from projects.services.gate_outcomes import ONWARD, STEPS
from register.errors import InvalidInput, Refusal
from register.forms.fields import DayField
from register.forms.refusals import show_in
from register.models import Person
from workflows.models import Outcome

CONDITION_ROWS = 3
RECORD = ("body", "decided_on", "case_number", "item_number", "link")
FIELDS: dict[str, Any] = {
    "body": lambda: forms.CharField(label=_("Deciding body"), max_length=200),
    "decided_on": lambda: DayField(label=_("Date of the decision")),
    "case_number": lambda: forms.CharField(label=_("Case number"), max_length=100),
    "item_number": lambda: forms.CharField(label=_("Item number"), max_length=100),
    "link": lambda: forms.URLField(label=_("Link to the document"), max_length=1000, assume_scheme="https"),
    "review_date": lambda: DayField(label=_("Look at it again on")),
}
COMMENTS = {
    True: (_("Reason"), _("It is kept in the history, and those concerned can read it.")),
    False: (_("Comment"), ""),
}


class ConditionForm(forms.Form):
    """What is demanded, of whom, by when."""

    hides_optional = True

    text = forms.CharField(label=_("What is demanded"), required=False, max_length=2000)
    owner = forms.ModelChoiceField(Person.objects.none(), label=_("Who does it"), required=False)
    due_date = DayField(label=_("By"), required=False)
    blocks = forms.ChoiceField(label=_("Blocks a later gate while it is open"), required=False)

    def __init__(self, *args: Any, people: Any, gates: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = people
        self.fields["owner"].empty_label = _("Not chosen")
        self.fields["blocks"].choices = [("", _("It blocks nothing")), *gates]
        if not gates:
            del self.fields["blocks"]


class StepForm(forms.Form):
    """The answers of one step; `given` is what the service takes besides the comment."""

    def __init__(self, *args: Any, step: Step, person: Person, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.step, self.project, self.person = step, project, person
        asks, needs = step.choice.asks, step.choice.requires
        if "outcome" in asks:
            self.fields["outcome"] = self._outcome()
        for name in asks:
            if name in FIELDS:
                self.fields[name] = FIELDS[name]()
                self.fields[name].required = name in needs
        if "round" in asks:
            self.fields["round"] = forms.IntegerField(required=False, widget=forms.HiddenInput)
        label, hint = COMMENTS["comment" in needs]
        if "review_date" in asks and "round" in asks:
            self.fields["review_date"].help_text = _("For “Hold” only.")
            hint = _("Needed for all but a go.")
        self.fields["comment"] = forms.CharField(
            label=label, help_text=hint, required="comment" in needs, widget=forms.Textarea(attrs={"rows": 3})
        )
        if person.standing.administrator and not step.choice.allowed:
            self.fields["override"] = forms.BooleanField(
                label=_("Override what stands in the way; my reason stays visible"), required=not step.choice.permitted
            )
        gate = gate_answered_by(step.choice.name, project.track)
        if gate and project.body_at(gate):
            self.fields.pop("body", None)
        people = Person.objects.visible_to(person).filter(is_active=True, is_service=False).order_by("name_sort", "id")
        outcomes = dict(getattr(self.fields.get("outcome"), "choices", ()))
        demands = "conditions" in asks and (not outcomes or Outcome.GO_WITH_CONDITIONS in outcomes)
        self.conditions = self._conditions(people) if demands else []

    def _outcome(self) -> forms.ChoiceField:
        if self.step.choice.name == "reopen":
            states = [(state.value, state.label) for state in (ProjectState.REALISING, ProjectState.EVALUATING)]
            return forms.ChoiceField(label=_("Reopen as"), choices=states, required=False)
        return forms.ChoiceField(label=_("Outcome"), choices=self._outcomes(), widget=forms.RadioSelect)

    def _outcomes(self) -> list[tuple[str, str]]:
        """None is chosen beforehand. Onward is offered where it is possible, or could be by an override."""
        choice = self.step.choice
        onward = choice.allowed or self.person.standing.administrator
        aside = set(STEPS) if choice.name == "close" else set()
        if not choice.permitted:
            aside.add(Outcome.REWORK)  # an override never asks for rework
        return [
            (code, words) for code, words in Outcome.choices if code not in aside and (onward or code not in ONWARD)
        ]

    def _conditions(self, people: Any) -> list[ConditionForm]:
        data = self.data if self.is_bound else None
        label = self.project.organisation.gate_label
        later = blockable(self.step.choice.name, self.project.track) if self.step.gate else ()
        gates = [(gate, label(gate) or gate) for gate in later]
        rows = range(CONDITION_ROWS)
        return [ConditionForm(data, people=people, gates=gates, prefix=f"condition-{row}") for row in rows]

    def is_valid(self) -> bool:
        return all([super().is_valid(), *(form.is_valid() for form in self.conditions)])

    @property
    def filled(self) -> list[ConditionForm]:
        """The conditions in which something was written."""
        return [form for form in self.conditions if form.has_changed()]

    @property
    def given(self) -> dict[str, Any]:
        answers = {name: value for name, value in self.cleaned_data.items() if name not in ("comment", "override")}
        return {**answers, "conditions": [form.cleaned_data for form in self.filled]} if self.conditions else answers

    @property
    def record(self) -> Sequence[forms.BoundField]:
        """The fields that say where a decision was taken."""
        return [self[name] for name in RECORD if name in self.fields]

    @property
    def questions(self) -> Sequence[forms.BoundField]:
        """All other fields, in their order."""
        return [self[name] for name in self.fields if name not in (*RECORD, "round")]

    def show(self, refusal: Refusal) -> None:
        """An error of a condition ("conditions/0/text") stands at that condition."""
        if not isinstance(refusal, InvalidInput):
            return show_in(self, refusal)
        for error in refusal.errors:
            place, _slash, name = error.field.removeprefix("conditions/").partition("/")
            if name and place.isdigit():
                self.filled[int(place)].add_error(name, str(error.words))
            else:
                self.add_error(error.field if error.field in self.fields else None, str(error.words))
        return None
