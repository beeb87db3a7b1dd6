"""A map drawn in columns: where each box stands so that few lines cross. Pure geometry, no figures."""

import textwrap
from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

WIDTH, GAP_ACROSS, GAP_DOWN = 220, 64, 14
LINE, PADDING, HEAD = 18, 12, 34
LANE = 10
LETTERS_IN_A_LINE, MOST_LINES = 26, 4
SWEEPS = 4

Key = Hashable
Line = tuple[Key, Key]


@dataclass(frozen=True)
class Lane:
    """Where a line passes through a column that it skips: room of its own between the boxes, so that it hides none."""

    line: Line
    column: int


@dataclass(frozen=True)
class Place:
    """A box: its corner, its height, and its title broken into lines. A lane has no lines of text."""

    x: int
    y: int
    height: int
    lines: tuple[str, ...]

    @property
    def right(self) -> int:
        return self.x + WIDTH

    @property
    def middle(self) -> int:
        return self.y + self.height // 2


def broken(title: str) -> tuple[str, ...]:
    """A title in at most four lines; what does not fit is marked by an ellipsis."""
    lines = textwrap.wrap(title, LETTERS_IN_A_LINE) or [""]
    if len(lines) > MOST_LINES:
        lines = [*lines[: MOST_LINES - 1], f"{lines[MOST_LINES - 1][: LETTERS_IN_A_LINE - 1]}…"]
    return tuple(lines)


def depths(keys: Sequence[Key], lines: Sequence[Line]) -> dict[Key, int]:
    """How many lines lead to each key at most, counted among these alone; a circle ends where it began."""
    back: defaultdict[Key, list[Key]] = defaultdict(list)
    known = set(keys)
    for start, end in lines:
        if {start, end} <= known:
            back[end].append(start)
    found: dict[Key, int] = {}

    def depth(key: Key, above: frozenset[Key]) -> int:
        if key not in found:
            found[key] = max((1 + depth(one, above | {key}) for one in back[key] if one not in above), default=0)
        return found[key]

    return {key: depth(key, frozenset({key})) for key in keys}


def with_lanes(
    columns: Sequence[Sequence[Key]], lines: Sequence[Line]
) -> tuple[list[list[Key]], dict[Line, list[Key]]]:
    """The columns with a lane for each line that skips them, and the way of each line from column to column."""
    column_of = {key: number for number, column in enumerate(columns) for key in column}
    found, ways = [list(column) for column in columns], {}
    for line in lines:
        start, end = line
        lanes = [Lane(line, number) for number in range(column_of[start] + 1, column_of[end])]
        for lane in lanes:
            found[lane.column].append(lane)
        ways[line] = [start, *lanes, end]
    return found, ways


def ordered(columns: Sequence[Sequence[Key]], lines: Sequence[Line]) -> list[list[Key]]:
    """Each column with its keys beside what they hang on, by the mean of their neighbours' places."""
    near: defaultdict[Key, list[Key]] = defaultdict(list)
    for start, end in lines:
        near[start].append(end)
        near[end].append(start)
    order = [list(column) for column in columns]
    for sweep in range(SWEEPS):
        place = {key: (row + 0.5) / len(column) for column in order for row, key in enumerate(column)}
        for column in order if sweep % 2 == 0 else reversed(order):
            column.sort(key=lambda key: _mean([place[one] for one in near[key] if one in place], place[key]))
            place |= {key: (row + 0.5) / len(column) for row, key in enumerate(column)}
    return order


def placed(columns: Sequence[Sequence[Key]], titles: Mapping[Key, str], extra: int = 1) -> dict[Key, Place]:
    """The box of each key, and the lanes between them; `extra` lines are kept free below each title."""
    texts = {key: broken(titles[key]) if key in titles else () for column in columns for key in column}
    heights = {key: 2 * PADDING + LINE * (len(lines) + extra) if lines else LANE for key, lines in texts.items()}
    tallest = max((_stack(column, heights) for column in columns), default=0)
    places: dict[Key, Place] = {}
    for number, column in enumerate(columns):
        y = HEAD + (tallest - _stack(column, heights)) // 2
        for key in column:
            places[key] = Place(number * (WIDTH + GAP_ACROSS), y, heights[key], texts[key])
            y += heights[key] + GAP_DOWN
    return places


def _stack(column: Sequence[Key], heights: Mapping[Key, int]) -> int:
    return sum(heights[key] for key in column) + GAP_DOWN * max(len(column) - 1, 0)


def _mean(places: Sequence[float], otherwise: float) -> float:
    return sum(places) / len(places) if places else otherwise
