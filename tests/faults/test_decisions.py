"""Several people decide at the same moment, over HTTP on two web processes: one wins, the others are told in words."""

from tests.faults.storm import on_both_databases, outcome_of


@on_both_databases
def test_one_decision_wins_and_the_others_hear_whose_it_was_and_when(database: str) -> None:
    measures = outcome_of("decisions", database)["measures"]
    assert (measures["wrong"], measures["unclear"], measures["errors"]) == (0, 0, 0), measures
    assert measures["contests"] >= 12


@on_both_databases
def test_a_double_click_counts_once_and_a_role_lost_at_the_click_decides_nothing(database: str) -> None:
    measures = outcome_of("decisions", database)["measures"]
    assert (measures["double_clicks_wrong"], measures["decisions_after_revocation"]) == (0, 0)


@on_both_databases
def test_without_locks_two_decisions_win(database: str) -> None:
    """The negative control of the tests above."""
    assert outcome_of("decisions", database)["controls"]["wrong"] > 0
