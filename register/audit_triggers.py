"""What keeps the audit trail from being changed, in the database itself: on PostgreSQL and on SQLite.

A migration that alters one of these tables on SQLite rebuilds it without its triggers, so it must end with `install`.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

# Lines are for ever; their personal values may be erased, never changed; the head moves on, and stays.
KEPT = {
    "register_auditevent": ("UPDATE", "DELETE"),
    "register_auditpersonalvalue": ("UPDATE",),
    "register_audithead": ("DELETE",),
}
REFUSAL = "The audit trail cannot be changed."


def install(connection: BaseDatabaseWrapper) -> None:
    _run(connection, _postgresql_install() if connection.vendor == "postgresql" else _sqlite_install())


def remove(connection: BaseDatabaseWrapper) -> None:
    """Only for undoing the migration, and for tests that tamper."""
    _run(connection, _postgresql_remove() if connection.vendor == "postgresql" else _sqlite_remove())


def _run(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _sqlite_install() -> list[str]:
    return [
        f"CREATE TRIGGER {table}_{verb.lower()} BEFORE {verb} ON {table} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        for table, verbs in KEPT.items()
        for verb in verbs
    ]


def _sqlite_remove() -> list[str]:
    return [f"DROP TRIGGER IF EXISTS {table}_{verb.lower()}" for table, verbs in KEPT.items() for verb in verbs]


def _postgresql_install() -> list[str]:
    function = (
        "CREATE OR REPLACE FUNCTION register_refuse_change() RETURNS trigger LANGUAGE plpgsql AS"
        f" $$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$"
    )
    call = "EXECUTE FUNCTION register_refuse_change()"
    rows = [
        f"CREATE TRIGGER {table}_rows BEFORE {' OR '.join(verbs)} ON {table} FOR EACH ROW {call}"
        for table, verbs in KEPT.items()
    ]
    whole = [f"CREATE TRIGGER {table}_whole BEFORE TRUNCATE ON {table} FOR EACH STATEMENT {call}" for table in KEPT]
    return [function, *rows, *whole]


def _postgresql_remove() -> list[str]:
    triggers = [f"DROP TRIGGER IF EXISTS {table}_{what} ON {table}" for table in KEPT for what in ("rows", "whole")]
    return [*triggers, "DROP FUNCTION IF EXISTS register_refuse_change()"]
