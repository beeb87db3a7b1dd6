"""The rows of an organisation that goes into another: what keeps them apart there, and the move itself."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Exists, F, Model, OuterRef, QuerySet, Subquery

from projects.models import (
    BudgetLine,
    Checklist,
    DecidingBody,
    ImportRun,
    Project,
    ReminderRound,
    ResultsPage,
    UnitPrice,
)
from register.models import ApiToken, AuditEvent, AuditHead, Organisation, Person, Programme
from workflows.models import Notice

STAYS: dict[type[Model], str] = {
    AuditEvent: "the trail is never changed",
    AuditHead: "it is the end of the trail",
}
ENDS: tuple[type[Model], ...] = (ApiToken, ImportRun, ReminderRound, ResultsPage)
"""What is of no use in another organisation: keys to this one, files that wait, its last round, its open page."""


def pointers_to(target: type[Model]) -> Iterator[tuple[type[Model], str]]:
    """Every column of the register that points there, those of many-to-many relations included; not the trail's."""
    for model in apps.get_models(include_auto_created=True):
        if model not in STAYS:
            for field in model._meta.concrete_fields:
                if field.related_model is target:
                    yield model, field.name


def tell_apart(gone: Organisation, into: Organisation) -> dict[str, str]:
    """Give what must be unique another name where the other organisation has it; the references given anew."""
    for model, name in pointers_to(Organisation):
        if name == "organisation" and any(field.name == "key" for field in model._meta.concrete_fields):
            _rename(model, "key", gone, into, f"{gone.name}: ")
    for named, name in ((DecidingBody, "name"), (UnitPrice, "name"), (BudgetLine, "code")):
        _rename(named, name, gone, into, f"{gone.name}: ")
    _rename(Notice, "once_key", gone, into, f"{gone.pk} ")
    return _rename(Project, "reference", gone, into, f"{gone.name} ")


def _rename(model: type[Any], name: str, gone: Organisation, into: Organisation, prefix: str) -> dict[str, str]:
    longest, renamed = model._meta.get_field(name).max_length, {}
    same = model._default_manager.filter(organisation=into, **{name: OuterRef(name)})
    mine = model._default_manager.filter(organisation=gone)
    for row in mine.filter(Exists(same)).exclude(**{name: ""}).exclude(**{name: None}).only("pk", name):
        old = getattr(row, name)
        new = _free(model, name, (gone, into), (prefix[: longest - len(old)] + old)[:longest])
        mine.filter(pk=row.pk).update(**{name: new})
        renamed[old] = new
    return renamed


def _free(model: type[Any], name: str, homes: tuple[Organisation, ...], wanted: str) -> str:
    longest, number, free = model._meta.get_field(name).max_length, 1, wanted
    while model._default_manager.filter(organisation__in=homes, **{name: free}).exists():
        number += 1
        free = f"{wanted[: longest - 8]} ({number})"
    return free


def end_what_is_of_this_one(gone: Organisation) -> None:
    for model in ENDS:
        model._default_manager.filter(organisation=gone).delete()


def repoint_people(gone: Organisation) -> None:
    """Everything that points at somebody who is known in the other organisation points at who they are there."""
    former = Person.objects.filter(organisation=gone, merged_into__isnull=False)
    known_as = Person.objects.order_by().values("merged_into")
    for model, name in pointers_to(Person):
        rows = model._default_manager.filter(**{f"{name}__in": former.values("pk")})
        rows.update(**{name: Subquery(known_as.filter(pk=OuterRef(name))[:1])})


def move(gone: Organisation, into: Organisation, now: datetime) -> dict[str, int]:
    """Give every row that does not stay to the other organisation; how many of each kind."""
    counts: dict[str, int] = {}
    _move_shared_programmes(gone, into)
    for model, name in pointers_to(Organisation):
        if model is Programme.participants.through:
            continue
        rows = staying(model, gone, into, model._default_manager.filter(**{name: gone}))
        columns = {field.name for field in model._meta.concrete_fields}
        marks: dict[str, Any] = {"version": F("version") + 1, "updated_at": now} if "version" in columns else {}
        if moved := rows.update(**{name: into}, **marks):
            counts[str(model._meta.model_name)] = moved
    return counts


def staying(model: type[Any], gone: Organisation, into: Organisation, rows: QuerySet[Any]) -> QuerySet[Any]:
    """Without those that stay behind: who is known under another row, and checklists that do not hold any more."""
    if model is Person:
        return rows.filter(merged_into__isnull=True)
    if model is Checklist:
        theirs = Checklist.objects.filter(organisation=into, gate=OuterRef("gate"), track=OuterRef("track"))
        held = set(rows.filter(Exists(theirs)).values_list("pk", flat=True))
        return rows.exclude(pk__in=held)
    return rows


def _move_shared_programmes(gone: Organisation, into: Organisation) -> None:
    """The other organisation takes part where this one did, unless it does already or the programme is its own."""
    through: Any = Programme.participants.through
    takes_part: set[UUID] = set(through.objects.filter(organisation=into).values_list("programme_id", flat=True))
    mine = through.objects.filter(organisation=gone)
    mine.filter(programme_id__in=takes_part).delete()
    mine.filter(programme__organisation=into).delete()
    mine.update(organisation=into)
    through.objects.filter(organisation=into, programme__organisation=gone).delete()
