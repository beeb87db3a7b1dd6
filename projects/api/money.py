"""The yearly profile of benefits, and what lands on which budget line."""

from typing import Any

from rest_framework.request import Request

from projects.models import Benefit, BenefitYear, BudgetEntry, BudgetLine, UnitPrice
from projects.models.money import PLANNED, REALISED
from projects.services import benefit_years, budget_entries
from register.api.base import Creatable, Deletable, Edit, Editable
from register.api.fields import Figure, Reference, Text, Whole
from register.api.filters import by_id, by_number
from register.api.inputs import RowInput
from register.api.outputs import FigureShown, Output, Row
from register.decimals import decimal_text

WORKED_OUT = (
    *("gross_planned", "net", "gross_realised", "net_realised", "gross_deviation", "volume_effect", "price_effect"),
    "net_deviation",
)


class BenefitYearOutput(Output):
    """A year of a benefit's money. What is worked out is exact, in the benefit's currency."""

    gross_planned = FigureShown()
    net = FigureShown()
    gross_realised = FigureShown()
    net_realised = FigureShown()
    gross_deviation = FigureShown()
    volume_effect = FigureShown()
    price_effect = FigureShown()
    net_deviation = FigureShown()

    class Meta:
        model = BenefitYear
        fields = [
            *("id", "key", "organisation", "benefit", "year", *PLANNED, "unit_price", *REALISED, "note"),
            *(*WORKED_OUT, "created_at", "updated_at", "version"),
        ]

    @classmethod
    def complete(cls, rows: list[Row], request: Request) -> None:
        """Net, realised and the deviation with its two parts."""
        found = BenefitYear.objects.in_bulk([row["id"] for row in rows])
        for row in rows:
            row.update(worked_out(found[row["id"]]))


def worked_out(year: BenefitYear) -> dict[str, str | None]:
    """What follows from the figures of a year, as text."""
    figures, split = year.figures, year.figures.deviation
    values = (
        *(figures.planned.gross, figures.planned.net, figures.realised.gross, figures.realised.net),
        *((split.whole, split.volume, split.price) if split else (None, None, None)),
        figures.net_deviation,
    )
    texts = [None if value is None else decimal_text(value) for value in values]
    return dict(zip(WORKED_OUT, texts, strict=True))


class BenefitYearInput(RowInput):
    """The gross effect in one way: `gross`, or `volume` and `price`, or the three points of an estimate.

    With `unit_price` and no `price` the catalogue's price is taken.
    """

    fixed = ("benefit",)

    benefit = Reference(Benefit, required=True)
    year = Whole(required=True, allow_null=False)
    gross = Figure()
    running_cost = Figure()
    optimistic = Figure()
    most_likely = Figure()
    pessimistic = Figure()
    volume = Figure()
    price = Figure()
    unit_price = Reference(UnitPrice)
    realised_gross = Figure()
    realised_running_cost = Figure()
    realised_volume = Figure()
    realised_price = Figure()
    note = Text(required=False)


class BenefitYears(Creatable, Editable, Deletable):
    """The yearly profile. What was promised and approved changes only with a `change_reason`."""

    model = BenefitYear
    output = BenefitYearOutput
    inputs = {"create": BenefitYearInput, "update": BenefitYearInput, "partial_update": BenefitYearInput}
    orderings = {"year": "year"}
    filters = {
        "benefit": by_id("benefit"),
        "project": by_id("benefit__project"),
        "year": by_number("year"),
        "unit_price": by_id("unit_price"),
    }

    def create_row(self, fields: dict[str, Any]) -> BenefitYear:
        benefit = fields.pop("benefit")
        return benefit_years.create_year(benefit=benefit, fields=fields, reason=self.reason, **self.caller)

    def update_row(self, row: BenefitYear, changes: dict[str, Any], how: Edit) -> BenefitYear:
        return benefit_years.update_year(year=row, changes=changes, **how)

    def delete_row(self, row: BenefitYear, how: Edit) -> None:
        benefit_years.delete_year(year=row, **how)


class BudgetEntryOutput(Output):
    """What a benefit shall bring on a budget line in a year, what is booked, what was realised."""

    class Meta:
        model = BudgetEntry
        fields = [
            *("id", "key", "organisation", "benefit", "budget_line", "year", "promised", "booked", "booked_by"),
            *("booked_on", "realised", "note", "created_at", "updated_at", "version"),
        ]


class BudgetEntryInput(RowInput):
    """Left out, `promised` is what the benefit's year has left to be placed. Only controllers book."""

    fixed = ("benefit", "budget_line", "year")

    benefit = Reference(Benefit, required=True)
    budget_line = Reference(BudgetLine, required=True)
    year = Whole(required=True, allow_null=False)
    promised = Figure()
    booked = Figure()
    realised = Figure()
    note = Text(required=False)


class BudgetEntries(Creatable, Editable, Deletable):
    """Promised, booked and realised, net, in the benefit's currency."""

    model = BudgetEntry
    output = BudgetEntryOutput
    inputs = {"create": BudgetEntryInput, "update": BudgetEntryInput, "partial_update": BudgetEntryInput}
    orderings = {"year": "year"}
    filters = {
        "benefit": by_id("benefit"),
        "project": by_id("benefit__project"),
        "budget_line": by_id("budget_line"),
        "year": by_number("year"),
    }

    def create_row(self, fields: dict[str, Any]) -> BudgetEntry:
        benefit = fields.pop("benefit")
        return budget_entries.create_entry(benefit=benefit, fields=fields, reason=self.reason, **self.caller)

    def update_row(self, row: BudgetEntry, changes: dict[str, Any], how: Edit) -> BudgetEntry:
        return budget_entries.update_entry(entry=row, changes=changes, **how)

    def delete_row(self, row: BudgetEntry, how: Edit) -> None:
        budget_entries.delete_entry(entry=row, **how)
