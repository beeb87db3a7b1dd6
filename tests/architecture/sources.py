"""The product's own source files, parsed once."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ["config", "register", "workflows", "projects"]


@cache
def modules() -> list[Path]:
    """Every Python file of the four packages, migrations left out."""
    found = [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]
    return [path for path in found if "migrations" not in path.parts]


@cache
def templates() -> list[Path]:
    """Every template of the four packages."""
    return [path for package in PACKAGES for path in sorted((ROOT / package).rglob("templates/**/*.*"))]


@cache
def parsed(path: Path) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse(path.read_text(encoding="utf-8"))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function and method of a file."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def place(path: Path, line: int) -> str:
    """Where something is, as an editor can open it."""
    return f"{path.relative_to(ROOT)}:{line}"
