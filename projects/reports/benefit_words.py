"""A benefit in one sentence: what shall become of it, from where to where, and who answers for it."""

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.models import Benefit, Direction, Indicator, Target
from projects.reports.figure_words import in_words, when_in_words
from projects.reports.holding_words import why_words
from projects.reports.holdings import Held

DATED, UNDATED, NO_TARGET = "dated", "undated", "no_target"
MOVES = {
    (Direction.DECREASE, DATED): gettext_lazy("Lower “%(name)s” from %(start)s to %(target)s by %(day)s."),
    (Direction.DECREASE, UNDATED): gettext_lazy("Lower “%(name)s” from %(start)s to %(target)s; no date is set."),
    (Direction.DECREASE, NO_TARGET): gettext_lazy("Lower “%(name)s” from %(start)s; there is no target yet."),
    (Direction.INCREASE, DATED): gettext_lazy("Raise “%(name)s” from %(start)s to %(target)s by %(day)s."),
    (Direction.INCREASE, UNDATED): gettext_lazy("Raise “%(name)s” from %(start)s to %(target)s; no date is set."),
    (Direction.INCREASE, NO_TARGET): gettext_lazy("Raise “%(name)s” from %(start)s; there is no target yet."),
}
WITHOUT_START = {
    (Direction.DECREASE, DATED): gettext_lazy("Lower “%(name)s” to %(target)s by %(day)s; no baseline is set."),
    (Direction.DECREASE, UNDATED): gettext_lazy("Lower “%(name)s” to %(target)s; neither baseline nor date is set."),
    (Direction.DECREASE, NO_TARGET): gettext_lazy("Lower “%(name)s”; there is neither baseline nor target yet."),
    (Direction.INCREASE, DATED): gettext_lazy("Raise “%(name)s” to %(target)s by %(day)s; no baseline is set."),
    (Direction.INCREASE, UNDATED): gettext_lazy("Raise “%(name)s” to %(target)s; neither baseline nor date is set."),
    (Direction.INCREASE, NO_TARGET): gettext_lazy("Raise “%(name)s”; there is neither baseline nor target yet."),
}
LIMITS = {
    DATED: gettext_lazy("Keep “%(name)s” within %(target)s by %(day)s; it began at %(start)s."),
    UNDATED: gettext_lazy("Keep “%(name)s” within %(target)s; it began at %(start)s."),
    NO_TARGET: gettext_lazy("Watch “%(name)s”, which began at %(start)s; there is no limit yet."),
}
LIMITS_WITHOUT_START = {
    DATED: gettext_lazy("Keep “%(name)s” within %(target)s by %(day)s; no baseline is set."),
    UNDATED: gettext_lazy("Keep “%(name)s” within %(target)s; no baseline is set."),
    NO_TARGET: gettext_lazy("Watch “%(name)s”; there is neither baseline nor limit yet."),
}


def movement(indicator: Indicator) -> str:
    """What shall become of the indicator."""
    target = final_of(indicator)
    kind = NO_TARGET if target is None else DATED if target.due_date else UNDATED
    starts = indicator.baseline is not None and indicator.baseline.is_given
    if indicator.benefit.is_disbenefit:
        sentence = (LIMITS if starts else LIMITS_WITHOUT_START)[kind]
    else:
        sentence = (MOVES if starts else WITHOUT_START)[Direction(indicator.direction), kind]
    return str(sentence) % {
        "name": indicator.name,
        "start": in_words(indicator.baseline, indicator.unit, indicator.scale_of),
        "target": in_words(target.figure if target else None, indicator.unit, indicator.scale_of),
        "day": target_day(target) if target else "",
    }


def final_of(indicator: Indicator) -> Target | None:
    """The undated target if there is one, else the one due last."""
    given = [row for row in indicator.targets.all() if row.figure]
    undated = [row for row in given if row.due_date is None]
    dated = sorted((row for row in given if row.due_date), key=lambda row: (row.due_date, row.key or str(row.pk)))
    return (undated or dated[-1:] or [None])[-1]


def target_day(target: Target) -> str:
    return when_in_words(target.due_date, target.due_date_entered)


def ownership(benefit: Benefit, held: Held | None = None) -> str:
    """Who answers for it, and whether they said yes; or that nobody does any more, since when, and who is asked."""
    if held and held.why and held.why != "not_accepted":
        day = date_format(localtime(held.since), "DATE_FORMAT") if held.since else ""
        why = why_words(held.why, held.holder)
        if held.waits_for:
            words = {"day": day, "why": why, "name": held.waits_for.to_person.name}
            return _("Without an owner since %(day)s: %(why)s. %(name)s is asked to take it on.") % words
        return _("Without an owner since %(day)s: %(why)s.") % {"day": day, "why": why}
    if benefit.owner is None:
        return _("Nobody owns it yet.")
    if benefit.accepted_at:
        words = {"name": benefit.owner.name, "day": date_format(localtime(benefit.accepted_at), "DATE_FORMAT")}
        return _("Owner: %(name)s, who accepted it on %(day)s.") % words
    if benefit.owner_asked_at:
        return _("%(name)s is asked to own it and has not answered yet.") % {"name": benefit.owner.name}
    return _("%(name)s is proposed as its owner.") % {"name": benefit.owner.name}
