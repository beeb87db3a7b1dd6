"""Checklists of gates: an organisation makes a new edition, a project answers item by item."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from projects import permissions
from projects.lifecycles.gates import gates_ahead
from projects.models import Checklist, ChecklistAnswer, ItemState, Project
from projects.models.checklists import items_of
from projects.requirements.checklists import USUAL, Item
from projects.services.permission import ensure
from register.errors import FieldError, InvalidInput, NotPossible
from register.models import Organisation, Person
from register.permissions import require_administrator
from register.services import audit, editing

MOST_ITEMS = 60
LONGEST = 500


@transaction.atomic
def make_edition(
    *,
    organisation: Organisation,
    gate: str,
    track: str,
    items: Iterable[Mapping[str, Any]],
    by: Person | None,
    now: datetime,
    replaces: int | None = None,
) -> Checklist:
    """A new edition of a list; items whose words stay keep their code, and with it what projects have answered.

    ``replaces`` is the edition that was looked at; another one in force is refused.
    """
    require_administrator(by, organisation.pk)
    if (gate, track) not in USUAL:
        raise InvalidInput.single("gate", _("There is no decision at this gate in this track."))
    audit.hold(organisation.pk)
    current = Checklist.objects.current(organisation.pk, gate, track)
    edition = current.edition if current else 0
    if replaces is not None and replaces != edition:
        words = _("Somebody has changed this checklist since you opened it: edition %(edition)d is in force.")
        raise NotPossible(words % {"edition": edition}, code="stale")
    row = Checklist(
        organisation=organisation,
        gate=gate,
        track=track,
        edition=edition + 1,
        items=_numbered(list(items), _known(organisation, current, gate, track)),
    )
    return editing.create(row=row, by=by, now=now)


def _known(organisation: Organisation, current: Checklist | None, gate: str, track: str) -> dict[str, str]:
    """The codes of the items in force, by their words in the organisation's language."""
    with translation.override(organisation.language):
        return {str(item.text): item.code for item in items_of(current, gate, track)}


def _numbered(items: list[Mapping[str, Any]], known: Mapping[str, str]) -> list[dict[str, Any]]:
    errors: list[FieldError] = []
    kept: list[dict[str, Any]] = []
    if len(items) > MOST_ITEMS:
        words = _("A checklist has at most %(most)d items.") % {"most": MOST_ITEMS}
        raise InvalidInput.single("items", words)
    for place, item in enumerate(items):
        text = str(item.get("text") or "").strip()
        if not text or len(text) > LONGEST or text in (one["text"] for one in kept):
            words = _("Each item needs a text of its own, of at most %(longest)d characters.") % {"longest": LONGEST}
            errors.append(FieldError(f"items/{place}/text", "invalid", words))
        kept.append(Item(known.get(text) or uuid4().hex[:12], text, bool(item.get("required"))).kept)
    if errors:
        raise InvalidInput(errors)
    return kept


@transaction.atomic
def answer_item(
    *,
    project: Project,
    gate: str,
    item: str,
    state: str,
    by: Person | None,
    now: datetime,
    reason: str = "",
) -> ChecklistAnswer:
    """Say that an item is done, not relevant (with the reason), or open again. The last word counts."""
    ensure(permissions.ANSWERS_CHECKLIST, subject=project, by=by)
    audit.hold(project.organisation_id)
    project = Project.objects.get(pk=project.pk)
    found = _item(project, gate, item)
    if state not in ItemState.values:
        raise InvalidInput.single("state", _("An item is done, not_relevant or open."))
    if state == ItemState.NOT_RELEVANT and not reason.strip():
        raise InvalidInput.single("reason", _("Say why it is not relevant here."), code="required")
    said = {"state": state, "reason": reason, "text": str(found.text), "answered_by": by, "answered_at": now}
    row = project.checklist_answers.filter(gate=gate, item=item).first()
    if row:
        return editing.update(row=row, changes=said, by=by, now=now, about=project.about, action="answered")
    row = ChecklistAnswer(organisation_id=project.organisation_id, project=project, gate=gate, item=item, **said)
    return editing.create(row=row, by=by, now=now, about=project.about, action="answered")


def _item(project: Project, gate: str, code: str) -> Item:
    if gate not in gates_ahead(project):
        words = _("This gate does not lie ahead of the project: its checklist stands as it was.")
        raise NotPossible(words, code="gate_passed")
    found = next((one for one in project.items_at(gate) if one.code == code), None)
    if found is None:
        raise InvalidInput.single("item", _("The checklist of this gate has no such item."), code="does_not_exist")
    return found
