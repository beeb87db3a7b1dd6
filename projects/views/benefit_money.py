"""The money of a benefit as grids: its years, and the budget lines it stands on. A grid is stored whole, or not."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from projects import permissions
from projects.forms.money import (
    PLAN,
    WAYS,
    EntryForm,
    GridForm,
    MoneyTermsForm,
    ReasonForm,
    YearForm,
    entry_forms,
    year_forms,
)
from projects.models import Benefit
from projects.money_permissions import BOOKS
from projects.services import benefit_years, benefits, budget_entries
from projects.services.permission import ensure
from projects.views.access import seen_by
from register.errors import Refusal
from register.models import Person
from register.sessions import PersonRequest, posted

ON_PAGE = require_http_methods(["GET", "HEAD", "POST"])
Store = Callable[[Any], None]


@ON_PAGE
def benefit_money(request: PersonRequest, pk: UUID) -> HttpResponse:
    """The yearly table, by amounts, by volume and price, or by three points."""
    benefit, person, now = seen_by(request.person, Benefit, pk), request.person, timezone.now()
    ensure(permissions.EDITS_BENEFIT, BOOKS, subject=benefit, by=person)
    may_plan = permissions.EDITS_BENEFIT(benefit, person)
    way = request.GET.get("way", "")
    way = way if way in WAYS else _usual_way(benefit)
    closed, first = () if may_plan else (*PLAN, "remove"), benefit.organisation.local_date(now).year
    terms = MoneyTermsForm(posted(request), person=person, row=benefit) if may_plan else None
    rows = year_forms(posted(request), benefit, way=way, first=first, person=person, closed=closed)
    if request.method == "POST" and _valid([*([terms] if terms else []), *rows]):
        reason = terms.cleaned_data["change_reason"] if terms else ""
        steps: list[tuple[Any, Store]] = [(row, _year_store(benefit, person, now, reason)) for row in rows]
        if terms:
            steps.insert(0, (terms, _terms_store(benefit, person, now, reason)))
        if _stored(steps, terms):
            messages.success(request, _("Saved."))
            return redirect(f"{benefit.get_absolute_url()}#money")
    ways = [(name, label, name == way) for name, (label, _columns) in WAYS.items()]
    return _page(request, benefit, rows, terms=terms, ways=ways, heading=_("Money by year"))


@ON_PAGE
def benefit_budget(request: PersonRequest, pk: UUID) -> HttpResponse:
    """The budget lines it stands on: promised, booked, realised."""
    benefit, person, now = seen_by(request.person, Benefit, pk), request.person, timezone.now()
    ensure(permissions.EDITS_BENEFIT, BOOKS, subject=benefit, by=person)
    closed = () if BOOKS(benefit, person) else ("booked",)
    first = benefit.organisation.local_date(now).year
    rows = entry_forms(posted(request), benefit, first=first, person=person, closed=closed)
    why = ReasonForm(posted(request))
    if request.method == "POST" and _valid([why, *rows]):
        reason = why.cleaned_data["change_reason"]
        if _stored([(row, _entry_store(benefit, person, now, reason)) for row in rows], why):
            messages.success(request, _("Saved."))
            return redirect(f"{benefit.get_absolute_url()}#money")
    return _page(request, benefit, rows, terms=why, heading=_("Budget lines of the benefit"), booking=not closed)


def _usual_way(benefit: Benefit) -> str:
    """The way in which its years were given."""
    years = benefit.benefityear_set
    if years.exclude(volume=None, price=None).exists():
        return "volume"
    return "points" if years.exclude(optimistic=None).exists() else "amounts"


def _valid(forms: Sequence[Any]) -> bool:
    """Each of them is asked, so that everything that is wrong stands there at once."""
    return [form.is_valid() for form in forms].count(False) == 0


def _stored(steps: Sequence[tuple[Any, Store]], terms: MoneyTermsForm | ReasonForm | None) -> bool:
    """What is refused stands in the row that it concerns; that a reason is lacking, beside the reason."""
    at: Any = None
    try:
        with transaction.atomic():
            for form, store in steps:
                at = form
                store(form)
    except Refusal as refusal:
        lacks_reason = "change_reason" in {error.field for error in getattr(refusal, "errors", [])}
        (terms if terms and lacks_reason else at).show(refusal)
        return False
    return True


def _terms_store(benefit: Benefit, by: Person, now: datetime, reason: str) -> Store:
    def store(form: MoneyTermsForm) -> None:
        if form.changes:
            version: Any = {"expected_version": form.seen_version, "reason": reason}
            benefits.update_benefit(benefit=benefit, changes=form.changes, by=by, now=now, **version)

    return store


def _year_store(benefit: Benefit, by: Person, now: datetime, reason: str) -> Store:
    def store(form: YearForm) -> None:
        version: Any = {"expected_version": form.seen_version, "reason": reason}
        if form.row is None:
            if form.is_written:
                fields = _written(form)
                benefit_years.create_year(benefit=benefit, fields=fields, by=by, now=now, reason=reason)
        elif form.cleaned_data["remove"]:
            benefit_years.delete_year(year=form.row, by=by, now=now, **version)  # type: ignore[arg-type]
        elif form.changes:
            benefit_years.update_year(year=form.row, changes=form.changes, by=by, now=now, **version)  # type: ignore[arg-type]

    return store


def _entry_store(benefit: Benefit, by: Person, now: datetime, reason: str) -> Store:
    def store(form: EntryForm) -> None:
        version: Any = {"expected_version": form.seen_version, "reason": reason}
        if form.row is None:
            if form.is_written:
                fields = _written(form)
                budget_entries.create_entry(benefit=benefit, fields=fields, by=by, now=now, reason=reason)
        elif form.cleaned_data["remove"]:
            budget_entries.delete_entry(entry=form.row, by=by, now=now, **version)  # type: ignore[arg-type]
        elif form.changes:
            budget_entries.update_entry(entry=form.row, changes=form.changes, by=by, now=now, **version)  # type: ignore[arg-type]

    return store


def _written(form: GridForm) -> dict[str, Any]:
    """What stands in a new row; an empty cell says nothing."""
    return {name: form.cleaned_data[name] for name in form.shown if form.cleaned_data.get(name) not in (None, "")}


def _page(request: PersonRequest, benefit: Benefit, rows: Sequence[GridForm], **shown: Any) -> HttpResponse:
    context = {"benefit": benefit, "project": benefit.project, "rows": rows, "form": shown.get("terms"), **shown}
    return render(request, "projects/benefit_grid.html", context)


urlpatterns = [
    path("benefits/<uuid:pk>/money/", benefit_money, name="benefit_money"),
    path("benefits/<uuid:pk>/budget/", benefit_budget, name="benefit_budget"),
]
