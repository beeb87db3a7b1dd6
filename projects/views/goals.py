"""A goal: what it is part of, and everything below it down to the figures."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.views.decorators.http import require_safe

from projects.reports.line_of_sight import below_goal, upwards
from projects.views.days import day_asked
from register.models import Goal
from register.sessions import PersonRequest
from register.trees import in_tree_order


@require_safe
def goal_detail(request: PersonRequest, pk: UUID) -> HttpResponse:
    """The line of sight in both directions, as of a day."""
    goal: Goal = get_object_or_404(Goal.objects.visible_to(request.person), pk=pk)
    on = day_asked(request)
    [above] = upwards([goal], request.person)
    context = {"goal": goal, "above": above[:-1], "tree": below_goal(goal, request.person, on), "on": on}
    return render(request, "projects/goal_detail.html", context)


@require_safe
def goal_list(request: PersonRequest) -> HttpResponse:
    """Every goal below the vision it serves."""
    rows = Goal.objects.visible_to(request.person).order_by("title_sort", "id")
    return render(request, "projects/goal_list.html", {"rows": in_tree_order(rows)})


urlpatterns = [
    path("goals/", goal_list, name="goal_list"),
    path("goals/<uuid:pk>/", goal_detail, name="goal_detail"),
]
