"""The seal of a file that Varig gave out: changing a single byte of it shows.

The file's description ends with a code over all its other bytes, which only this installation can calculate. The
code has a fixed length, so that it is written in afterwards without moving anything.
"""

import re
from dataclasses import dataclass

from django.utils.crypto import constant_time_compare, salted_hmac

EMPTY = "0" * 64
HASH = r"[0-9a-f]{64}"
SAID = re.compile(rf"SHA-256 ({HASH}), seal ({HASH})".encode())


@dataclass(frozen=True)
class Said:
    """What a file says of itself, and whether it is as it was given out."""

    sha256: str
    is_unchanged: bool


def description(sha256: str) -> str:
    """What stands in the file's metadata, with an empty seal."""
    return f"SHA-256 {sha256}, seal {EMPTY}"


def sealed(file: bytes) -> bytes:
    """The file with its seal written in."""
    return file.replace(f"seal {EMPTY}".encode(), f"seal {_code(file)}".encode())


def read(file: bytes) -> Said | None:
    """What a file says of itself; None for one that is not of ours."""
    found = list(dict.fromkeys(SAID.findall(file)))
    if not found:
        return None
    (sha256, seal), *others = found
    empty = file.replace(b"seal " + seal, f"seal {EMPTY}".encode())
    return Said(sha256.decode(), not others and constant_time_compare(seal.decode(), _code(empty)))


def _code(file: bytes) -> str:
    return salted_hmac("projects.documents.seal", file, algorithm="sha256").hexdigest()
