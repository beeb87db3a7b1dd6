"""A record as a file: PDF/A with the signed text inside, and its seal."""

import json
from collections.abc import Sequence
from dataclasses import fields, is_dataclass
from datetime import UTC
from pathlib import Path
from typing import Any

import structlog
import typst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from projects.documents.legible import Legible
from projects.documents.seal import description, sealed
from projects.reports.figure_words import NONE
from projects.reports.sign_off_record import SignOffRecord, check_url
from register.errors import NotPossible
from workflows.snapshots import canonical

TEMPLATE = Path(__file__).with_name("record.typ")
WITH_TEXT = ("a-3a", "ua-1")
FOR_ARCHIVES = ("a-2a", "ua-1")

log = structlog.get_logger(__name__)


def pdf_of(record: SignOffRecord, *, for_archives: bool = False) -> bytes:
    """The same bytes for the same record and language.

    PDF/A-3 with what was signed attached; for archives that take no attachments PDF/A-2 without.
    """
    given = {"data": json.dumps(_content(record))}
    if not for_archives:
        given["attached"] = canonical(record.snapshot).decode()
    try:
        made = typst.compile(
            str(TEMPLATE),
            root=str(TEMPLATE.parent),
            ignore_system_fonts=True,
            format="pdf",
            pdf_standards=list(FOR_ARCHIVES if for_archives else WITH_TEXT),
            timestamp=int(record.dated.timestamp()),
            sys_inputs=given,
        )
    except BaseException as accident:
        # A panic inside Typst is no Exception; anything else that is none, such as an interruption, goes on.
        if not isinstance(accident, Exception) and type(accident).__name__ != "PanicException":
            raise
        log.exception("record_not_drawn_up", sha256=record.sha256)
        raise NotPossible(
            _("This record cannot be drawn up as a PDF. Download what was signed as JSON instead."), code="no_pdf"
        ) from accident
    return sealed(made)


def _content(record: SignOffRecord) -> dict[str, Any]:
    clean = Legible()
    moment = record.dated.astimezone(UTC)
    content = {
        "kind": _("Sign-off record"),
        "title": clean(record.title),
        "heading": clean(record.heading),
        "header": _plain(record.header, clean),
        "standing": clean(record.standing),
        "footer": clean(f"{record.title} · SHA-256 {record.sha256[:12]}{chr(0x2026)}"),
        "parties": [clean(party) for party in record.parties],
        "keywords": [clean(word) for word in record.keywords],
        "url": check_url(record.sha256),
        "description": description(record.sha256),
        "attached": _("What was signed: canonical JSON (RFC 8785); its SHA-256 is the hash of this record."),
        "dated": {name: getattr(moment, name) for name in ("year", "month", "day", "hour", "minute", "second")},
        "language": (get_language() or "en").partition("-")[0],
        # The signatures first, so that however long the text is, they have room.
        "proof": [_plain(section, clean) for section in record.proof],
    }
    text = [_plain(section, clean) for section in record.text]
    return {**content, "sections": [*text, *content.pop("proof")], "note": _note(clean)}


def _plain(part: Any, clean: Legible) -> Any:
    """Dataclasses as maps with their kind, every text cleaned."""
    if isinstance(part, str):
        return clean(part)
    if isinstance(part, Sequence):
        return [_plain(one, clean) for one in part]
    if is_dataclass(part):
        shown = {field.name: _plain(getattr(part, field.name), clean) for field in fields(part)}
        if not shown.get("heading", NONE).strip():
            shown["heading"] = NONE  # a heading without a word is not allowed in PDF/UA
        return {"kind": getattr(part, "kind", ""), **shown}
    return part


def _note(clean: Legible) -> str:
    notes = []
    if clean.has_boxes:
        notes.append(_("Characters that cannot be shown here stand as □; snapshot.json has them."))
    if clean.is_cut:
        notes.append(_("What is too long for this document ends with “…”; snapshot.json has all of it."))
    return " ".join(notes)
