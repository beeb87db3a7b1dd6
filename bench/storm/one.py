"""`python -m bench.storm.one ROW --database KIND --size SIZE`: one row in a process of its own; prints JSON last."""

import argparse
import json
import time
from importlib import import_module

from bench.storm.rows import ROWS
from bench.storm.stage import stage


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.storm.one")
    parser.add_argument("row", choices=[row.name for row in ROWS])
    parser.add_argument("--database", choices=["postgresql", "sqlite"], help="default: the row's own")
    parser.add_argument("--size", choices=["short", "medium", "full"], default="short")
    asked = parser.parse_args()
    row = next(row for row in ROWS if row.name == asked.row)
    began = time.monotonic()
    with stage(asked.database or row.database, redis=row.redis, own=row.own) as place:
        # Only now can models be imported: they need settings, which need the servers.
        outcome = import_module(f"bench.storm.{row.module}").run(place, asked.size)
    outcome.seconds = round(time.monotonic() - began, 1)
    print(json.dumps(outcome.as_json()))
    return 0 if outcome.kept and outcome.red else 1


if __name__ == "__main__":
    raise SystemExit(main())
