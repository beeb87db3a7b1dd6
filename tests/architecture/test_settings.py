"""The manual names every setting, and none that is gone."""

import ast
import re

from celery import Celery
from django.conf import settings

from config.celery import app
from tests.architecture.sources import ROOT, parsed

READERS = {"text", "bool", "list", "int", "str"}


def settings_read() -> set[str]:
    """The environment's names that config/settings.py asks for."""
    return {
        call.args[0].value
        for call in ast.walk(parsed(ROOT / "config" / "settings.py"))
        if isinstance(call, ast.Call)
        and (getattr(call.func, "id", None) or getattr(call.func, "attr", None)) in READERS
        and call.args
        and isinstance(call.args[0], ast.Constant)
    }


def settings_documented() -> set[str]:
    """The names of the table in the manual."""
    manual = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    return set(re.findall(r"^\| `([A-Z_]+)`", manual, flags=re.MULTILINE))


def test_the_manual_names_every_setting_and_none_that_is_gone() -> None:
    assert settings_read() == settings_documented()


def test_every_scheduled_task_exists() -> None:
    loaded: Celery = app
    loaded.loader.import_default_modules()
    assert {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()} <= set(loaded.tasks)
