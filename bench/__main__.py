"""`python -m bench`: starts all it needs, fills it, measures, prints the tables, writes build/bench.json."""

import argparse
import os
import secrets
import signal
import sys
import tempfile
from contextlib import ExitStack
from importlib import import_module
from pathlib import Path

import django

from bench.servers import DURABLE, ROOT, MailServer, mail_server
from tests import services


def numbers(text: str) -> list[int]:
    return [int(part) for part in text.split(",")]


def options() -> argparse.Namespace:
    """What the command line says."""
    parser = argparse.ArgumentParser(prog="./varig bench", description="Measures Varig beside bare SQL.")
    parser.add_argument("--projects", type=numbers, default=[1_000, 100_000], metavar="N,N", help="smallest first")
    parser.add_argument("--measurements", type=int, default=2, help="of each indicator")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=3, help="for each case in each round")
    parser.add_argument("--mails", type=int, default=10_000, help="in a round of reminders")
    parser.add_argument("--explain", action="store_true", help="print the plans of what reads projects")
    parser.add_argument("--output", type=Path, default=ROOT / "build" / "bench.json")
    return parser.parse_args()


def settings(database: str, redis: str, mail: MailServer, folder: str) -> dict[str, str]:
    """The environment of a production installation on this machine."""
    return {
        "DJANGO_SETTINGS_MODULE": "bench.settings",
        "SECRET_KEY": secrets.token_hex(32),
        "BASE_URL": "http://127.0.0.1",
        "ALLOWED_HOSTS": "127.0.0.1",
        "DATABASE_URL": database,
        "REDIS_URL": redis,
        "EMAIL_URL": f"smtp://127.0.0.1:{mail.port}",
        "DATA_DIR": folder,
    }


def main() -> int:
    """1 where an answer was wrong; how fast it was decides nothing."""
    asked = options()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))  # also then its servers are stopped
    if not (services.postgresql_programs() and services.redis_program()):
        raise SystemExit("The benchmark needs PostgreSQL and Redis: install the packages postgresql and redis-server.")
    with ExitStack() as running:
        database = running.enter_context(services.postgresql(DURABLE))
        redis = running.enter_context(services.redis())
        mail = running.enter_context(mail_server())
        folder = running.enter_context(tempfile.TemporaryDirectory(prefix="varig-bench-"))
        for name in ("DEBUG", "TRUSTED_PROXIES", "EMAIL_FROM"):
            os.environ.pop(name, None)
        os.environ |= settings(database, redis, mail, folder)
        django.setup()
        # Only now can models be imported: they need settings, which need the servers.
        return int(import_module("bench.run").run(asked, database, mail))


if __name__ == "__main__":
    raise SystemExit(main())
