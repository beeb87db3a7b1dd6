"""The mails of the domain: composed at the moment of sending, from what is true then, in the reader's language."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from projects import figure_mails, moved_mails
from projects.digests import Ahead
from projects.models import Project
from projects.reports.digest_facts import Told
from projects.reports.duties import Duty, asked_on_project, duties_on, in_words, order_of
from projects.reports.duty_facts import FigureFacts, figure_facts
from projects.reports.duty_scope import Found
from projects.reports.figure_words import day_in_words
from projects.reports.line import Line
from projects.reports.told import hidden_from
from projects.services.asking import ASKED
from projects.services.dates_that_follow import MOVED
from projects.services.digests import DIGEST
from projects.services.figure_requests import ANSWERED, REQUESTED
from projects.services.ladder import day_of
from register.models import Person
from workflows.mail import Mail, Skip
from workflows.models import Notice
from workflows.services.invitations import INVITED
from workflows.services.invitations import compose as compose_invitation

ONE_DAY = timedelta(days=1)
DONE = Skip("There is nothing to be done any more.")


@dataclass(frozen=True)
class Item:
    """One duty in a mail. `late_since` is the day on which this reminder should have come, where it is late."""

    duty: Duty
    due: str
    link: str
    figures: FigureFacts | None
    is_overdue: bool
    whose: Person | None = None
    late_since: str = ""


def composer(now: datetime) -> Callable[[Notice], Mail | Skip]:
    """What the outbox asks for the words of a notice, by what is true at a moment."""
    ahead = Ahead(now)

    def compose(notice: Notice) -> Mail | Skip:
        with translation.override(notice.recipient.language):
            return _KINDS[notice.kind](notice, ahead)

    return compose


def _digest(notice: Notice, ahead: Ahead) -> Mail | Skip:
    """What of the digest's lines still stands; nobody hears of what is done."""
    facts = ahead.take(notice)
    pairs = _once_each(facts.lines[notice.pk])
    duties = in_words([found for found, _reminder in pairs], notice.organisation, people=facts.people)
    today = notice.organisation.local_date(ahead.now)
    figures = figure_facts(duties, today, known=facts.figures)
    items = [
        _item(duty, figures.get(duty.subject_id), notice, today, late_since=_late_since(told, notice, today))
        for duty, told in zip(duties, pairs, strict=True)
    ]
    return _mail("digest", items, notice) if items else DONE


def _asked(notice: Notice, ahead: Ahead) -> Mail | Skip:
    """One person is asked for one thing, or for several together."""
    now = ahead.now
    today = notice.organisation.local_date(now)
    line = Line(notice.organisation, today)
    found = [
        one
        for one in _asked_for(notice, now)
        if notice.recipient_id in line.with_stand_ins(one.person)
        and one.part == notice.payload["part"]
        and not hidden_from(notice.recipient, [one.project])
    ]
    own_last = sorted(found, key=lambda one: one.person == notice.recipient_id)
    duties = in_words({(one.kind, one.row.pk): one for one in own_last}.values(), notice.organisation)
    figures = figure_facts(duties, today)
    items = [_item(duty, figures.get(duty.subject_id), notice, today) for duty in duties]
    return _mail("asked", items, notice) if items else DONE


def _asked_for(notice: Notice, now: datetime) -> list[Found]:
    """What a notice names of what is asked still: some subjects, or all that was asked of a project at one moment."""
    told = notice.payload
    if "project" not in told:
        subjects = told.get("subjects") or [told["subject"]]
        return duties_on(told["kind"], [UUID(one) for one in subjects], notice.organisation, now)
    project = Project.objects.select_related("organisation").get(pk=told["project"])
    moment = datetime.fromisoformat(told["asked_at"])
    return [one for one in asked_on_project(project, now, [told["kind"]]) if one.asked_at == moment]


def _once_each(told: list[Told]) -> list[Told]:
    """Each duty once, though it may be several people's."""
    kept: dict[tuple[str, str, UUID], Told] = {}
    for found, reminder in told:
        kept.setdefault((found.kind, found.part, found.row.pk), (found, reminder))
    return sorted(kept.values(), key=lambda one: order_of(one[0]))


def _item(duty: Duty, figures: FigureFacts | None, notice: Notice, today: date, *, late_since: str = "") -> Item:
    is_own = duty.person.pk == notice.recipient_id
    due = duty.awaited if is_own else duty.due_date
    return Item(
        duty=duty,
        due=day_in_words(due.isoformat()),
        link=f"{settings.BASE_URL}{duty.url}",
        figures=figures,
        is_overdue=due < today,
        whose=None if is_own else duty.person,
        late_since=late_since,
    )


def _late_since(told: Told, notice: Notice, today: date) -> str:
    """The day on which it should have come; what is asked for during a day is found on the next one at work."""
    found, reminder = told
    day: date = day_of(reminder.due_date, reminder.rung, notice.organisation.calendar)
    in_time = notice.organisation.calendar.on_or_after(day + ONE_DAY) if found.asked_on == day else day
    is_late = notice.organisation.local_date(reminder.created_at) > in_time or today > reminder.on_date
    return day_in_words(day.isoformat()) if is_late else ""


def _mail(name: str, items: list[Item], notice: Notice) -> Mail:
    shown: dict[str, Any] = {
        "items": items,
        "recipient": notice.recipient,
        "organisation": notice.organisation,
        "home": f"{settings.BASE_URL}/",
        "subject": _subject(items),
    }
    text = render_to_string(f"projects/mails/{name}.txt", shown)
    return Mail(subject=shown["subject"], text=text, html=render_to_string(f"projects/mails/{name}.html", shown))


def _subject(items: list[Item]) -> str:
    """What is asked and until when; the most pressing first."""
    first = items[0]
    words = _("Overdue since %(day)s: %(what)s") if first.is_overdue else _("By %(day)s: %(what)s")
    subject = words % {"what": first.duty.title, "day": first.due}
    more = len(items) - 1
    if not more:
        return subject
    return ngettext("%(first)s, and %(more)d more", "%(first)s, and %(more)d more", more) % {
        "first": subject,
        "more": more,
    }


_KINDS: dict[str, Callable[[Notice, Ahead], Mail | Skip]] = {
    DIGEST: _digest,
    ASKED: _asked,
    REQUESTED: figure_mails.requested,
    ANSWERED: figure_mails.answered,
    MOVED: moved_mails.moved,
    INVITED: lambda notice, ahead: compose_invitation(notice, ahead.now),
}
