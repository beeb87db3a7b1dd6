"""What an organisation keeps for the money of its benefits: unit prices and budget lines."""

from typing import Any

from rest_framework.request import Request

from projects.models import BudgetLine, UnitPrice
from projects.services import money_catalogues
from register.api.base import Creatable, Deletable, Edit, Editable
from register.api.fields import Figure, Text, Whole
from register.api.filters import by_number, by_text, by_words
from register.api.inputs import RowInput
from register.api.outputs import Output, Row
from register.models import Person


class UnitPriceOutput(Output):
    """What one of something costs, in the prices of one year."""

    class Meta:
        model = UnitPrice
        fields = [
            *("id", "key", "organisation", "name", "unit", "price", "currency", "price_year", "source"),
            *("created_at", "updated_at", "version"),
        ]

    @classmethod
    def complete(cls, rows: list[Row], request: Request) -> None:
        """Where none is given it is the organisation's own currency."""
        person: Person = request.person  # type: ignore[attr-defined]
        for row in rows:
            row["currency"] = row["currency"] or person.organisation.currency


class UnitPriceInput(RowInput):
    """A price; no `currency` is the organisation's own."""

    name = Text()
    unit = Text(required=False)
    price = Figure(required=True, allow_null=False)
    currency = Text(required=False)
    price_year = Whole(required=True, allow_null=False)
    source: Any = Text(required=False)


class UnitPrices(Creatable, Editable, Deletable):
    """The organisation's catalogue, kept by administrators and controllers. `name` finds a thing in all years."""

    model = UnitPrice
    output = UnitPriceOutput
    inputs = {"create": UnitPriceInput, "update": UnitPriceInput, "partial_update": UnitPriceInput}
    orderings = {"name": "name_sort", "price_year": "price_year"}
    default_ordering = "name"
    filters = {"name": by_text("name"), "price_year": by_number("price_year"), "q": by_words("name")}

    def create_row(self, fields: dict[str, Any]) -> UnitPrice:
        return money_catalogues.create_unit_price(organisation=self.person.organisation, fields=fields, **self.caller)

    def update_row(self, row: UnitPrice, changes: dict[str, Any], how: Edit) -> UnitPrice:
        return money_catalogues.update_unit_price(unit_price=row, changes=changes, **how)

    def delete_row(self, row: UnitPrice, how: Edit) -> None:
        money_catalogues.delete(row=row, **how)


class BudgetLineOutput(Output):
    """A line of the budget or economy plan."""

    class Meta:
        model = BudgetLine
        fields = ["id", "key", "organisation", "code", "name", "created_at", "updated_at", "version"]


class BudgetLineInput(RowInput):
    """A line of the budget or economy plan."""

    code = Text()
    name = Text()


class BudgetLines(Creatable, Editable, Deletable):
    """Where benefits land in the budget. Administrators and controllers keep them."""

    model = BudgetLine
    output = BudgetLineOutput
    inputs = {"create": BudgetLineInput, "update": BudgetLineInput, "partial_update": BudgetLineInput}
    orderings = {"code": "code_sort"}
    default_ordering = "code"
    filters = {"code": by_text("code"), "q": by_words("code", "name")}

    def create_row(self, fields: dict[str, Any]) -> BudgetLine:
        return money_catalogues.create_budget_line(organisation=self.person.organisation, fields=fields, **self.caller)

    def update_row(self, row: BudgetLine, changes: dict[str, Any], how: Edit) -> BudgetLine:
        return money_catalogues.update_budget_line(budget_line=row, changes=changes, **how)

    def delete_row(self, row: BudgetLine, how: Edit) -> None:
        money_catalogues.delete(row=row, **how)
