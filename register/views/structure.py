"""Units, goals and programmes: what projects and benefits belong to."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from register.forms.refusals import refusals_in
from register.forms.rows import RowForm
from register.forms.structure import GoalForm, ProgrammeForm, UnitForm
from register.models import Goal, Programme, Unit
from register.services import strategy, units
from register.sessions import PersonRequest, posted
from register.trees import in_tree_order
from register.views.access import for_administrators, own

ON_PAGE = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@for_administrators
def unit_list(request: PersonRequest) -> HttpResponse:
    rows = Unit.objects.visible_to(request.person).open().with_managers().order_by("name_sort", "id")
    return render(request, "register/units.html", {"rows": in_tree_order(rows)})


@ON_PAGE
@for_administrators
def unit_edit(request: PersonRequest, pk: UUID | None = None) -> HttpResponse:
    """A new unit, or one that is there."""
    row = own(request, Unit, pk) if pk else None
    form = UnitForm(posted(request), person=request.person, row=row)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            if row:
                units.update_unit(unit=row, changes=form.changes, **_by(request), expected_version=form.seen_version)
            else:
                _create_unit(request, form)
            return _saved(request, "register:units")
    heading = row.name if row else _("Add a unit")
    delete = reverse("register:unit_delete", args=[row.pk]) if row else ""
    return _page(request, form, heading, back="register:units", delete=delete)


def _create_unit(request: PersonRequest, form: UnitForm) -> None:
    changes = form.changes
    further = {name: changes.pop(name) for name in units.FURTHER if name in changes}
    units.create_unit(organisation=request.person.organisation, further=further, **changes, **_by(request))


@require_POST
@for_administrators
def unit_delete(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Only one on which nothing rests."""
    units.delete_unit(unit=own(request, Unit, pk), **_by(request))
    messages.success(request, _("Deleted."))
    return redirect("register:units")


@require_safe
@for_administrators
def goal_list(request: PersonRequest) -> HttpResponse:
    rows = Goal.objects.visible_to(request.person).order_by("title_sort", "id")
    return render(request, "register/goals.html", {"rows": in_tree_order(rows)})


@ON_PAGE
@for_administrators
def goal_edit(request: PersonRequest, pk: UUID | None = None) -> HttpResponse:
    """A new goal, or one that is there."""
    row = own(request, Goal, pk) if pk else None
    form = GoalForm(posted(request), person=request.person, row=row)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            fields = form.spread_changes
            if row:
                strategy.update_goal(goal=row, changes=fields, **_by(request), expected_version=form.seen_version)
            else:
                strategy.create_goal(organisation=request.person.organisation, fields=fields, **_by(request))
            return _saved(request, "register:goals")
    heading = row.title if row else _("Add a goal")
    delete = reverse("register:goal_delete", args=[row.pk]) if row else ""
    return _page(request, form, heading, back="register:goals", delete=delete)


@require_POST
@for_administrators
def goal_delete(request: PersonRequest, pk: UUID) -> HttpResponse:
    strategy.delete_goal_or_programme(row=own(request, Goal, pk), **_by(request))
    messages.success(request, _("Deleted."))
    return redirect("register:goals")


@require_safe
@for_administrators
def programme_list(request: PersonRequest) -> HttpResponse:
    rows = Programme.objects.visible_to(request.person).select_related("organisation").order_by("title_sort", "id")
    return render(request, "register/programmes.html", {"rows": rows})


@ON_PAGE
@for_administrators
def programme_edit(request: PersonRequest, pk: UUID | None = None) -> HttpResponse:
    """A new programme, or one of our own."""
    row = own(request, Programme, pk) if pk else None
    form = ProgrammeForm(posted(request), person=request.person, row=row)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            if row:
                version = form.seen_version
                strategy.update_programme(programme=row, changes=form.changes, **_by(request), expected_version=version)
            else:
                strategy.create_programme(organisation=request.person.organisation, **form.changes, **_by(request))
            return _saved(request, "register:programmes")
    return _page(request, form, row.title if row else _("Add a programme"), back="register:programmes")


def _by(request: PersonRequest) -> dict[str, Any]:
    return {"by": request.person, "now": timezone.now()}


def _saved(request: PersonRequest, back: str) -> HttpResponse:
    messages.success(request, _("Saved."))
    return redirect(back)


def _page(request: PersonRequest, form: RowForm, heading: str, *, back: str, delete: str = "") -> HttpResponse:
    context = {"form": form, "heading": heading, "back": reverse(back), "delete": delete}
    return render(request, "register/row_edit.html", context)


urlpatterns = [
    path("settings/units/", unit_list, name="units"),
    path("settings/units/new/", unit_edit, name="unit_create"),
    path("settings/units/<uuid:pk>/", unit_edit, name="unit_edit"),
    path("settings/units/<uuid:pk>/delete/", unit_delete, name="unit_delete"),
    path("settings/goals/", goal_list, name="goals"),
    path("settings/goals/new/", goal_edit, name="goal_create"),
    path("settings/goals/<uuid:pk>/", goal_edit, name="goal_edit"),
    path("settings/goals/<uuid:pk>/delete/", goal_delete, name="goal_delete"),
    path("settings/programmes/", programme_list, name="programmes"),
    path("settings/programmes/new/", programme_edit, name="programme_create"),
    path("settings/programmes/<uuid:pk>/", programme_edit, name="programme_edit"),
]
