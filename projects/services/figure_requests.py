"""Asking a colleague for one figure, by a link that works once. The link's secret can be made again from the row and
the installation's key, so that a mail can be sent again; the row keeps its hash alone."""

import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from projects import permissions
from projects.models import FigureRequest, Measurement
from projects.services import checks
from projects.services.measurements import OPEN, how_answered
from projects.services.permission import ensure
from register.errors import InvalidInput, NotPossible
from register.models import Person
from register.services import attempts, editing, people
from workflows.lifecycle import perform
from workflows.services.notices import enqueue

REQUESTED = "projects.figure_requested"
ANSWERED = "projects.figure_answered"
LIFETIME = timedelta(days=14)
LONGEST_WORDS = 1000
OVER = ("closed", "stopped", "rejected")


@transaction.atomic
def ask(
    *, measurement: Measurement, email: str, name: str = "", words: str = "", by: Person, now: datetime
) -> FigureRequest:
    """Send a colleague the one question. Whoever was asked before for the same figure is asked no more."""
    ensure(permissions.REPORTS, subject=measurement, by=by)
    row = editing.lock(measurement)
    if row.state not in OPEN:
        raise NotPossible(_("This figure is not asked for any more."), code="wrong_state")
    if len(words) > LONGEST_WORDS:
        raise InvalidInput.single("words", _("Write less: 1,000 characters at most."), code="too_long")
    attempts.count(attempts.FIGURE_REQUESTS, str(by.pk), now=now)
    colleague = _colleague(email, name, by=by, now=now)
    for earlier in row.requests.filter(answered_at=None, withdrawn_at=None):
        _withdraw(earlier, by=by, now=now)
    request = FigureRequest(
        id=uuid4(),
        organisation_id=row.organisation_id,
        measurement=row,
        asked_by=by,
        colleague=colleague,
        words=words.strip(),
        expires_at=now + LIFETIME,
    )
    request.digest = _digest(secret_of(request))
    request = editing.create(row=request, by=by, now=now, about=row.about)
    _tell(request, REQUESTED, colleague, now)
    return request


@transaction.atomic
def withdraw(*, request: FigureRequest, by: Person, now: datetime) -> FigureRequest:
    """The link works no longer."""
    if by.pk != request.asked_by_id:
        ensure(permissions.REPORTS, subject=request.measurement, by=by)
    row = editing.lock(request)
    if row.answered_at or row.withdrawn_at:
        raise NotPossible(_("This question has been answered or withdrawn already."), code="already_done")
    return _withdraw(row, by=by, now=now)


def find(*, secret: str, now: datetime) -> FigureRequest | None:
    """The question of a link, while it may still be answered: neither used, withdrawn nor too old, nor needless."""
    found = FigureRequest.objects.open(now).filter(digest=_digest(secret))
    with_names = found.select_related(
        "organisation", "asked_by", "colleague", "measurement__indicator__benefit__project", "measurement__organisation"
    )
    request = with_names.first()
    return request if request is not None and is_wanted(request) else None


def is_wanted(request: FigureRequest) -> bool:
    """Whether the figure is still lacking, and who asked for it may still have it reported."""
    measurement, asker = request.measurement, request.asked_by
    if measurement.state not in OPEN or measurement.project.state in OVER:
        return False
    return asker.is_active and request.colleague.is_active and permissions.REPORTS(measurement, asker)


def answer(*, secret: str, given: Mapping[str, Any], address: str, now: datetime) -> Measurement:
    """Report the figure as the colleague who was asked, on behalf of who asked; the link is used up.

    Not one transaction: an attempt counts even if what follows fails.
    """
    attempts.count(attempts.ANSWERS_BY_ADDRESS, address, now=now)
    return _answer(secret, given, now)


def secret_of(request: FigureRequest) -> str:
    """What stands in the link: known to whoever has the mail, or both the row and the installation's key."""
    return salted_hmac("projects.figure_request", str(request.pk), algorithm="sha256").hexdigest()


def link_is_spent() -> NotPossible:
    """The same words for a link that was used, withdrawn, is too old, or never was one."""
    return NotPossible(_("This link has been used, was withdrawn or is too old."), code="link_spent")


def request_of(pk: UUID | str) -> FigureRequest | None:
    """The row behind a mail, with what the mail names."""
    found = FigureRequest.objects.filter(pk=pk).select_related(
        "organisation",
        "asked_by",
        "colleague",
        "measurement__reported_by",
        "measurement__indicator__benefit__project",
    )
    return found.first()


@transaction.atomic
def _answer(secret: str, given: Mapping[str, Any], now: datetime) -> Measurement:
    seen = find(secret=secret, now=now)
    if seen is None:
        raise link_is_spent()
    request = editing.lock(seen)  # two may come with the same link at once; the second finds it used
    if not request.is_open(now):
        raise link_is_spent()
    colleague = seen.colleague
    figure = {name: given.get(name) for name in checks.FIGURE} | {"comparator": given.get("comparator") or "exact"}
    row = editing.lock(request.measurement)
    checks.figure(row, figure)
    changes = figure | how_answered({"asked_by": seen.asked_by})
    if given.get("note"):
        changes["note"] = given["note"]
    row = editing.update(row=row, changes=changes, by=colleague, now=now, about=row.about)
    row = perform("report", on=row, by=colleague, now=now, consequence=True)
    editing.update(row=request, changes={"answered_at": now}, by=colleague, now=now, about=row.about)
    _tell(request, ANSWERED, seen.asked_by, now)
    return row


def _colleague(email: str, name: str, *, by: Person, now: datetime) -> Person:
    colleague = people.by_address(organisation=by.organisation, email=email, name=name, by=by, now=now)
    if colleague.pk == by.pk:
        raise InvalidInput.single("email", _("This is your own address: you can report the figure here."))
    if not colleague.is_active or colleague.is_service:
        raise InvalidInput.single("email", _("This person has left. Ask somebody else."), code="inactive")
    return colleague


def _withdraw(request: FigureRequest, *, by: Person, now: datetime) -> FigureRequest:
    changes = {"withdrawn_at": now}
    return editing.update(
        row=request, changes=changes, by=by, now=now, about=request.about, action="figurerequest.withdrawn"
    )


def _tell(request: FigureRequest, kind: str, recipient: Person, now: datetime) -> None:
    payload = {"request": str(request.pk)}
    enqueue(
        organisation=recipient.organisation,
        recipient=recipient,
        kind=kind,
        once_key=f"{kind} {request.pk}",
        payload=payload,
        send_after=now,
        now=now,
    )


def _digest(secret: str) -> str:
    # A secret of 256 bits that nobody can guess needs no slow or salted hash.
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
