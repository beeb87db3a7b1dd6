"""Files that people send: what they are is seen from their content. Whatever could run in a browser is not taken."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from django.utils.translation import gettext as _

LARGEST = 10 * 1024 * 1024
LONGEST_NAME = 150
MOST_MEMBERS = 5000
OFFICE = "application/vnd.openxmlformats-officedocument"


class FileNotTaken(Exception):  # noqa: N818 - named as the other refusals are
    """A file that is not kept, in words for the user; `code` says why."""

    def __init__(self, code: str, words: str) -> None:
        super().__init__(words)
        self.code = code


@dataclass(frozen=True)
class CheckedFile:
    """A name that is safe to offer, and the type that the content shows."""

    name: str
    content_type: str


@dataclass(frozen=True)
class _Kind:
    content_type: str
    looks_like: Callable[[bytes], bool]


def _begins(*signs: bytes) -> Callable[[bytes], bool]:
    return lambda content: content.startswith(signs)


def _holds(member: str) -> Callable[[bytes], bool]:
    """An office file is an archive with a certain part in it, and no macro."""

    def look(content: bytes) -> bool:
        try:
            names = ZipFile(BytesIO(content)).namelist()
        except (BadZipFile, ValueError):
            return False
        return len(names) <= MOST_MEMBERS and member in names and not any("vbaProject" in name for name in names)

    return look


def _is_open_document(content: bytes) -> bool:
    return content.startswith(b"PK") and b"mimetypeapplication/vnd.oasis.opendocument" in content[:200]


def _is_text(content: bytes) -> bool:
    """Words, and nothing that a browser could take for a page."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return "\x00" not in text and not text.lstrip().startswith("<")


KINDS = {
    ".pdf": _Kind("application/pdf", _begins(b"%PDF-")),
    ".png": _Kind("image/png", _begins(b"\x89PNG\r\n\x1a\n")),
    ".jpg": _Kind("image/jpeg", _begins(b"\xff\xd8\xff")),
    ".jpeg": _Kind("image/jpeg", _begins(b"\xff\xd8\xff")),
    ".xlsx": _Kind(f"{OFFICE}.spreadsheetml.sheet", _holds("xl/workbook.xml")),
    ".docx": _Kind(f"{OFFICE}.wordprocessingml.document", _holds("word/document.xml")),
    ".pptx": _Kind(f"{OFFICE}.presentationml.presentation", _holds("ppt/presentation.xml")),
    ".ods": _Kind("application/vnd.oasis.opendocument.spreadsheet", _is_open_document),
    ".odt": _Kind("application/vnd.oasis.opendocument.text", _is_open_document),
    ".csv": _Kind("text/csv", _is_text),
    ".txt": _Kind("text/plain", _is_text),
}
ACCEPTED = ",".join(KINDS)
"""For the browser's own choice of files."""


def checked_file(name: str, content: bytes) -> CheckedFile:
    """The file as it is kept; FileNotTaken where it is empty, too large, of another kind, or not what it says."""
    if not content:
        raise FileNotTaken("empty", _("The file is empty."))
    if len(content) > LARGEST:
        raise FileNotTaken("too_large", _("The file is larger than %(limit)d MB.") % {"limit": LARGEST // 1024**2})
    plain = safe_name(name)
    ending = plain[plain.rfind(".") :].lower() if "." in plain else ""
    if ending not in KINDS:
        words = _("Files of this kind are not taken. Send one of these: %(kinds)s.")
        raise FileNotTaken("kind", words % {"kinds": ", ".join(KINDS)})
    kind = KINDS[ending]
    if not kind.looks_like(content):
        words = _("The content is not what “%(ending)s” says. Save the file anew in that format, without macros.")
        raise FileNotTaken("content", words % {"ending": ending})
    return CheckedFile(plain, kind.content_type)


def safe_name(name: str) -> str:
    """The last part of a path, without signs that steer a screen, a shell or a header."""
    last = re.split(r"[\\/]", name)[-1]
    kept = "".join(one for one in last if unicodedata.category(one)[0] != "C" and one not in '<>:"|?*;')
    stem, dot, ending = kept.strip(" .").rpartition(".")
    return f"{(stem or ending)[:LONGEST_NAME]}{dot if stem else ''}{ending[:10] if stem else ''}" or "file"
