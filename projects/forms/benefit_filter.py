"""What the list of benefits shows: searched and filtered, all of it in the address."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projects.forms.portfolio_filter import ANYTHING, PortfolioFilter
from projects.lifecycles.benefit import BenefitState
from projects.lifecycles.project import ProjectState
from projects.models import Benefit
from projects.reports.counted import LEFT_OUT, NONE
from projects.reports.register_health import CHECKS, KNOWN_TODAY, ORPHANED
from register.models import Person, Unit

JUDGED = ("status", "year", "lacks", "measured_in")
"""What is told by figures: such a list is found by judging the benefits, not by the database alone."""
COLUMNS = {
    "goal": "goals",
    "programme": "project__programme",
    "owner": "owner",
    "kind": "kind",
    "stage": "state",
    "state": "project__state",
    "theme": "project__theme__iexact",
    "core_task": "project__core_task__iexact",
}


class BenefitFilter(PortfolioFilter):
    """What a list of benefits is narrowed by besides: words, the benefit's own state, what it lacks."""

    q = forms.CharField(label=_("Search"), required=False, max_length=200, widget=forms.SearchInput)
    stage = forms.ChoiceField(label=_("State"), choices=[*ANYTHING, *BenefitState.choices], required=False)
    lacks = forms.ChoiceField(label=_("What is lacking"), required=False)
    mine = forms.BooleanField(label=_("Only mine"), required=False)
    own = forms.BooleanField(label=_("Without the units below"), required=False)
    counted = forms.BooleanField(label=_("Only what counts in the portfolio"), required=False)
    measured_in = forms.CharField(required=False, max_length=100, widget=forms.HiddenInput)
    currency = forms.CharField(required=False, max_length=3, widget=forms.HiddenInput)
    disbenefit = forms.ChoiceField(choices=[("", ""), ("0", ""), ("1", "")], required=False, widget=forms.HiddenInput)
    by = None  # type: ignore[assignment]

    first_fields = ("q", "status", "unit", "owner")
    more_fields = (
        *("kind", "stage", "state", "goal", "programme", "theme", "core_task", "year", "lacks", "as_of"),
        *("mine", "own", "counted"),
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, person=person, **kwargs)
        self.person = person
        states = [*ANYTHING, *ProjectState.choices]
        self.fields["state"].choices = states  # type: ignore[attr-defined]
        lacks = [*ANYTHING, *((code, check.label) for code, check in CHECKS.items())]
        self.fields["lacks"].choices = lacks  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """What is known of today alone cannot be asked of an earlier day."""
        chosen: dict[str, Any] = self.cleaned_data
        today = self.person.organisation.local_date(timezone.now())
        if chosen.get("lacks") == ORPHANED and (chosen.get("as_of") or today) < today:
            self.add_error("lacks", KNOWN_TODAY)
        return chosen

    @property
    def is_judged(self) -> bool:
        return any(name in self.filters for name in JUDGED)

    def rows(self) -> QuerySet[Benefit]:
        """The benefits this person sees and wants, as far as the database can tell alone."""
        rows, wanted = Benefit.objects.visible_to(self.person), self.filters
        if words := wanted.get("q"):
            rows = rows.filter(_mentions(words))
        if wanted.get("mine"):
            rows = rows.filter(owner=self.person)
        if wanted.get("counted"):
            rows = rows.exclude(state=BenefitState.WITHDRAWN).exclude(project__state__in=LEFT_OUT)
        if unit := wanted.get("unit"):
            rows = rows.filter(_in_unit(unit, own=bool(wanted.get("own"))))
        for name, column in COLUMNS.items():
            if value := wanted.get(name):
                rows = rows.filter(_column_is(column, value))
        return rows


def _in_unit(unit: str, *, own: bool) -> Q:
    if unit == NONE:
        return Q(project__unit__isnull=True)
    return Q(project__unit=unit) if own else Q(project__unit__in=Unit.objects.below([unit]))


def _column_is(column: str, value: str) -> Q:
    if column == "goals":  # asked apart, so that nothing is listed twice
        linked = Benefit.goals.through.objects.all()
        rows = linked if value == NONE else linked.filter(goal=value)
        found = Q(pk__in=rows.values("benefit"))
        return ~found if value == NONE else found
    if value != NONE:
        return Q(**{column: value})
    if column in ("owner", "project__programme"):
        return Q(**{f"{column}__isnull": True})
    return Q(**{column.removesuffix("__iexact"): ""})


def _mentions(words: str) -> Q:
    """Every word stands somewhere in what a benefit is known by."""
    found = Q()
    for word in words.split()[:8]:
        places = ("title", "project__title", "owner__name", "project__reference")
        found &= Q.create([Q(**{f"{place}__icontains": word}) for place in places], connector=Q.OR)
    return found
