"""What is kept of a signature, and what figures rest on, as files."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.text import slugify

from projects.documents.rendering import pdf_of
from projects.models import Evidence
from projects.reports.sign_off_record import SignOffRecord
from workflows.snapshots import canonical


def record_file(record: SignOffRecord, *, for_archives: bool = False) -> HttpResponse:
    """The record as a PDF; for archives that take no attachments without them."""
    content = pdf_of(record, for_archives=for_archives)
    return _download(content, "application/pdf", record, "-archive.pdf" if for_archives else ".pdf")


def snapshot_file(record: SignOffRecord) -> HttpResponse:
    """Exactly the bytes whose SHA-256 was signed."""
    return _download(canonical(record.snapshot), "application/json", record, ".json")


def round_of(asked: str) -> int | None:
    """The number of a round as an address names it; None where it names none."""
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else None


def evidence_file(evidence: Evidence) -> HttpResponse:
    """A file that somebody sent: always a download, never shown in our own pages, and nothing in it may run."""
    return HttpResponse(
        bytes(evidence.content),
        content_type=evidence.content_type,
        headers={
            "Content-Disposition": content_disposition_header(as_attachment=True, filename=evidence.file_name),
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "no-store",
        },
    )


def _download(content: bytes, kind: str, record: SignOffRecord, ending: str) -> HttpResponse:
    name = f"sign-off-{slugify(record.name)[:80]}{ending}"
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
