"""SQLite under two web and two worker processes."""

from tests.faults.storm import on_postgresql, outcome_of

pytestmark = on_postgresql  # the two workers need Redis


def test_nobody_hears_that_the_database_is_locked() -> None:
    measures = outcome_of("embedded", "sqlite")["measures"]
    assert measures["refused"] == 0, measures
    assert measures["answers"] > 0


def test_they_do_when_nobody_waits() -> None:
    """The negative control of the test above."""
    assert outcome_of("embedded", "sqlite")["controls"]["refused"] > 0
