"""Read the story of Eksempel kommune: plain data, described at the head of organisation.toml."""

import tomllib
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


def read_story() -> dict[str, Any]:
    """`organisation`, `units`, `people`, `absences`, `goals`, `programmes`, `projects` in the order of the files."""
    story = _read(HERE / "organisation.toml")
    return story | {"projects": [_read(path) for path in sorted((HERE / "projects").glob("*.toml"))]}


def email(mailbox: str) -> str:
    return f"{mailbox}@eksempel.example"


def _read(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        return tomllib.load(file)
