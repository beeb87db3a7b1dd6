"""Documents for a meeting: overviews on two pages, the benefit plan, results since last time, words for a case file."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone, translation
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from projects.documents.papers import pdf_of, two_pages
from projects.forms.in_words import in_words
from projects.forms.meeting import MeetingForm
from projects.forms.portfolio_filter import PortfolioFilter
from projects.reports.benefit_plan import plan_paper
from projects.reports.case_text import as_text, case_text
from projects.reports.meeting_paper import meeting_paper
from projects.reports.paper_parts import Paper
from projects.reports.portfolio import portfolio_of
from projects.reports.portfolio_paper import portfolio_paper
from projects.reports.project_paper import project_paper
from projects.views.days import day_asked, days_asked
from projects.views.frame import project_seen_by
from register.models import Language
from register.sessions import PersonRequest

APART = ("by", "on", "as_of", "own")
HALF_A_YEAR = timedelta(days=183)


def in_language(request: PersonRequest) -> translation.override:
    """The language that is asked for in the address, else the reader's own."""
    asked = request.GET.get("language", "")
    return translation.override(asked if asked in Language.values else translation.get_language())


def as_pdf(content: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'inline; filename="{slugify(name)[:80] or "varig"}.pdf"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


def _shown(request: PersonRequest, paper_of: Callable[[], Paper], *, back: str, **more: Any) -> HttpResponse:
    """As a page, or as the PDF of it."""
    with in_language(request):
        paper = paper_of()
        if request.GET.get("as") == "pdf":
            return as_pdf(pdf_of(paper, now=timezone.now(), wide=True), f"{paper.kind} {paper.title}")
        address = request.GET.copy()
        address["as"] = "pdf"
        return render(
            request, "projects/paper.html", {"paper": paper, "pdf": address.urlencode(), "back": back, **more}
        )


@require_safe
def project_overview(request: PersonRequest, pk: UUID) -> HttpResponse:
    """The overview of a project on two pages, as tagged PDF."""
    project, on, now = project_seen_by(request.person, pk), day_asked(request), timezone.now()
    with in_language(request):
        return as_pdf(two_pages(partial(project_paper, project, on), now=now), f"{project.reference} {project.title}")


@require_safe
def project_case_text(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Words for the political case file, to be selected or copied."""
    project, on = project_seen_by(request.person, pk), day_asked(request)
    with in_language(request):
        paper = case_text(project, on)
        context = {"paper": paper, "text": as_text(paper), "project": project}
        return render(request, "projects/case_text.html", context)


@require_safe
def benefit_plan(request: PersonRequest, pk: UUID) -> HttpResponse:
    """All benefits of a project with what was promised, and where they stand."""
    project, on = project_seen_by(request.person, pk), day_asked(request)
    return _shown(request, partial(plan_paper, project, on), back=project.get_absolute_url())


@require_safe
def portfolio_overview(request: PersonRequest) -> HttpResponse:
    """The portfolio on two pages, narrowed as the address says, as tagged PDF."""
    chosen, days = PortfolioFilter(request.GET, person=request.person), days_asked(request)
    with in_language(request):
        found = portfolio_of(request.person, by=chosen.by_chosen, on=days.on, filters=chosen.filters, as_of=days.as_of)
        asked = in_words(chosen, *APART)
        made = partial(portfolio_paper, request.person, found, days.on, asked, _address(request, "/portfolio/"))
        return as_pdf(two_pages(made, now=timezone.now()), "portfolio")


@require_safe
def meeting_results(request: PersonRequest) -> HttpResponse:
    """What should have been reached since last time, what lies ahead, and the whole, narrowed as the portfolio is."""
    chosen, today = PortfolioFilter(request.GET, person=request.person), day_asked(request)
    form = MeetingForm({"since": today - HALF_A_YEAR, "until": today + HALF_A_YEAR, **_given(request)})
    meeting = form.meeting(today)
    found = portfolio_of(request.person, on=today, filters=chosen.filters, every_figure=True)
    asked = in_words(chosen, *APART)
    made = partial(meeting_paper, request.person, found, meeting, asked, _address(request, "/portfolio/meeting/"))
    return _shown(request, made, back=f"/portfolio/?{request.GET.urlencode()}", form=form)


def _given(request: PersonRequest) -> dict[str, str | date]:
    return {name: request.GET[name] for name in ("since", "until") if request.GET.get(name)}


def _address(request: PersonRequest, where: str) -> str:
    asked = request.GET.urlencode()
    return f"{settings.BASE_URL}{where}{'?' if asked else ''}{asked}"


urlpatterns = [
    path("projects/<uuid:pk>/overview/", project_overview, name="project_overview"),
    path("projects/<uuid:pk>/case-text/", project_case_text, name="project_case_text"),
    path("projects/<uuid:pk>/benefit-plan/", benefit_plan, name="benefit_plan"),
    path("portfolio/overview/", portfolio_overview, name="portfolio_overview"),
    path("portfolio/meeting/", meeting_results, name="meeting_results"),
]
