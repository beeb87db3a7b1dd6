"""The budget lines by year: promised, booked, realised, and the benefits behind each figure."""

from dataclasses import replace
from io import BytesIO
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from projects.forms.budget_filter import BudgetFilter
from projects.interchange.budget_export import export_budget
from projects.reports.budget import placed_in, unknown_then, without_profile, years_in, years_to_choose
from projects.reports.budget_page import benefits_behind, lines_of, parts_of, said_of, totals_of
from projects.reports.counted import knowledge_of
from projects.reports.rows import nothing_is_garbage
from projects.views.days import Days, days_asked
from projects.views.exports import TYPES
from register.sessions import PersonRequest


@require_safe
@nothing_is_garbage()
def budget(request: PersonRequest) -> HttpResponse:
    """This year's lines, unless another is asked for; the chart shows every year of what is chosen."""
    person, days = request.person, days_asked(request)
    knowledge, today = knowledge_of(person.organisation, days.as_of), days.on
    asked = request.GET if "year" in request.GET else request.GET.dict() | {"year": str(today.year)}
    chosen = BudgetFilter(asked, person=person, years=years_to_choose(person, today))
    wanted, scope = chosen.wanted, chosen.scope
    year, whole = scope.year, replace(scope, year=None)
    of_all_years = placed_in(whole, person, on=today, knowledge=knowledge)
    rows = [one for one in of_all_years if year in (None, one.year)]
    context = {
        "filter": chosen,
        "days": days,
        "year": year,
        "said": said_of(rows, year),
        "lines": lines_of(rows, {**wanted, "year": str(year or "")}, knowledge),
        "totals": totals_of(rows),
        "parts": parts_of(of_all_years, {name: value for name, value in wanted.items() if name != "year"}),
        "narrowed": bool({name: value for name, value in wanted.items() if name != "year"}),
        "unknown": len(unknown_then(scope, person, knowledge)) if knowledge else without_profile(scope, person).count(),
        "is_known": bool(years_in(person)),
    }
    return render(request, "projects/budget.html", context)


@require_safe
def budget_benefits(request: PersonRequest) -> HttpResponse:
    """The benefits behind a figure; with `lacking=1` those of which nothing is known."""
    days, chosen = _asked(request)
    knowledge = knowledge_of(request.person.organisation, days.as_of)
    context = {"days": days, "filter": chosen, "what": chosen.in_words, "query": request.GET.urlencode()}
    if request.GET.get("lacking"):
        lacking = without_profile(chosen.scope, request.person).select_related("project", "owner")
        then = unknown_then(chosen.scope, request.person, knowledge) if knowledge else None
        context["lacking"] = lacking.order_by("title_sort", "pk") if then is None else then
    else:
        rows = placed_in(chosen.scope, request.person, on=days.on, knowledge=knowledge)
        context |= {"rows": benefits_behind(rows, request.person, knowledge), "totals": totals_of(rows)}
    return render(request, "projects/budget_benefits.html", context)


@require_safe
@never_cache
def export(request: PersonRequest) -> HttpResponse:
    """What the page shows, for the economy plan."""
    days, chosen = _asked(request)
    how: dict[str, Any] = {"on": days.on, "knowledge": knowledge_of(request.person.organisation, days.as_of)}
    rows = placed_in(chosen.scope, request.person, **how)
    kind = "csv" if request.GET.get("as") == "csv" else "xlsx"
    content = BytesIO()
    export_budget(rows=rows, made_by=chosen.in_words, by=request.person, target=content, kind=kind, **how)
    name = f'attachment; filename="varig-budget-{days.on.isoformat()}.{kind}"'
    return HttpResponse(content.getvalue(), content_type=TYPES[kind], headers={"Content-Disposition": name})


def _asked(request: PersonRequest) -> tuple[Days, BudgetFilter]:
    days = days_asked(request)
    return days, BudgetFilter(request.GET, person=request.person, years=years_to_choose(request.person, days.on))


urlpatterns = [
    path("budget/", budget, name="budget"),
    path("budget/benefits/", budget_benefits, name="budget_benefits"),
    path("budget/export/", export, name="budget_export"),
]
