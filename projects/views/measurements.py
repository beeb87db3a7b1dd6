"""Reporting a figure: one page, one field."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from projects.forms.measurements import FigureForm, NewFigureForm
from projects.models import Indicator, Measurement
from projects.reports.line_of_sight import sight_of_measurement
from projects.reports.measurement_page import page_of
from projects.services import measurements, snoozes, transitions
from projects.views.access import seen_by
from register.forms.refusals import refusals_in
from register.sessions import PersonRequest, posted, safe_next

ON_PAGE = require_http_methods(["GET", "HEAD", "POST"])


@ON_PAGE
def measurement_report(request: PersonRequest, pk: UUID) -> HttpResponse:
    """What is asked for, and the field for it; afterwards thanks, and what comes next."""
    measurement = seen_by(request.person, Measurement, pk)
    form = FigureForm(posted(request), row=measurement)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            _store(request, measurement, form)
            messages.success(request, _("Thank you. The figure is stored."))
            return redirect(safe_next(request, measurement.get_absolute_url()))
    now = timezone.now()
    page, today = page_of(measurement, request.person, now), request.person.organisation.local_date(now)
    context = {"page": page, "row": measurement, "indicator": measurement.indicator, "form": form}
    context["can_wait"] = page.duty is not None and bool(snoozes.can_be_put_off([page.duty], today, by=request.person))
    context["sight"] = sight_of_measurement(measurement, request.person)
    return render(request, "projects/measurement_report.html", context)


@transaction.atomic
def _store(request: PersonRequest, measurement: Measurement, form: FigureForm) -> None:
    """A figure that waits is reported; one that nobody has verified yet is corrected."""
    by, now, estimated = request.person, timezone.now(), {"date_estimated": form.cleaned_data["date_estimated"]}
    if measurement.state == "reported":
        changes = form.given | estimated
        measurements.update_measurement(measurement=measurement, changes=changes, by=by, now=now)
        return
    if estimated["date_estimated"] != measurement.date_estimated:
        measurements.update_measurement(measurement=measurement, changes=estimated, by=by, now=now)
    transitions.take(subject=measurement, name="report", by=by, now=now, given=form.given)


@ON_PAGE
def measurement_create(request: PersonRequest, pk: UUID) -> HttpResponse:
    """A figure for a period that was not planned, or not yet."""
    indicator = seen_by(request.person, Indicator, pk)
    form = NewFigureForm(posted(request), indicator=indicator)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            measurements.report_new(
                indicator=indicator, fields=form.fields_of_row, by=request.person, now=timezone.now()
            )
            messages.success(request, _("Thank you. The figure is stored."))
            return redirect(indicator.get_absolute_url())
    context = {"form": form, "project": indicator.project, "back": indicator.get_absolute_url()}
    heading = _("Report a figure: %(name)s") % {"name": indicator.name}
    return render(request, "projects/part_edit.html", {**context, "heading": heading})


urlpatterns = [
    path("measurements/<uuid:pk>/", measurement_report, name="measurement_report"),
    path("indicators/<uuid:pk>/figures/new/", measurement_create, name="measurement_create"),
]
