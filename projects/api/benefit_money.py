"""What is worked out of a benefit's money: net present value, payback, and the years with their deviations."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar
from uuid import UUID

from django.utils import timezone
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from projects.api.money import worked_out
from projects.models import Benefit
from projects.reports.money import DECIDED, GIVEN, TODAY, BenefitMoney, money_of, moneys_of
from projects.reports.promised_money import PromisedMoney
from register.api.authentication import person_of
from register.api.base import Resource
from register.api.outputs import FigureShown, Row
from register.api.queries import refuse_strangers
from register.decimals import SENT, decimal_text


def complete_money(rows: list[Row], request: Request) -> None:
    """The currency that counts, net present value and payback of benefits, by a fixed number of queries."""
    today = person_of(request).organisation.local_date(timezone.now())
    say_money(rows, moneys_of(Benefit.objects.in_bulk([row["id"] for row in rows]).values(), on=today))


def say_money(rows: list[Row], known: Mapping[UUID, BenefitMoney]) -> None:
    """The same where it is worked out already."""
    for row in rows:
        one = known[row["id"]]
        row["currency"] = one.currency
        row["net_present_value"] = _text(one.net_present_value)
        row["payback_year"] = one.payback.year if one.payback else None


class MoneyYearOutput(serializers.Serializer):
    """A year: planned, realised, and how they differ."""

    year = serializers.IntegerField()
    running_cost = FigureShown()
    gross_planned = FigureShown()
    net = FigureShown()
    gross_realised = FigureShown()
    net_realised = FigureShown()
    gross_deviation = FigureShown()
    volume_effect = FigureShown()
    price_effect = FigureShown()
    net_deviation = FigureShown()


class PromisedYearOutput(serializers.Serializer):
    """A year as it was promised when execution was decided, in the money and the prices of then."""

    year = serializers.IntegerField()
    gross = FigureShown()
    running_cost = FigureShown()
    net = FigureShown()
    currency = serializers.CharField()
    price_level_year = serializers.IntegerField(allow_null=True)
    is_kept = serializers.BooleanField()


class MoneyPromiseOutput(serializers.Serializer):
    """What was promised when execution was last decided; it never changes."""

    decided_on = serializers.DateField()
    years = PromisedYearOutput(many=True)


class BenefitMoneyOutput(serializers.Serializer):
    """A benefit's money on a day. `lacks` says in words why there is no net present value.

    `promise` is null where no money was promised when execution was decided; `is_kept` says of each of its years
    whether the same net effect is planned now.
    """

    benefit = serializers.UUIDField()
    currency = serializers.CharField()
    price_level_year = serializers.IntegerField(allow_null=True)
    year_of_decision = serializers.IntegerField()
    year_of_decision_by = serializers.ChoiceField([GIVEN, DECIDED, TODAY])
    discount_rate = FigureShown()
    net_present_value = FigureShown()
    payback_year = serializers.IntegerField(allow_null=True)
    payback_years = FigureShown()
    lacks = serializers.CharField()
    years = MoneyYearOutput(many=True)
    promise = MoneyPromiseOutput(allow_null=True)


class BenefitReports(Resource):
    """Adds what is worked out of the money to benefits; it only reads."""

    answers: ClassVar[Mapping[str, Any]] = {"money": BenefitMoneyOutput}

    @action(detail=True, methods=["get"])
    def money(self, request: Request, pk: Any) -> Response:
        """Year by year, with net present value and payback."""
        refuse_strangers(request, frozenset())
        benefit = self.get_row(pk)
        today = benefit.organisation.local_date(timezone.now())
        return Response(_shown(money_of(benefit, on=today)))


def _shown(money: BenefitMoney) -> dict[str, Any]:
    back = money.payback
    return {
        "benefit": money.benefit.pk,
        "currency": money.currency,
        "price_level_year": money.price_level_year,
        "year_of_decision": money.zero.year,
        "year_of_decision_by": money.zero.by,
        "discount_rate": _text(money.rate),
        "net_present_value": _text(money.net_present_value),
        "payback_year": back.year if back else None,
        "payback_years": _text(SENT.plus(back.years) if back else None),
        "lacks": money.lacks,
        "years": [{"year": row.year, "running_cost": _text(row.running_cost), **worked_out(row)} for row in money.rows],
        "promise": _promised(money, money.promise) if money.promise else None,
    }


def _promised(money: BenefitMoney, promise: PromisedMoney) -> dict[str, Any]:
    years = [
        {
            "year": year,
            "gross": _text(one.gross),
            "running_cost": _text(one.running_cost),
            "net": _text(one.net),
            "currency": one.currency,
            "price_level_year": one.price_level_year,
            "is_kept": promise.is_kept_by(year, money.planned_net(year), money.currency),
        }
        for year, one in promise.years.items()
    ]
    return {"decided_on": promise.decided_on, "years": years}


def _text(figure: Decimal | None) -> str | None:
    return None if figure is None else decimal_text(figure)
