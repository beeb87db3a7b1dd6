"""The sign-off record of a handover as a file, and the exact bytes that were signed."""

from typing import Any

from django.http import HttpResponse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from rest_framework.decorators import action
from rest_framework.request import Request

from projects.documents.files import record_file, round_of, snapshot_file
from projects.reports.sign_off_record import SignOffRecord, record_of
from register.api import queries
from register.api.base import Resource
from register.api.refusals import NotFoundHere, refuse_parameter


class Records(Resource):
    """What is kept of a signature; of the round that is asked for, else of the last one that was signed."""

    answers = {"record": "application/pdf", "snapshot": "application/json"}
    parameters_of = {"record": ("for", "round"), "snapshot": ("round",)}

    @action(detail=True, methods=["get"])
    def record(self, request: Request, pk: Any) -> HttpResponse:
        """The record as PDF/A-3 with the signed text attached; with `for=archives` PDF/A-2 without attachments."""
        wanted = request.query_params.get("for", "")
        if wanted not in ("", "archives"):
            raise refuse_parameter("for", _("Write “archives”, or leave it out."))
        with translation.override(self.person.language):
            return record_file(self._record(request, pk), for_archives=bool(wanted))

    @action(detail=True, methods=["get"])
    def snapshot(self, request: Request, pk: Any) -> HttpResponse:
        """Canonical JSON (RFC 8785): the bytes whose SHA-256 was signed."""
        return snapshot_file(self._record(request, pk))

    def _record(self, request: Request, pk: Any) -> SignOffRecord:
        row = self.get_row(pk)
        queries.refuse_strangers(request, frozenset(self.parameters_of[self.action]))
        asked = request.query_params.get("round", "")
        if asked and round_of(asked) is None:
            raise refuse_parameter("round", _("Write the number of a round."))
        record = record_of(row, round_of(asked))
        if record is None:
            raise NotFoundHere(_("Nobody has signed this handover in that round."))
        return record
