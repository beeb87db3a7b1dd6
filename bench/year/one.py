"""`python -m bench.year.one --database KIND`: the year on one database in a process of its own; prints JSON last."""

import argparse
import json
import os
import sys
from contextlib import ExitStack
from datetime import date
from importlib import import_module
from statistics import mean, median
from typing import Any

from bench.storm.stage import ROOT, stage
from tests.services import running, spare_port


def options() -> argparse.ArgumentParser:
    """What both commands know."""
    parser = argparse.ArgumentParser(prog="./varig year", description="Reminders of a year, day by day, mail by mail.")
    parser.add_argument("--projects", type=int, default=5_000)
    parser.add_argument("--days", type=int, default=361, help="from the 5th of January 2026 on")
    parser.add_argument("--minutes", type=float, default=120, help="after which it ends with the day it has come to")
    parser.add_argument("--database", choices=["postgresql", "sqlite"], help="default: both")
    parser.add_argument("--profile", type=date.fromisoformat, metavar="DAY", help="say what took how long on this day")
    return parser


def main() -> int:
    asked = options().parse_args()
    with ExitStack() as ends:
        place = ends.enter_context(stage(asked.database or "postgresql", own=True))
        post, port = place.folder / "post", spare_port()
        post.touch()
        os.environ["PYTHONPATH"] = str(ROOT)  # the keeper is started from elsewhere
        ends.enter_context(running([sys.executable, "-m", "bench.year.keeper", str(port), str(post)], port=port))
        # Only now can settings and models be imported: they need the servers.
        import_module("django.conf").settings.EMAIL_PORT = port
        import_module("logging").disable(import_module("logging").WARNING)
        living = import_module("bench.year.living")
        year = living.live(asked.projects, asked.days, post, minutes=asked.minutes, profiled=asked.profile)
    for words in year.wrong[:20]:
        print(words, file=sys.stderr)
    print(json.dumps(_figures(year) | {"database": asked.database, "projects": asked.projects}))
    return int(bool(year.wrong) or year.left_over > 0)


def _figures(year: Any) -> dict[str, float]:
    return {
        "days": len(year.seconds) + 1,
        "duties": year.duties,
        "mails": year.told.total(),
        "lines": sum(len(titles) * number for (_, _, titles), number in year.told.items()),
        "wrong": len(year.wrong),
        "left_over": year.left_over,
        "mean": round(mean(year.seconds), 2),
        "median": round(median(year.seconds), 2),
        "slowest": round(max(year.seconds), 2),
        "own": round(mean(year.own_seconds), 2),
        "statements": round(mean(year.statements)),
    }


if __name__ == "__main__":
    raise SystemExit(main())
