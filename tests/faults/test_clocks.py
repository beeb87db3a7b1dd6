"""Nights in which clocks change, and clocks that jump: every reminder once."""

from tests.faults.storm import on_postgresql, outcome_of

pytestmark = on_postgresql


def test_every_reminder_comes_once_in_such_a_night_and_after_a_jump() -> None:
    measures = outcome_of("clocks")["measures"]
    assert (measures["wrong"], measures["after_jumps"]) == (0, 0), measures


def test_a_round_that_remembers_nothing_loses_some() -> None:
    """The negative control of the test above."""
    assert outcome_of("clocks")["controls"]["after_jumps"] > 0
