"""What a text for signing is made of: sections of a few kinds of block, the same on a page and on paper.

A renderer loops over the sections and asks each block for its `kind`. All texts are plain, never markup; lines
are parted by newlines.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class Words:
    """Running text; quiet where it only explains."""

    kind: ClassVar[str] = "words"
    text: str
    quiet: bool = False


@dataclass(frozen=True)
class Facts:
    """Terms, each with what is said of it; side by side where they are brief."""

    kind: ClassVar[str] = "facts"
    rows: Sequence[tuple[str, str]]
    brief: bool = False


@dataclass(frozen=True)
class Figures:
    """One indicator: its name, and its figures side by side."""

    kind: ClassVar[str] = "figures"
    name: str
    rows: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Points:
    """A list; each point has what it is about, what is said of it, and a quiet remark."""

    kind: ClassVar[str] = "points"
    rows: Sequence[tuple[str, str, str]]


Block = Words | Facts | Figures | Points


@dataclass(frozen=True)
class Entry:
    """One thing among its like, under a heading: a benefit, a piece of remaining work; `key` is its id."""

    kind: ClassVar[str] = "entry"
    key: str
    heading: str
    tag: str
    hint: str
    blocks: Sequence[Block]


@dataclass(frozen=True)
class Section:
    """A part of the text; `key` is its name for anchors and comments, the same in every round."""

    key: str
    heading: str
    blocks: Sequence[Block | Entry]
