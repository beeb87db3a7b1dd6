"""What was decided or signed, frozen: canonical JSON (RFC 8785) and its SHA-256."""

import hashlib
from typing import Any

import rfc8785


def canonical(value: dict[str, Any]) -> bytes:
    """The one byte sequence of a JSON value; figures must be strings already."""
    return rfc8785.dumps(value)


def sha256_of(value: dict[str, Any]) -> str:
    """Hexadecimal SHA-256 of the canonical form."""
    return hashlib.sha256(canonical(value)).hexdigest()
