"""What several projects claim, with a proposal how to split it, and saying yes to that."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from projects.models import Benefit
from projects.reports.overlaps import KINDS, Overlap, overlaps_of
from projects.services import overlaps
from register.api import queries
from register.api.base import Resource
from register.api.fields import Reference
from register.api.in_memory import page_in_memory
from register.api.inputs import Reason
from register.api.keyset import Order
from register.api.outputs import FigureShown
from register.api.refusals import NotFoundHere, refuse_parameter, use_one_of
from register.decimals import decimal_text

BY_WHAT = Order("what", False, Benefit._meta.get_field("title"))
NARROWED_BY = frozenset({"kind"})


class ClaimOutput(serializers.Serializer):
    """What one benefit claims, with its share as it is and as proposed, in per cent."""

    benefit = serializers.UUIDField()
    project = serializers.UUIDField()
    promised = FigureShown()
    attribution_share = FigureShown()
    proposed_share = FigureShown()


class OverlapOutput(serializers.Serializer):
    """Several projects that claim the same; `available` are the hours of a unit."""

    id = serializers.UUIDField()
    key = serializers.CharField(allow_null=True)
    kind = serializers.ChoiceField(list(KINDS))
    what = serializers.CharField()
    unit = serializers.CharField()
    available = FigureShown()
    rule = serializers.CharField()
    claims = ClaimOutput(many=True)


class SplitInput(Reason):
    """With `benefit` that one alone takes its share."""

    benefit = Reference(Benefit)


class Overlaps(Resource):
    """What several projects claim and nobody has shared out yet, of what the caller sees."""

    answers = {"list": OverlapOutput, "retrieve": OverlapOutput, "split": OverlapOutput}
    inputs = {"split": SplitInput}
    parameters = NARROWED_BY
    default_ordering = "what"

    @classmethod
    def all_filters(cls) -> dict[str, Any]:
        return {}

    @classmethod
    def all_orderings(cls) -> dict[str, str]:
        return {"what": "what"}

    def list(self, request: Request) -> Response:
        queries.refuse_strangers(request, queries.OF_EVERY_LIST | NARROWED_BY)
        if request.query_params.get("ordering", "what") != "what":
            raise refuse_parameter("ordering", _("Overlaps are always listed by what."))
        kind = request.query_params.get("kind")
        if kind is not None and kind not in KINDS:
            raise refuse_parameter("kind", use_one_of(KINDS))
        found = [one for one in self._all() if kind in (None, one.kind)]
        cursor, size = queries.cursor_of(request, BY_WHAT), queries.page_size(request)
        page, before, after = page_in_memory(found, lambda one: (one.what, one.id), cursor, size)
        content: dict[str, Any] = {"next": self._link(after, BY_WHAT), "previous": self._link(before, BY_WHAT)}
        if queries.wants_count(request):
            content["count"] = len(found)
        return Response({**content, "results": [_shown(one) for one in page]})

    def retrieve(self, request: Request, pk: Any) -> Response:
        queries.refuse_strangers(request, frozenset())
        return Response(_shown(self._one(pk)))

    @action(detail=True, methods=["post"])
    def split(self, request: Request, pk: Any) -> Response:
        """Give each benefit the share that is proposed, or only the one that is named; answers what it was."""
        found = self._one(pk)
        body = SplitInput(data=request.data, context={"request": request})
        body.is_valid(raise_exception=True)
        benefit = body.validated_data.get("benefit")
        overlaps.split(overlap=found, only=benefit and benefit.pk, **self.caller)
        return Response(_shown(found))

    def _all(self) -> Any:
        return overlaps_of(self.person, self.person.organisation.local_date(timezone.now()))

    def _one(self, pk: Any) -> Overlap:
        found: Overlap | None = next((one for one in self._all() if one.id == pk), None)
        if found is None:
            raise NotFoundHere
        return found


def _shown(one: Overlap) -> dict[str, Any]:
    return {
        "id": one.id,
        "key": None,
        "kind": one.kind,
        "what": one.what,
        "unit": one.unit,
        "available": _text(one.available),
        "rule": one.rule,
        "claims": [
            {
                "benefit": claim.benefit.pk,
                "project": claim.benefit.project_id,
                "promised": _text(claim.promised),
                "attribution_share": _text(claim.share),
                "proposed_share": _text(claim.proposed),
            }
            for claim in one.claims
        ],
    }


def _text(figure: Any) -> str | None:
    return None if figure is None else decimal_text(figure)
