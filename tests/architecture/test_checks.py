"""The checks of other tools, so that one command tells everything."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT

PROGRAMS = Path(sys.executable).parent
CHECKS = {
    "style": [PROGRAMS / "ruff", "check", "."],
    "layout": [PROGRAMS / "ruff", "format", "--check", "."],
    "types": [PROGRAMS / "mypy"],
    "templates": [PROGRAMS / "djlint", "--lint", "--quiet", "."],
    "dependencies": [PROGRAMS / "deptry", "."],
    "direction of imports": [PROGRAMS / "lint-imports", "--no-logo"],
    "migrations": [sys.executable, "manage.py", "makemigrations", "--check", "--dry-run"],
}


@pytest.mark.parametrize("check", CHECKS)
def test_the_code_passes_the_check_of(check: str) -> None:
    ended = subprocess.run(CHECKS[check], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr
