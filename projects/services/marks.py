"""What a signer says item by item: "I accept", or what is wrong. What is not marked goes with the whole."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from register.errors import FieldError, InvalidInput

Mark = dict[str, Any]


def kept_marks(
    snapshot: Mapping[str, Any], given: Sequence[Mapping[str, Any]], *, field: str, name: str, decision: str
) -> list[Mark]:
    """The marks as a sign-off keeps them, each with what it was called in the text that was signed.

    ``name`` is the id's name in a mark: ``benefit`` or ``item``. Taking over without reservations accepts everything.
    """
    titles = _titles(snapshot, name)
    marks = [
        {
            name: str(one[name]),
            "title": titles.get(str(one[name]), ""),
            "accepted": bool(one.get("accepted", True)),
            "comment": str(one.get("comment", "")).strip(),
        }
        for one in given
    ]
    errors = [error for place, mark in enumerate(marks) if (error := _wrong(mark, f"{field}/{place}", name, decision))]
    if errors or len({mark[name] for mark in marks}) < len(marks):
        raise InvalidInput(errors or [FieldError(field, "twice", _("Mark each of them only once."))])
    return marks


def _titles(snapshot: Mapping[str, Any], name: str) -> dict[str, str]:
    if name == "benefit":
        return {one["id"]: one["title"] for one in snapshot.get("benefits", [])}
    return {one["id"]: one["item"] for one in snapshot.get("remaining_items", [])}


def _wrong(mark: Mark, place: str, name: str, decision: str) -> FieldError | None:
    if not mark["title"]:
        return FieldError(f"{place}/{name}", "does_not_exist", _("This is no part of what is signed."))
    if mark["accepted"]:
        return None
    if not mark["comment"]:
        return FieldError(f"{place}/comment", "required", _("Say what is wrong, where you do not accept."))
    if decision == "accept":
        words = _("You have not accepted “%(title)s”. Accept it, take over with reservations, or return it.")
        return FieldError(f"{place}/accepted", "not_accepted", words % {"title": mark["title"]})
    return None
