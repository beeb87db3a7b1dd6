"""Keys to the API. A secret is `vrg_`, the token's id and 256 random bits; only a hash of it is kept."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Q
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext_lazy as _

from register.errors import InvalidInput, NotPermitted
from register.models import ApiToken, Organisation, Person, RoleAssignment
from register.permissions import require_administrator
from register.services import editing

PREFIX = "vrg_"
ID_LENGTH = 32
NO_TOKEN = UUID(int=0)
LIFETIME = timedelta(days=365)
USE_NOTED_EVERY = timedelta(hours=1)
SERVICE_ROLES = (RoleAssignment.Role.READER, RoleAssignment.Role.CONTROLLER, RoleAssignment.Role.ADMINISTRATOR)


@transaction.atomic
def make_personal_token(
    *,
    person: Person,
    by: Person | None,
    now: datetime,
    name: str,
    scopes: Iterable[str] = ("read", "write"),
    expires: datetime | None = None,
) -> tuple[ApiToken, str]:
    """A token that acts as the person who makes it, and its secret, which is not seen again."""
    if person.is_service or not person.is_active or (by is not None and by.pk != person.pk):
        raise NotPermitted(_("Each person makes their own tokens."))
    return _make(person, ApiToken.Kind.PERSONAL, by=by, now=now, name=name, scopes=scopes, expires=expires)


@transaction.atomic
def make_service_token(
    *,
    organisation: Organisation,
    by: Person | None,
    now: datetime,
    name: str,
    scopes: Iterable[str] = ("read",),
    role: str | None = None,
    expires: datetime | None = None,
) -> tuple[ApiToken, str]:
    """A token for a machine, as a person of its own: by default a reader, or an administrator where it may write."""
    require_administrator(by, organisation.pk)
    scopes = list(scopes)
    role = role or (RoleAssignment.Role.ADMINISTRATOR if "write" in scopes else RoleAssignment.Role.READER)
    if role not in SERVICE_ROLES:
        raise InvalidInput.single("role", _("A machine may neither sign nor decide."), code="machine")
    machine = Person(organisation=organisation, name=name, language=organisation.language, is_service=True)
    machine = editing.create(row=machine, by=by, now=now)
    assignment = RoleAssignment(organisation=organisation, person=machine, role=role)
    editing.create(row=assignment, by=by, now=now)
    return _make(machine, ApiToken.Kind.SERVICE, by=by, now=now, name=name, scopes=scopes, expires=expires)


@transaction.atomic
def revoke(
    *, token: ApiToken, by: Person | None, now: datetime, expected_version: int | None = None, reason: str = ""
) -> None:
    """Make a token worthless at once: one's own, or as administrator any. A machine without tokens is at rest."""
    if by is None or by.pk != token.person_id:
        require_administrator(by, token.organisation_id)
    machine = token.person if token.person.is_service else None
    editing.delete(row=token, by=by, now=now, expected_version=expected_version, reason=reason, about=token.person_id)
    if machine is not None and not machine.tokens.exists():
        editing.update(row=machine, changes={"is_active": False}, by=by, now=now, action="deactivated")


def recognise(*, secret: str, now: datetime) -> ApiToken | None:
    """The token of a secret, if it is one, still holds, and whom it acts as may still come in."""
    token = ApiToken.objects.select_related("person__account", "organisation").filter(id=_id_in(secret)).first()
    # Compared even where there is none, so that a wrong id takes as long as a wrong secret.
    fits = constant_time_compare(token.digest if token else _digest(""), _digest(secret))
    if token is None or not fits or token.is_expired(now) or not _may_come_in(token.person):
        return None
    _note_use(token, now)
    return token


def _make(
    person: Person,
    kind: str,
    *,
    by: Person | None,
    now: datetime,
    name: str,
    scopes: Iterable[str],
    expires: datetime | None,
) -> tuple[ApiToken, str]:
    scopes = sorted(set(scopes))
    if not scopes or not set(scopes) <= set(ApiToken.Scope.values):
        raise InvalidInput.single("scopes", _("Choose read, write or both."), code="invalid_choice")
    expires = expires or now + LIFETIME
    if not now < expires <= now + LIFETIME:
        raise InvalidInput.single("expires", _("A token lasts for a year at most, and ends in the future."))
    token_id = uuid4()
    secret = f"{PREFIX}{token_id.hex}{secrets.token_urlsafe(32)}"
    token = ApiToken(
        id=token_id,
        organisation_id=person.organisation_id,
        person=person,
        kind=kind,
        name=name,
        scopes=scopes,
        digest=_digest(secret),
        expires=expires,
    )
    return editing.create(row=token, by=by, now=now, about=person.pk), secret


def _id_in(secret: str) -> UUID:
    try:
        return UUID(secret.removeprefix(PREFIX)[:ID_LENGTH])
    except ValueError:
        return NO_TOKEN


def _may_come_in(person: Person) -> bool:
    return person.is_active and (person.is_service or (person.account is not None and person.account.is_active))


def _note_use(token: ApiToken, now: datetime) -> None:
    # At most once an hour, and only where nobody else has just done it: reading must not become writing.
    stale = Q(last_used=None) | Q(last_used__lte=now - USE_NOTED_EVERY)
    if token.last_used is None or token.last_used <= now - USE_NOTED_EVERY:
        ApiToken.objects.filter(stale, pk=token.pk).update(last_used=now)


def _digest(secret: str) -> str:
    # A secret of 256 random bits needs no slow or salted hash.
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
