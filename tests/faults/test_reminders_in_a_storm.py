"""A round of reminders by real workers and a real beat, through kills, freezes, crashes and a bad mail server."""

from tests.faults.storm import on_postgresql, outcome_of

pytestmark = on_postgresql


def test_every_reminder_arrives_and_repeats_are_counted() -> None:
    measures = outcome_of("reminders")["measures"]
    assert (measures["missing_people"], measures["missing_items"]) == (0, 0), measures
    assert measures["people_with_two_digests"] == 0
    assert measures["repeats"] <= measures["ambiguous"]


def test_the_storm_has_blown() -> None:
    measures = outcome_of("reminders")["measures"]
    assert measures["kills"] >= 4
    assert min(measures[name] for name in ("freezes", "flushes", "redis_crashes", "database_crashes")) >= 1


def test_without_faults_no_mail_repeats() -> None:
    measures = outcome_of("reminders")["measures"]
    assert (measures["calm_missing"], measures["calm_repeats"]) == (0, 0)


def test_mails_stay_away_when_the_lease_of_a_killed_worker_never_ends() -> None:
    """The negative control: the tests above would see a mail that is missing."""
    assert outcome_of("reminders")["controls"]["missing_people"] > 0
