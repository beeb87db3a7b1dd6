"""What one column of a foreign sheet may be: a field of ours, and the headings by which it is known."""

from dataclasses import dataclass

from django.utils.functional import Promise

TEXT, FIGURE, DATE, PERSON, UNIT, GOAL, CHOICE, PROGRAMME = (
    *("text", "figure", "date", "person", "unit", "goal", "choice", "programme"),
)


@dataclass(frozen=True, slots=True)
class Field:
    """`name` is sheet and column of the import format; `by_year`: may stand once for each year."""

    name: str
    label: Promise
    reads: str = TEXT
    headings: tuple[str, ...] = ()
    by_year: bool = False

    @property
    def sheet(self) -> str:
        return self.name.partition(".")[0]

    @property
    def column(self) -> str:
        return self.name.partition(".")[2]


def headings_of(words: str) -> tuple[str, ...]:
    return tuple(one.strip() for one in words.split(","))
