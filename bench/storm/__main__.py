"""`python -m bench.storm`: starts all it needs, lets it storm, prints what came of it; 1 where a mail is missing."""

import argparse
import json
import os
import secrets
import tempfile
from contextlib import ExitStack
from dataclasses import asdict
from importlib import import_module

import django
from django.core.management import call_command

from bench.servers import DURABLE
from bench.storm.parts import Mailbox, Redis
from bench.storm.weather import Orders, Outcome, Storm
from tests import services


def options() -> argparse.Namespace:
    """What the command line says."""
    parser = argparse.ArgumentParser(prog="python -m bench.storm", description=__doc__)
    parser.add_argument("--items", type=int, default=1000, help="that are due")
    parser.add_argument("--people", type=int, default=300)
    parser.add_argument("--app", default=Orders.app, help="whose worker and beat are started")
    parser.add_argument("--kills", type=int, default=Orders.kills, help="of a worker, by kill -9")
    parser.add_argument("--flushes", type=int, default=Orders.flushes, help="of Redis, by FLUSHALL")
    parser.add_argument("--pause", type=float, default=Orders.pause, help="seconds between them, on average")
    parser.add_argument("--patience", type=float, default=Orders.patience, help="seconds until the last mail")
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


def main() -> int:
    """Settings need the servers, and models need settings."""
    asked, mailbox, broker = options(), Mailbox(), Redis()
    with ExitStack() as running:
        database = running.enter_context(services.postgresql(DURABLE))
        folder = running.enter_context(tempfile.TemporaryDirectory(prefix="varig-storm-"))
        controller = mailbox.serve()
        controller.start()
        running.callback(controller.stop)
        broker.start()
        running.callback(broker.end)
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "SECRET_KEY": secrets.token_hex(32),
            "BASE_URL": "http://127.0.0.1",
            "DATABASE_URL": database,
            "REDIS_URL": broker.url,
            "EMAIL_URL": f"smtp://127.0.0.1:{controller.port}",
            "DATA_DIR": folder,
        }
        django.setup()
        call_command("migrate", verbosity=0)
        expected = import_module("bench.storm.register").fill(asked.items, asked.people)
        orders = Orders(asked.app, asked.kills, asked.flushes, asked.pause, asked.patience)
        outcome = Storm(mailbox, broker, orders).blow(expected)
    print(json.dumps(asdict(outcome)) if asked.json else _table(outcome))
    return int(bool(outcome.missing_items or outcome.missing_people or outcome.people_with_two_digests))


def _table(outcome: Outcome) -> str:
    lines = [f"| {name.replace('_', ' ')} | {figure} |" for name, figure in asdict(outcome).items()]
    return "\n".join(["| a storm | |", "|---|---|", *lines])


if __name__ == "__main__":
    raise SystemExit(main())
