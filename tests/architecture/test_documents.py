"""The documents name only what there is: paths, links, commands and the rows of a recipe."""

import re
import runpy
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import get_commands

from tests.architecture.sources import ROOT

DOCUMENTS = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
FOLDERS = "bench|config|demo|docs|frontend|locale|projects|register|requirements|tests|workflows"
PATH = re.compile(rf"(?<![\w/.-])(?:{FOLDERS})/[\w./-]*\w")
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#]+)")
COMMAND = re.compile(r"\./varig ([a-z_]+)(?: ([a-z_]+))?")
MANAGEMENT = re.compile(r"manage\.py ([a-z_]+)")


def found(pattern: re.Pattern[str]) -> Iterator[tuple[Path, re.Match[str]]]:
    for document in DOCUMENTS:
        for match in pattern.finditer(document.read_text(encoding="utf-8")):
            yield document, match


def test_every_path_named_in_a_document_exists() -> None:
    named = {(document.name, match[0]) for document, match in found(PATH)}
    assert len(named) > 20
    assert [place for place in sorted(named) if not (ROOT / place[1]).exists()] == []


def test_every_link_leads_to_a_file() -> None:
    broken = [(document.name, match[1]) for document, match in found(LINK) if not (document.parent / match[1]).exists()]
    assert broken == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.name)
def test_every_command_named_in_a_document_exists(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    known = runpy.run_path(str(ROOT / "varig"), run_name="commands")
    ours = {match[1] for match in COMMAND.finditer(text)}
    assert ours <= known.keys()
    managed = {match[2] for match in COMMAND.finditer(text) if match[1] == "manage" and match[2]}
    managed |= {match[1] for match in MANAGEMENT.finditer(text)}
    assert managed <= get_commands().keys()
