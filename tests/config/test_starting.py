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


def run(command: list[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings"} | UNSAFE,
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("command", [WEB, WORKER])
def test_web_and_worker_refuse_unsafe_settings_in_words(command: list[str]) -> None:
    ended = run(command)
    assert ended.returncode != 0
    assert all(f"{name} " in ended.stderr for name in UNSAFE)


def test_a_management_command_runs_with_unsafe_settings() -> None:
    assert run(COMMAND).returncode == 0
