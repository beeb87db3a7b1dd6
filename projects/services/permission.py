"""Asking for permission in a service; the installation itself (``by`` is None) may do anything."""

from typing import Any

from register.errors import NotPermitted
from register.models import Person
from workflows.rules import Permission


def ensure(*permissions: Permission, subject: Any, by: Person | None, about: Any = None) -> None:
    """Pass when one of the permissions is held; otherwise refuse with the words of the first, `about` the subject."""
    if by is None or any(permission(subject, by) for permission in permissions):
        return
    words = permissions[0].refusal(subject, by) or permissions[0].who
    raise NotPermitted(words, code=permissions[0].code, about=about or subject)
