"""README promises what the storm tries, in the same words."""

import re

from bench.storm.rows import ROWS
from config.settings import BASE_DIR


def test_the_rows_of_the_readme_are_rows_of_the_command() -> None:
    readme = (BASE_DIR / "README.md").read_text(encoding="utf-8")
    section = readme.partition("## What it survives")[2].partition("\n## ")[0]
    named = re.findall(r"^\| (\d[^|]*) \|", section, re.MULTILINE)
    assert named
    assert set(named) <= {f"{row.promise} {row.claim}" for row in ROWS}
