"""What an organisation may say about reminders: on which days before and after what is due, and to whom.

`{"before": [30, 14, 3, 0], "after": [7], "superior": 14, "project": 21, "controller": 28, "kinds": {…}}`: `before` and
`after` are the days on which somebody hears of a duty of their own, the others the day after which it is told to
somebody else; null where it never is. What is left out is as usual. `kinds` has the same for kinds of duties that
differ, or `{"silent": true}` where nobody is reminded at all.
"""

import re
from collections.abc import Mapping
from typing import Any

LISTS = ("before", "after")
ESCALATIONS = ("superior", "project", "controller")
KIND = re.compile(r"[a-z_]{1,40}", re.ASCII)
USUAL: Mapping[str, Any] = {"before": [30, 14, 3, 0], "after": [7], "superior": 14, "project": 21, "controller": 28}
LONGEST = 366
MOST_DAYS = 12


def is_ladder(value: Any) -> bool:
    """Whether it is a ladder for the organisation, with others for some kinds."""
    if not isinstance(value, dict):
        return False
    kinds = value.get("kinds", {})
    general = {name: one for name, one in value.items() if name != "kinds"}
    known = isinstance(kinds, dict) and all(KIND.fullmatch(kind) for kind in kinds)
    return known and _is_rungs(general) and all(_is_rungs(one, of_kind=True) for one in kinds.values())


def _is_rungs(value: Any, *, of_kind: bool = False) -> bool:
    if not isinstance(value, dict):
        return False
    if of_kind and "silent" in value:
        return value == {"silent": True}
    return set(value) <= {*LISTS, *ESCALATIONS} and all(_is_rung(name, one) for name, one in value.items())


def _is_rung(name: str, value: Any) -> bool:
    first = 0 if name == "before" else 1
    if name in LISTS:
        return isinstance(value, list) and len(value) <= MOST_DAYS and all(_is_day(one, first) for one in value)
    return value is None or _is_day(value, first)


def _is_day(value: Any, first: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and first <= value <= LONGEST
