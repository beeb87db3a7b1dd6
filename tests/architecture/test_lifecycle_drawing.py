from pathlib import Path

from projects.management.commands.draw_lifecycle import drawing


def test_the_drawing_of_the_lifecycles_is_what_the_code_says() -> None:
    drawn = Path("docs/lifecycle.md").read_text(encoding="utf-8")
    assert drawn == drawing(), "Run ./varig manage draw_lifecycle."
