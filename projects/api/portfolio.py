"""The portfolio: the same figures as its page, for the same parameters."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from projects.api.days import day_asked_for
from projects.api.judged_benefits import JudgedBenefitsOutput, listed
from projects.api.portfolio_parameters import Asked, asked_of, text_of
from projects.api.project_reports import SumOutput, as_text, sum_shown
from projects.formulas.status import Code
from projects.formulas.values import decimal_text
from projects.reports.groupings import GROUPINGS
from projects.reports.narrowing import FILTERS
from projects.reports.portfolio import Group, portfolio_of
from projects.reports.portfolio_changes import KINDS, Change, changes_since
from projects.reports.portfolio_over_time import Line, over_time
from projects.reports.register_health import CHECKS, health_of
from projects.reports.rows import nothing_is_garbage
from register.api.base import Resource
from register.api.outputs import DateShown, FigureShown
from register.api.queries import refuse_strangers
from register.api.refusals import refuse_parameter

PARAMETERS = (*FILTERS, "on", "as_of")


class GroupOutput(serializers.Serializer):
    """Benefits that have something in common; `filters` are the parameters that show exactly these."""

    label = serializers.CharField()  # type: ignore[assignment]  # the field of that name
    filters = serializers.DictField(child=serializers.CharField())
    projects = serializers.IntegerField()
    benefits = serializers.IntegerField()
    statuses = serializers.DictField(child=serializers.IntegerField(), help_text=f"By {', '.join(Code)}.")
    sums = SumOutput(many=True)


class LackOutput(serializers.Serializer):
    """How many benefits lack something; null where that is not known of an earlier day."""

    lacks = serializers.ChoiceField(list(CHECKS))
    label = serializers.CharField()  # type: ignore[assignment]  # the field of that name
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


class PointOutput(serializers.Serializer):
    """The end of a period; null where there is no plan, or nothing verified yet."""

    period = serializers.CharField()
    plan = FigureShown()
    realised = FigureShown()


class LineOutput(serializers.Serializer):
    """One kind of gain in one unit and currency over time."""

    kind = serializers.CharField()
    unit = serializers.CharField()
    currency = serializers.CharField()
    is_disbenefit = serializers.BooleanField()
    promised = FigureShown()
    benefits = serializers.IntegerField()
    undated = serializers.IntegerField(help_text="Indicators whose target has no date: they are no part of the plan.")
    points = PointOutput(many=True)


class OverTimeOutput(serializers.Serializer):
    """Realised against plan at the end of every year or quarter."""

    on = DateShown()
    as_of = DateShown()
    per = serializers.ChoiceField(["year", "quarter"])
    lines = LineOutput(many=True)


class StatusChangeOutput(serializers.Serializer):
    """One thing that has changed: a status, a state, or a figure with its day."""

    kind = serializers.ChoiceField(list(KINDS))
    benefit = serializers.UUIDField()
    title = serializers.CharField()
    what = serializers.CharField()
    before = serializers.CharField()
    after = serializers.CharField()


class ChangesOutput(serializers.Serializer):
    """What is other than it was known at the end of a day."""

    since = DateShown()
    on = DateShown()
    as_of = DateShown()
    changes = StatusChangeOutput(many=True)


class Portfolio(Resource):
    """Only reads. `as_of` asks for what the register knew at the end of a day, `on` judges on another than today."""

    answers: ClassVar[Mapping[str, Any]] = {
        "look": PortfolioOutput,
        "over_time": OverTimeOutput,
        "changes": ChangesOutput,
        "benefits": JudgedBenefitsOutput,
    }
    parameters_of = {
        "look": ("by", *PARAMETERS),
        "over_time": ("per", *PARAMETERS),
        "changes": ("since", *PARAMETERS),
        "benefits": ("counted", "cursor", "page_size", *PARAMETERS),
    }

    @nothing_is_garbage()
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

    @nothing_is_garbage()
    def over_time(self, request: Request) -> Response:
        """Realised against plan; what is verified so far stands at the end of the present period."""
        asked, per = self._asked(request), text_of(request, "per") or "year"
        found = portfolio_of(
            self.person, by="state", on=asked.on, filters=asked.filters, as_of=asked.as_of, every_figure=True
        )
        lines = over_time(found.rows, on=asked.on, per=per, year=found.total.filters.get("year", ""))
        return Response({**_days(asked), "per": per, "lines": [_line(line) for line in lines]})

    @nothing_is_garbage()
    def changes(self, request: Request) -> Response:
        """Statuses that changed, new, concluded, withdrawn, re-baselined and handed over since a day."""
        asked, since = self._asked(request), day_asked_for(request, "since")
        if since is None:
            raise refuse_parameter("since", _("Say since which day, for example 2026-06-30."), "required")
        found = changes_since(since, person=self.person, on=asked.on, filters=asked.filters, as_of=asked.as_of)
        every = [_change(one) for some in found.by_kind.values() for one in some]
        return Response({"since": since.isoformat(), **_days(asked), "changes": every})

    @nothing_is_garbage()
    def benefits(self, request: Request) -> Response:
        """The benefits behind the figures, each with its status; `count` says how many."""
        refuse_strangers(request, frozenset(self.parameters_of[self.action]))
        return listed(self, request)

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
        "sums": [sum_shown(row) for row in group.rollups],
    }


def _line(line: Line) -> dict[str, Any]:
    plain = as_text({str(name): getattr(line, str(name)) for name in LineOutput().fields if name != "points"})
    points = [{"period": one.label, **as_text({"plan": one.plan, "realised": one.realised})} for one in line.points]
    return {**plain, "points": points}


def _change(one: Change) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "benefit": one.benefit.pk,
        "title": one.benefit.title,
        "what": one.what,
        "before": _said(one.before),
        "after": _said(one.after),
    }


def _said(value: Any) -> str:
    """A code as it is; a figure with its day as "30 2027-12-31"."""
    if not isinstance(value, tuple):
        return str(value or "")
    figure, day = value
    return " ".join([*([] if figure is None else [decimal_text(figure)]), *([day.isoformat()] if day else [])])
