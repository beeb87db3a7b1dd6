"""`./varig storm` (or `python -m bench.storm`): breaks what can break, and prints what became of each promise.

Each row runs in a process of its own on servers of its own, and is followed by its negative control: the same with the
guard off must be seen. Ends with 1 where a promise was broken or a control was not seen.
"""

import argparse
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from bench.storm.rows import REPEATED_ON_SQLITE, ROWS, Row
from tests import services

ROOT = Path(__file__).resolve().parents[2]
LONGEST = {"short": 400, "medium": 900, "full": 7200}
"""Seconds after which one row is ended."""
Found = dict[str, Any]


def options() -> argparse.Namespace:
    """What the command line says."""
    parser = argparse.ArgumentParser(prog="./varig storm", description=__doc__)
    parser.add_argument("rows", nargs="*", metavar="ROW", help="of " + ", ".join(row.name for row in ROWS))
    parser.add_argument("--size", choices=list(LONGEST), default="full", help="short is what the tests run")
    parser.add_argument("--output", type=Path, default=ROOT / "build" / "storm.json")
    asked = parser.parse_args()
    if unknown := set(asked.rows) - {row.name for row in ROWS}:
        parser.error(f"There is no row {', '.join(sorted(unknown))}.")
    return asked


def main() -> int:
    """1 where a promise was broken, or a control not seen."""
    asked = options()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    if not (services.postgresql_programs() and services.redis_program()):
        raise SystemExit("The storm needs PostgreSQL and Redis: install the packages postgresql and redis-server.")
    found: list[Found] = []
    for row in ROWS:
        if not asked.rows or row.name in asked.rows:
            found += _all_of(row, asked.size, repeat=asked.size == "full")
            asked.output.parent.mkdir(parents=True, exist_ok=True)
            asked.output.write_text(json.dumps(found, indent=1, ensure_ascii=False), encoding="utf-8")
    print(table(found))
    return int(any(one["verdict"] != "kept" for one in found))


def _all_of(row: Row, size: str, *, repeat: bool) -> list[Found]:
    """The row; for SQLite also the other rows in their short form."""
    repeated = [one for one in ROWS if one.name in REPEATED_ON_SQLITE] if row.name == "embedded" and repeat else []
    return [outcome_of(row, size), *(outcome_of(one, "short", database="sqlite") for one in repeated)]


def outcome_of(row: Row, size: str, database: str = "") -> Found:
    """What came of one row, in a process of its own."""
    place = database or row.database
    command = [sys.executable, "-m", "bench.storm.one", row.name, "--database", place, "--size", size]
    print(f"{time.strftime('%H:%M:%S')} {row.name} on {place} …", file=sys.stderr, flush=True)
    named = {"name": row.name, "promise": row.promise, "claim": row.claim, "database": place, "size": size}
    process = subprocess.Popen(command, cwd=ROOT, env=os.environ, stdout=subprocess.PIPE, text=True)
    try:
        said = process.communicate(timeout=LONGEST[size])[0].splitlines()
        outcome = json.loads(said[-1])
    except (subprocess.TimeoutExpired, IndexError, json.JSONDecodeError) as error:
        process.terminate()
        process.wait(60)
        return named | {
            "done": "",
            "figure": f"did not end well: {type(error).__name__}",
            "control": "",
            "verdict": "?",
        }
    return named | outcome | {"verdict": _verdict(outcome)}


def _verdict(outcome: Found) -> str:
    if not outcome["kept"]:
        return "BROKEN"
    return "kept" if outcome["red"] else "kept, but the control was not seen"


def table(found: list[Found]) -> str:
    """As it stands in README."""
    lines = ["| promise | what was done | what came of it | with the guard off |", "|---|---|---|---|"]
    for one in found:
        where = "" if one["database"] == "postgresql" or one["name"] == "embedded" else ", SQLite, short"
        mark = "" if one["verdict"] == "kept" else f" **{one['verdict']}**"
        lines.append(
            f"| {one['promise']} {one['claim']}{where} | {one['done']} | {one['figure']}{mark} | {one['control']} |"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    raise SystemExit(main())
