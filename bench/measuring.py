"""The rounds: both web servers on the same database, asked in turn, every answer looked at."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from statistics import median

from bench import reminders
from bench.cases import Case, cases
from bench.client import Answer, Load, ask, load
from bench.databases import Database, use
from bench.inside import Asked, look_inside
from bench.scene import API, Depth, go_down, tidy
from bench.servers import MailServer, Web, web
from bench.statements import statements
from tests.services import spare_port

PRODUCT, LIMIT = "varig", "limit"
WARM_UP = 80


@dataclass(frozen=True)
class Rules:
    """How long and how often."""

    rounds: int
    seconds: float
    mails: int


Key = tuple[str, int]
"""A case and its number of visitors."""


@dataclass
class Measured:
    """All that was measured on one database; lists hold one entry a round."""

    projects: int
    seconds_to_fill: float
    loads: dict[str, dict[Key, list[Load]]] = field(
        default_factory=lambda: {PRODUCT: defaultdict(list), LIMIT: defaultdict(list)}
    )
    mails: dict[str, list[float]] = field(default_factory=lambda: {PRODUCT: [], LIMIT: []})
    memory: dict[str, list[float]] = field(default_factory=lambda: {PRODUCT: [], LIMIT: []})
    start: dict[str, list[float]] = field(default_factory=lambda: {PRODUCT: [], LIMIT: []})
    asked: dict[str, Asked] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    pages_down: int = 0

    def per_second(self, of: str, key: Key) -> float:
        return median(one.per_second for one in self.loads[of][key])

    def milliseconds(self, of: str, key: Key) -> float:
        return median(one.milliseconds for one in self.loads[of][key])

    def share(self, key: Key) -> float:
        """Varig's requests a second as a share of the limit's: the median of the rounds' own shares."""
        rounds = zip(self.loads[PRODUCT][key], self.loads[LIMIT][key], strict=True)
        return median(product.per_second / limit.per_second for product, limit in rounds)

    def mails_share(self) -> float:
        return median(product / limit for product, limit in zip(self.mails[PRODUCT], self.mails[LIMIT], strict=True))


def measure(
    databases: Sequence[Database], mail: MailServer, rules: Rules, say: Callable[[str], None]
) -> list[Measured]:
    """Round after round over all databases, so that a busy minute of the machine touches them alike."""
    measured = [Measured(one.size.projects, one.seconds_to_fill) for one in databases]
    for number in range(rules.rounds):
        for database, results in zip(databases, measured, strict=True):
            say(f"Round {number + 1} of {rules.rounds}, {results.projects:,} projects")
            use(database)
            _round(database, results, rules, number)
            _mail_round(database, results, mail, rules, number)
    return measured


def _round(database: Database, results: Measured, rules: Rules, number: int) -> None:
    with _both(database) as servers:
        for of, server in servers.items():
            results.start[of].append(server.seconds_to_first_answer)
        depth = go_down(servers[PRODUCT].port, database.scene)
        results.pages_down = depth.pages
        for case in cases(database.scene, depth):
            if case.heavy:
                _weigh(servers, results)
            if not number:
                _compare(case, servers, results)
            tidy(database.cursor, database.scene)
            for visitors in case.visitors:
                _load(case, visitors, database, servers, results, rules, number)
        if not number:
            _look(database, depth, results)


@contextmanager
def _both(database: Database) -> Iterator[dict[str, Web]]:
    product = {"DATABASE_URL": database.address}
    bare = {"BENCH_DATABASE": database.address, "BENCH_STATEMENTS": json.dumps(statements())}
    with (
        web("config.wsgi", port=spare_port(), environment=product, first=f"{API}/projects/") as varig,
        web("bench.limit", port=spare_port(), environment=bare, first="/list") as limit,
    ):
        yield {PRODUCT: varig, LIMIT: limit}


def _weigh(servers: dict[str, Web], results: Measured) -> None:
    for of, server in servers.items():
        results.memory[of].append(server.mebibytes())


def _compare(case: Case, servers: dict[str, Web], results: Measured) -> None:
    ours = ask(servers[PRODUCT].port, case.asks(0, 0))
    theirs = ask(servers[LIMIT].port, case.limit(0, 0))
    if words := difference(case, ours, theirs):
        results.wrong.append(f"{case.name}: {words}")


def difference(case: Case, ours: Answer, theirs: Answer) -> str:
    """What is wrong with a pair of answers: both must be good, and have the same rows. Empty when nothing is."""
    if (ours.status, theirs.status) != (case.ok, 200):
        return f"answered {ours.status} and {theirs.status}"
    found, wanted = list(case.ids(ours)), list(case.limit_ids(theirs))
    return "" if found and found == wanted else f"{len(found)} rows are not the {len(wanted)} of the limit"


def _load(
    case: Case, visitors: int, database: Database, servers: dict[str, Web], results: Measured, rules: Rules, number: int
) -> None:
    """One after the other, the first in turn first; what they have written is taken away."""
    pair = [(PRODUCT, case.asks, case.ok), (LIMIT, case.limit, 200)]
    for of, asking, ok in pair[:: -1 if number % 2 else 1]:
        tidy(database.cursor, database.scene)
        port = servers[of].port
        if not case.heavy:
            load(port, asking, visitors=visitors, seconds=rules.seconds / 4, most=WARM_UP)
            tidy(database.cursor, database.scene)
        result = load(port, asking, visitors=visitors, seconds=rules.seconds, most=case.most)
        results.loads[of][case.name, visitors].append(result)
        if set(result.statuses) != {ok}:
            results.wrong.append(f"{case.name}: {of} answered {dict(result.statuses)}")
    tidy(database.cursor, database.scene)


def _look(database: Database, depth: Depth, results: Measured) -> None:
    for case in cases(database.scene, depth):
        results.asked[case.name] = look_inside(case.asks(0, 0))
        tidy(database.cursor, database.scene)


def _mail_round(database: Database, results: Measured, mail: MailServer, rules: Rules, number: int) -> None:
    ways = [(PRODUCT, reminders.product), (LIMIT, reminders.bare_loop(database.address, mail.port))]
    for of, way in ways[:: -1 if number % 2 else 1]:
        results.mails[of].append(reminders.measure(database.cursor, mail, rules.mails, way))
