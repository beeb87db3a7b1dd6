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


ROWS = [
    Row("reminders", "1, 2", "No reminder is lost; a repeat is recognisable and counted", "reminders", redis=True, own=True),
    Row("decisions", "8", "One decision wins", "decisions"),
    Row("signatures", "9", "You sign what you saw", "signatures"),
    Row("crashes", "10", "All or nothing", "crashes"),
]
