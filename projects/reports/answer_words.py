"""In words: how a figure came about, and when one that is lacking comes."""

from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from projects.models import Measurement


def how_reported(row: Measurement) -> str:
    """Empty for a figure that was simply written by who reported it."""
    words = []
    if row.same_as_last:
        words.append(_("the same as last time"))
    if row.asked_by is not None and row.reported_by is not None:
        names = {"name": row.reported_by.name, "asker": row.asked_by.name}
        words.append(_("answered by %(name)s, asked by %(asker)s") % names)
        if row.confirmed_at:
            words.append(_("confirmed by %(asker)s") % names)
    return ", ".join(words)


def when_expected(row: Any) -> str:
    """When the figure of a duty comes, as who reports it has said; empty where nobody has, and for other duties."""
    if not isinstance(row, Measurement) or row.expected_on is None:
        return ""
    words = {"day": date_format(row.expected_on), "reason": row.expected_reason}
    if row.expected_reason:
        return _("The figure comes on %(day)s: %(reason)s") % words
    return _("The figure comes on %(day)s.") % words
