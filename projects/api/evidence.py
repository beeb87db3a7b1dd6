"""Evidence: what a figure rests on, as a file or as a link."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from rest_framework.decorators import action
from rest_framework.request import Request

from projects.api.courses import END
from projects.documents.files import evidence_file
from projects.models import Evidence, Measurement
from projects.services import evidence
from register.api import queries
from register.api.base import Creatable, Deletable, Edit
from register.api.fields import Reference, Text
from register.api.filters import by_id
from register.api.inputs import Reason
from register.api.outputs import Output
from register.api.refusals import NotFoundHere, refuse_fields
from register.api.uploads import FileInput, TakesFiles, file_of


class EvidenceOutput(Output):
    """A piece of evidence; the file itself is at `file/`."""

    class Meta:
        model = Evidence
        fields = [
            *("id", "key", "organisation", "measurement", "words", "link", "file_name", "content_type", "size"),
            *("sha256", "added_by", *END),
        ]


class EvidenceInput(FileInput):
    """A `link`, or a file: `file` of a form, or `file_name` with `content` in Base64 (up to 1.4 MB in this way)."""

    measurement = Reference(Measurement, required=True)
    words = Text(required=False)
    link = Text(required=False)


class AllEvidence(TakesFiles, Creatable, Deletable):
    """Files and links beside figures. Once the figure is verified they stay."""

    model = Evidence
    output = EvidenceOutput
    inputs = {"create": EvidenceInput, "destroy": Reason}
    answers = {"file": "application/octet-stream"}
    filters = {
        "measurement": by_id("measurement"),
        "indicator": by_id("measurement__indicator"),
        "benefit": by_id("measurement__indicator__benefit"),
        "project": by_id("measurement__indicator__benefit__project"),
    }

    @action(detail=True, methods=["get"])
    def file(self, request: Request, pk: Any) -> HttpResponse:
        """The file, as a download."""
        queries.refuse_strangers(request, frozenset())
        row = self.get_row(pk)
        if row.content is None:
            raise NotFoundHere
        return evidence_file(row)

    def create_row(self, fields: dict[str, Any]) -> Evidence:
        said = {"measurement": fields["measurement"], "words": fields.get("words", ""), **self.caller}
        link, file = fields.get("link", ""), file_of(fields)
        if bool(link) == bool(file):
            raise refuse_fields([("link", "required", _("Send either a link or a file, not both."))])
        if file is None:
            return evidence.add_link(link=link, **said)
        return evidence.add_file(file_name=file[0], content=file[1], **said)

    def delete_row(self, row: Evidence, how: Edit) -> None:
        evidence.remove(evidence=row, **how)
