"""The mails about accounts: in the reader's language, links from BASE_URL alone.

An invitation waits in the outbox until the mail server has taken it. A new password is sent at once, when the change is
stored: whoever has asked is waiting for it, and asks again.
"""

from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.shortcuts import resolve_url
from django.utils import translation
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from register.models import Organisation

# The secret is a parameter, not part of the path: paths stand in logs.
LINK_PATH = "/choose-password/"


def choose_password_url(secret: str) -> str:
    return f"{settings.BASE_URL}{LINK_PATH}?{urlencode({'link': secret})}"


def sign_in_url() -> str:
    return f"{settings.BASE_URL}{resolve_url(settings.LOGIN_URL)}"


def invitation(*, organisation: "Organisation", secret: str | None) -> tuple[str, str]:
    """Subject and text for somebody who has been given access; without a secret they have a password already."""
    words = {"organisation": organisation.name, "link": choose_password_url(secret) if secret else sign_in_url()}
    text = (
        _(
            "%(organisation)s has given you access to Varig, the register of projects and their benefits.\n\n"
            "Choose your password here, within 7 days:\n%(link)s\n"
        )
        if secret
        else _(
            "%(organisation)s has given you access to Varig, the register of projects and their benefits.\n\n"
            "Sign in with the password you have:\n%(link)s\n"
        )
    )
    return _("You have been given access to Varig"), text % words


def reset(*, to: str, language: str, secret: str) -> None:
    with translation.override(language):
        _send_on_commit(
            to,
            _("A new password for Varig"),
            _(
                "Choose a new password for Varig here, within one hour:\n%(link)s\n\n"
                "If you have not asked for this, you need do nothing.\n"
            )
            % {"link": choose_password_url(secret)},
        )


def nothing_to_reset(*, to: str, language: str) -> None:
    """Sent where an address is unknown, so that asking takes as long and says as little as where it is known."""
    with translation.override(language):
        _send_on_commit(
            to,
            _("A new password for Varig"),
            _(
                "Somebody has asked for a new password for Varig with this e-mail address, but no account has it.\n\n"
                "Perhaps you are registered with another address. If you have not asked, you need do nothing.\n"
            ),
        )


def _send_on_commit(to: str, subject: str, text: str) -> None:
    # A mail server that fails must not undo or fail what is stored already: robust logs it instead.
    transaction.on_commit(partial(send_mail, subject, text, None, [to]), robust=True)
