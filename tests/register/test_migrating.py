"""Migrations are not held to the limits of the web."""

import pytest
from django.db import connection

from register.migrating import LIMITS, lift_limits, restore_limits

pytestmark = pytest.mark.django_db


def limits() -> list[str]:
    if connection.vendor != "postgresql":
        pytest.skip("Only PostgreSQL has them.")
    with connection.cursor() as cursor:
        return [cursor.execute(f"SHOW {name}").fetchone()[0] for name in LIMITS]


def test_a_migration_may_take_long_and_a_page_may_not() -> None:
    usual = limits()
    lift_limits("default")
    assert limits() == ["0", "0"]
    restore_limits("default")
    assert limits() == usual == ["15s", "30s"]
