"""What a row of the table is: a promise, what was done to it, what came of it, and of its negative control."""

from dataclasses import asdict, dataclass, field
from typing import Any

Measures = dict[str, float]


@dataclass
class Outcome:
    """`done`, `figure` and `control` are words for the table; the measures are what tests look at.

    `kept`: the promise held. `red`: with the guard off, the same measure showed it.
    """

    done: str
    figure: str
    control: str
    kept: bool
    red: bool
    measures: Measures = field(default_factory=dict)
    controls: Measures = field(default_factory=dict)
    seconds: float = 0.0

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def several(number: float, one: str, many: str = "") -> str:
    """A number with its noun."""
    return f"{number:,.0f} {one if number == 1 else many or one + 's'}"
