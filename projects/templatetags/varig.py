"""How the domain's words look on a page: a status's tone, a figure, a period as it was entered."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.translation import gettext as _

from projects.reports.figure_words import day_in_words, number, when_in_words
from projects.reports.kind_words import SHEETS

register = template.Library()

TONES = {
    "achieved": "good",
    "on_track": "good",
    "within": "good",
    "at_risk": "risk",
    "off_track": "bad",
    "missed": "bad",
    "beyond": "bad",
    "not_started": "neutral",
    "unknown": "unknown",
    "draft": "neutral",
    "proposed": "waiting",
    "handing_over": "waiting",
    "on_hold": "risk",
    "stopped": "bad",
    "rejected": "bad",
    "closed": "good",
    "realising": "good",
    "sent": "waiting",
    "accepted": "good",
    "accepted_with_reservations": "good",
    "returned": "risk",
    "due": "waiting",
    "reported": "waiting",
    "verified": "good",
    "disputed": "bad",
    "profiled": "waiting",
    "tracking": "good",
    "realised": "good",
    "partly_realised": "risk",
    "not_realised": "bad",
    "low": "neutral",
    "medium": "risk",
    "high": "bad",
}


@register.filter
def tone(code: str) -> str:
    """The tone of a status or state: good, risk, bad, waiting, unknown or neutral."""
    return TONES.get(str(code), "neutral")


@register.filter
def who(person: Any) -> str:
    """A person's name, and whether they have left: what they were to do stands without an owner then."""
    if person is None:
        return ""
    return str(person.name) if person.is_active else _("%(name)s (no longer here)") % {"name": person.name}


@register.filter
def entered(row: Any, name: str) -> str:
    """A period date as it was entered ("2013"), else as a day; empty where there is none."""
    return when_in_words(getattr(row, name), getattr(row, f"{name}_entered", ""))


@register.filter
def gate_label(decision: Any) -> str:
    """What the organisation calls the gate of a decision."""
    return decision.project.organisation.gate_label(decision.gate) or str(decision.gate)


@register.filter
def blocked_gate(condition: Any) -> str:
    """What the organisation calls the gate that a condition blocks."""
    return condition.project.organisation.gate_label(condition.blocks) or str(condition.blocks)


@register.filter
def period(entered: str) -> str:
    """A period as it was entered, days and months written out."""
    return day_in_words(entered)


@register.filter
def figure(value: Any) -> str:
    """An exact figure in the reader's language, without trailing zeros."""
    return number(value)


@register.filter
def at(rows: Mapping[str, Any], key: str) -> Any:
    """What stands under a key; None where nothing does."""
    return rows.get(key)


@register.filter
def sheet_words(name: str, is_foreign: bool) -> Any:
    """A sheet of the import format, as people say it."""
    return SHEETS.get(name, name) if is_foreign else name
