"""Words that may not stand in the source, each with its reason."""

import re

import pytest

from tests.architecture.sources import modules, place, templates

FORBIDDEN_IN_CODE = {
    r"\bmark_safe\b": "text of people is escaped, always; format_html builds markup",
    r"\*\*request\.(GET|POST)": "a browser does not choose our arguments",
    r"getattr\([^)]*request\.": "a browser does not choose our attributes",
    r"\bdatetime\.(now|utcnow)\(\)": "a moment has a time zone",
    r"\.refresh_from_db\(": "it unprotects a state; fetch the row again",
    r"\.(extra|raw)\(": "SQL is built by the ORM or written out whole",
}
FORBIDDEN_IN_TEMPLATES = {
    r"\|\s*safe\b": "text of people is escaped, always",
    r"autoescape off": "text of people is escaped, always",
    r"\sstyle=": "the content security policy forbids it",
    r"\son[a-z]+=": "the content security policy forbids it",
    r"<script(?![^>]*\b(src|type=\"application/json\")\b)": "the content security policy forbids it",
    r"hx-on": "the content security policy forbids it",
}
RING = "config/celery.py"  # the doorbell's other end, the only place that sends a task


def found(pattern: str, paths: list) -> list[str]:
    return [
        place(path, number)
        for path in paths
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if re.search(pattern, line)
    ]


@pytest.mark.parametrize("pattern", FORBIDDEN_IN_CODE)
def test_no_module_holds_a_forbidden_word(pattern: str) -> None:
    assert found(pattern, modules()) == [], FORBIDDEN_IN_CODE[pattern]


@pytest.mark.parametrize("pattern", FORBIDDEN_IN_TEMPLATES)
def test_no_template_holds_a_forbidden_word(pattern: str) -> None:
    pages = [path for path in templates() if path.suffix == ".html"]  # the text of a mail has nothing to escape
    if "style" in pattern:
        pages = [path for path in pages if "mails" not in path.parts]  # a mail has no policy, and no style sheet either
    assert found(pattern, pages) == [], FORBIDDEN_IN_TEMPLATES[pattern]


def test_only_the_doorbell_sends_a_task() -> None:
    sent = found(r"\.(delay|apply_async|send_task)\(", modules())
    assert [where for where in sent if not where.startswith(RING)] == []
