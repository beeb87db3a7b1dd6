"""The benefit map as a picture: boxes in columns, lines between them, every box that has a page a link."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.translation import gettext as _

from projects.formulas.columns import GAP_ACROSS, HEAD, LINE, PADDING, WIDTH, Place, depths, ordered, placed, with_lanes
from projects.reports.benefit_map import BENEFIT, CHANGE, GOAL, MILESTONE, BenefitMap, Edge, Node

MARGIN, POINT = 8, 8


@dataclass(frozen=True)
class Box:
    """A box with the places of its lines of text."""

    node: Node
    place: Place

    @property
    def texts(self) -> list[tuple[int, str]]:
        return [(self.place.y + PADDING + LINE * (row + 1) - 5, text) for row, text in enumerate(self.place.lines)]

    @property
    def note_y(self) -> int:
        return self.place.y + PADDING + LINE * (len(self.place.lines) + 1) - 5

    @property
    def text_x(self) -> int:
        return self.place.x + PADDING


@dataclass(frozen=True)
class Curve:
    """A line from a box to another; `label_x` and `label_y` are where its weight stands."""

    edge: Edge
    path: str
    head: str
    label_x: int
    label_y: int


@dataclass(frozen=True)
class Drawing:
    """The picture: its size, the headings of its columns, its boxes in reading order, its lines."""

    width: int
    height: int
    headings: Sequence[tuple[int, str]]
    boxes: Sequence[Box]
    curves: Sequence[Curve]
    box_width: int = WIDTH
    heading_y: int = HEAD - 16

    @property
    def view_box(self) -> str:
        return f"{-MARGIN} 0 {self.width + 2 * MARGIN} {self.height}"


def drawing_of(found: BenefitMap) -> Drawing:
    """Columns from left to right; benefits that lead to others stand in columns of their own."""
    lines = [(edge.start.key, edge.end.key) for edge in found.edges]
    nodes = {node.key: node for node in found.nodes}
    named = _columns(found)
    laid, ways = with_lanes([[node.key for node in column] for _name, column in named], lines)
    columns = ordered(laid, [step for way in ways.values() for step in pairwise(way)])
    places = placed(columns, {key: node.title for key, node in nodes.items()})
    bottom = max((place.y + place.height for place in places.values()), default=HEAD)
    return Drawing(
        width=max(len(columns) * (WIDTH + GAP_ACROSS) - GAP_ACROSS, WIDTH),
        height=bottom + MARGIN,
        headings=[(number * (WIDTH + GAP_ACROSS), name) for number, (name, _column) in enumerate(named)],
        boxes=[Box(nodes[key], places[key]) for column in columns for key in column if key in nodes],
        curves=[_curve(edge, [places[key] for key in ways[edge.start.key, edge.end.key]]) for edge in found.edges],
    )


def _columns(found: BenefitMap) -> list[tuple[str, list[Node]]]:
    benefits = found.of(BENEFIT)
    deep = depths([node.key for node in benefits], [(edge.start.key, edge.end.key) for edge in found.edges])
    steps = [[node for node in benefits if deep[node.key] == step] for step in range(max(deep.values(), default=0) + 1)]
    names = [_("Benefits"), *(_("Benefits that follow") for _step in steps[1:])]
    columns = [
        (_("Deliverables"), found.of(MILESTONE)),
        (_("Changes"), found.of(CHANGE)),
        *zip(names, steps, strict=True),
        (_("Goals"), found.of(GOAL)),
    ]
    return [(name, column) for name, column in columns if column]


def _curve(edge: Edge, way: Sequence[Place]) -> Curve:
    """From the right side of one box to the left side of the other, straight on where it passes between boxes."""
    start, end = way[0], way[-1]
    x, y = end.x - POINT, end.middle
    path = f"M{start.right},{start.middle}"
    for before, after in pairwise(way):
        reached = x if after is end else after.x
        bend = max((reached + POINT * (after is end) - before.right) // 2, GAP_ACROSS // 2)
        path += f" C{before.right + bend},{before.middle} {reached - bend},{after.middle} {reached},{after.middle}"
        if after is not end:
            path += f" L{after.right},{after.middle}"
    head = f"M{x},{y - POINT // 2} L{end.x},{y} L{x},{y + POINT // 2} Z"
    first = way[1]
    return Curve(edge, path, head, (start.right + first.x) // 2, (start.middle + first.middle) // 2 - 4)
