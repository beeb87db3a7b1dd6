"""A round of reminders by real workers and a real beat in a storm: `python -m bench.storm` with quick leases."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests import services

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.skipif(
    services.redis_program() is None or services.postgresql_programs() is None,
    reason="Redis or PostgreSQL is not installed.",
)


def storm(*, lease: float, patience: int) -> dict[str, Any]:
    """What came of two hundred items for sixty people."""
    size = ["--items", "200", "--people", "60", "--kills", "3", "--flushes", "3", "--pause", "0.4"]
    command = [sys.executable, "-m", "bench.storm", *size, "--app", "tests.faults.quick", "--patience", str(patience)]
    surroundings = os.environ | {"VARIG_TEST_LEASE": str(lease)}
    run = subprocess.run(
        [*command, "--json"], cwd=ROOT, env=surroundings, stdout=subprocess.PIPE, timeout=240, check=False
    )
    return json.loads(run.stdout)


def test_every_reminder_arrives_though_workers_are_killed_and_redis_forgets_everything() -> None:
    outcome = storm(lease=4, patience=150)
    assert (outcome["missing_people"], outcome["missing_items"]) == (0, 0)
    assert outcome["people_with_two_digests"] == 0
    assert outcome["repeats"] <= outcome["kills"] * 2
    assert outcome["kills"] >= 3


def test_mails_stay_away_when_the_lease_of_a_killed_worker_never_ends() -> None:
    """The negative control: the test above would see a mail that is missing."""
    assert storm(lease=3600, patience=15)["missing_people"] > 0
