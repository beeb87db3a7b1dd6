"""The home page: a person's duties grouped by what is asked, the worst group first, and what is coming."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.formulas.facts import IndicatorFacts, final_target, newest_figure
from projects.models import Indicator, Snooze
from projects.reports.duties import ASKED, Duty, duties_of, left_out, next_coming
from projects.reports.duty_words import KINDS
from projects.reports.figure_words import in_words
from projects.reports.figures import facts_of
from projects.reports.near_days import due_in_words
from projects.reports.put_off import snoozes_of
from register.models import Person

SOON = timedelta(days=14)
ONE_DAY = timedelta(days=1)
HEADINGS = {
    "take_over": gettext_lazy("Take over"),
    "revise": gettext_lazy("Revise"),
    "answer_comments": gettext_lazy("Answer"),
    "decide_gate": gettext_lazy("Decide"),
    "accept_role": gettext_lazy("Accept"),
    "accept_benefit": gettext_lazy("Accept"),
    "take_on": gettext_lazy("Take on"),
    "find_owner": gettext_lazy("Without an owner"),
    "measure": gettext_lazy("Measure"),
    "verify": gettext_lazy("Check"),
    "approve_change": gettext_lazy("Changes of what was promised"),
    "evaluate": gettext_lazy("Evaluate"),
    "record_decision": gettext_lazy("Record a decision"),
    "reach_milestone": gettext_lazy("Milestones"),
    "fulfil_condition": gettext_lazy("Conditions"),
    "follow_up": gettext_lazy("Follow-ups"),
    "measure_baseline": gettext_lazy("Baselines"),
    "take_action": gettext_lazy("Actions for benefits"),
    "settle_prerequisite": gettext_lazy("Prerequisites"),
    "review_hold": gettext_lazy("Look again"),
    "close_gap": gettext_lazy("Fill in"),
    "book_entry": gettext_lazy("Budget"),
}


@dataclass(frozen=True)
class Card:
    """One duty as it is shown; of a figure that is asked for `known` says what is known, `last` what to repeat."""

    duty: Duty
    when: str
    is_late: bool
    known: str = ""
    unit: str = ""
    last: str = ""
    snooze: Snooze | None = None

    @property
    def detail(self) -> str:
        """What the title does not say already."""
        return "" if self.duty.detail in self.duty.title else self.duty.detail


@dataclass(frozen=True)
class Group:
    heading: str | Promise
    cards: list[Card]

    @property
    def asked_together(self) -> list[UUID]:
        """What one is asked to take on oneself, where it is more than one thing: then one answer can do for all."""
        own = [one.duty for one in self.cards if one.duty.kind == "take_on" and one.duty.is_for is None]
        return [duty.subject_id for duty in own] if len(own) > 1 else []


@dataclass(frozen=True)
class Home:
    """`coming` is due later than in two weeks; `put_off` is not to be heard of yet.

    `next` is what comes after all of it, where nothing waits now. `left_out` says of which kinds not all are shown.
    """

    groups: list[Group]
    coming: list[Card]
    put_off: list[Card]
    next: Duty | None
    left_out: list[str]

    @property
    def shown(self) -> list[Duty]:
        """Those that wait, now or later."""
        return [card.duty for cards in (*(group.cards for group in self.groups), self.coming) for card in cards]


def home_of(person: Person, now: datetime) -> Home:
    """Everything the page shows, in as many queries for many duties as for few."""
    today = person.organisation.local_date(now)
    duties = duties_of(person, now)
    snoozed = {pk: row for pk, row in snoozes_of(duties).items() if row.until > today}
    waiting = [duty for duty in duties if duty.id not in snoozed and _is_near(duty, today)]
    coming = [duty for duty in duties if duty.id not in snoozed and not _is_near(duty, today)]
    put_off = [Card(duty, **_when(duty, today), snooze=snoozed[duty.id]) for duty in duties if duty.id in snoozed]
    nothing_more = None if duties else next_coming(person, now)
    later = [_card(duty, today, {}) for duty in coming]
    return Home(_groups(waiting, today), later, put_off, nothing_more, _left_out(person, now, duties))


def _left_out(person: Person, now: datetime, duties: list[Duty]) -> list[str]:
    """“Report a figure: the 200 most pressing of 1234 are shown.”"""
    words = _("%(kind)s: the %(shown)d most pressing of %(total)d are shown.")
    shown = Counter(duty.kind for duty in duties)
    totals = left_out(person, now, duties)
    return [words % {"kind": KINDS[kind], "shown": shown[kind], "total": totals[kind]} for kind in totals]


def _is_near(duty: Duty, today: date) -> bool:
    return duty.kind in ASKED or duty.awaited <= today + SOON


def _when(duty: Duty, today: date) -> dict[str, Any]:
    return {"when": due_in_words(duty.due_date, today), "is_late": duty.is_late(today)}


def _groups(duties: Iterable[Duty], today: date) -> list[Group]:
    """Duties come worst first, so a group stands where its worst duty does."""
    rows = list(duties)
    facts = facts_of({duty.row.indicator for duty in rows if duty.kind == "measure"})
    groups: dict[str, Group] = {}
    for duty in rows:
        heading = HEADINGS[duty.kind]
        groups.setdefault(str(heading), Group(heading, [])).cards.append(_card(duty, today, facts))
    return list(groups.values())


def _card(duty: Duty, today: date, facts: dict[UUID, IndicatorFacts]) -> Card:
    if duty.kind != "measure":
        return Card(duty, **_when(duty, today))
    indicator = duty.row.indicator
    known = facts.get(indicator.pk)
    before = newest_figure(known, duty.row.period_end - ONE_DAY) if known else None
    return Card(
        duty,
        **_when(duty, today),
        known=_known(known, indicator, today),
        unit=indicator.unit,
        last=in_words(before.value, indicator.unit, indicator.scale_of) if before else "",
    )


def _known(facts: IndicatorFacts | None, indicator: Indicator, today: date) -> str:
    """“last 7.4 % (2013), target at most 7.0 % (2014)”, as far as it is known."""
    if facts is None:
        return ""
    newest, target = newest_figure(facts, today), final_target(facts)
    read, parts = (indicator.unit, indicator.scale_of), []
    if newest and newest.period_end:
        words = {"figure": in_words(newest.value, *read), "year": newest.period_end.year}
        parts.append(_("last %(figure)s (%(year)d)") % words)
    if target and target.due_date:
        words = {"figure": in_words(target.value, *read), "year": target.due_date.year}
        parts.append(_("target %(figure)s (%(year)d)") % words)
    return ", ".join(parts)
