"""Nothing but the one door changes a state."""

import ast
from pathlib import Path

import pytest
from django.apps import apps
from django_fsm import RETURN_VALUE

from tests.architecture.sources import modules
from workflows.lifecycle import table
from workflows.models.lifecycle import LifecycleModel
from workflows.rules import Permission, Requirement

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


@pytest.mark.parametrize("model", [model for model in apps.get_models() if issubclass(model, LifecycleModel)])
def test_every_transition_says_from_where_to_where_and_by_whom(model: type[LifecycleModel]) -> None:
    states = {state for state, _label in model._meta.get_field("state").choices or ()}  # type: ignore[union-attr]
    for edge in table(model):
        assert edge.source in states, f"“{edge.name}” leaves every state: name those it leaves"
        assert isinstance(edge.permission, Permission), f"“{edge.name}” is open to everybody"
        assert all(isinstance(one, Requirement) for one in edge.conditions), f"“{edge.name}” cannot say what it lacks"
        targets = edge.target.allowed_states if isinstance(edge.target, RETURN_VALUE) else [edge.target]
        assert targets, f"“{edge.name}” may lead anywhere"
        assert states.issuperset(targets), f"“{edge.name}” leads nowhere"
