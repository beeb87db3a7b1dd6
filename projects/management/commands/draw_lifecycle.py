"""Writes docs/lifecycle.md from the code, so that the drawing cannot lie."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import translation
from django_fsm import RETURN_VALUE, Transition

from projects.models import Benefit, Handover, Measurement, Project
from workflows.lifecycle import table

HEAD = """# The lifecycles

Drawn from the code by `./varig manage draw_lifecycle`; a test holds this page to it. A step is taken through one
door, whether on a page, over the API or by a task: it asks for permission, names everything that lacks, and writes
the audit event in the same transaction. An administrator can override with a reason, and the override stays visible.
"""
SUBJECTS = (
    (Project, "A project"),
    (Benefit, "A benefit"),
    (Measurement, "A measurement"),
    (Handover, "A handover to one receiving unit"),
)


def drawing() -> str:
    """The whole page."""
    with translation.override("en"):
        return "\n".join([HEAD, *(_chapter(model, title) for model, title in SUBJECTS)])


def _chapter(model: Any, title: str) -> str:
    edges = table(model)
    arrows = sorted({f"    {edge.source} --> {target}: {edge.name}" for edge in edges for target in _targets(edge)})
    rows = [_row(edge) for edge in edges]
    return "\n".join(
        [
            f"## {title}\n",
            "```mermaid",
            "stateDiagram-v2",
            f"    [*] --> {model._meta.get_field('state').default}",
            *arrows,
            "```\n",
            "| step | from → to | who may | what must hold |",
            "|---|---|---|---|",
            *rows,
            "",
        ]
    )


def _targets(edge: Transition) -> list[str]:
    if isinstance(edge.target, RETURN_VALUE):
        return [str(state) for state in edge.target.allowed_states]
    return [str(edge.target)]


def _row(edge: Transition) -> str:
    needs = [f"`{requirement.code}`" for requirement in edge.conditions]
    needs += [f"*{answer}* given" for answer in edge.custom.get("requires", ())]
    way = f"{edge.source} → {' / '.join(_targets(edge))}"
    return f"| `{edge.name}` {edge.custom['label']} | {way} | {edge.permission.who} | {', '.join(needs) or 'nothing'} |"


class Command(BaseCommand):
    help = "Draws docs/lifecycle.md from the code."

    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(settings.BASE_DIR) / "docs" / "lifecycle.md"
        path.write_text(drawing(), encoding="utf-8")
        self.stdout.write(f"Written: {path}")
