"""The short form of the storm: each promise under real faults, and with its guard off. `./varig storm` is the full one.

What a row does is in bench/storm; here stands what must come of it.
"""

import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests import services

ROOT = Path(__file__).resolve().parents[2]
LIMIT = 300  # seconds, on a machine that does much else
DATABASES = [
    pytest.param(
        "postgresql",
        marks=pytest.mark.skipif(services.postgresql_programs() is None, reason="PostgreSQL is not installed."),
    ),
    "sqlite",
]
on_both_databases = pytest.mark.parametrize("database", DATABASES)


@cache
def outcome_of(row: str, database: str) -> dict[str, Any]:
    """What came of a row, run once for all that is asked of it."""
    command = [sys.executable, "-m", "bench.storm.one", row, "--database", database]
    run = subprocess.run(command, cwd=ROOT, env=os.environ, stdout=subprocess.PIPE, timeout=LIMIT, check=False)
    lines = run.stdout.decode().splitlines()
    assert lines, f"{row} on {database} ended with code {run.returncode} and said nothing."
    return json.loads(lines[-1])


@on_both_databases
def test_one_decision_wins_and_the_others_hear_whose_it_was_and_when(database: str) -> None:
    measures = outcome_of("decisions", database)["measures"]
    assert (measures["wrong"], measures["unclear"]) == (0, 0), measures
    assert measures["contests"] >= 12


@on_both_databases
def test_a_double_click_counts_once_and_a_role_lost_at_the_click_decides_nothing(database: str) -> None:
    measures = outcome_of("decisions", database)["measures"]
    assert (measures["double_clicks_wrong"], measures["decisions_after_revocation"]) == (0, 0)


@on_both_databases
def test_without_locks_two_decisions_win(database: str) -> None:
    """The negative control of the two tests above."""
    assert outcome_of("decisions", database)["controls"]["wrong"] > 0


@on_both_databases
def test_nobody_signs_what_was_not_read_while_others_edit_return_and_send_again(database: str) -> None:
    measures = outcome_of("signatures", database)["measures"]
    assert measures["exceptions"] == 0, measures
    assert measures["signed"] > 0
    assert measures["refused"] > 0


@on_both_databases
def test_without_the_hash_people_sign_what_they_have_not_read(database: str) -> None:
    """The negative control of the test above."""
    assert outcome_of("signatures", database)["controls"]["exceptions"] > 0


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
