"""Two people at the same moment: the second one hears who was faster, and nobody acts on a right just lost.

Whoever takes a step has loaded the row and the person's roles before it is their turn. Both are held against what is
true once the organisation's audit chain is held, behind which all writers stand in line.
"""

from typing import Any
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from projects.models import GateDecision, Project
from register.errors import NotPermitted, NotPossible
from register.models import AuditEvent, Person
from register.services import audit
from register.services.roles import forget_standing


def wait_for_turn(subject: Any, by: Person | None) -> None:
    """Hold the chain, and look at the person and the row anew; refused if somebody else has decided meanwhile."""
    audit.hold(subject.organisation_id)
    look_anew_at(by)
    current = type(subject).objects.only("state", "state_changed_at", "version").get(pk=subject.pk)
    if current.version != subject.version:
        _refuse_after(subject, current)


def look_anew_at(person: Person | None) -> None:
    """Forget what the person was allowed before the chain was held."""
    if person is None:
        return
    if not Person.objects.filter(pk=person.pk, is_active=True).exists():
        raise NotPermitted(_("This person is not active any more."))
    forget_standing(person)


def _refuse_after(subject: Any, current: Any) -> None:
    if (current.state, current.state_changed_at) != (subject.state, subject.state_changed_at):
        steps = AuditEvent.objects.filter(subject_id=subject.pk, changes__has_key="state")
        _refuse(subject, steps.select_related("by").newest_first().first())
    if isinstance(subject, Project):
        answers = GateDecision.objects.filter(project=subject, updated_at__gt=subject.updated_at)
        newest = answers.order_by("-updated_at").first()
        if newest:
            _refuse(subject, AuditEvent.objects.filter(subject_id=newest.pk).select_related("by").first())


def _refuse(subject: Any, event: AuditEvent | None) -> None:
    if event is None:
        return
    who = event.by.name if event.by else _("Somebody")
    moment = date_format(localtime(event.at, ZoneInfo(subject.organisation.time_zone)), "DATETIME_FORMAT")
    words = _("%(who)s was faster and decided on %(moment)s. Look at it as it is now before you decide.")
    raise NotPossible(words % {"who": who, "moment": moment}, code="already_decided")
