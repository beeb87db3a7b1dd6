"""What a project looks like on paper: the overview on two pages, the benefit plan, words for a political case."""

from collections.abc import Mapping
from functools import partial
from typing import Any, ClassVar

from django.http import HttpResponse
from django.utils import timezone, translation
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from projects.api.days import day_asked_for
from projects.api.paper_outputs import PaperOutput, pdf, shown, wants_pdf
from projects.documents.papers import two_pages
from projects.models import Project
from projects.reports.benefit_plan import plan_paper
from projects.reports.case_text import as_text, case_text
from projects.reports.project_paper import project_paper
from register.api.base import Resource
from register.api.queries import refuse_strangers


class CaseTextOutput(serializers.Serializer):
    """The headings in their order, and the whole as plain text."""

    headings = serializers.ListField(child=serializers.CharField())
    text = serializers.CharField()


class ProjectPapers(Resource):
    """Adds documents to projects; they only read. In the caller's own language."""

    answers: ClassVar[Mapping[str, Any]] = {
        "overview": "application/pdf",
        "case_text": CaseTextOutput,
        "benefit_plan": PaperOutput,
    }
    parameters_of: ClassVar[Mapping[str, Any]] = {
        "overview": ("on",),
        "case_text": ("on",),
        "benefit_plan": ("on", "as"),
    }

    @action(detail=True, methods=["get"])
    def overview(self, request: Request, pk: Any) -> HttpResponse:
        """The overview on two pages at most, as tagged PDF, as of today or `?on=`."""
        project, on = self._project_and_day(request, pk)
        with translation.override(self.person.language):
            content = two_pages(partial(project_paper, project, on), now=timezone.now())
        return pdf(content)

    @action(detail=True, methods=["get"])
    def case_text(self, request: Request, pk: Any) -> Response:
        """Background, what was promised, status, economy and recommendation, as of today or `?on=`."""
        project, on = self._project_and_day(request, pk)
        with translation.override(self.person.language):
            paper = case_text(project, on)
            return Response({"headings": [one.heading for one in paper.sections], "text": as_text(paper)})

    @action(detail=True, methods=["get"])
    def benefit_plan(self, request: Request, pk: Any) -> HttpResponse | Response:
        """All benefits with what was promised and where they stand, as of today or `?on=`; `?as=pdf` for paper."""
        project, on = self._project_and_day(request, pk)
        as_pdf = wants_pdf(request)
        with translation.override(self.person.language):
            return shown(plan_paper(project, on), as_pdf=as_pdf)

    def _project_and_day(self, request: Request, pk: Any) -> tuple[Project, Any]:
        refuse_strangers(request, frozenset(self.parameters_of[self.action]))
        project: Project = self.get_row(pk)
        return project, day_asked_for(request) or project.organisation.local_date(timezone.now())
