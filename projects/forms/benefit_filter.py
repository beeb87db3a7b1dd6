"""What the list of benefits shows: searched and filtered, all of it in the address."""

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from projects.formulas.status import Code
from projects.lifecycles.benefit import BenefitState
from projects.lifecycles.project import ProjectState
from projects.models import Benefit, BenefitKind
from projects.reports.portfolio import LEFT_OUT
from projects.reports.status import WORST_FIRST, benefit_statuses
from projects.reports.status_words import STATUS_LABELS
from register.models import Goal, Person, Unit

JUDGED_AT_MOST = 5_000
"""Statuses are computed, not stored: a list is narrowed by status only when it is no longer than this."""

ANYTHING = [("", _("All"))]


class BenefitFilter(forms.Form):
    """Nothing is required, and what cannot be read narrows nothing."""

    is_filter = True

    q = forms.CharField(label=_("Search"), required=False, max_length=200, widget=forms.SearchInput)
    status = forms.ChoiceField(label=_("Status"), required=False)
    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Unit, with all below"), required=False)
    owner = forms.ModelChoiceField(Person.objects.none(), label=_("Owner"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=[*ANYTHING, *BenefitKind.choices], required=False)
    stage = forms.ChoiceField(label=_("State"), choices=[*ANYTHING, *BenefitState.choices], required=False)
    state = forms.ChoiceField(
        label=_("State of the project"), choices=[*ANYTHING, *ProjectState.choices], required=False
    )
    goal = forms.ModelChoiceField(Goal.objects.none(), label=_("Goal"), required=False)
    mine = forms.BooleanField(label=_("Only mine"), required=False)
    own = forms.BooleanField(label=_("Without the units below"), required=False)
    measured_in = forms.CharField(required=False, max_length=100, widget=forms.HiddenInput)
    disbenefit = forms.BooleanField(required=False, widget=forms.HiddenInput)
    counted = forms.BooleanField(label=_("Only what counts in the portfolio"), required=False)

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.person = person
        self.fields["status"].choices = [*ANYTHING, *((str(code), STATUS_LABELS[code]) for code in WORST_FIRST)]  # type: ignore[attr-defined]
        owned = Benefit.objects.filter(owner=OuterRef("pk"))  # asked person by person, of whom there are fewer
        owners = Person.objects.visible_to(person).filter(Exists(owned))
        choices = {"unit": Unit.objects.visible_to(person), "goal": Goal.objects.visible_to(person), "owner": owners}
        for name, rows in choices.items():
            self.fields[name].queryset = rows.order_by("title_sort" if name == "goal" else "name_sort", "id")  # type: ignore[attr-defined]
            self.fields[name].empty_label = _("All")  # type: ignore[attr-defined]

    @property
    def wanted(self) -> dict[str, Any]:
        """The filters that are set and can be read."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def rows(self) -> QuerySet[Benefit]:
        """The benefits this person sees and wants, whatever their status."""
        rows, wanted = Benefit.objects.visible_to(self.person), self.wanted
        if words := wanted.get("q"):
            rows = rows.filter(_mentions(words))
        if unit := wanted.get("unit"):
            inside = [unit.pk] if wanted.get("own") else Unit.objects.below([unit.pk])
            rows = rows.filter(project__unit__in=inside)
        if goal := wanted.get("goal"):
            rows = rows.filter(pk__in=Benefit.goals.through.objects.filter(goal=goal).values("benefit"))
        if wanted.get("mine"):
            rows = rows.filter(owner=self.person)
        if wanted.get("counted"):
            rows = rows.exclude(state=BenefitState.WITHDRAWN).exclude(project__state__in=LEFT_OUT)
        if unit_of_measure := wanted.get("measured_in"):
            rows = _summed_in(rows, unit_of_measure).filter(is_disbenefit=wanted.get("disbenefit", False))
        columns = {"owner": "owner", "kind": "kind", "stage": "state", "state": "project__state"}
        return rows.filter(**{column: wanted[name] for name, column in columns.items() if name in wanted})

    def with_status(self, rows: QuerySet[Benefit], on: date) -> QuerySet[Benefit] | None:
        """Those with the status that is wanted; None where there are too many to look at each."""
        wanted = self.wanted.get("status")
        if not wanted:
            return rows
        found = list(rows.order_by("pk")[: JUDGED_AT_MOST + 1])
        if len(found) > JUDGED_AT_MOST:
            return None
        statuses = benefit_statuses(found, on=on, organisation=self.person.organisation)
        return rows.filter(pk__in=_of_status(statuses, Code(wanted)))


def _summed_in(rows: QuerySet[Benefit], unit: str) -> QuerySet[Benefit]:
    """Those that a sum in a unit of measure is made of ("-": no unit at all)."""
    measured = Q(indicators__unit__iexact=unit)
    if unit == "-":
        measured = Q(indicators__unit="") | Q(indicators__isnull=True)
    return rows.filter(measured, part_of__isnull=True, restates__isnull=True).distinct()


def _of_status(statuses: Any, code: Code) -> list[UUID]:
    return [pk for pk, one in statuses.items() if one.status.code == code]


def _mentions(words: str) -> Q:
    """Every word stands somewhere in what a benefit is known by."""
    found = Q()
    for word in words.split()[:8]:
        places = ("title", "project__title", "owner__name", "project__reference")
        found &= Q.create([Q(**{f"{place}__icontains": word}) for place in places], connector=Q.OR)
    return found
