"""What the portfolio is about: whose, for which goal, in which state, seen on which day, put together how."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from projects.lifecycles.project import ProjectState
from projects.reports.portfolio import FILTERS, LEFT_OUT
from projects.reports.status import WORST_FIRST
from projects.reports.status_words import STATUS_LABELS
from register.forms.fields import DayField
from register.models import Goal, Person, Unit

ANYTHING = [("", _("All"))]
GROUPINGS = [("unit", _("By unit")), ("goal", _("By goal")), ("state", _("By state")), ("status", _("By status"))]


class PortfolioFilter(forms.Form):
    """Nothing is required, and what cannot be read narrows nothing."""

    is_filter = True

    by = forms.ChoiceField(label=_("Put together"), choices=GROUPINGS, required=False)
    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Unit, with all below"), required=False)
    goal = forms.ModelChoiceField(Goal.objects.none(), label=_("Goal"), required=False)
    state = forms.ChoiceField(label=_("State of the project"), required=False)
    status = forms.ChoiceField(label=_("Status"), required=False)
    on = DayField(label=_("As of"), required=False)

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, use_required_attribute=False, **kwargs)
        states = [(state.value, state.label) for state in ProjectState if state not in LEFT_OUT]
        self.fields["state"].choices = [*ANYTHING, *states]  # type: ignore[attr-defined]
        self.fields["status"].choices = [*ANYTHING, *((str(code), STATUS_LABELS[code]) for code in WORST_FIRST)]  # type: ignore[attr-defined]
        for name, rows in {"unit": Unit.objects, "goal": Goal.objects}.items():
            order = "title_sort" if name == "goal" else "name_sort"
            self.fields[name].queryset = rows.visible_to(person).order_by(order, "id")  # type: ignore[attr-defined]
            self.fields[name].empty_label = _("All")  # type: ignore[attr-defined]

    @property
    def by_chosen(self) -> str:
        self.is_valid()
        return self.cleaned_data.get("by") or "unit"

    @property
    def filters(self) -> dict[str, str]:
        """What narrows it, as the report takes it."""
        self.is_valid()
        wanted = {name: self.cleaned_data.get(name) for name in FILTERS}
        return {name: str(getattr(value, "pk", value)) for name, value in wanted.items() if value}
