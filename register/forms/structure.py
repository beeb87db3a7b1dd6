"""Units, goals and programmes."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from register.forms.rows import RowForm
from register.models import Goal, Person, Programme, Unit

LEADERS = ("line_manager", "deputy")


class UnitForm(RowForm):
    """A unit, where it lies, and who runs it."""

    model = Unit
    shown = ("name", "parent", "hours_per_year")
    line_manager = forms.ModelChoiceField(Person.objects.none(), label=_("Line manager"), required=False)
    deputy = forms.ModelChoiceField(Person.objects.none(), label=_("Deputy"), required=False)

    def __init__(self, *args: Any, row: Unit | None = None, **kwargs: Any) -> None:
        super().__init__(*args, row=row, **kwargs)
        self.order_fields([*self.shown, *LEADERS])
        if row is not None:
            self.initial |= {role: getattr(row, role) and getattr(row, role).pk for role in LEADERS}
            self.fields["parent"].queryset = self.fields["parent"].queryset.exclude(pk=row.pk)

    @property
    def changes(self) -> dict[str, Any]:
        leaders = {name: self.cleaned_data[name] for name in LEADERS if name in self.changed_data}
        return {**super().changes, **leaders}


class GoalForm(RowForm):
    """A goal and what it is part of."""

    model = Goal
    shown = ("title", "level", "parent", "target_date", "budget_line")

    @property
    def spread_changes(self) -> dict[str, Any]:
        """The target date as its last day, with what was entered beside it."""
        changes = self.changes
        if "target_date" in changes:
            period = changes["target_date"]
            changes["target_date"] = period.end if period else None
            changes["target_date_entered"] = period.entered if period else ""
        return changes


class ProgrammeForm(RowForm):
    model = Programme
    shown = ("title",)
