"""What an export is: when it was made, by whom, of what, narrowed how. A sheet that an import passes over."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from register.models import Person

SHEET = "About this export"
About = Sequence[tuple[str, str]]


def about(*, what: str, by: Person, now: datetime, address: str, asked: About = ()) -> list[tuple[str, str]]:
    """The lines of the sheet; ``asked`` is the filter in words."""
    narrowed = list(asked) or [(_("Filter"), _("Everything that you see"))]
    return [
        (_("What it is"), what),
        (_("Organisation"), by.organisation.name),
        (_("Made on"), date_format(localtime(now), "DATETIME_FORMAT")),
        (_("Made by"), by.name),
        (_("Address"), address),
        *narrowed,
    ]


def write_about(workbook: Any, lines: About) -> None:
    """As the last sheet of a workbook, all of it text."""
    page = workbook.add_worksheet(SHEET)
    page.set_column(0, 0, 24)
    page.set_column(1, 1, 80)
    for row, pair in enumerate(lines):
        for place, text in enumerate(pair):
            page.write_string(row, place, text[:32_000])
