"""A duty in words: what to do, about what, and the page where it is done."""

from collections.abc import Callable, Iterator
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from projects.models import Handover, Indicator, Rebaselining
from projects.reports.duty_scope import Found
from projects.reports.figure_words import day_in_words
from projects.reports.gap_words import gap_words
from projects.reports.handover_costs import hours_a_year, money_a_year
from projects.reports.holding_words import subject_words
from projects.reports.money_words import amount

ROLE_NAMES = {
    "owner": pgettext_lazy("to accept to be …", "project owner"),
    "leader": pgettext_lazy("to accept to be …", "leader"),
    "benefits_responsible": pgettext_lazy("to accept to be …", "benefits-responsible"),
}
KINDS = {
    "take_over": gettext_lazy("Take over"),
    "revise": gettext_lazy("Revise"),
    "answer_comments": gettext_lazy("Answer comments"),
    "decide_gate": gettext_lazy("Decide"),
    "record_decision": gettext_lazy("Record a decision"),
    "accept_role": gettext_lazy("Accept a role"),
    "accept_benefit": gettext_lazy("Accept a benefit"),
    "take_on": gettext_lazy("Take on"),
    "find_owner": gettext_lazy("Find an owner"),
    "measure": gettext_lazy("Report a figure"),
    "verify": gettext_lazy("Check a figure"),
    "approve_change": gettext_lazy("Approve a change"),
    "reach_milestone": gettext_lazy("Reach a milestone"),
    "fulfil_condition": gettext_lazy("Fulfil a condition"),
    "follow_up": gettext_lazy("Hold a follow-up"),
    "evaluate": gettext_lazy("Evaluate"),
    "measure_baseline": gettext_lazy("Measure a baseline"),
    "take_action": gettext_lazy("Take an action"),
    "settle_prerequisite": gettext_lazy("Settle a prerequisite"),
    "review_hold": gettext_lazy("Look again"),
    "close_gap": gettext_lazy("Fill a gap"),
    "book_entry": gettext_lazy("Book in the budget"),
}
LONGEST = 120


def title_of(found: Found) -> str:
    """What to do, in one line and in the active language."""
    return _TITLES[found.kind](found)


def detail_of(found: Found) -> str:
    """The project it is about, and the benefit where it is about one; of a handover what it asks of the unit."""
    if found.kind == "take_over":
        return " · ".join([found.project.title, *_terms(found.row)])
    benefit = getattr(getattr(found.row, "indicator", found.row), "benefit", None)
    if benefit is None:
        return str(found.project.title)
    return _("%(benefit)s · %(project)s") % {"benefit": benefit.title, "project": found.project.title}


def _terms(handover: Handover) -> Iterator[str]:
    """From when, and what it takes in a year, as far as it is said."""
    if handover.takes_over_on:
        yield _("from %(day)s") % {"day": date_format(handover.takes_over_on)}
    if money := money_a_year(handover):
        yield _("%(money)s a year") % {"money": money}
    if hours := hours_a_year(handover):
        yield _("%(hours)s hours a year") % {"hours": hours}


def url_of(kind: str, row: Any) -> str:
    """The page where it is done."""
    if kind == "approve_change":
        return f"{row.benefit.get_absolute_url()}#change-{row.pk}"
    name, anchor = _PAGES[kind]
    if kind == "find_owner":
        return reverse(f"projects:{name}")
    owner = getattr(row, _OF[kind]) if kind in _OF else row.pk
    return reverse(f"projects:{name}", args=[owner]) + anchor


def _gate(found: Found) -> str:
    label = found.project.organisation.gate_label(found.part)
    if body := getattr(found.row, "taken_to", ""):
        words = _("Take “%(project)s” to %(body)s for %(gate)s, or record what it decided")
        return words % {"gate": label, "project": found.project.title, "body": body}
    if getattr(found.row, "is_undecidable", False):
        words = _("Nobody may decide on %(gate)s for “%(project)s”: see to it that somebody can")
        return words % {"gate": label, "project": found.project.title}
    return _("Decide on %(gate)s for “%(project)s”") % {"gate": label, "project": found.project.title}


def _record(found: Found) -> str:
    label = found.project.organisation.gate_label(found.row.gate)
    words = _("Record what %(body)s decided on %(day)s about %(gate)s for “%(project)s”")
    day = day_in_words(found.row.meeting_date.isoformat())
    return words % {"body": found.row.body.name, "day": day, "gate": label, "project": found.project.title}


def _role(found: Found) -> str:
    return _("Say whether you will be %(role)s of “%(project)s”") % {
        "role": ROLE_NAMES[found.part],
        "project": found.project.title,
    }


def _follow_up(found: Found) -> str:
    if found.row.handover is None:
        return _("%(follow_up)s: look at the benefits together") % {"follow_up": found.row}
    words = {"follow_up": found.row, "unit": found.row.handover.receiving_unit}
    return _("%(follow_up)s: look at what %(unit)s took over") % words


def _figure(found: Found, words: str) -> str:
    return words % {"indicator": _named(found.row.indicator), "period": day_in_words(found.row.period_label)}


def _named(indicator: Indicator) -> str:
    """Of one that each of several units has, also whose it is."""
    return f"{indicator.name} · {indicator.at_unit.name}" if indicator.at_unit else indicator.name


def _change(found: Found) -> str:
    row = found.row
    what = _short(_named(row.indicator) if isinstance(row, Rebaselining) else row.benefit.title)
    if row.is_undecidable:
        return _("Nobody may approve this change of a promise: %(what)s. See to it that somebody can") % {"what": what}
    return _("Say whether this may be other than promised: %(what)s") % {"what": what}


def _booking(found: Found) -> str:
    row = found.row
    currency = row.benefit.currency or found.project.organisation.currency
    words = {"amount": amount(row.promised, currency), "line": row.budget_line, "year": row.year}
    return _("Book %(amount)s on %(line)s in the budget for %(year)s") % words


def _short(text: str) -> str:
    return Truncator(text).chars(LONGEST)


_PREREQUISITES = {
    "prerequisite": gettext_lazy("See to it that this is in place: %(what)s"),
    "barrier": gettext_lazy("Take this out of the way: %(what)s"),
}
_TITLES: dict[str, Callable[[Found], str]] = {
    "take_over": lambda found: (
        _("Take over “%(project)s” for %(unit)s") % {"project": found.project.title, "unit": found.row.receiving_unit}
    ),
    "revise": lambda found: (
        _("%(unit)s returned the handover of “%(project)s”: read why, and open the next round")
        % {"unit": found.row.receiving_unit, "project": found.project.title}
    ),
    "answer_comments": lambda found: (
        _("Answer the comments on the handover of “%(project)s” to %(unit)s")
        % {"project": found.project.title, "unit": found.row.receiving_unit}
    ),
    "decide_gate": _gate,
    "record_decision": _record,
    "accept_role": _role,
    "accept_benefit": lambda found: (
        _("Say whether you will own the benefit “%(benefit)s”") % {"benefit": found.row.title}
    ),
    "find_owner": lambda found: _("Without an owner: %(what)s") % {"what": subject_words(found.part, found.row)},
    "take_on": lambda found: (
        _("Say whether you take this on: %(what)s") % {"what": subject_words(found.row.kind, found.row.subject)}
    ),
    "measure": lambda found: _figure(found, _("Report “%(indicator)s” for %(period)s")),
    "verify": lambda found: _figure(found, _("Check “%(indicator)s” for %(period)s")),
    "reach_milestone": lambda found: _("Reach the milestone “%(milestone)s”") % {"milestone": found.row.title},
    "fulfil_condition": lambda found: _("Fulfil the condition “%(condition)s”") % {"condition": _short(found.row.text)},
    "follow_up": _follow_up,
    "evaluate": lambda found: (
        _("Judge what came of “%(project)s”: its last follow-up is done") % {"project": found.row.title}
    ),
    "measure_baseline": lambda found: _("Measure the baseline of “%(indicator)s”") % {"indicator": _named(found.row)},
    "take_action": lambda found: _("Do what the benefit needs: %(action)s") % {"action": _short(found.row.title)},
    "settle_prerequisite": lambda found: _PREREQUISITES[found.row.kind] % {"what": _short(found.row.title)},
    "review_hold": lambda found: _("Decide how “%(project)s” goes on: it is on hold") % {"project": found.row.title},
    "close_gap": lambda found: _("Fill a gap: %(gap)s") % {"gap": gap_words(found.row.code)},
    "approve_change": _change,
    "book_entry": _booking,
}
_OF = {
    **dict.fromkeys(("reach_milestone", "close_gap", "record_decision"), "project_id"),
    "book_entry": "benefit_id",
}
_PAGES = {
    "take_over": ("handover_sign", ""),
    "revise": ("handover_detail", ""),
    "answer_comments": ("handover_detail", ""),
    "decide_gate": ("project_detail", ""),
    "record_decision": ("project_detail", ""),
    "accept_role": ("project_detail", "#roles"),
    "accept_benefit": ("benefit_detail", ""),
    "take_on": ("succession_detail", ""),
    "find_owner": ("without_owner", ""),
    "measure": ("measurement_report", ""),
    "verify": ("measurement_report", ""),
    "reach_milestone": ("project_milestones", ""),
    "fulfil_condition": ("condition_detail", ""),
    "follow_up": ("follow_up_detail", ""),
    "evaluate": ("evaluation", ""),
    "measure_baseline": ("indicator_baseline", ""),
    "take_action": ("action_edit", ""),
    "settle_prerequisite": ("prerequisite_edit", ""),
    "review_hold": ("project_detail", ""),
    "close_gap": ("project_detail", "#gaps"),
    "book_entry": ("benefit_budget", ""),
}
