"""The short form of the storm; `./varig storm` is the full one. What a row does is in bench/storm."""

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
LIMIT = 400  # seconds, on a machine that does much else
on_postgresql = pytest.mark.skipif(
    services.redis_program() is None or services.postgresql_programs() is None,
    reason="Redis or PostgreSQL is not installed.",
)
on_both_databases = pytest.mark.parametrize("database", [pytest.param("postgresql", marks=on_postgresql), "sqlite"])


@cache
def outcome_of(row: str, database: str = "postgresql") -> dict[str, Any]:
    """What came of a row, run once for all that is asked of it."""
    command = [sys.executable, "-m", "bench.storm.one", row, "--database", database]
    run = subprocess.run(command, cwd=ROOT, env=os.environ, stdout=subprocess.PIPE, timeout=LIMIT, check=False)
    lines = run.stdout.decode().splitlines()
    assert lines, f"{row} on {database} ended with code {run.returncode} and said nothing."
    return json.loads(lines[-1])
