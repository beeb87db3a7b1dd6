"""The benchmark still measures everything, and both sides answer the same. How fast is no test's business."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from bench.cases import Case, listed
from bench.client import Answer, Request
from bench.measuring import difference
from config.settings import BASE_DIR
from tests import services

CASES = {
    "list of 50",
    "deep page",
    "detail",
    "search, two words",
    "create",
    "transition",
    "register page",
    "portfolio page",
}


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """What a very short run has written; a wrong answer would have ended it with 1."""
    if not (services.postgresql_programs() and services.redis_program()):
        services.leave_out("PostgreSQL or Redis")
    output: Path = tmp_path_factory.mktemp("bench") / "bench.json"
    short = ["--projects", "50", "--rounds", "1", "--seconds", "0.1", "--mails", "30", "--output", str(output)]
    command = [sys.executable, "-m", "bench", *short]
    ended = subprocess.run(command, cwd=BASE_DIR, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
    assert ended.returncode == 0, f"{ended.stdout[-3000:]}\n{ended.stderr[-3000:]}"
    return json.loads(output.read_text(encoding="utf-8"))["sizes"][0]


def test_everything_is_measured_on_both_sides(measured: Any) -> None:
    assert {case["case"] for case in measured["cases"]} >= CASES
    assert {visitors for case in measured["cases"] for visitors in [case["visitors"]]} == {1, 8}
    for case in measured["cases"]:
        assert case["varig"][0]["per_second"] > 0
        assert case["limit"][0]["per_second"] > 0
        assert case["asked"]["queries"] > 0
    assert measured["reminders"] > 0
    assert all(value > 0 for values in measured["medians"].values() for value in values.values())


def test_no_list_counts_everything_or_skips_rows(measured: Any) -> None:
    asked = {case["case"]: case["asked"] for case in measured["cases"]}
    assert [name for name, one in asked.items() if one["counts"] or one["skips"]] == []


def test_other_rows_or_another_status_are_a_wrong_answer() -> None:
    case = Case("list", lambda *_: Request("GET", "/"), lambda *_: Request("GET", "/"), listed, listed)
    one, other = ({"results": [{"id": str(uuid4())}]} for _ in range(2))
    good = Answer(200, json.dumps(one).encode())
    assert difference(case, good, good) == ""
    assert "rows" in difference(case, good, Answer(200, json.dumps(other).encode()))
    assert "rows" in difference(case, *[Answer(200, b'{"results": []}')] * 2)
    assert "403" in difference(case, Answer(403, b"{}"), good)
