"""What an organisation keeps for the money of its benefits: unit prices and budget lines."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from projects.api.days import days_asked
from projects.models import BudgetLine, UnitPrice
from projects.reports.budget import COLUMNS, BudgetScope, Sums, placed_in, sums_by
from projects.reports.budget_names import lines_named
from projects.reports.counted import knowledge_of
from projects.reports.money_words import price_caution
from projects.services import money_catalogues
from register.api.authentication import person_of
from register.api.base import Creatable, Deletable, Edit, Editable
from register.api.fields import Figure, Text, Whole, as_uuid
from register.api.filters import by_number, by_text, by_words
from register.api.inputs import RowInput
from register.api.outputs import FigureShown, Output, Row
from register.api.queries import refuse_strangers
from register.api.refusals import refuse_parameter
from register.decimals import decimal_text

SUMMED_BY = {"year": "year", "unit": "unit", "project": "project", "budget_line": "line"}
"""What the sums may be narrowed by, and the report's words for it."""


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
        currency = person_of(request).organisation.currency
        for row in rows:
            row["currency"] = row["currency"] or currency


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


class BudgetSumOutput(serializers.Serializer):
    """The sums of one line, year and currency; `budget_line` is null for what stands on no line yet.

    `price_level_years` are those of what is summed, null among them where one is not said; more than one is a mixture,
    and `caution` says so in words.
    """

    year = serializers.IntegerField()
    budget_line = serializers.UUIDField(allow_null=True)
    code = serializers.CharField()
    name = serializers.CharField()
    currency = serializers.CharField()
    is_disbenefit = serializers.BooleanField()
    promised_at_decision = FigureShown()
    promised = FigureShown()
    potential = FigureShown()
    booked = FigureShown()
    realised = FigureShown()
    benefits = serializers.IntegerField()
    price_level_years = serializers.ListField(child=serializers.IntegerField(allow_null=True))
    caution = serializers.CharField()


class BudgetLines(Creatable, Editable, Deletable):
    """Where benefits land in the budget. Administrators and controllers keep them."""

    model = BudgetLine
    output = BudgetLineOutput
    inputs = {"create": BudgetLineInput, "update": BudgetLineInput, "partial_update": BudgetLineInput}
    answers = {"sums": BudgetSumOutput(many=True)}
    parameters_of = {"sums": (*SUMMED_BY, "as_of")}
    orderings = {"code": "code_sort"}
    default_ordering = "code"
    filters = {"code": by_text("code"), "q": by_words("code", "name")}

    def create_row(self, fields: dict[str, Any]) -> BudgetLine:
        return money_catalogues.create_budget_line(organisation=self.person.organisation, fields=fields, **self.caller)

    def update_row(self, row: BudgetLine, changes: dict[str, Any], how: Edit) -> BudgetLine:
        return money_catalogues.update_budget_line(budget_line=row, changes=changes, **how)

    def delete_row(self, row: BudgetLine, how: Edit) -> None:
        money_catalogues.delete(row=row, **how)

    @action(detail=False, methods=["get"])
    def sums(self, request: Request) -> Response:
        """Promised, booked and realised by year, line and currency, narrowed by year, unit, project or line."""
        refuse_strangers(request, frozenset({*SUMMED_BY, "as_of"}))
        scope = BudgetScope(
            **{SUMMED_BY[name]: _asked(request, name) for name in SUMMED_BY if name in request.query_params}
        )
        days = days_asked(request)
        knowledge = knowledge_of(self.person.organisation, days.as_of)
        placed = placed_in(scope, self.person, on=days.on, knowledge=knowledge)
        sums = sums_by(placed, "year", "line", "currency", "is_disbenefit")
        lines = lines_named(placed, knowledge)
        order = sorted(
            sums, key=lambda key: (key[0], lines[key[1]].code_sort if key[1] else "~", str(key[1]), *key[2:])
        )
        return Response([_sum(key, sums[key], lines.get(key[1])) for key in order])


def _asked(request: Request, name: str) -> Any:
    """An id, or a year."""
    text = request.query_params[name]
    if name != "year":
        found = as_uuid(text)
        if found is None:
            raise refuse_parameter(name, _("Write an id."))
        return found
    if not (text.isascii() and text.isdigit() and len(text) == 4):
        raise refuse_parameter(name, _("Write a year, for example 2027."))
    return int(text)


def _sum(key: tuple[Any, ...], sums: Sums, line: BudgetLine | None) -> dict[str, Any]:
    figures = {name: getattr(sums, name) for name in COLUMNS}
    return {
        "year": key[0],
        "budget_line": key[1],
        "code": line.code if line else "",
        "name": line.name if line else "",
        "currency": key[2],
        "is_disbenefit": key[3],
        **{name: None if one is None else decimal_text(one) for name, one in figures.items()},
        "benefits": sums.benefits,
        "price_level_years": sorted(sums.price_years, key=lambda year: year or 0),
        "caution": price_caution(sums.price_years),
    }
