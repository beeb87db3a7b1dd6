"""Several beats, and several `remind` at once, give what one gives."""

from tests.faults.storm import on_postgresql, outcome_of

pytestmark = on_postgresql


def test_three_schedulers_give_what_one_gives() -> None:
    measures = outcome_of("schedulers")["measures"]
    assert (measures["unlike"], measures["wrong"]) == (0, 0), measures
    assert measures["reminders"] > 0


def test_without_a_unique_key_and_a_lock_they_send_too_much() -> None:
    """The negative control of the test above."""
    assert outcome_of("schedulers")["controls"]["wrong"] > 0
