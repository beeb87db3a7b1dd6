"""What is worked out from the benefit map: all of it at once, and what follows when a milestone slips."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from projects.api.days import day_asked_for
from projects.reports.benefit_map import Edge, Node, map_of
from projects.reports.milestone_slip import MovedBenefit, MovedGoal, slip_of
from register.api.base import Resource
from register.api.outputs import DateShown
from register.api.queries import refuse_strangers
from register.api.refusals import refuse_parameter
from register.periods import parse_period


class MapNodeOutput(serializers.Serializer):
    """One box of the map; `status` of a benefit."""

    kind = serializers.ChoiceField(["milestone", "change", "benefit", "goal"])
    id = serializers.UUIDField()
    title = serializers.CharField()
    status = serializers.CharField(allow_null=True)


class MapEdgeOutput(serializers.Serializer):
    """One line; `link` is null where a benefit's own fields say it."""

    kind = serializers.ChoiceField(["drawn", "serves", "part_of", "waits"])
    start = serializers.UUIDField()
    end = serializers.UUIDField()
    weight = serializers.IntegerField(allow_null=True)
    link = serializers.UUIDField(allow_null=True)


class MapOutput(serializers.Serializer):
    """The map of a project."""

    project = serializers.UUIDField()
    nodes = MapNodeOutput(many=True)
    edges = MapEdgeOutput(many=True)
    gaps = serializers.ListField(child=serializers.CharField())


class MapOfAProject(Resource):
    """Adds the map to projects."""

    answers = {"benefit_map": MapOutput}
    parameters_of = {"benefit_map": ("on",)}

    @action(detail=True, methods=["get"])
    def benefit_map(self, request: Request, pk: Any) -> Response:
        """Boxes, lines and what the map does not say yet, with statuses as of today or `?on=`."""
        refuse_strangers(request, frozenset({"on"}))
        project = self.get_row(pk)
        on = day_asked_for(request) or project.organisation.local_date(timezone.now())
        found = map_of(project, on)
        shown = {"nodes": [_node(one) for one in found.nodes], "edges": [_edge(one) for one in found.edges]}
        return Response({"project": project.pk, **shown, "gaps": found.gaps})


class MovedBenefitOutput(serializers.Serializer):
    """A benefit that waits for the milestone."""

    benefit = serializers.UUIDField()
    start_date_before = DateShown()
    start_date_after = DateShown()
    due_date_before = DateShown()
    due_date_after = DateShown()


class MovedGoalOutput(serializers.Serializer):
    """A goal that some of them serve: the last day any of them is to be seen."""

    goal = serializers.UUIDField()
    benefits = serializers.ListField(child=serializers.UUIDField())
    target_date = DateShown()
    before = DateShown()
    after = DateShown()
    becomes_late = serializers.BooleanField()


class SlipOutput(serializers.Serializer):
    """What would follow; nothing is changed."""

    milestone = serializers.UUIDField()
    before = DateShown()
    after = DateShown()
    days = serializers.IntegerField(allow_null=True)
    benefits = MovedBenefitOutput(many=True)
    goals = MovedGoalOutput(many=True)
    beside = serializers.ListField(child=serializers.UUIDField())


class SlipOfAMilestone(Resource):
    """Adds what follows from a slip to milestones."""

    answers = {"consequences": SlipOutput}
    parameters_of = {"consequences": ("due_date",)}

    @action(detail=True, methods=["get"])
    def consequences(self, request: Request, pk: Any) -> Response:
        """What happens to which goal if the milestone comes on `?due_date=`; nothing is changed by asking."""
        row = self.get_row(pk)
        refuse_strangers(request, frozenset({"due_date"}))
        try:
            to = parse_period(request.query_params.get("due_date", "")).end
        except ValueError as error:
            raise refuse_parameter("due_date", _("Write a date, for example 2027-03-01.")) from error
        slip = slip_of(row, to, row.organisation.local_date(timezone.now()))
        return Response(
            {
                "milestone": row.pk,
                "before": slip.before,
                "after": slip.after,
                "days": slip.days,
                "benefits": [_moved(one) for one in slip.benefits],
                "goals": [_goal(one) for one in slip.goals],
                "beside": [one.pk for one in slip.beside],
            }
        )


def _node(one: Node) -> dict[str, Any]:
    return {"kind": one.kind, "id": one.id, "title": one.title, "status": one.status or None}


def _edge(one: Edge) -> dict[str, Any]:
    link = one.link.pk if one.link else None
    return {"kind": one.kind, "start": one.start.id, "end": one.end.id, "weight": one.weight, "link": link}


def _moved(one: MovedBenefit) -> dict[str, Any]:
    before = {f"{name}_before": day for name, day in one.before.items()}
    return {"benefit": one.benefit.pk, **before, **{f"{name}_after": day for name, day in one.after.items()}}


def _goal(one: MovedGoal) -> dict[str, Any]:
    return {
        "goal": one.goal.pk,
        "benefits": [benefit.pk for benefit in one.benefits],
        "target_date": one.goal.target_date,
        "before": one.before,
        "after": one.after,
        "becomes_late": one.becomes_late,
    }
