"""`./varig year` (or `python -m bench.year`): a year of reminders on each database; prints a table.

Each mail is compared with what the contract asks for. Ends with 1 where one came without reason, or did not come.
"""

import json
import subprocess
import sys
from typing import Any

from bench.storm.stage import ROOT
from bench.year.one import options

Found = dict[str, Any]


def main() -> int:
    """1 where anybody was told too much or too little."""
    asked = options().parse_args()
    databases = [asked.database] if asked.database else ["postgresql", "sqlite"]
    found = [_live(name, sys.argv[1:]) for name in databases]
    print(table(found))
    return int(any(one["wrong"] or one["left_over"] for one in found))


def _live(database: str, arguments: list[str]) -> Found:
    command = [sys.executable, "-m", "bench.year.one", *arguments, "--database", database]
    run = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False)
    found: Found = json.loads(run.stdout.splitlines()[-1])
    return found


def table(found: list[Found]) -> str:
    """As it stands in README."""
    lines = [
        "| database | register | told | wrong | seconds a day: mean, median, slowest | of its own | statements a day |",
        "|---|---|---|---|---|---|---|",
    ]
    for one in found:
        register = f"{one['projects']:,} projects, {one['duties']:,} duties, {one['days']} days"
        told = f"{one['mails']:,} mails, {one['lines']:,} lines"
        seconds = f"{one['mean']}, {one['median']}, {one['slowest']}"
        wrong = one["wrong"] + one["left_over"]
        lines.append(
            f"| {one['database']} | {register} | {told} | {wrong} | {seconds} | {one['own']} | {one['statements']} |"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    raise SystemExit(main())
