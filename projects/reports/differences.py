"""What differs between two snapshots, in words: the part it belongs to, what stood there, what stands there now."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from projects.reports.figure_words import NONE
from projects.reports.snapshot_words import LABELS, is_figure, shown

LEFT_OUT = frozenset({"format", "round", "id", "version", "taken_at", "figures_when_sent", "edition"})
WHOLE = frozenset({"checklist", "conditions"})
"""Parts whose rows are short enough to be said whole, before and after."""
NAMED_BY = ("title", "name", "item", "unit", "by")
Leaf = tuple[str, str]
Place = tuple[str, ...]


@dataclass(frozen=True)
class Difference:
    """One changed place; `part` is the name in the snapshot of what it belongs to."""

    place: str
    before: str
    after: str
    part: str = ""


def differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Difference]:
    """Every place where two snapshots say something else, in the order of the new one."""
    had, has = dict(_plain_rows(old)), dict(_plain_rows(new))
    before, after = _of_both(dict(_leaves(old)), had, has), _of_both(dict(_leaves(new)), has, had)
    places = list(dict.fromkeys([*after, *before]))
    return [
        Difference(_place(place, before, after), *_values(place, before, after), part=place[0])
        for place in places
        if len(set(_values(place, before, after))) > 1
    ]


def _of_both(leaves: dict[Place, Leaf], rows: Mapping[Place, Leaf], others: Mapping[Place, Leaf]) -> dict[Place, Leaf]:
    """A row that only one of them has, or that is short, is said in one line instead of value by value."""
    alone = {place: leaf for place, leaf in rows.items() if place not in others or place[0] in WHOLE}
    kept = {}
    for place, leaf in leaves.items():
        row = place[:-1]
        kept |= {row: alone[row]} if row in alone else {place: leaf}
    return kept


def _plain_rows(value: Any, path: Place = (), label: str = "") -> Iterator[tuple[Place, Leaf]]:
    """Rows of single values, as one line each: an item of a checklist, a condition."""
    if isinstance(value, Mapping) and not is_figure(value):
        for name, one in value.items():
            yield from _plain_rows(one, (*path, name), _joined(label, name, one))
    elif isinstance(value, list):
        for number, row in enumerate(value):
            place = (*path, _key(row, number))
            if isinstance(row, Mapping) and not any(isinstance(one, (list, Mapping)) for one in row.values()):
                yield place, (_of_row(label, row), _in_one_line(row))
            else:
                yield from _plain_rows(row, place, _of_row(label, row))


def _in_one_line(row: Mapping[str, Any]) -> str:
    named = _named(row)
    told = (shown(name, one) for name, one in row.items() if name not in LEFT_OUT and one != named)
    return " · ".join(words for words in told if words != NONE) or named


def _place(place: tuple[str, ...], before: Mapping[Any, Leaf], after: Mapping[Any, Leaf]) -> str:
    return (after.get(place) or before[place])[0]


def _values(place: tuple[str, ...], before: Mapping[Any, Leaf], after: Mapping[Any, Leaf]) -> tuple[str, str]:
    return before.get(place, ("", NONE))[1], after.get(place, ("", NONE))[1]


def _leaves(value: Any, path: tuple[str, ...] = (), label: str = "") -> Iterator[tuple[tuple[str, ...], Leaf]]:
    """Every single value with its path, which stays the same between rounds, and its place in words."""
    if isinstance(value, Mapping) and not is_figure(value):
        for name, one in value.items():
            if name not in LEFT_OUT:
                yield from _leaves(one, (*path, name), _joined(label, name, one))
    elif isinstance(value, list):
        for number, one in enumerate(value):
            yield from _leaves(one, (*path, _key(one, number)), _of_row(label, one))
    else:
        yield path, (label, shown(path[-1], value))


def _key(row: Any, number: int) -> str:
    """Rows are the same where their id is, else their name."""
    if not isinstance(row, Mapping):
        return str(number)
    return str(row.get("id") or _named(row) or number)


def _of_row(label: str, row: Any) -> str:
    name = _named(row) if isinstance(row, Mapping) else ""
    return _("%(kind)s “%(name)s”") % {"kind": label, "name": name} if name else label


def _named(row: Mapping[str, Any]) -> str:
    return next((str(row[name]) for name in NAMED_BY if row.get(name)), "")


def _joined(label: str, name: str, value: Any) -> str:
    """The rows' own names say enough: "benefit “Fewer falls”: indicator “Falls”: baseline"."""
    if name == "project" and isinstance(value, Mapping):
        return label
    words = str(LABELS.get(name, name))
    return f"{label}: {words}" if label else words
