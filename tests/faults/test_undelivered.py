"""What cannot be delivered stands on the administrator's page, over HTTP, and can be sent again from there."""

from tests.faults.storm import on_postgresql, outcome_of

pytestmark = on_postgresql


def test_what_was_refused_is_shown_with_the_servers_words_and_turns_health_amber() -> None:
    measures = outcome_of("undelivered")["measures"]
    assert measures["on_page"] == measures["people"] > 0
    assert measures["amber"]


def test_the_button_sends_it_again() -> None:
    assert outcome_of("undelivered")["measures"]["sent_again"] == 1


def test_given_up_in_silence_it_is_nowhere() -> None:
    """The negative control of the first test."""
    assert outcome_of("undelivered")["controls"]["on_page"] == 0
