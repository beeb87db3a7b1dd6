"""Answers to "what was it?" other than a figure: the same as last time, later, ask a colleague."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from projects import permissions
from projects.forms.answers import AskForm, ExpectedForm
from projects.models import FigureRequest, Measurement
from projects.reports.figure_words import day_in_words
from projects.services import answers, figure_requests
from projects.services.permission import ensure
from projects.views.access import seen_by
from register.forms.refusals import refusals_in
from register.sessions import PersonRequest, posted, safe_next

ON_PAGE = require_http_methods(["GET", "HEAD", "POST"])


@require_POST
def measurement_same(request: PersonRequest, pk: UUID) -> HttpResponse:
    """The same as last time, in one press."""
    measurement = seen_by(request.person, Measurement, pk)
    answers.report_same(measurement=measurement, **_by(request))
    messages.success(request, _("Saved: %(indicator)s.") % {"indicator": measurement})
    return redirect(safe_next(request, measurement.get_absolute_url()))


@ON_PAGE
def measurement_expected(request: PersonRequest, pk: UUID) -> HttpResponse:
    """When the figure comes."""
    measurement = seen_by(request.person, Measurement, pk)
    form = ExpectedForm(posted(request))
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            answers.expect_on(measurement=measurement, **form.cleaned_data, **_by(request))
            messages.success(request, _("Noted. Your reminders count from that day."))
            return redirect(measurement)
    intro = _(
        "Your reminders count from that day, which can be said twice, each time at most 92 days ahead. "
        "Whoever is told that the figure is late reads it."
    )
    return _page(request, measurement, form, _("When does it come?"), intro)


@ON_PAGE
def measurement_ask(request: PersonRequest, pk: UUID) -> HttpResponse:
    """A colleague gets the one question by mail, and needs no account for it."""
    measurement = seen_by(request.person, Measurement, pk)
    benefit = measurement.indicator.benefit
    known = {"email": benefit.outside_owner_email, "name": benefit.outside_owner_name}
    form = AskForm(posted(request), initial=known)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            figure_requests.ask(measurement=measurement, **form.cleaned_data, **_by(request))
            messages.success(request, _("Your colleague gets a mail with the question."))
            return redirect(measurement)
    intro = _(
        "Your colleague gets a mail with a link that works once, for 14 days, and shows nothing but this question. "
        "The answer is stored as your colleague's, on your behalf; somebody else than the two of you checks it."
    )
    return _page(request, measurement, form, _("Ask a colleague"), intro)


@require_POST
def measurement_confirm(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Who asked stands by the answer."""
    measurement = seen_by(request.person, Measurement, pk)
    answers.confirm(measurement=measurement, **_by(request))
    messages.success(request, _("Confirmed."))
    return redirect(measurement)


@require_POST
def figure_request_withdraw(request: PersonRequest, pk: UUID) -> HttpResponse:
    """The colleague need not answer any more."""
    found = get_object_or_404(FigureRequest.objects.visible_to(request.person), pk=pk)
    figure_requests.withdraw(request=found, **_by(request))
    messages.success(request, _("The question is withdrawn: its link works no longer."))
    return redirect(found.measurement)


def _by(request: PersonRequest) -> dict[str, Any]:
    return {"by": request.person, "now": timezone.now()}


def _page(request: PersonRequest, measurement: Measurement, form: Any, heading: str, intro: str) -> HttpResponse:
    ensure(permissions.REPORTS, subject=measurement, by=request.person)
    words = {"indicator": measurement.indicator.name, "period": day_in_words(measurement.period_label)}
    context = {
        "form": form,
        "heading": f"{heading} {words['indicator']}, {words['period']}",
        "intro": intro,
        "project": measurement.project,
        "back": measurement.get_absolute_url(),
    }
    return render(request, "projects/part_edit.html", context)


urlpatterns = [
    path("measurements/<uuid:pk>/same-as-last/", measurement_same, name="measurement_same"),
    path("measurements/<uuid:pk>/expected/", measurement_expected, name="measurement_expected"),
    path("measurements/<uuid:pk>/ask/", measurement_ask, name="measurement_ask"),
    path("measurements/<uuid:pk>/confirm/", measurement_confirm, name="measurement_confirm"),
    path("figure-requests/<uuid:pk>/withdraw/", figure_request_withdraw, name="figure_request_withdraw"),
]
