"""What similar benefits really yielded, added to benefits: as a table, and for one estimate."""

from datetime import date
from typing import Any

from django.utils import timezone
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from projects.formulas.values import decimal_text
from projects.formulas.yields import Yield
from projects.models import BenefitKind
from projects.reports.yields import closed_benefits, similar_to, table_of
from register.api.base import Resource
from register.api.outputs import FigureShown
from register.api.queries import refuse_strangers
from register.api.refusals import refuse_parameter, use_one_of
from register.decimals import parse_decimal


class YieldOutput(serializers.Serializer):
    """Realised/promised as shares, from closed projects; null where `n` is too small to say anything."""

    kind = serializers.CharField(allow_null=True)
    unit = serializers.CharField(allow_null=True, help_text="Null for all units of the kind.")
    n = serializers.IntegerField()
    unverified = serializers.IntegerField(help_text="So many more promised a figure that nobody verified.")
    lower_quartile = FigureShown()
    median = FigureShown()
    upper_quartile = FigureShown()


class SimilarYieldOutput(YieldOutput):
    """For one estimate: `like` says how like they are, `sentence` and `caution` say it in words."""

    like = serializers.ChoiceField(["size", "unit", "kind"])
    sentence = serializers.CharField()
    caution = serializers.CharField()


class YieldsOfBenefits(Resource):
    """Adds them to benefits."""

    answers = {"yields": YieldOutput(many=True), "similar_yield": SimilarYieldOutput}
    parameters_of = {"similar_yield": ("kind", "unit", "promised")}

    @action(detail=False, methods=["get"])
    def yields(self, request: Request) -> Response:
        """Realised/promised by kind and unit of measure, from the closed projects that the caller sees."""
        refuse_strangers(request, frozenset())
        rows = table_of(closed_benefits(self.person, self._today()))
        return Response([_shown(row.kind, row.unit, row.found, row.unverified) for row in rows])

    @action(detail=False, methods=["get"])
    def similar_yield(self, request: Request) -> Response:
        """What benefits like one estimate yielded: of its `kind`, counted in `unit`, about as large as `promised`."""
        refuse_strangers(request, frozenset(self.parameters_of["similar_yield"]))
        asked = request.query_params
        if asked.get("kind") not in BenefitKind.values:
            raise refuse_parameter("kind", use_one_of(BenefitKind.values))
        try:
            promised = parse_decimal(asked["promised"]) if asked.get("promised") else None
        except ValueError as error:
            raise refuse_parameter("promised", str(error)) from error
        found = similar_to(
            self.person, self._today(), kind=asked["kind"], unit=asked.get("unit", ""), promised=promised
        )
        shown = _shown(found.kind, found.unit, found.found, found.unverified)
        return Response({**shown, "like": found.like, "sentence": found.sentence, "caution": found.caution})

    def _today(self) -> date:
        return self.person.organisation.local_date(timezone.now())


def _shown(kind: str, unit: str, found: Yield, unverified: int) -> dict[str, Any]:
    shares = {"lower_quartile": found.low, "median": found.middle, "upper_quartile": found.high}
    return {
        "kind": kind or None,
        "unit": unit or None,
        "n": found.n,
        "unverified": unverified,
        **{name: None if share is None else decimal_text(share) for name, share in shares.items()},
    }
