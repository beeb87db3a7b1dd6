"""Which part of the budget is looked at: a year, a unit, a line, a currency. All of it stands in the address."""

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.interchange.known import as_id
from projects.models import BudgetLine
from projects.reports.budget import BudgetScope
from register.forms.fields import DayField
from register.models import Person, Unit

ANYTHING = [("", gettext_lazy("All"))]
NONE = [("none", gettext_lazy("On no budget line yet"))]
APART = [("0", gettext_lazy("Benefits")), ("1", gettext_lazy("Dis-benefits"))]


class LineField(forms.ChoiceField):
    """A line of today's, or one that is gone since and stands behind earlier figures."""

    def valid_value(self, value: Any) -> bool:
        return super().valid_value(value) or as_id(value) is not None


class BudgetFilter(forms.Form):
    """Nothing is required, and what cannot be read narrows nothing."""

    hides_optional = True

    year = forms.ChoiceField(label=gettext_lazy("Year"), required=False)
    unit = forms.ModelChoiceField(Unit.objects.none(), label=gettext_lazy("Unit, with all below"), required=False)
    as_of = DayField(label=gettext_lazy("As of"), required=False)
    line = LineField(label=gettext_lazy("Budget line"), required=False)
    currency = forms.RegexField("^[A-Z]{3}$", required=False, widget=forms.HiddenInput)
    disbenefit = forms.ChoiceField(choices=[*ANYTHING, *APART], required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, person: Person, years: list[int], **kwargs: Any) -> None:
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.years = years
        choices: dict[str, Any] = self.fields
        choices["year"].choices = [*ANYTHING, *((str(year), str(year)) for year in years)]
        choices["unit"].queryset = Unit.objects.visible_to(person).order_by("name_sort", "id")
        choices["unit"].empty_label = _("All")
        lines = BudgetLine.objects.visible_to(person).order_by("code_sort", "id")
        choices["line"].choices = [*ANYTHING, *((str(one.pk), str(one)) for one in lines), *NONE]

    @property
    def wanted(self) -> dict[str, str]:
        """What narrows it, as it stands in an address."""
        self.is_valid()
        found = {name: self.cleaned_data.get(name) for name in self.fields}
        return {name: str(getattr(value, "pk", value)) for name, value in found.items() if value}

    @property
    def scope(self) -> BudgetScope:
        """What narrows it, as the report takes it."""
        self.is_valid()
        found = self.cleaned_data
        line = found.get("line") or None
        return BudgetScope(
            unit=found["unit"].pk if found.get("unit") else None,
            line=line if line in (None, "none") else UUID(line),
            currency=found.get("currency") or "",
            year=int(found["year"]) if found.get("year") else None,
            is_disbenefit=found["disbenefit"] == "1" if found.get("disbenefit") else None,
        )

    @property
    def in_words(self) -> str:
        """What it shows, for the top of a page and for the file that it makes."""
        wanted, shown = self.wanted, []
        for name, field in self.fields.items():
            if name in wanted:
                value = self.cleaned_data[name]
                words = dict(getattr(field, "choices", ())).get(value, value) if isinstance(value, str) else value
                words = date_format(words) if isinstance(words, date) else words
                shown.append(_("%(what)s: %(which)s") % {"what": field.label or name, "which": words})
        return "; ".join(shown) or _("Everything")
