"""Nothing but the one door changes a state."""

import ast
from pathlib import Path

import pytest
from django.apps import apps

from tests.architecture.sources import modules
from workflows.models.lifecycle import LifecycleModel

THE_DOOR = Path("workflows/lifecycle.py")


def assigns_a_state(node: ast.AST) -> bool:
    """``row.state = …`` and ``rows.update(state=…)``."""
    if isinstance(node, ast.Assign):
        return any(isinstance(target, ast.Attribute) and target.attr == "state" for target in node.targets)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return node.func.attr in {"update", "bulk_update"} and any(word.arg == "state" for word in node.keywords)
    return False


@pytest.mark.parametrize("path", [path for path in modules() if path != THE_DOOR], ids=str)
def test_no_module_but_the_door_writes_a_state(path: Path) -> None:
    found = [node.lineno for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if assigns_a_state(node)]
    assert not found, f"{path}: state written on lines {found}; use workflows.lifecycle.perform."


@pytest.mark.parametrize("path", modules(), ids=str)
def test_nobody_refreshes_a_row_with_a_protected_state(path: Path) -> None:
    """django-fsm leaves the field unprotected for the whole process when the row is gone."""
    assert "refresh_from_db" not in path.read_text(encoding="utf-8")


def test_every_state_is_protected_and_known_to_the_database() -> None:
    models = [model for model in apps.get_models() if issubclass(model, LifecycleModel)]
    assert len(models) == 4
    for model in models:
        assert model._meta.get_field("state").protected  # type: ignore[union-attr]
        names = {constraint.name for constraint in model._meta.constraints}
        assert f"projects_{model._meta.model_name}_known_state" in names
