"""What somebody holds, in words."""

from collections.abc import Callable, Iterable
from typing import Any

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from projects.reports.gap_words import gap_words

LONGEST = 120
WHY = {
    "left": gettext_lazy("%(name)s has left"),
    "new_line_manager": gettext_lazy("%(name)s does not run the unit any more"),
    "declined": gettext_lazy("Whoever was asked said no"),
    "not_accepted": gettext_lazy("%(name)s is asked and has not said yes"),
    "absence": gettext_lazy("%(name)s is away for long, and the deputy said no"),
    "deputy_left": gettext_lazy("%(name)s is away for long, and the deputy has left"),
    "unnamed": gettext_lazy("Nobody is named"),
}
_SUBJECTS: dict[str, Callable[[Any], str]] = {
    "leader": lambda row: _("Leader of “%(title)s”") % {"title": row.title},
    "owner": lambda row: _("Project owner of “%(title)s”") % {"title": row.title},
    "benefits_responsible": lambda row: _("Benefits-responsible of “%(title)s”") % {"title": row.title},
    "benefit": lambda row: _("The benefit “%(title)s”") % {"title": row.title},
    "indicator": lambda row: _("Measuring “%(title)s”") % {"title": row.name},
    "handover": lambda row: _("Taking over for %(unit)s") % {"unit": row.receiving_unit},
    "operations": lambda row: _("Operations owner in %(unit)s") % {"unit": row.receiving_unit},
    "remaining_item": lambda row: _("The remaining work “%(title)s”") % {"title": Truncator(row.item).chars(LONGEST)},
    "condition": lambda row: _("The condition “%(title)s”") % {"title": Truncator(row.text).chars(LONGEST)},
    "follow_up": str,
    "milestone": lambda row: _("The milestone “%(title)s”") % {"title": row.title},
    "gap": lambda row: _("The gap: %(title)s") % {"title": gap_words(row.code)},
    "action": lambda row: _("The action “%(title)s”") % {"title": Truncator(row.title).chars(LONGEST)},
    "prerequisite": lambda row: _("Seeing to “%(title)s”") % {"title": Truncator(row.title).chars(LONGEST)},
    "risk": lambda row: _("Watching the risk “%(title)s”") % {"title": Truncator(row.title).chars(LONGEST)},
    "referral": lambda row: _("Recording what %(body)s decides") % {"body": row.body},
}


def subject_words(kind: str, row: Any) -> str:
    """What it is, in one line."""
    return _SUBJECTS[kind](row)


def why_words(why: str, holder: Any) -> str:
    """Why it is without an owner."""
    return str(WHY[why]) % {"name": holder.name if holder else ""}


def counted(kinds: Iterable[str]) -> str:
    """“4 benefits, 2 conditions”, in the order of the most important first."""
    given = list(kinds)
    numbers = [(kind, given.count(kind)) for kind in _COUNTS if kind in given]
    return ", ".join(_COUNTS[kind](number) % {"count": number} for kind, number in numbers)


_COUNTS: dict[str, Callable[[int], str]] = {
    "benefit": lambda number: ngettext("%(count)d benefit", "%(count)d benefits", number),
    "owner": lambda number: ngettext(
        "project owner of %(count)d project", "project owner of %(count)d projects", number
    ),
    "benefits_responsible": lambda number: ngettext(
        "benefits-responsible of %(count)d project", "benefits-responsible of %(count)d projects", number
    ),
    "leader": lambda number: ngettext("leader of %(count)d project", "leader of %(count)d projects", number),
    "handover": lambda number: ngettext("%(count)d handover", "%(count)d handovers", number),
    "operations": lambda number: ngettext(
        "operations owner of %(count)d handover", "operations owner of %(count)d handovers", number
    ),
    "indicator": lambda number: ngettext("%(count)d indicator to measure", "%(count)d indicators to measure", number),
    "remaining_item": lambda number: ngettext(
        "%(count)d item of remaining work", "%(count)d items of remaining work", number
    ),
    "condition": lambda number: ngettext("%(count)d condition", "%(count)d conditions", number),
    "follow_up": lambda number: ngettext("%(count)d follow-up", "%(count)d follow-ups", number),
    "milestone": lambda number: ngettext("%(count)d milestone", "%(count)d milestones", number),
    "gap": lambda number: ngettext("%(count)d gap to fill", "%(count)d gaps to fill", number),
    "action": lambda number: ngettext("%(count)d action", "%(count)d actions", number),
    "prerequisite": lambda number: ngettext("%(count)d prerequisite", "%(count)d prerequisites", number),
    "risk": lambda number: ngettext("%(count)d risk", "%(count)d risks", number),
    "referral": lambda number: ngettext("%(count)d decision to record", "%(count)d decisions to record", number),
    "role": lambda number: ngettext("%(count)d role", "%(count)d roles", number),
}
