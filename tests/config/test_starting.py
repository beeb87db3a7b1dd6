"""The web server and the worker refuse unsafe settings; other commands do not."""

import os
import subprocess
import sys

import pytest

from config import settings

WEB = [sys.executable, "-c", "import config.wsgi"]
WORKER = [sys.executable, "-m", "celery", "-A", "config", "worker", "--pool", "solo"]
COMMAND = [sys.executable, "manage.py", "check"]
UNSAFE = {"SECRET_KEY": "changeme", "ALLOWED_HOSTS": "*", "BASE_URL": "http://varig.example"}


def run(command: list[str], given: dict[str, str]) -> subprocess.CompletedProcess[str]:
    shell = {name: value for name, value in os.environ.items() if name != "DJANGO_ALLOW_ASYNC_UNSAFE"}
    return subprocess.run(
        command,
        env=shell | {"DJANGO_SETTINGS_MODULE": "config.settings"} | given,
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("command", [WEB, WORKER])
def test_web_and_worker_refuse_unsafe_settings_in_words(command: list[str]) -> None:
    ended = run(command, UNSAFE)
    assert ended.returncode != 0
    assert all(f"{name} " in ended.stderr for name in UNSAFE)


def test_a_management_command_runs_with_unsafe_settings() -> None:
    assert run(COMMAND, UNSAFE).returncode == 0


def test_django_finds_nothing_to_improve_about_a_safe_installation() -> None:
    safe = {
        "SECRET_KEY": "9f1c7a3be5d2486071a4c8e3f5b2d6909f1c7a3be5d2486071a4c8e3f5b2d690",
        "ALLOWED_HOSTS": "varig.example",
        "BASE_URL": "https://varig.example",
    }
    ended = run([sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"], safe)
    assert ended.returncode == 0, ended.stderr
