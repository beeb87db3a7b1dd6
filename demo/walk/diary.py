"""What happens in the story and when: noted in any order, done in the order of time."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime

from demo.walk.cast import Cast

Deed = Callable[[datetime], object]


@dataclass
class Diary:
    cast: Cast
    entries: list[tuple[datetime, int, Deed]] = field(default_factory=list)

    def note(self, day: date, minutes: int, deed: Deed) -> None:
        """Something done on a day, so many minutes after the start of work."""
        self.entries.append((self.cast.at(day, minutes), minutes, deed))

    def live(self) -> None:
        """Do it all. What falls on the same moment keeps the order of its minutes, then of noting."""
        for at, _minutes, deed in sorted(self.entries, key=lambda entry: entry[:2]):
            deed(at)
