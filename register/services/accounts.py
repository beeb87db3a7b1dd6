"""Signing in and passwords. Whether an address has an account is nobody's business: every answer is the same."""

import hashlib
from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.module_loading import import_string
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from register.errors import FieldError, InvalidInput, NotPermitted, NotPossible
from register.models import Account, AccountLink, LinkKind, Person
from register.permissions import require_administrator
from register.services import account_mail, attempts, audit

LIFETIMES = {LinkKind.INVITATION: timedelta(days=7), LinkKind.RESET: timedelta(hours=1)}
LONGEST_PASSWORD = 1000

log = structlog.get_logger(__name__)


def sign_in(*, email: str, password: str, address: str, now: datetime) -> Account:
    """The account of somebody who gives the right password; `address` is the network address they come from.

    Not one transaction: an attempt counts even if what follows fails.
    """
    email = email.strip().lower()
    attempts.count(attempts.SIGN_IN_BY_ADDRESS, address, now=now)
    attempts.count(attempts.SIGN_IN_BY_EMAIL, email, now=now)
    account = Account.objects.filter(email__iexact=email).first()
    if not _is_right(account, password) or account is None:
        log.info("sign-in refused", address=address)
        raise NotPermitted(_("The e-mail address or the password is not right."), code="wrong_credentials")
    attempts.forget(attempts.SIGN_IN_BY_EMAIL, email)
    attempts.take_back(attempts.SIGN_IN_BY_ADDRESS, address)
    Account.objects.filter(pk=account.pk).update(last_login=now)
    log.info("signed in", account=str(account.pk), address=address)
    return account


def confirm_password(*, account: Account, password: str, address: str, now: datetime) -> None:
    """Check the password of somebody who is signed in; a wrong one counts as a guess, like at the sign-in.

    Not one transaction: a wrong one stays counted.
    """
    try:
        sign_in(email=account.email, password=password, address=address, now=now)
    except NotPermitted as refusal:
        raise InvalidInput.single("password", _("This password is not right."), code="wrong_password") from refusal


def _is_right(account: Account | None, password: str) -> bool:
    """As slow for an address without an account as for one with it."""
    if account is None or len(password) > LONGEST_PASSWORD:
        make_password(password[:LONGEST_PASSWORD])
        return False
    return account.check_password(password) and account.is_active


@transaction.atomic
def invite(*, person: Person, by: Person | None, now: datetime) -> None:
    """Send a person the way in: a link to choose a password, or to sign in with the one they have."""
    require_administrator(by, person.organisation_id)
    if person.account is None:
        raise NotPossible(_("This person has no account yet."))
    if not person.account.has_usable_password():
        make_link(account=person.account, now=now)
    import_string(settings.INVITATIONS)(person=person, now=now)


def secret_to_send(*, account: Account, now: datetime) -> str | None:
    """What the invitation that is sent now holds, good for its whole time; None where it was used or taken back."""
    link = account.links.filter(kind=LinkKind.INVITATION, used_at=None).first()
    if link is None:
        return None
    secret = _secret_of(link)
    link.digest, link.expires_at = _digest(secret), now + LIFETIMES[LinkKind.INVITATION]
    link.save(update_fields=["digest", "expires_at"])
    return secret


def request_reset(*, email: str, address: str, now: datetime) -> None:
    """Send a link to choose a new password; an unknown address is sent a mail, too, saying that it is unknown.

    Not one transaction, so that what was counted stays counted.
    """
    email = email.strip().lower()
    attempts.count(attempts.RESET_BY_ADDRESS, address, now=now)
    attempts.count(attempts.RESET_BY_EMAIL, email, now=now)
    account = Account.objects.filter(email__iexact=email, is_active=True).first()
    if account is None:
        account_mail.nothing_to_reset(to=email, language=get_language() or "en")
        return
    person = account.people.filter(is_active=True).first()
    language = person.language if person else get_language() or "en"
    with transaction.atomic():
        secret = make_link(account=account, now=now, kind=LinkKind.RESET)
        account_mail.reset(to=account.email, language=language, secret=secret)


@transaction.atomic
def make_link(*, account: Account, now: datetime, kind: LinkKind = LinkKind.INVITATION) -> str:
    """The secret of a new link; earlier links of the same kind no longer work."""
    account.links.filter(kind=kind).delete()
    link = AccountLink(account=account, kind=kind, created_at=now, expires_at=now + LIFETIMES[kind])
    secret = _secret_of(link)
    link.digest = _digest(secret)
    link.save(force_insert=True)
    return secret


def find_link(*, secret: str, now: datetime) -> AccountLink | None:
    """The link, if it can still be used. Looking does not use it: mail scanners look, too."""
    usable = AccountLink.objects.filter(used_at=None, expires_at__gt=now, account__is_active=True)
    return usable.select_related("account").filter(digest=_digest(secret)).first()


@transaction.atomic
def choose_password(*, secret: str, password: str, now: datetime) -> Account:
    """Set the password by means of a link, which is thereby used up with all others of the account."""
    link = find_link(secret=secret, now=now)
    if link is None:
        raise _link_is_spent()
    _check_password(password, link.account)
    # Two may come with the same link at once; only one of them finds it unused.
    if not AccountLink.objects.filter(pk=link.pk, used_at=None).update(used_at=now):
        raise _link_is_spent()
    link.account.links.exclude(pk=link.pk).delete()
    return set_password(account=link.account, password=password, now=now)


def change_password(*, account: Account, old: str, new: str, address: str, now: datetime) -> Account:
    """Set another password, knowing the old one. Not one transaction: a wrong old password stays counted."""
    sign_in(email=account.email, password=old, address=address, now=now)
    _check_password(new, account)
    return set_password(account=account, password=new, now=now)


@transaction.atomic
def set_password(*, account: Account, password: str, now: datetime) -> Account:
    """Set a password without asking for leave: for what has asked already, and for the example accounts."""
    account.set_password(password)
    account.save(update_fields=["password"])
    audit.record(action="account.password_set", subject=account, by=None, now=now)
    attempts.forget(attempts.SIGN_IN_BY_EMAIL, account.email.lower())
    return account


def _check_password(password: str, account: Account) -> None:
    if len(password) > LONGEST_PASSWORD:
        raise InvalidInput.single("password", _("Choose a shorter password."), code="password_too_long")
    try:
        validate_password(password, account)
    except ValidationError as error:
        found = [FieldError("password", one.code or "invalid", one.messages[0]) for one in error.error_list]
        raise InvalidInput(found) from error


def _link_is_spent() -> NotPossible:
    return NotPossible(_("This link has been used or is too old. Ask for a new one."), code="link_spent")


def _secret_of(link: AccountLink) -> str:
    """Known to whoever has the mail, or both the row and the installation's key, so that a mail can be sent again."""
    return salted_hmac("register.account_link", str(link.pk), algorithm="sha256").hexdigest()


def _digest(secret: str) -> str:
    # A secret of 256 random bits needs no slow or salted hash.
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
