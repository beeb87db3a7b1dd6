"""When something is due, as one says it: near days relative to today, far ones by their date."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

NEAR = 14


def due_in_words(due: date, today: date) -> str:
    """“due today”, “2 days late”, “due in 3 days”, “due 3 November 2026”."""
    days = (due - today).days
    if days == 0:
        return _("due today")
    if days == 1:
        return _("due tomorrow")
    if days < 0:
        return ngettext("%(days)d day late", "%(days)d days late", -days) % {"days": -days}
    if days <= NEAR:
        return ngettext("due in %(days)d day", "due in %(days)d days", days) % {"days": days}
    return _("due %(day)s") % {"day": date_format(due, "DATE_FORMAT")}
