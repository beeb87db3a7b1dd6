"""The budget lines by year: promised, booked, realised, and the benefits behind each figure."""

from io import BytesIO

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from projects.forms.budget_filter import BudgetFilter
from projects.interchange.budget_export import export_budget
from projects.reports.budget import BudgetScope, placed_in, without_profile
from projects.reports.budget_page import benefits_behind, lines_of, parts_of, said_of, totals_of, years_known
from projects.views.exports import TYPES
from register.sessions import PersonRequest


@require_safe
def budget(request: PersonRequest) -> HttpResponse:
    """This year's lines, unless another is asked for; the chart shows every year of what is chosen."""
    today = request.person.organisation.local_date(timezone.now())
    everything = placed_in(BudgetScope(), request.person, on=today)
    asked = request.GET if "year" in request.GET else request.GET.dict() | {"year": str(today.year)}
    chosen = BudgetFilter(asked, person=request.person, years=years_known(everything, today))
    wanted, scope = chosen.wanted, chosen.scope
    year = scope.year
    of_all_years = placed_in(BudgetScope(**{**vars(scope), "year": None}), request.person, on=today)
    rows = [one for one in of_all_years if year in (None, one.year)]
    context = {
        "filter": chosen,
        "year": year,
        "said": said_of(rows, year),
        "lines": lines_of(rows, {**wanted, "year": str(year or "")}),
        "totals": totals_of(rows),
        "parts": parts_of(of_all_years, {name: value for name, value in wanted.items() if name != "year"}),
        "narrowed": bool({name: value for name, value in wanted.items() if name != "year"}),
        "unknown": without_profile(scope, request.person).count(),
        "is_known": bool(everything),
    }
    return render(request, "projects/budget.html", context)


@require_safe
def budget_benefits(request: PersonRequest) -> HttpResponse:
    """The benefits behind a figure; with `lacking=1` those of which nothing is known."""
    today = request.person.organisation.local_date(timezone.now())
    known = placed_in(BudgetScope(), request.person, on=today)
    chosen = BudgetFilter(request.GET, person=request.person, years=years_known(known, today))
    context = {"filter": chosen, "what": chosen.in_words, "query": request.GET.urlencode()}
    if request.GET.get("lacking"):
        lacking = without_profile(chosen.scope, request.person).select_related("project", "owner")
        context["lacking"] = lacking.order_by("title_sort", "pk")
    else:
        rows = placed_in(chosen.scope, request.person, on=today)
        context |= {"rows": benefits_behind(rows), "totals": totals_of(rows)}
    return render(request, "projects/budget_benefits.html", context)


@require_safe
@never_cache
def export(request: PersonRequest) -> HttpResponse:
    """What the page shows, for the economy plan."""
    today = request.person.organisation.local_date(timezone.now())
    known = placed_in(BudgetScope(), request.person, on=today)
    chosen = BudgetFilter(request.GET, person=request.person, years=years_known(known, today))
    rows = placed_in(chosen.scope, request.person, on=today)
    kind = "csv" if request.GET.get("as") == "csv" else "xlsx"
    content = BytesIO()
    export_budget(rows=rows, made_by=chosen.in_words, on=today, target=content, kind=kind)
    name = f'attachment; filename="varig-budget-{today.isoformat()}.{kind}"'
    return HttpResponse(content.getvalue(), content_type=TYPES[kind], headers={"Content-Disposition": name})


urlpatterns = [
    path("budget/", budget, name="budget"),
    path("budget/benefits/", budget_benefits, name="budget_benefits"),
    path("budget/export/", export, name="budget_export"),
]
