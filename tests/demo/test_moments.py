"""Dates of the example story."""

from datetime import date

import pytest

from demo.example.moments import day, entered

DAY_0 = date(2026, 3, 31)


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        ("", ""),
        ("0d", "2026-03-31"),
        ("-14d", "2026-03-17"),
        ("-1m", "2026-02-28"),
        ("+9m", "2026-12-31"),
        ("M-3", "2025-12"),
        ("M0", "2026-03"),
        ("Q-1", "2025-Q4"),
        ("Q+3", "2026-Q4"),
        ("T-1", "2025-T3"),
        ("H+1", "2026-H2"),
        ("Y-2", "2024"),
    ],
)
def test_a_moment_of_the_story_is_entered_as_a_person_would(moment: str, text: str) -> None:
    assert entered(moment, DAY_0) == text


def test_a_moment_that_cannot_be_read_is_named() -> None:
    with pytest.raises(ValueError, match="'next week' is no day"):
        day("next week", DAY_0)
