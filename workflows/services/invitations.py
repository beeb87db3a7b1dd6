"""Telling somebody that they have been given access: by the outbox, so that an invitation is never lost in silence."""

from datetime import datetime

from register.models import Person
from register.services import account_mail, accounts
from workflows.mail import Mail, Skip
from workflows.models import Notice
from workflows.services import notices

INVITED = "register.invited"


def enqueue(*, person: Person, now: datetime) -> None:
    """Have somebody told, also when they have been told before."""
    key = f"{INVITED}:{person.pk}:{now.isoformat()}"
    notices.enqueue(
        organisation=person.organisation,
        recipient=person,
        kind=INVITED,
        once_key=key,
        payload={},
        send_after=now,
        now=now,
    )


def compose(notice: Notice, now: datetime) -> Mail | Skip:
    """With the link of the newest invitation; nothing once it is used, or without an account."""
    account = notice.recipient.account
    if account is None:
        return Skip("This person has no account any more.")
    secret = None
    if not account.has_usable_password():
        secret = accounts.secret_to_send(account=account, now=now)
        if secret is None:
            return Skip("The invitation was taken back.")
    subject, text = account_mail.invitation(organisation=notice.organisation, secret=secret)
    return Mail(subject=subject, text=text)
