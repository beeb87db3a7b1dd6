"""The mail that tells a benefit's owner that its dates moved with a milestone: from when to when, and why."""

from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from projects.models import Benefit
from projects.reports.figure_words import day_in_words
from register.models import AuditEvent
from workflows.mail import Mail, Skip
from workflows.models import Notice

NEEDLESS = Skip("The benefit is somebody else's now, or its dates have moved again.")


def moved(notice: Notice, ahead: Any) -> Mail | Skip:
    """What the change itself kept: the old and the new days, and the milestone that moved."""
    told = notice.payload
    benefit = Benefit.objects.filter(pk=told["benefit"], owner=notice.recipient).select_related("milestone").first()
    change = AuditEvent.objects.filter(subject_id=told["benefit"], subject_version=told["version"]).first()
    if benefit is None or change is None or benefit.milestone is None:
        return NEEDLESS
    subject = _("The dates of “%(benefit)s” moved: “%(milestone)s” has another day") % {
        "benefit": benefit.title,
        "milestone": benefit.milestone.title,
    }
    shown = {
        "subject": subject,
        "benefit": benefit,
        "milestone": benefit.milestone,
        "start": _from_to(change.changes.get("start_date")),
        "due": _from_to(change.changes.get("due_date")),
        "link": f"{settings.BASE_URL}{benefit.get_absolute_url()}",
        "recipient": notice.recipient,
        "organisation": notice.organisation,
    }
    text, html = (render_to_string(f"projects/mails/dates_moved.{kind}", shown) for kind in ("txt", "html"))
    return Mail(subject=subject, text=text, html=html)


def _from_to(change: dict[str, Any] | None) -> tuple[str, str] | None:
    """The day before and after, in words; None where that day stayed."""
    return None if change is None else (day_in_words(change["old"] or ""), day_in_words(change["new"] or ""))
