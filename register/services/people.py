"""Who belongs to an organisation: one account per e-mail address in the installation, one person per organisation."""

from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from register.errors import InvalidInput, NotPermitted, NotPossible
from register.models import Account, Organisation, Person
from register.permissions import require_administrator, require_self_or_administrator
from register.services import accounts, audit, editing
from register.services.organisation_settings import check_settings
from register.services.validation import refuse_others

OWN_FIELDS = frozenset({"name", "language", "time_zone", "digest", "digest_weekday", "digest_time"})
EDITABLE = OWN_FIELDS | {"email", "key"}


class Access(Enum):
    """Whether somebody added can sign in, and is told so."""

    INVITED = "with an account and an invitation"
    UNANNOUNCED = "with an account, but without an invitation"
    NONE = "without an account"


@transaction.atomic
def add_person(
    *,
    organisation: Organisation,
    email: str,
    by: Person | None,
    now: datetime,
    name: str = "",
    language: str = "",
    key: str | None = None,
    access: Access = Access.INVITED,
) -> Person:
    """Add somebody and invite them. It goes the same way whether or not the address has an account elsewhere."""
    require_administrator(by, organisation.pk)
    email = _normal(email)
    _refuse_known(organisation, email)
    person = Person(
        organisation=organisation,
        name=name.strip() or email.partition("@")[0],
        email=email,
        language=language or organisation.language,
        key=key,
        account=_account_of(email, now=now) if access is not Access.NONE else None,
    )
    person = editing.create(row=person, by=by, now=now)
    if access is Access.INVITED:
        accounts.invite(person=person, by=by, now=now)
    return person


@transaction.atomic
def by_address(*, organisation: Organisation, email: str, name: str, by: Person | None, now: datetime) -> Person:
    """The person with an address; where nobody has it, somebody new without an account and without any rights."""
    email = _normal(email)
    audit.hold(organisation.pk)  # nobody adds the same address meanwhile
    known = Person.objects.filter(organisation=organisation).with_email(email).first()
    if known is not None:
        return known
    person = Person(
        organisation=organisation,
        name=name.strip() or email.partition("@")[0],
        email=email,
        language=organisation.language,
    )
    return editing.create(row=person, by=by, now=now)


@transaction.atomic
def give_account(*, person: Person, by: Person | None, now: datetime, invite: bool = True) -> Person:
    """Invite somebody who is known so far by name and address alone, as an import makes them."""
    require_administrator(by, person.organisation_id)
    if person.is_service:
        raise NotPossible(_("A machine signs in with its token, not with an account."))
    if person.account_id is None:
        person = editing.update(row=person, changes={"account": _account_of(person.email, now=now)}, by=by, now=now)
    if invite:
        accounts.invite(person=person, by=by, now=now)
    return person


@transaction.atomic
def update_person(
    *,
    person: Person,
    changes: Mapping[str, Any],
    by: Person | None,
    now: datetime,
    expected_version: int | None = None,
    reason: str = "",
) -> Person:
    """Change what is known of a person: the name, the language and when reminders come also by themselves."""
    require_self_or_administrator(by, person)
    if set(changes) - OWN_FIELDS:
        require_administrator(by, person.organisation_id, _("Only an administrator can change this."))
    refuse_others(changes, EDITABLE)
    if changes.get("time_zone"):
        errors = check_settings({"time_zone": changes["time_zone"]})
        if errors:
            raise InvalidInput(errors)
    changes = dict(changes)
    if "email" in changes:
        changes["email"] = _normal(changes["email"])
        if person.account_id is not None and changes["email"] != person.email:
            # Another address is another account; the old one keeps what it has elsewhere.
            changes["account"] = _account_of(changes["email"], now=now)
    changed = editing.update(
        row=person, changes=changes, by=by, now=now, expected_version=expected_version, reason=reason
    )
    if "account" in changes:
        accounts.invite(person=changed, by=by, now=now)
    return changed


@transaction.atomic
def deactivate(
    *, person: Person, by: Person | None, now: datetime, expected_version: int | None = None, reason: str = ""
) -> Person:
    """Close the organisation to a person at once; what they did and own stays, for others to take over."""
    require_administrator(by, person.organisation_id)
    audit.hold(person.organisation_id)
    refuse_without_administrator(person)
    person.tokens.all().delete()
    return editing.update(
        row=person,
        changes={"is_active": False, "left_at": now},
        by=by,
        now=now,
        expected_version=expected_version,
        reason=reason,
        action="deactivated",
    )


@transaction.atomic
def reactivate(
    *, person: Person, by: Person | None, now: datetime, expected_version: int | None = None, reason: str = ""
) -> Person:
    """Let a person in again, with the roles they had."""
    require_administrator(by, person.organisation_id)
    if by is not None and by.pk == person.pk:
        raise NotPermitted(_("Ask another administrator to do this."))
    return editing.update(
        row=person,
        changes={"is_active": True, "left_at": None},
        by=by,
        now=now,
        expected_version=expected_version,
        reason=reason,
        action="reactivated",
    )


def refuse_without_administrator(leaving: Person) -> None:
    """Refuse to leave the organisation without anybody to run it. Call it with the organisation's chain held."""
    administrators = Person.objects.filter(organisation_id=leaving.organisation_id).administrators()
    remaining = administrators.exclude(pk=leaving.pk)
    if administrators.filter(pk=leaving.pk).exists() and not remaining.exists():
        raise NotPossible(
            _("This is the organisation's last administrator. Make somebody else administrator first."),
            code="last_administrator",
        )


def _refuse_known(organisation: Organisation, email: str) -> None:
    """The constraints hold it too, but two of them: the database may name the account, which nobody has heard of."""
    audit.hold(organisation.pk)  # nobody adds the same address meanwhile
    if Person.objects.filter(organisation=organisation, email__iexact=email).exists():
        words = _("Somebody with this e-mail address is already registered.")
        raise InvalidInput.single("email", words, code="unique")


def _account_of(email: str, *, now: datetime) -> Account:
    # Two organisations may add the same address at once; the unique address lets one account arise.
    Account.objects.bulk_create([Account(email=email, password=_no_password(), created_at=now)], ignore_conflicts=True)
    return Account.objects.get(email__iexact=email)


def _no_password() -> str:
    account = Account()
    account.set_unusable_password()
    return account.password


def _normal(email: str) -> str:
    email = str(email).strip().lower()
    try:
        validate_email(email)
    except ValidationError as error:
        raise InvalidInput.single("email", _("This is not an e-mail address."), code="invalid") from error
    return email
