"""A worker dies with mails in its hands: another one sends them, without an operator."""

from tests.faults.storm import on_postgresql, outcome_of

pytestmark = on_postgresql


def test_a_dead_worker_is_replaced() -> None:
    assert outcome_of("workers")["measures"]["replaced"] <= 90


def test_it_is_not_when_its_lease_never_ends() -> None:
    """The negative control of the test above."""
    assert outcome_of("workers")["red"]
