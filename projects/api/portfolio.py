"""The portfolio: the same figures as its page, for the same parameters."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, ClassVar

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from projects.api.portfolio_parameters import Asked, asked_of, text_of
from projects.api.project_reports import SumOutput, as_text
from projects.formulas.status import Code
from projects.reports.groupings import GROUPINGS
from projects.reports.narrowing import FILTERS
from projects.reports.portfolio import Group, portfolio_of
from projects.reports.register_health import CHECKS, health_of
from register.api.base import Resource
from register.api.outputs import DateShown
from register.api.queries import refuse_strangers

PARAMETERS = (*FILTERS, "on", "as_of")


class GroupOutput(serializers.Serializer):
    """Benefits that have something in common; `filters` are the parameters that show exactly these."""

    label = serializers.CharField()
    filters = serializers.DictField(child=serializers.CharField())
    projects = serializers.IntegerField()
    benefits = serializers.IntegerField()
    statuses = serializers.DictField(child=serializers.IntegerField(), help_text=f"By {', '.join(Code)}.")
    sums = SumOutput(many=True)


class LackOutput(serializers.Serializer):
    """How many benefits lack something; null where that is not known of an earlier day."""

    lacks = serializers.ChoiceField(list(CHECKS))
    label = serializers.CharField()
    benefits = serializers.IntegerField(allow_null=True)


class PortfolioOutput(serializers.Serializer):
    """What was promised, what is verified and what nobody knows, put together in one of many ways."""

    on = DateShown()
    as_of = DateShown()
    by = serializers.ChoiceField(list(GROUPINGS))
    filters = serializers.DictField(child=serializers.CharField())
    total = GroupOutput()
    groups = GroupOutput(many=True)
    health = LackOutput(many=True)


class Portfolio(Resource):
    """Only reads. `as_of` asks for what the register knew at the end of a day, `on` judges on another than today."""

    answers: ClassVar[Mapping[str, Any]] = {"look": PortfolioOutput}
    parameters_of = {"look": ("by", *PARAMETERS)}

    def look(self, request: Request) -> Response:
        """The whole and its groups, with the register's health."""
        asked = self._asked(request)
        by = text_of(request, "by") or "unit"
        found = portfolio_of(self.person, by=by, on=asked.on, filters=asked.filters, as_of=asked.as_of)
        health = health_of(
            found.rows, on=asked.on, organisation=self.person.organisation, is_past=asked.as_of is not None
        )
        return Response(
            {
                **_days(asked),
                "by": by,
                "filters": found.total.filters,
                "total": _group(found.total),
                "groups": [_group(group) for group in found.groups],
                "health": [
                    {"lacks": one.check.code, "label": str(one.check.label), "benefits": one.benefits} for one in health
                ],
            }
        )

    def _asked(self, request: Request) -> Asked:
        refuse_strangers(request, frozenset(self.parameters_of[self.action]))
        return asked_of(request)


def _days(asked: Asked) -> dict[str, Any]:
    return {"on": asked.on.isoformat(), "as_of": asked.as_of and asked.as_of.isoformat()}


def _group(group: Group) -> dict[str, Any]:
    return {
        "label": group.label,
        "filters": group.filters,
        "projects": group.projects,
        "benefits": group.benefits,
        "statuses": group.statuses,
        "sums": [as_text(asdict(row)) for row in group.rollups],
    }
