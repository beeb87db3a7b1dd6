"""Saving a way of looking under a name, for oneself or for the organisation."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.models import SavedView
from projects.permissions import only
from projects.services.permission import ensure
from register.errors import InvalidInput
from register.models import Person
from register.services import editing
from register.services.validation import refuse_others
from workflows.rules import Permission, type_words

FIELDS = frozenset({"title", "page", "query", "is_shared", "key"})
NOT_OF_A_VIEW = frozenset({"after", "before", "count", "view"})
"""Where in a list somebody was is no part of how they look."""
LONGEST = 2000


def _changes(view: Any, person: Person) -> type_words | None:
    if person.pk == view.owner_id or (view.is_shared and person.standing.administrator):
        return None
    return only(str(CHANGES_VIEW.who), view.owner)


CHANGES_VIEW = Permission(
    "changes_view", gettext_lazy("who saved the view, or an administrator where it is shared"), _changes
)


@transaction.atomic
def save_view(*, owner: Person, fields: Mapping[str, Any], by: Person | None, now: datetime) -> SavedView:
    """Keep the address of a page under a name."""
    refuse_others(fields, FIELDS)
    row = SavedView(organisation=owner.organisation, owner=owner, **_tidy(fields))
    return editing.create(row=row, by=by, now=now)


@transaction.atomic
def change_view(
    *,
    view: SavedView,
    changes: Mapping[str, Any],
    by: Person | None,
    now: datetime,
    expected_version: int | None = None,
    reason: str = "",
) -> SavedView:
    """Rename it, share it, or let it show something else."""
    ensure(CHANGES_VIEW, subject=view, by=by)
    refuse_others(changes, FIELDS)
    return editing.update(
        row=view, changes=_tidy(changes), by=by, now=now, expected_version=expected_version, reason=reason
    )


@transaction.atomic
def delete_view(
    *, view: SavedView, by: Person | None, now: datetime, expected_version: int | None = None, reason: str = ""
) -> None:
    """Nothing but the name and the address is lost."""
    ensure(CHANGES_VIEW, subject=view, by=by)
    editing.delete(row=view, by=by, now=now, expected_version=expected_version, reason=reason)


def _tidy(fields: Mapping[str, Any]) -> dict[str, Any]:
    if "query" not in fields:
        return dict(fields)
    pairs = parse_qsl(str(fields["query"] or "").removeprefix("?"))
    query = urlencode([(name, value) for name, value in pairs if name not in NOT_OF_A_VIEW])
    if len(query) > LONGEST:
        raise InvalidInput.single("query", _("This filter is too long to be kept."), code="too_long")
    return {**fields, "query": query}
