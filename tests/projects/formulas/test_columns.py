"""Boxes in columns: titles in few lines, lines that hide nothing, neighbours beside each other."""

from projects.formulas.columns import (
    GAP_ACROSS,
    GAP_DOWN,
    HEAD,
    LANE,
    WIDTH,
    Lane,
    broken,
    depths,
    ordered,
    placed,
    with_lanes,
)


def test_a_title_is_broken_into_at_most_four_lines() -> None:
    assert broken("Fewer falls") == ("Fewer falls",)
    assert broken("") == ("",)
    lines = broken("Everybody who lives at home " * 10)
    assert len(lines) == 4
    assert lines[-1].endswith("…")


def test_how_deep_a_key_lies_is_its_longest_way_and_a_circle_ends() -> None:
    lines = [("a", "b"), ("b", "c"), ("a", "c"), ("elsewhere", "a")]
    assert depths(["a", "b", "c"], lines) == {"a": 0, "b": 1, "c": 2}
    assert set(depths(["a", "b"], [("a", "b"), ("b", "a")])) == {"a", "b"}


def test_a_line_that_skips_a_column_has_a_lane_in_it() -> None:
    lines = [("a", "b"), ("a", "c")]
    laid, ways = with_lanes([["a"], ["b"], ["c"]], lines)
    lane = Lane(("a", "c"), 1)
    assert laid == [["a"], ["b", lane], ["c"]]
    assert ways == {("a", "b"): ["a", "b"], ("a", "c"): ["a", lane, "c"]}
    places = placed(laid, {"a": "A", "b": "B", "c": "C"})
    assert (places[lane].height, places[lane].lines) == (LANE, ())
    assert places[lane].y == places["b"].y + places["b"].height + GAP_DOWN
    assert places["b"].x == places["a"].right + GAP_ACROSS == WIDTH + GAP_ACROSS
    assert places["a"].middle == places["a"].y + places["a"].height // 2
    assert min(place.y for place in places.values()) == HEAD
    assert placed([], {}) == {}


def test_what_hangs_together_stands_side_by_side() -> None:
    lines = {"a": "z", "b": "y", "c": "x"}
    left, right = ordered([["a", "b", "c"], ["x", "y", "z", "alone"]], list(lines.items()))
    assert [lines[key] for key in left] == [key for key in right if key != "alone"]
