"""The benefits behind a portfolio's figures, judged on a day: the same parameters as the page that lists them."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from projects.api.portfolio_parameters import asked_of, text_of
from projects.api.project_reports import as_text
from projects.formulas.status import Code
from projects.models import Benefit
from projects.reports.benefit_list import listed_benefits, place_of
from projects.reports.counted import Counted, currency_of
from register.api import queries
from register.api.base import Resource
from register.api.in_memory import page_in_memory
from register.api.keyset import Order
from register.api.outputs import FigureShown

BY_TITLE = Order("title", False, Benefit._meta.get_field("title_sort"))


class JudgedIndicatorOutput(serializers.Serializer):
    """One indicator: its share of the sums, and how it stands."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    unit = serializers.CharField()
    status = serializers.ChoiceField(list(Code))
    status_reason = serializers.CharField()
    achievement = FigureShown()
    promised = FigureShown()
    verified = FigureShown()


class JudgedBenefitOutput(serializers.Serializer):
    """A benefit as it stood, with what was known then."""

    id = serializers.UUIDField()
    key = serializers.CharField(allow_null=True)
    title = serializers.CharField()
    project = serializers.UUIDField()
    unit = serializers.UUIDField(allow_null=True)
    owner = serializers.UUIDField(allow_null=True)
    kind = serializers.CharField()
    currency = serializers.CharField()
    is_disbenefit = serializers.BooleanField()
    part_of = serializers.UUIDField(allow_null=True)
    restates = serializers.UUIDField(allow_null=True)
    state = serializers.CharField()
    status = serializers.ChoiceField(list(Code))
    status_reason = serializers.CharField()
    judged = serializers.BooleanField()
    indicators = JudgedIndicatorOutput(many=True)


class JudgedBenefitsOutput(serializers.Serializer):
    """A page of them, and how many there are in all."""

    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    count = serializers.IntegerField()
    results = JudgedBenefitOutput(many=True)


def listed(view: Resource, request: Request) -> Response:
    """By title; with `counted=true` only what counts in the portfolio."""
    asked, counted = asked_of(request), text_of(request, "counted")
    filters = {**asked.filters, "counted": counted in ("true", "1", "on")}
    found = listed_benefits(view.person, on=asked.on, filters=filters, as_of=asked.as_of)
    cursor, size = queries.cursor_of(request, BY_TITLE), queries.page_size(request)
    page, before, after = page_in_memory(found, lambda one: (place_of(one)[0], one.benefit.pk), cursor, size)
    return Response(
        {
            "next": view._link(after, BY_TITLE),
            "previous": view._link(before, BY_TITLE),
            "count": len(found),
            "results": [_shown(one) for one in page],
        }
    )


def _shown(one: Counted) -> dict[str, Any]:
    benefit = one.benefit
    return {
        "id": benefit.pk,
        "key": benefit.key,
        "title": benefit.title,
        "project": benefit.project_id,
        "unit": benefit.project.unit_id,
        "owner": benefit.owner_id,
        "kind": benefit.kind,
        "currency": currency_of(benefit),
        "is_disbenefit": benefit.is_disbenefit,
        "part_of": benefit.part_of_id,
        "restates": benefit.restates_id,
        "state": benefit.state,
        "status": one.status.code,
        "status_reason": one.status.sentence,
        "judged": one.status.judged,
        "indicators": [
            as_text(
                {
                    "id": indicator.pk,
                    "name": indicator.name,
                    "unit": indicator.unit,
                    "status": status.code,
                    "status_reason": status.sentence,
                    "achievement": status.achievement,
                    "promised": status.promised,
                    "verified": status.verified,
                }
            )
            for indicator, status in one.figures()
        ],
    }
