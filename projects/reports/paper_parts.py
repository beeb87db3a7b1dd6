"""What a document for a meeting is made of besides words: tables, shares as bars, courses as small charts.

The same parts are shown on a page, drawn on paper and read aloud: whatever is drawn has a sentence that says what it
shows, and its figures stand in words beside it. All texts are plain, never markup.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from projects.reports.figure_words import NONE
from projects.reports.text_parts import Facts, Points, Words

TONES = {
    **dict.fromkeys(("achieved", "on_track", "within"), "good"),
    "at_risk": "risk",
    **dict.fromkeys(("off_track", "missed", "beyond"), "bad"),
    "unknown": "unknown",
}


@dataclass(frozen=True)
class Table:
    """`numbers`: columns that are right-aligned; `tones`: for each row the tone of its last cell, if it is a status."""

    kind: ClassVar[str] = "table"
    caption: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[int]
    numbers: Sequence[int] = ()
    tones: Sequence[str] = ()
    more: str = ""


@dataclass(frozen=True)
class Share:
    """One part of a bar, of a thousand."""

    tone: str
    width: int
    words: str = ""


@dataclass(frozen=True)
class Bar:
    label: str
    shares: Sequence[Share]
    words: str


@dataclass(frozen=True)
class Bars:
    """Bars below each other; `alt` says all that they show."""

    kind: ClassVar[str] = "bars"
    alt: str
    rows: Sequence[Bar]
    legend: Sequence[Share] = ()


@dataclass(frozen=True)
class Course:
    """One indicator over time: places from 0 to 1000, left to right and bottom to top."""

    name: str
    words: str
    alt: str
    tone: str
    points: Sequence[tuple[int, int]]
    path: Sequence[tuple[int, int]]
    targets: Sequence[tuple[int, int]]
    low: str
    high: str
    first: str
    last: str


@dataclass(frozen=True)
class Courses:
    """Charts side by side, with what the signs in them mean."""

    kind: ClassVar[str] = "courses"
    items: Sequence[Course]
    legend: str


Part = Words | Facts | Points | Table | Bars | Courses


@dataclass(frozen=True)
class PaperSection:
    heading: str
    parts: Sequence[Part]


@dataclass(frozen=True)
class Paper:
    """A document for a meeting; `more` is the address where everything stands that is left out here."""

    kind: str
    title: str
    standing: str
    facts: Sequence[tuple[str, str]]
    sections: Sequence[PaperSection]
    on: date
    organisation: str
    more: str
    keywords: Sequence[str] = field(default_factory=tuple)


@dataclass(frozen=True)
class Size:
    """How much goes into a document that must not be longer than it is: rows of tables, charts, signs of a text."""

    rows: int
    charts: int
    words: int
    points: int


SIZES = (
    Size(14, 6, 700, 6),
    Size(12, 4, 500, 5),
    Size(10, 4, 340, 4),
    Size(8, 2, 240, 3),
    Size(6, 2, 150, 2),
    Size(4, 0, 90, 2),
)
"""From what fits on two pages most often to what fits always."""


def titled(title: str, *, is_disbenefit: bool) -> str:
    """The name of a benefit, or of a kind; a dis-benefit says that it is one."""
    return _("%(title)s (dis-benefit)") % {"title": title} if is_disbenefit else title


def shortened(text: str, longest: int) -> str:
    """The text, or its beginning up to the last whole word."""
    plain = " ".join(text.split())
    if len(plain) <= longest:
        return plain
    return plain[: longest - 1].rsplit(" ", 1)[0].rstrip(",.;:") + "\N{HORIZONTAL ELLIPSIS}"


def parts_of(rows: Sequence[tuple[str, int, str]], label: str = "") -> Bar:
    """Counts with their tones as one bar; each count is in the words."""
    whole = sum(count for _tone, count, _words in rows) or 1
    shares = [Share(tone, count * 1000 // whole, f"{words} {count}") for tone, count, words in rows if count]
    return Bar(label, shares, ", ".join(share.words for share in shares))


def stated(cells: Sequence[str]) -> list[str]:
    """The cells of a row, with words where nobody has said anything: on paper a dash could be taken for a zero."""
    return [_("not stated") if cell == NONE else cell for cell in cells]


def nothing_deviates(unknown: int) -> Words:
    """What can be said where nothing is known to deviate; silence about the rest would sound like good news."""
    if not unknown:
        return Words(_("Nothing deviates from what was expected."))
    words = ngettext(
        "Of what is known nothing deviates; how %(count)d benefit is doing nobody knows.",
        "Of what is known nothing deviates; how %(count)d benefits are doing nobody knows.",
        unknown,
    )
    return Words(words % {"count": unknown})
