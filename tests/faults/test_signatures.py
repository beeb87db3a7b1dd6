"""People sign what they have read, while others edit, return, take back and send again."""

from tests.faults.storm import on_both_databases, outcome_of


@on_both_databases
def test_nobody_signs_what_was_not_read(database: str) -> None:
    measures = outcome_of("signatures", database)["measures"]
    assert measures["exceptions"] == 0, measures
    assert measures["signed"] > 0
    assert measures["refused"] > 0


@on_both_databases
def test_without_the_hash_people_sign_what_they_have_not_read(database: str) -> None:
    """The negative control of the test above."""
    assert outcome_of("signatures", database)["controls"]["exceptions"] > 0
