"""Scales: answers that are no amounts. They are kept as figures, read as words, and never added up."""

from projects.formulas import words
from projects.formulas.values import Value, ValueRefused

ONE_TO_SIX, ONE_TO_TEN, YES_NO, WORDS = "one_to_six", "one_to_ten", "yes_no", "words"
_ENDS = {ONE_TO_SIX: (1, 6), ONE_TO_TEN: (1, 10), YES_NO: (0, 1)}
FEWEST_WORDS = 2


def words_of(text: str) -> tuple[str, ...]:
    """The words of a scale, the lowest first: one to a line, or with bars between them as in a file."""
    return tuple(one for line in text.replace("|", "\n").splitlines() if (one := line.strip()))


def answers_of(scale: str, text: str) -> tuple[str, ...]:
    """What each figure of the scale is called, the lowest first; empty where figures are shown as figures."""
    if scale == YES_NO:
        return (str(words.NO), str(words.YES))
    return words_of(text) if scale == WORDS else ()


def ends_of(scale: str, text: str) -> tuple[int, int] | None:
    """The lowest and the highest figure of a scale; None where there is none."""
    if scale == WORDS:
        return 1, len(words_of(text))
    return _ENDS.get(scale)


def check_on_scale(value: Value, scale: str, text: str) -> None:
    """Raise ValueRefused for a figure beyond the scale, or between two answers that are words.

    A mean of many answers from 1 to 6 or 1 to 10 may lie between them.
    """
    ends = ends_of(scale, text)
    if ends is None:
        return
    for field, figure in (("value", value.value), ("low", value.low), ("high", value.high)):
        if figure is None:
            continue
        if not ends[0] <= figure <= ends[1]:
            raise ValueRefused(field, "beyond_scale", words.BEYOND_SCALE % {"low": ends[0], "high": ends[1]})
        if scale in (YES_NO, WORDS) and figure != int(figure):
            raise ValueRefused(field, "between_answers", words.BETWEEN_ANSWERS)
