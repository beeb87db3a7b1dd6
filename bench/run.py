"""One run, from empty databases to tables."""

import argparse
import json
import logging
import os
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from statistics import median
from typing import Any

from bench.databases import databases_of
from bench.filling.layout import Size
from bench.measuring import LIMIT, PRODUCT, Measured, Rules, measure
from bench.servers import MailServer
from bench.table import tables

began = time.monotonic()


def say(words: str) -> None:
    """Tell what happens, with the seconds since the beginning."""
    print(f"[{time.monotonic() - began:6.1f} s] {words}", flush=True)


def run(asked: argparse.Namespace, server: str, mail: MailServer) -> int:
    """Fill, measure, print and write; 1 where an answer was wrong."""
    say(f"Filling databases of {', '.join(f'{number:,}' for number in asked.projects)} projects")
    logging.disable(logging.WARNING)
    sizes = [Size(number, asked.measurements) for number in asked.projects]
    with databases_of(server, sizes) as databases:
        measured = measure(databases, mail, Rules(asked.rounds, asked.seconds, asked.mails), say)
    print(f"\nLoad of the machine over the last minutes: {', '.join(f'{load:.1f}' for load in os.getloadavg())}\n")
    for table in tables(measured):
        print(table)
    if asked.explain:
        _explain(measured)
    _write(measured, asked.output)
    for one in measured:
        for words in dict.fromkeys(one.wrong):
            print(f"WRONG with {one.projects:,} projects: {words}")
    return 1 if any(one.wrong for one in measured) else 0


def _explain(measured: Sequence[Measured]) -> None:
    for one in measured:
        for name, asked in one.asked.items():
            print(f"\n# {one.projects:,} projects, {name}\n")
            print("\n\n".join(asked.plans))


def _write(measured: Sequence[Measured], file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    content = {"load": os.getloadavg(), "sizes": [_plain(one) for one in measured]}
    file.write_text(json.dumps(content, indent=1), encoding="utf-8")


def _plain(one: Measured) -> dict[str, Any]:
    """Everything as JSON takes it; the rounds' own figures stay readable."""
    cases = [
        {
            "case": key[0],
            "visitors": key[1],
            "share": one.share(key),
            "asked": asdict(one.asked[key[0]]) if key[0] in one.asked else None,
            **{of: [asdict(load) for load in one.loads[of][key]] for of in (PRODUCT, LIMIT)},
        }
        for key in one.loads[PRODUCT]
    ]
    medians = {name: {of: median(values[of]) for of in (PRODUCT, LIMIT)} for name, values in _others(one).items()}
    return {
        "projects": one.projects,
        "cases": cases,
        "medians": medians,
        "wrong": one.wrong,
        "reminders": one.mails_share(),
    }


def _others(one: Measured) -> dict[str, dict[str, list[float]]]:
    return {"mails_per_second": one.mails, "mebibytes": one.memory, "seconds_to_first_answer": one.start}
