"""The yearly table of a benefit, its budget lines, and the catalogues they choose from."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from projects.models import Benefit, BenefitYear, BudgetEntry, BudgetLine, UnitPrice
from projects.models.money import PLANNED
from projects.reports.money_words import amount
from projects.services.money_terms import TERMS
from register.errors import Refusal
from register.forms.refusals import show_in
from register.forms.rows import RowForm

WAYS: dict[str, tuple[Any, tuple[str, ...]]] = {
    "amounts": (_("As amounts"), ("year", "gross", "running_cost", "realised_gross", "realised_running_cost")),
    "volume": (
        _("As volume and unit price"),
        ("year", "volume", "unit_price", "price", "running_cost", "realised_volume", "realised_price"),
    ),
    "points": (_("As a three-point estimate"), ("year", "optimistic", "most_likely", "pessimistic", "running_cost")),
}
"""The same rows by different columns: five fields are enough for most."""
NEW_YEARS, NEW_ENTRIES = 5, 2
PLAN = ("year", *PLANNED, "unit_price")


class MoneyTermsForm(RowForm):
    """In which money, in the prices of which year, counted from when."""

    model = Benefit
    shown = TERMS
    change_reason = forms.CharField(label=_("Reason for the change"), required=False, max_length=2000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        home = self.person.organisation.currency
        self.fields["currency"].help_text = _("Empty: %(currency)s.") % {"currency": home}
        self.fields["decision_year"].help_text = _("Empty: the year in which it is decided to execute.")
        self.fields["change_reason"].help_text = _("Needed once the benefit is accepted or the project executes.")
        for name in TERMS:
            self.fields[name].widget.attrs["class"] = "short"


class ReasonForm(forms.Form):
    """Why what was promised is changed."""

    change_reason = forms.CharField(
        label=_("Reason for the change"),
        help_text=_("Needed where what was promised of a year without a profile is changed."),
        required=False,
        max_length=2000,
    )

    def show(self, refusal: Refusal) -> None:
        """What is lacking stands beside the field."""
        show_in(self, refusal)


class GridForm(RowForm):
    """One row of a grid; a new one in which only the year stands counts for nothing."""

    hides_optional = True
    remove = forms.BooleanField(label=_("Remove"), required=False)

    def __init__(self, *args: Any, closed: tuple[str, ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.row is None:
            del self.fields["remove"]
            self.fields["year"].required = False
        for name, field in self.fields.items():
            field.help_text = ""
            field.disabled = name in closed
            if not field.widget.is_hidden:
                field.widget.attrs["aria-label"] = _("%(what)s, %(row)s") % {"what": field.label, "row": self.said}

    @property
    def said(self) -> Any:
        """Which row it is, for those who hear it read."""
        return self.row or self.initial.get("year") or _("new row")

    @property
    def cells(self) -> list[forms.BoundField]:
        return [self[name] for name in (*self.shown, "remove") if name in self.fields]

    @property
    def is_written(self) -> bool:
        return any(self.cleaned_data.get(name) not in (None, "") for name in self.shown if name != "year")


class YearForm(GridForm):
    """A year of the profile, by the columns of one way of giving it."""

    model = BenefitYear

    def __init__(self, *args: Any, way: str, **kwargs: Any) -> None:
        self.shown = WAYS[way][1]  # type: ignore[misc]
        super().__init__(*args, **kwargs)
        for name, figure in self._worked_out().items():
            if name in self.fields and figure is not None:
                self.fields[name].widget.attrs["placeholder"] = amount(figure)
        if "unit_price" in self.fields:
            choose: Any = self.fields["unit_price"]
            choose.queryset = choose.queryset.select_related("organisation").order_by("name_sort", "-price_year")
            choose.label_from_instance = price_in_words

    def _worked_out(self) -> dict[str, Decimal | None]:
        """What an empty cell comes to, where the year was given in another way."""
        if not isinstance(self.row, BenefitYear):
            return {}
        figures = self.row.figures
        return {"gross": figures.planned.gross, "realised_gross": figures.realised.gross}


class EntryForm(GridForm):
    """A budget line in a year. A promise left empty is what the year has left to be placed."""

    model = BudgetEntry
    shown = ("budget_line", "year", "promised", "booked", "realised")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lines: Any = self.fields["budget_line"]
        lines.queryset = lines.queryset.order_by("code_sort", "id")
        if self.row is None:
            lines.required = False

    def clean(self) -> dict[str, Any]:
        """A row with figures needs its line and its year."""
        found = super().clean() or {}
        if self.row is None and self.is_written:
            for name in ("budget_line", "year"):
                if found.get(name) is None and name not in self.errors:
                    self.add_error(name, _("Say which."))
        return self.cleaned_data


class UnitPriceForm(RowForm):
    """A price with its year and its source."""

    model = UnitPrice
    shown = ("name", "unit", "price", "currency", "price_year", "source")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        home = self.person.organisation.currency
        self.fields["name"].help_text = _("For example: an hour of home care, a day of sick leave.")
        self.fields["currency"].help_text = _("Empty: %(currency)s.") % {"currency": home}
        for name in ("currency", "price_year"):
            self.fields[name].widget.attrs["class"] = "short"


class BudgetLineForm(RowForm):
    """A line of the budget or economy plan."""

    model = BudgetLine
    shown = ("code", "name")


def price_in_words(price: UnitPrice) -> str:
    """What one of it costs, and in the prices of when."""
    return f"{price.name}: {amount(price.price, price.own_currency)} ({price.price_year})"


def _as_sent(rows: list[Any], data: Any, kind: str) -> list[Any]:
    """The rows that the person was looking at; one that somebody else has added since is left alone."""
    return rows if data is None else [row for row in rows if f"{kind}-{row.pk}-version" in data]


def year_forms(data: Any, benefit: Benefit, *, way: str, first: int, **given: Any) -> list[YearForm]:
    """The years there are, and empty rows for the ones after; `first` is where a new profile begins."""
    rows = list(benefit.benefityear_set.select_related("unit_price").order_by("year"))
    shown = _as_sent(rows, data, "year")
    known = [YearForm(data, row=row, prefix=f"year-{row.pk}", way=way, **given) for row in shown]
    start = rows[-1].year + 1 if rows else first
    new = [
        YearForm(data, prefix=f"year-new-{number}", way=way, initial={"year": start + number}, **given)
        for number in range(NEW_YEARS)
    ]
    return known + (new if "year" not in given.get("closed", ()) else [])


def entry_forms(data: Any, benefit: Benefit, *, first: int, **given: Any) -> list[EntryForm]:
    """The budget lines it stands on, and empty rows for more."""
    rows = benefit.budgetentry_set.select_related("budget_line").order_by("year", "budget_line__code_sort", "pk")
    shown = _as_sent(list(rows), data, "entry")
    known = [EntryForm(data, row=row, prefix=f"entry-{row.pk}", **given) for row in shown]
    new = [
        EntryForm(data, prefix=f"entry-new-{number}", initial={"year": first}, **given) for number in range(NEW_ENTRIES)
    ]
    return known + new
