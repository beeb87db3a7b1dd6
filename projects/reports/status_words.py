"""A status in words: its label, and one sentence that says why, in the language of the reader."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from math import floor

from babel.dates import format_date
from babel.numbers import format_percent
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from projects.formulas.status import Code, Reason, Status

STATUS_LABELS = {
    Code.NOT_STARTED: _("Not started"),
    Code.ON_TRACK: _("On track"),
    Code.AT_RISK: _("At risk"),
    Code.OFF_TRACK: _("Off track"),
    Code.ACHIEVED: _("Achieved"),
    Code.MISSED: _("Missed"),
    Code.UNKNOWN: _("Unknown"),
    Code.WITHIN: _("Within its limit"),
    Code.BEYOND: _("Beyond its limit"),
}

_LOCALES = {"en": "en_GB", "da": "da", "nb": "nb"}

_SENTENCES = {
    (Reason.BEFORE_START, ""): _("Not started: the start date is still ahead."),
    (Reason.NO_VALUE, ""): _("Grey: no figure yet."),
    (Reason.NO_VALUE, "expected"): _("Grey: no figure yet; the first is expected by %(next)s."),
    (Reason.NO_VALUE, "overdue"): _("Grey: no figure yet; the first was expected by %(next)s."),
    (Reason.STALE, ""): _("Grey: latest figure %(latest)s; the next was expected by %(next)s."),
    (Reason.NO_TARGET, ""): _("Grey: no target to compare with; latest figure %(latest)s."),
    (Reason.NO_TARGET, "better"): _("Grey: no target; the latest figure, %(latest)s, is better than the baseline."),
    (Reason.NO_TARGET, "worse"): _("Grey: no target; the latest figure, %(latest)s, is worse than the baseline."),
    (Reason.NO_TARGET, "same"): _("Grey: no target; the latest figure, %(latest)s, is the same as the baseline."),
    (Reason.NO_DIRECTION, ""): _("Grey: it is not said whether the figure should increase or decrease."),
    (Reason.TARGET_MET, ""): _("Green: the target is reached; latest figure %(latest)s."),
    (Reason.TARGET_NOT_MET, ""): _("Red: the target due %(due)s was not reached; latest figure %(latest)s."),
    (Reason.TARGET_WITHOUT_DATE, ""): _(
        "Grey: the target is not reached, and no date is set for it; latest figure %(latest)s."
    ),
    (Reason.NO_FINAL_VALUE, ""): _("Grey: latest figure %(latest)s; there is none for the target's date, %(due)s."),
    (Reason.REACHED_EARLY, ""): _("Green: the target due %(due)s is already reached; latest figure %(latest)s."),
    (Reason.AGAINST_PATH, Code.ON_TRACK): _("Green: %(share)s of the change expected by %(latest)s."),
    (Reason.AGAINST_PATH, Code.AT_RISK): _("Yellow: %(share)s of the change expected by %(latest)s."),
    (Reason.AGAINST_PATH, Code.OFF_TRACK): _("Red: %(share)s of the change expected by %(latest)s."),
    (Reason.AGAINST_PATH, "away"): _("Red: by %(latest)s the figure had moved the wrong way from the baseline."),
    (Reason.AGAINST_BASELINE, Code.ON_TRACK): _(
        "Green: no change was expected by %(latest)s, and the figure is no worse than the baseline."
    ),
    (Reason.AGAINST_BASELINE, Code.OFF_TRACK): _(
        "Red: no change was expected by %(latest)s, but the figure is worse than the baseline."
    ),
    (Reason.AGAINST_STEP, Code.ON_TRACK): _("Green: the newest target due by %(latest)s is met."),
    (Reason.AGAINST_STEP, Code.OFF_TRACK): _("Red: the newest target due by %(latest)s is not met."),
    (Reason.NO_BASELINE, ""): _(
        "Grey: there is no dated baseline to compare with, and no target was due by %(latest)s."
    ),
    (Reason.WITHIN_LIMIT, ""): _("Green: within its limit; latest figure %(latest)s."),
    (Reason.BEYOND_LIMIT, ""): _("Red: beyond its limit; latest figure %(latest)s."),
    (Reason.JUDGED, ""): _("Judged by a person: %(label)s."),
    (Reason.NO_JUDGEMENT, ""): _("Grey: no verified judgement yet."),
}

_VARIANTS: dict[Reason, Callable[[Status], str]] = {
    Reason.NO_VALUE: lambda status: "overdue" if status.overdue else "expected" if status.next_expected_by else "",
    Reason.NO_TARGET: lambda status: status.against_baseline or "",
    Reason.AGAINST_PATH: lambda status: "away" if (status.ratio or 0) < 0 else status.code,
    Reason.AGAINST_BASELINE: lambda status: status.code,
    Reason.AGAINST_STEP: lambda status: status.code,
}


def status_sentence(status: Status) -> str:
    """One sentence in the active language: the colour, and why; dates written out, shares rounded down."""
    variant = _VARIANTS[status.reason](status) if status.reason in _VARIANTS else ""
    locale = _LOCALES.get((get_language() or "en")[:2], "en_GB")
    return str(_SENTENCES[status.reason, variant]) % {
        "latest": _written(status.newest.period_end if status.newest else None, locale),
        "next": _written(status.next_expected_by, locale),
        "due": _written(status.final_target.due_date if status.final_target else None, locale),
        "share": format_percent(Decimal(floor((status.ratio or 0) * 100)) / 100, locale=locale),
        "label": str(STATUS_LABELS[status.code]).lower(),
    }


def _written(day: date | None, locale: str) -> str:
    return format_date(day, "medium", locale=locale) if day else ""
