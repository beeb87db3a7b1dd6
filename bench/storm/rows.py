"""The rows of the table: which promise each is about, and where it is done."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """`module` has `run(stage, size)`; the claim is what README says."""

    name: str
    promise: str
    claim: str
    module: str
    redis: bool = False
    own: bool = False  # a database cluster of its own, which may crash
    database: str = "postgresql"


ROWS = [
    Row("reminders", "1, 2", "No reminder is lost; a repeat is recognisable", "reminders", redis=True, own=True),
    Row("redis", "3", "Redis holds nothing you can lose", "without_redis", redis=True),
    Row("workers", "4", "A dead worker is replaced", "dead_workers", redis=True),
    Row("schedulers", "5", "One, two or three schedulers give the same", "schedulers", redis=True),
    Row("clocks", "6", "Clocks may change and jump", "clocks"),
    Row("undelivered", "7", "Nothing fails silently", "undelivered", redis=True),
    Row("decisions", "8", "One decision wins", "decisions"),
    Row("signatures", "9", "You sign what you saw", "signatures"),
    Row("crashes", "10", "All or nothing", "crashes"),
    Row("embedded", "20", "SQLite keeps up", "embedded", redis=True, database="sqlite"),
]
REPEATED_ON_SQLITE = tuple(row.name for row in ROWS if row.database == "postgresql")
"""What promise 20 repeats, in the short form."""
