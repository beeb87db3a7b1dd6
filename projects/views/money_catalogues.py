"""Unit prices and budget lines: kept by administrators and controllers, used by every benefit."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from projects.forms.money import BudgetLineForm, UnitPriceForm
from projects.models import BudgetLine, UnitPrice
from projects.reports.price_list import price_list
from projects.services import money_catalogues
from register.api.fields import as_uuid
from register.forms.refusals import refusals_in
from register.forms.rows import RowForm
from register.permissions import require_planner
from register.sessions import PersonRequest, posted
from register.views.access import own

ON_PAGE = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def catalogues(request: PersonRequest) -> HttpResponse:
    """Every price with its years, every line; whoever makes figures may read them."""
    standing = request.person.standing
    lines = BudgetLine.objects.visible_to(request.person).annotate(used=Count("entries")).order_by("code_sort", "id")
    may_edit = standing.administrator or standing.has("controller")
    context = {"prices": price_list(request.person), "lines": lines, "may_edit": may_edit}
    return render(request, "projects/money_catalogues.html", context)


@ON_PAGE
def unit_price_edit(request: PersonRequest, pk: UUID | None = None) -> HttpResponse:
    """A new price, one for another year (`?of=`), or one that is there."""
    require_planner(request.person, request.person.organisation_id)
    row = own(request, UnitPrice, pk) if pk else None
    form = UnitPriceForm(posted(request), person=request.person, row=row, initial=_of_another_year(request))
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            if row:
                version = form.seen_version
                money_catalogues.update_unit_price(
                    unit_price=row, changes=form.changes, expected_version=version, **_by(request)
                )
            else:
                fields = {name: form.cleaned_data[name] for name in form.shown}
                money_catalogues.create_unit_price(
                    organisation=request.person.organisation, fields=fields, **_by(request)
                )
            return _saved(request)
    delete = reverse("projects:unit_price_delete", args=[row.pk]) if row else ""
    return _page(request, form, str(row) if row else _("Add a unit price"), delete=delete)


@ON_PAGE
def budget_line_edit(request: PersonRequest, pk: UUID | None = None) -> HttpResponse:
    """A new budget line, or one that is there."""
    require_planner(request.person, request.person.organisation_id)
    row = own(request, BudgetLine, pk) if pk else None
    form = BudgetLineForm(posted(request), person=request.person, row=row)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            if row:
                version = form.seen_version
                money_catalogues.update_budget_line(
                    budget_line=row, changes=form.changes, expected_version=version, **_by(request)
                )
            else:
                money_catalogues.create_budget_line(
                    organisation=request.person.organisation, fields=form.changes, **_by(request)
                )
            return _saved(request)
    delete = reverse("projects:budget_line_delete", args=[row.pk]) if row else ""
    return _page(request, form, str(row) if row else _("Add a budget line"), delete=delete)


@require_POST
def unit_price_delete(request: PersonRequest, pk: UUID) -> HttpResponse:
    money_catalogues.delete(row=own(request, UnitPrice, pk), **_by(request))
    return _saved(request)


@require_POST
def budget_line_delete(request: PersonRequest, pk: UUID) -> HttpResponse:
    money_catalogues.delete(row=own(request, BudgetLine, pk), **_by(request))
    return _saved(request)


def _of_another_year(request: PersonRequest) -> dict[str, Any]:
    """The same thing in the prices of the next year, ready to be priced."""
    known = UnitPrice.objects.visible_to(request.person).filter(pk=as_uuid(request.GET.get("of"))).first()
    if known is None:
        return {}
    same = {name: getattr(known, name) for name in ("name", "unit", "currency")}
    return {**same, "price_year": known.price_year + 1}


def _by(request: PersonRequest) -> dict[str, Any]:
    return {"by": request.person, "now": timezone.now()}


def _saved(request: PersonRequest) -> HttpResponse:
    messages.success(request, _("Saved."))
    return redirect("projects:money_catalogues")


def _page(request: PersonRequest, form: RowForm, heading: str, *, delete: str = "") -> HttpResponse:
    context = {"form": form, "heading": heading, "back": reverse("projects:money_catalogues"), "delete": delete}
    return render(request, "projects/money_catalogue_edit.html", context)


urlpatterns = [
    path("settings/prices/", catalogues, name="money_catalogues"),
    path("settings/prices/new/", unit_price_edit, name="unit_price_create"),
    path("settings/prices/<uuid:pk>/", unit_price_edit, name="unit_price_edit"),
    path("settings/prices/<uuid:pk>/delete/", unit_price_delete, name="unit_price_delete"),
    path("settings/budget-lines/new/", budget_line_edit, name="budget_line_create"),
    path("settings/budget-lines/<uuid:pk>/", budget_line_edit, name="budget_line_edit"),
    path("settings/budget-lines/<uuid:pk>/delete/", budget_line_delete, name="budget_line_delete"),
]
