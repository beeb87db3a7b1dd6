"""The server is killed after a statement of a transition: state, signature, audit line and notice are there or not."""

from tests.faults.storm import on_both_databases, outcome_of


@on_both_databases
def test_a_server_killed_after_any_statement_leaves_all_or_nothing(database: str) -> None:
    measures = outcome_of("crashes", database)["measures"]
    assert measures["partial"] == 0, measures
    assert measures["before"] > 0
    assert measures["after"] > 0


@on_both_databases
def test_without_a_transaction_a_killed_server_leaves_something_half_done(database: str) -> None:
    """The negative control of the test above."""
    assert outcome_of("crashes", database)["controls"]["partial"] > 0
