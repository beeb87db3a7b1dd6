"""The one door through which a state changes.

django-fsm holds the table of transitions; it neither asks for permission nor says which condition failed,
and its methods may be called by anyone. So only ``perform`` calls them, and it locks, asks, explains and
writes the audit event in one transaction.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, TypeVar, cast
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django_fsm import RETURN_VALUE, FSMFieldMixin, Transition

from register.errors import FieldError, InvalidInput, NotPermitted, NotPossible
from register.models import AuditEvent, Person
from register.services import audit, editing
from workflows.models.lifecycle import LifecycleModel
from workflows.rules import Unmet

Row = TypeVar("Row", bound=LifecycleModel)


@dataclass(frozen=True)
class Choice:
    """One transition that leaves the present state, allowed or blocked, with its reasons."""

    name: str
    label: str
    target: str
    permitted: bool
    refusal: str
    who: str
    requirements: tuple[Unmet, ...]
    asks: tuple[str, ...]
    requires: tuple[str, ...]
    onward: bool

    @property
    def allowed(self) -> bool:
        return self.permitted and not self.requirements


def choices_for(person: Person | None, subject: LifecycleModel, now: datetime) -> list[Choice]:
    """Every transition out of the subject's state that applies to it, in the order it is declared."""
    subject.asked_on = subject.organisation.local_date(now)
    return [_choice(edge, person, subject) for edge in _edges(subject) if not edge.custom.get("answers_a_gate")]


def choice_for(name: str, person: Person | None, subject: LifecycleModel, now: datetime) -> Choice | None:
    """The named transition as a choice, or None where the present state has no such way out."""
    subject.asked_on = subject.organisation.local_date(now)
    edge = _edge(name, subject)
    return _choice(edge, person, subject) if edge else None


@transaction.atomic
def perform(
    name: str,
    *,
    on: Row,
    by: Person | None,
    now: datetime,
    comment: str = "",
    given: Mapping[str, Any] | None = None,
    override: bool = False,
    consequence: bool = False,
) -> Row:
    """Take one transition: lock the row, ask, run, save, write the audit event.

    ``given`` holds what the transition asks for besides the comment. With ``override`` an administrator
    passes permission and requirements; the reason is required, and what was overridden stays visible.
    A ``consequence`` of another transition, which was permitted, is not asked for permission again.
    """
    row = editing.lock(on)
    row.asked_on = row.organisation.local_date(now)
    edge = _edge(name, row)
    if edge is None or (edge.custom.get("answers_a_gate") and not consequence):
        raise not_from_here(name, row)
    given = {"comment": comment, "by": by, "now": now, **(given or {})}
    passed_over = _ask(edge, row, None if consequence else by, override=override)
    _check_answers(edge, given, override=override)
    before, said = row.state, _said_of(row)
    _run(edge, row, given, override=override)
    audit.record(
        action=f"{row._meta.model_name}.{name}",
        subject=row,
        by=by,
        now=now,
        changes={"state": (before, row.state), **_changed(said, _said_of(row))},
        note=comment,
        about=row.about,
        details={"overridden": "+".join(passed_over)} if override else {},
    )
    return row


def record_imported_state(row: Row, *, state: str, by: Person | None, now: datetime) -> Row:
    """Record the state in which a new row was already when it came here; never a way to change it later."""
    row = editing.lock(row)
    before = row.state
    cast("FSMFieldMixin", row._meta.get_field("state")).set_state(row, state)
    row.state_changed_at = now
    row.save()
    audit.record(
        action=f"{row._meta.model_name}.recorded",
        subject=row,
        by=by,
        now=now,
        changes={"state": (before, row.state)},
        about=row.about,
    )
    return row


def in_imported_state(row: LifecycleModel, *, state: str, by: Person | None, now: datetime) -> audit.Entry:
    """As ``record_imported_state`` for one of many rows not stored yet: its event, to be recorded once it is stored."""
    before = row.state
    cast("FSMFieldMixin", row._meta.get_field("state")).set_state(row, state)
    row.state_changed_at = now
    return audit.Entry(
        action=f"{row._meta.model_name}.recorded",
        subject=row,
        by=by,
        now=now,
        changes={"state": (before, state)},
        about=row.about,
    )


@cache
def table(model: type[LifecycleModel]) -> tuple[Transition, ...]:
    """All transitions of a model, in the order they are written."""
    field = cast("FSMFieldMixin", model._meta.get_field("state"))
    edges = field.get_all_transitions(model)
    return tuple(sorted(edges, key=lambda edge: edge.method.__code__.co_firstlineno))


def transition_names(model: type[LifecycleModel]) -> frozenset[str]:
    """The only names a caller may send."""
    return frozenset(edge.name for edge in table(model))


def _edges(subject: LifecycleModel) -> Iterator[Transition]:
    for edge in table(type(subject)):
        applies = edge.custom.get("applies")
        if edge.source == subject.state and (applies is None or applies(subject)):
            yield edge


def _edge(name: str, subject: LifecycleModel) -> Transition | None:
    return next((edge for edge in _edges(subject) if edge.name == name), None)


def _choice(edge: Transition, person: Person | None, subject: LifecycleModel) -> Choice:
    refusal = _refusal(edge, subject, person)
    asks = edge.custom.get("asks", ())
    return Choice(
        name=edge.name,
        label=str(edge.custom["label"]),
        target=_target(edge, subject),
        permitted=refusal is None,
        refusal=str(refusal or ""),
        who=edge.permission.who_of(subject),
        requirements=_unmet(edge, subject),
        asks=tuple(asks(subject) if callable(asks) else asks),
        requires=tuple(edge.custom.get("requires", ())),
        onward=bool(edge.custom.get("onward")),
    )


def _target(edge: Transition, subject: LifecycleModel) -> str:
    if isinstance(edge.target, RETURN_VALUE):
        return str(edge.custom["leads_to"](subject))
    return str(edge.target)


def _refusal(edge: Transition, subject: LifecycleModel, person: Person | None) -> Any:
    return None if person is None else edge.permission.refusal(subject, person)


def _unmet(edge: Transition, subject: LifecycleModel) -> tuple[Unmet, ...]:
    found = (requirement.unmet(subject) for requirement in edge.conditions)
    return tuple(unmet for unmet in found if unmet is not None)


def _said_of(row: LifecycleModel) -> dict[str, Any]:
    """What people have said of the row, which a transition may change along with its state."""
    fields = (one for one in row._meta.concrete_fields if one.editable and one.name != "state")
    return {one.name: getattr(row, one.attname) for one in fields}


def _changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    return {name: (before[name], value) for name, value in after.items() if value != before[name]}


def _run(edge: Transition, row: LifecycleModel, given: Mapping[str, Any], *, override: bool) -> None:
    row.overridden = override
    getattr(type(row), edge.name)(row, given)  # through the class, where django-fsm has put its wrapper
    row.overridden = False
    row.state_changed_at = given["now"]
    row.version += 1
    row.save()


def _ask(edge: Transition, row: LifecycleModel, by: Person | None, *, override: bool) -> list[str]:
    """Refuse in words, or return the codes of what an override passes over."""
    refusal, unmet = _refusal(edge, row, by), _unmet(edge, row)
    if override:
        beyond = edge.permission.override_refusal(row, by)
        if beyond:
            raise NotPermitted(beyond)
        return [*([edge.permission.code] if refusal else []), *(item.code for item in unmet)]
    if refusal:
        raise NotPermitted(refusal)
    refuse_unmet(unmet)
    return []


def refuse_unmet(unmet: Sequence[Unmet]) -> None:
    """Name everything that must hold first."""
    if unmet:
        raise NotPossible(
            _("This step is not possible yet: %(reasons)s") % {"reasons": " ".join(item.detail for item in unmet)},
            code="requirements_not_met",
            requirements=list(unmet),
        )


def _check_answers(edge: Transition, given: Mapping[str, Any], *, override: bool) -> None:
    asked = {*edge.custom.get("requires", ()), *(["comment"] if override else [])}
    missing = [
        FieldError(field=name, code="required", words=_("This step needs an answer here."))
        for name in sorted(asked)
        if not given.get(name)
    ]
    if missing:
        raise InvalidInput(errors=missing)


def not_from_here(name: str, row: LifecycleModel) -> NotPossible:
    """Why the step cannot be taken: the state has changed, by whom and when, and what is possible now."""
    ways = ", ".join(edge.name for edge in _edges(row) if not edge.custom.get("answers_a_gate")) or _("none")
    words = _("“%(step)s” is not possible while the state is “%(state)s”. Possible steps: %(ways)s.") % {
        "step": name,
        "state": row.get_state_display(),
        "ways": ways,
    }
    return NotPossible(" ".join([words, *_last_step(row)]), code="wrong_state")


def _last_step(row: LifecycleModel) -> Iterator[str]:
    """Who took the row where it is, and when: somebody else may have been a moment faster."""
    steps = AuditEvent.objects.filter(subject_id=row.pk, changes__has_key="state").select_related("by")
    last = steps.newest_first().first()
    if last and last.by:
        moment = date_format(localtime(last.at, ZoneInfo(row.organisation.time_zone)), "DATETIME_FORMAT")
        yield _("%(who)s brought it there on %(moment)s.") % {"who": last.by.name, "moment": moment}
