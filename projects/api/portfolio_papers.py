"""The portfolio on paper: two pages as PDF, and the results for a follow-up meeting."""

from datetime import timedelta
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone, translation
from rest_framework.request import Request
from rest_framework.response import Response

from projects.api.days import day_asked_for
from projects.api.paper_outputs import PaperOutput, pdf, shown, wants_pdf
from projects.api.portfolio_parameters import Asked, asked_of, text_of
from projects.documents.papers import two_pages
from projects.forms.in_words import in_words
from projects.forms.portfolio_filter import PortfolioFilter
from projects.reports.meeting_paper import Meeting, meeting_paper
from projects.reports.narrowing import FILTERS
from projects.reports.portfolio import portfolio_of
from projects.reports.portfolio_paper import portfolio_paper
from register.api.base import Resource
from register.api.queries import refuse_strangers

APART = ("by", "on", "as_of", "own")
HALF_A_YEAR = timedelta(days=183)


class PortfolioPapers(Resource):
    """Only reads; narrowed as the portfolio is. In the caller's own language."""

    answers = {"overview": "application/pdf", "meeting": PaperOutput}
    parameters_of = {
        "overview": ("by", *FILTERS, "on", "as_of"),
        "meeting": ("since", "until", "as", *FILTERS, "on"),
    }

    def overview(self, request: Request) -> HttpResponse:
        """The portfolio on two pages at most, as tagged PDF."""
        asked, by = self._asked(request), text_of(request, "by") or "unit"
        with translation.override(self.person.language):
            found = portfolio_of(self.person, by=by, on=asked.on, filters=asked.filters, as_of=asked.as_of)
            address = _address(request, "/portfolio/")
            made = partial(portfolio_paper, self.person, found, asked.on, self._in_words(asked), address)
            return pdf(two_pages(made, now=timezone.now()))

    def meeting(self, request: Request) -> HttpResponse | Response:
        """What was due since the last meeting, what lies ahead until the next, and the whole; half a year each way."""
        asked, as_pdf = self._asked(request), wants_pdf(request)
        since = day_asked_for(request, "since") or asked.on - HALF_A_YEAR
        until = day_asked_for(request, "until") or asked.on + HALF_A_YEAR
        meeting = Meeting(since=min(since, asked.on), on=asked.on, until=max(until, asked.on))
        with translation.override(self.person.language):
            found = portfolio_of(self.person, on=asked.on, filters=asked.filters, every_figure=True)
            address = _address(request, "/portfolio/meeting/")
            paper = meeting_paper(self.person, found, meeting, self._in_words(asked), address)
            return shown(paper, as_pdf=as_pdf)

    def _asked(self, request: Request) -> Asked:
        refuse_strangers(request, frozenset(self.parameters_of[self.action]))
        return asked_of(request)

    def _in_words(self, asked: Asked) -> list[tuple[str, str]]:
        return in_words(PortfolioFilter(asked.filters, person=self.person), *APART)


def _address(request: Request, where: str) -> str:
    """The page that shows the same."""
    asked: Any = [(name, text) for name, text in request.query_params.items() if name != "as"]
    return f"{settings.BASE_URL}{where}{'?' if asked else ''}{urlencode(asked)}"
