"""The sign-off record of a handover to keep: as a PDF, as a file for the archive, and what was signed as JSON."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import path
from django.views.decorators.http import require_safe

from projects.documents.files import record_file, round_of, snapshot_file
from projects.models import Handover
from projects.reports.sign_off_record import SignOffRecord, record_of
from projects.views.access import seen_by
from register.sessions import PersonRequest


@require_safe
def handover_record(request: PersonRequest, pk: UUID) -> HttpResponse:
    """The record of the round that is asked for, else of the last one that was signed."""
    return record_file(_record(request, pk), for_archives=request.GET.get("for") == "archives")


@require_safe
def handover_snapshot(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Exactly the bytes whose SHA-256 was signed."""
    return snapshot_file(_record(request, pk))


def _record(request: PersonRequest, pk: UUID) -> SignOffRecord:
    record = record_of(seen_by(request.person, Handover, pk), round_of(request.GET.get("round", "")))
    if record is None:
        raise Http404
    return record


urlpatterns = [
    path("handovers/<uuid:pk>/record/", handover_record, name="handover_record"),
    path("handovers/<uuid:pk>/snapshot/", handover_snapshot, name="handover_snapshot"),
]
