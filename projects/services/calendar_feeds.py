"""The address at which a person's duties can be fetched as a calendar: made and revoked by themselves."""

import hashlib
import secrets
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from projects.models import CalendarFeed
from register.errors import NotPermitted
from register.models import Person
from register.services import audit, editing


@transaction.atomic
def make(*, person: Person, by: Person, now: datetime) -> str:
    """A new secret, which is not seen again; the address that was there before works no longer."""
    if by.pk != person.pk or person.is_service or not person.is_active:
        raise NotPermitted(_("Each person makes the address of their own calendar."))
    audit.hold(person.organisation_id)
    _forget(person, by, now)
    secret = secrets.token_urlsafe(32)
    feed = CalendarFeed(organisation_id=person.organisation_id, person=person, digest=_digest(secret))
    editing.create(row=feed, by=by, now=now, about=person.pk)
    return secret


@transaction.atomic
def revoke(*, person: Person, by: Person, now: datetime) -> None:
    """The address works no longer; administrators may revoke anybody's."""
    if by.pk != person.pk and not (by.standing.administrator and by.organisation_id == person.organisation_id):
        raise NotPermitted(_("Each person revokes the address of their own calendar."))
    audit.hold(person.organisation_id)
    _forget(person, by, now)


def recognise(*, secret: str) -> Person | None:
    """Whose calendar it is, while they are active and may sign in."""
    found = CalendarFeed.objects.filter(digest=_digest(secret), person__is_active=True)
    feed = found.select_related("person__organisation", "person__account").first()
    if feed is None or feed.person.account is None or not feed.person.account.is_active:
        return None
    return feed.person


def _forget(person: Person, by: Person, now: datetime) -> None:
    for feed in CalendarFeed.objects.filter(person=person):
        editing.delete(row=feed, by=by, now=now, about=person.pk)


def _digest(secret: str) -> str:
    # A secret of 256 random bits needs no slow or salted hash.
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
