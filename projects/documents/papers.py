"""Documents for a meeting as tagged PDF (PDF/UA-1 and PDF/A-2a); those that have a length keep it."""

import json
from collections.abc import Callable, Sequence
from dataclasses import fields, is_dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import structlog
import typst
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from projects.documents.legible import Legible
from projects.reports.figure_words import NONE
from projects.reports.paper_parts import SIZES, Paper, Size
from register.errors import NotPossible

TEMPLATE = Path(__file__).with_name("paper.typ")
STANDARDS = ("a-2a", "ua-1")
PAGES = 2

log = structlog.get_logger(__name__)


def two_pages(paper_of: Callable[[Size], Paper], *, now: datetime) -> bytes:
    """As much of the document as fits on two pages, with sentences that say how much more there is, and where."""
    for size in SIZES[:-1]:
        given = _given(paper_of(size), now)
        if _count(given) <= PAGES:
            return _made(given)
    return _made(_given(paper_of(SIZES[-1]), now))


def pdf_of(paper: Paper, *, now: datetime, wide: bool = False) -> bytes:
    """The whole document, as long as it is."""
    return _made(_given(paper, now, wide=wide))


def pages_of(paper: Paper, *, now: datetime) -> int:
    """How long a document is."""
    return _count(_given(paper, now))


def _given(paper: Paper, now: datetime, *, wide: bool = False) -> dict[str, str]:
    clean = Legible()
    sections = [_plain(section, clean) for section in paper.sections]
    day = now.date()
    content = {
        "kind": clean(paper.kind),
        "title": clean(paper.title) or NONE,
        "standing": clean(paper.standing) or NONE,
        "organisation": clean(paper.organisation),
        "as-of": date_format(paper.on, "DATE_FORMAT"),
        "footer": clean(_("Everything that does not stand here: %(address)s") % {"address": paper.more}),
        "keywords": [clean(word) for word in paper.keywords],
        "rows": [[clean(label), clean(words)] for label, words in paper.facts],
        "sections": sections,
        "dated": {name: getattr(day, name) for name in ("year", "month", "day")},
        "language": (get_language() or "en").partition("-")[0],
        "wide": wide,
        "note": _("Characters that cannot be shown here stand as □.") if clean.has_boxes else "",
    }
    return {"data": json.dumps(content)}


def _plain(part: Any, clean: Legible) -> Any:
    """Dataclasses as maps with their kind, every text cleaned."""
    if isinstance(part, str):
        return clean(part)
    if isinstance(part, Sequence):
        return [_plain(one, clean) for one in part]
    if is_dataclass(part):
        shown = {field.name: _plain(getattr(part, field.name), clean) for field in fields(part)}
        return {"kind": getattr(part, "kind", ""), **shown}
    return part


def _count(given: dict[str, str]) -> int:
    asked = {"root": str(TEMPLATE.parent), "ignore_system_fonts": True, "sys_inputs": given}
    return int(json.loads(_tried(lambda: typst.query(str(TEMPLATE), "<pages>", field="value", one=True, **asked))))


def _made(given: dict[str, str]) -> bytes:
    return _tried(
        lambda: typst.compile(
            str(TEMPLATE),
            root=str(TEMPLATE.parent),
            ignore_system_fonts=True,
            format="pdf",
            pdf_standards=list(STANDARDS),
            sys_inputs=given,
        )
    )


def _tried(draw: Callable[[], Any]) -> Any:
    try:
        return draw()
    except BaseException as accident:
        # A panic inside Typst is no Exception; anything else that is none, such as an interruption, goes on.
        if not isinstance(accident, Exception) and type(accident).__name__ != "PanicException":
            raise
        log.exception("paper_not_drawn_up")
        raise NotPossible(
            _("This document cannot be drawn up as a PDF. Print the page instead."), code="no_pdf"
        ) from accident
