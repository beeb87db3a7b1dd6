"""Redis is emptied at the worst moment, and stopped: it holds nothing that could be lost."""

from tests.faults.storm import on_postgresql, outcome_of

pytestmark = on_postgresql


def test_mail_goes_out_soon_though_redis_is_emptied_and_stopped() -> None:
    measures = outcome_of("redis")["measures"]
    assert measures["emptied"] <= 60
    assert measures["stopped"] <= 300
    assert measures["back"] <= 60


def test_pages_and_steps_work_without_redis() -> None:
    assert outcome_of("redis")["measures"]["pages_broken"] == 0


def test_without_redis_nothing_is_sent_when_no_worker_looks_for_itself() -> None:
    """The negative control of the first test."""
    outcome = outcome_of("redis")
    assert outcome["red"], outcome["controls"]
