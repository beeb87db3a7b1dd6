"""Loaded by pytest before Django: gives the run its own settings and starts its servers once.

The controller of xdist starts them; its workers inherit the addresses. VARIG_TEST_DATABASE_URL names another database.
"""

import atexit
import os
import tempfile
from contextlib import ExitStack

import pytest

from tests import services

SETTINGS = {
    "SECRET_KEY": "only-for-tests-0123456789-abcdefghijklmnopqrstuvwxyz",
    "BASE_URL": "http://127.0.0.1:8000",
    "ALLOWED_HOSTS": "127.0.0.1,localhost",
    "EMAIL_FROM": "Varig <varig@varig.example>",
    "DJANGO_ALLOW_ASYNC_UNSAFE": "true",  # the browser's driver runs an event loop in the thread of the test
}
UNSET = ["DEBUG", "EMAIL_URL", "TRUSTED_PROXIES"]
LEFT_OUT: list[str] = []
running = ExitStack()


def give_settings() -> None:
    """Settings of this run's own, whatever the shell had."""
    for name in UNSET:
        os.environ.pop(name, None)
    os.environ |= SETTINGS
    os.environ["DATA_DIR"] = running.enter_context(tempfile.TemporaryDirectory(prefix="varig-tests-"))


def start_servers() -> None:
    """PostgreSQL and Redis where this machine has them; otherwise what the embedded default uses, and it is said."""
    if "VARIG_TEST_DATABASE_URL" not in os.environ:
        if services.postgresql_programs():
            os.environ["VARIG_TEST_DATABASE_URL"] = running.enter_context(services.postgresql())
        else:
            LEFT_OUT.append("PostgreSQL is not installed: the tests run on SQLite.")
    if "VARIG_TEST_REDIS_URL" not in os.environ:
        if services.redis_program():
            os.environ["VARIG_TEST_REDIS_URL"] = running.enter_context(services.redis())
        else:
            LEFT_OUT.append("Redis is not installed: the tests of separate workers are left out.")
    if not services.chromium_program():
        LEFT_OUT.append("Chromium is not installed: the tests in a browser are left out.")
    if LEFT_OUT and os.environ.get("CI") == "true":
        raise pytest.UsageError("With CI=true nothing may be left out. " + " ".join(LEFT_OUT))


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests() -> None:
    """Before pytest-django reads the settings."""
    atexit.register(running.close)
    give_settings()
    start_servers()
    os.environ["DATABASE_URL"] = os.environ.get("VARIG_TEST_DATABASE_URL", "")
    os.environ["REDIS_URL"] = os.environ.get("VARIG_TEST_REDIS_URL", "")


def pytest_report_header() -> list[str]:
    """What was left out stands at the top of the report."""
    return LEFT_OUT


def pytest_unconfigure() -> None:
    """Also after Ctrl-C."""
    running.close()
