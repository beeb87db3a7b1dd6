"""What a file that somebody holds says of itself: a record, or the text that was signed. Nothing of it is kept."""

import hashlib
import json
from dataclasses import dataclass

import rfc8785
from django.utils.translation import gettext as _

from projects.documents import seal
from workflows.snapshots import sha256_of


@dataclass(frozen=True)
class FileRead:
    """The hash that a file leads to, what is to be said of the file, and whether its pages can be relied on."""

    sha256: str
    words: str
    is_unchanged: bool


def read_file(content: bytes) -> FileRead:
    """A PDF by its seal, JSON by its text; of anything else the hash of its bytes."""
    return _of_pdf(content) if content.startswith(b"%PDF-") else _of_text(content)


def _of_pdf(content: bytes) -> FileRead:
    said = seal.read(content)
    if said is None:
        return FileRead("", _("This PDF is not a record that Varig gave out, or a program has stripped it."), False)
    if said.is_unchanged:
        words = _("This file is exactly as Varig gave it out: nothing in it was changed.")
        return FileRead(said.sha256, words, True)
    words = _(
        "This file was changed, or saved anew by another program, after Varig gave it out: do not rely on its pages. "
        "What follows is about the hash that it names; download the record again from the handover."
    )
    return FileRead(said.sha256, words, False)


def _of_text(content: bytes) -> FileRead:
    try:
        found = sha256_of(json.loads(content))
    except (ValueError, RecursionError, rfc8785.CanonicalizationError):
        found = hashlib.sha256(content).hexdigest()
    return FileRead(found, _("The hash of this file is %(hash)s.") % {"hash": found}, True)
