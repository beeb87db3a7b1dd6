"""Evidence beside a figure: added, looked at, taken back."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from projects.documents.files import evidence_file
from projects.forms.evidence import EvidenceForm
from projects.models import Evidence, Measurement
from projects.reports.figure_words import day_in_words
from projects.services import evidence
from projects.views.access import seen_by
from register.forms.refusals import refusals_in
from register.sessions import PersonRequest, posted

ON_PAGE = require_http_methods(["GET", "HEAD", "POST"])


@ON_PAGE
def evidence_create(request: PersonRequest, pk: UUID) -> HttpResponse:
    """A link, or a file."""
    measurement = seen_by(request.person, Measurement, pk)
    evidence.ensure_may_add(measurement, request.person)
    form = EvidenceForm(posted(request), request.FILES)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            _store(request, measurement, form)
            messages.success(request, _("The evidence is kept beside the figure."))
            return redirect(measurement)
    words = {"name": measurement.indicator.name, "period": day_in_words(measurement.period_label)}
    heading = _("What does it rest on? %(name)s, %(period)s") % words
    context = {"form": form, "project": measurement.project, "heading": heading, "back": measurement.get_absolute_url()}
    return render(request, "projects/part_edit.html", context)


@require_safe
def evidence_download(request: PersonRequest, pk: UUID) -> HttpResponse:
    """The file, always as a download."""
    row = _seen(request, pk)
    if row.content is None:
        raise Http404
    return evidence_file(row)


@require_POST
def evidence_remove(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Take it back while the figure is not verified."""
    row = _seen(request, pk)
    evidence.remove(evidence=row, by=request.person, now=timezone.now())
    messages.success(request, _("The evidence is removed."))
    return redirect(row.measurement)


def _store(request: PersonRequest, measurement: Measurement, form: EvidenceForm) -> None:
    given = form.cleaned_data
    who = {"measurement": measurement, "words": given["words"], "by": request.person, "now": timezone.now()}
    if given["file"]:
        evidence.add_file(file_name=given["file"].name, content=given["file"].read(), **who)
    else:
        evidence.add_link(link=given["link"], **who)


def _seen(request: PersonRequest, pk: UUID) -> Evidence:
    rows = Evidence.objects.visible_to(request.person).select_related("measurement__indicator__benefit__project")
    row: Evidence = get_object_or_404(rows, pk=pk)
    return row


urlpatterns = [
    path("measurements/<uuid:pk>/evidence/new/", evidence_create, name="evidence_create"),
    path("evidence/<uuid:pk>/file/", evidence_download, name="evidence_file"),
    path("evidence/<uuid:pk>/remove/", evidence_remove, name="evidence_remove"),
]
