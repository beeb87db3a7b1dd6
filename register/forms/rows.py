"""Forms over one row: the fields its model knows, with choices the person may see. A service writes, never the form."""

from typing import Any, ClassVar

from django import forms
from django.db import models
from django.forms.models import fields_for_model
from django.utils.translation import gettext_lazy as _

from register.errors import InvalidInput, Refusal, Stale
from register.forms.conflicts import Difference, merge
from register.forms.fields import DayField, FigureField, PeriodField, as_entered
from register.models import Person, Unit


def entered_twin(column: models.Field) -> str:
    """The name of the column that keeps what was typed as this date; empty where there is none."""
    twin = f"{column.name}_entered"
    return twin if any(one.name == twin for one in column.model._meta.concrete_fields) else ""


def input_for(column: models.Field, **kwargs: Any) -> forms.Field | None:
    """The input of a column."""
    match column:
        case models.DateField() if not isinstance(column, models.DateTimeField):
            return column.formfield(form_class=PeriodField if entered_twin(column) else DayField, **kwargs)
        case models.DecimalField():
            return FigureField(label=column.verbose_name, required=not column.blank)
        case models.TextField():
            return column.formfield(widget=forms.Textarea(attrs={"rows": 3}), **kwargs)
        case models.URLField():
            return column.formfield(assume_scheme="https", **kwargs)
        case models.ManyToManyField():
            return column.formfield(widget=forms.CheckboxSelectMultiple, **kwargs)
    return column.formfield(**kwargs)


class RowForm(forms.Form):
    """`shown` names the columns; `changes` are those entered anew; `version` is the one the person was looking at."""

    model: ClassVar[type[models.Model]]
    shown: ClassVar[tuple[str, ...]]

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, person: Person, row: models.Model | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person, self.row = person, row
        self.differences: list[Difference] = []
        self.fields |= fields_for_model(self.model, fields=self.shown, formfield_callback=input_for)
        self.order_fields([*self.shown])
        for field in self.fields.values():
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = self.choices_of(field.queryset.model)
                field.empty_label = field.empty_label and _("Not chosen")
            elif isinstance(field, forms.TypedChoiceField) and field.choices and field.choices[0][0] == "":
                field.choices = [("", _("Not chosen")), *field.choices[1:]]
        if row is not None:
            self.initial = {**self.stored(row), **self.initial}

    def choices_of(self, model: type[models.Model]) -> models.QuerySet[Any]:
        """The rows that may be pointed at: of the person's own organisation, people only while active."""
        rows = model._default_manager.visible_to(self.person)  # type: ignore[attr-defined]
        if model is Person:
            rows = rows.filter(is_active=True, is_service=False)
        if model is Unit:
            rows = rows.open()
        sort = {"name_sort", "title_sort"} & {column.name for column in model._meta.concrete_fields}
        return rows.order_by(*sort, "id")

    @property
    def changes(self) -> dict[str, Any]:
        """What was entered anew, as a service takes it."""
        return {name: self.cleaned_data[name] for name in self.shown if name in self.changed_data}

    @property
    def seen_version(self) -> int | None:
        return self.cleaned_data.get("version")

    def show(self, refusal: Refusal) -> None:
        """Put what a service refused where the person sees it; nothing they typed is lost."""
        if isinstance(refusal, Stale) and self.row is not None:
            self.row = type(self.row)._default_manager.get(pk=self.row.pk)
            self.differences = merge(self, self.row)
            self.add_error(None, str(refusal))
        elif isinstance(refusal, InvalidInput):
            for error in refusal.errors:
                self.add_error(error.field if error.field in self.fields else None, str(error.words))
        else:
            self.add_error(None, str(refusal))

    def stored(self, row: models.Model) -> dict[str, Any]:
        """The row's values as the inputs show them."""
        values: dict[str, Any] = {"version": getattr(row, "version", None)}
        for name in self.shown:
            column = row._meta.get_field(name)
            twin = entered_twin(column) if isinstance(column, models.DateField) else ""
            if twin:
                values[name] = as_entered(getattr(row, name), getattr(row, twin))
            elif column.many_to_many:
                values[name] = list(getattr(row, name).values_list("pk", flat=True))
            else:
                values[name] = getattr(row, column.attname)
        return values
