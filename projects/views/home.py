"""My duties: what waits for the person, worst first, and what can be done right there."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from projects.forms.measure_here import FigureForm
from projects.models import Benefit, Measurement
from projects.reports.home import home_of
from projects.services import snoozes, transitions
from register.forms.refusals import refusals_in
from register.sessions import PersonRequest, safe_next


@require_safe
def home(request: PersonRequest) -> HttpResponse:
    return _page(request)


@require_POST
def measure_here(request: PersonRequest, pk: UUID) -> HttpResponse:
    """The figure that was asked for, and nothing else; ranges and notes have a page of their own."""
    measurement = get_object_or_404(Measurement.objects.visible_to(request.person), pk=pk)
    form = FigureForm(request.POST)
    if form.is_valid():
        with refusals_in(form):
            _take(request, measurement, "report", given=form.cleaned_data)
            messages.success(request, _("Saved: %(indicator)s.") % {"indicator": measurement})
            return redirect("projects:home")
    return _page(request, failed=pk, form=form)


@require_POST
def benefit_accept(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Yes, I will own it."""
    benefit = get_object_or_404(Benefit.objects.visible_to(request.person), pk=pk)
    _take(request, benefit, "accept")
    messages.success(request, _("Thank you. You own “%(benefit)s” now.") % {"benefit": benefit})
    return redirect(safe_next(request, benefit.get_absolute_url()))


@require_POST
def benefit_decline(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Not me, and why."""
    benefit = get_object_or_404(Benefit.objects.visible_to(request.person), pk=pk)
    _take(request, benefit, "decline", comment=request.POST.get("reason", "").strip())
    messages.success(request, _("The leader is told, and names somebody else."))
    return redirect(safe_next(request, benefit.get_absolute_url()))


def _take(request: PersonRequest, subject: Any, name: str, **answers: Any) -> None:
    transitions.take(subject=subject, name=name, by=request.person, now=timezone.now(), **answers)


def _page(request: PersonRequest, **failure: Any) -> HttpResponse:
    standing = request.person.standing
    checks = standing.has("controller") or bool(standing.unit_ids("controller"))
    now = timezone.now()
    home, today = home_of(request.person, now), request.person.organisation.local_date(now)
    can_wait = snoozes.can_be_put_off(home.shown, today, by=request.person)
    shown = {"home": home, "checks_figures": checks, "can_wait": can_wait}
    return render(request, "projects/home.html", {**shown, **failure})


urlpatterns = [
    path("", home, name="home"),
    path("measurements/<uuid:pk>/here/", measure_here, name="measure_here"),
    path("benefits/<uuid:pk>/accept/", benefit_accept, name="benefit_accept"),
    path("benefits/<uuid:pk>/decline/", benefit_decline, name="benefit_decline"),
]
