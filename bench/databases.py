"""A database of each size in one cluster, and Django pointed at one of them at a time."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg
from django.core.management import call_command
from django.db import connection

from bench.filling import fill
from bench.filling.layout import Size
from bench.insertion import Cursor
from bench.scene import Scene, scene


@dataclass(frozen=True)
class Database:
    """A filled database; `cursor` is an administrator's, and every statement of it is a transaction."""

    size: Size
    address: str
    cursor: Cursor
    scene: Scene
    seconds_to_fill: float


@contextmanager
def databases_of(server: str, sizes: Sequence[Size]) -> Iterator[list[Database]]:
    """Make, migrate and fill one database for each size; they last as long as their server."""
    made: list[Database] = []
    try:
        made.extend(_prepare(server, size) for size in sizes)
        yield made
    finally:
        for one in made:
            one.cursor.connection.close()
        connection.close()


def use(database: Database) -> None:
    """Have Django work on this database from now on."""
    _point_at(database.address)


def _prepare(server: str, size: Size) -> Database:
    name = f"bench_{size.projects}"
    with psycopg.connect(server, autocommit=True) as administrator:
        administrator.execute(f"CREATE DATABASE {name}")
    address = f"{server.rpartition('/')[0]}/{name}"
    _point_at(address)
    call_command("migrate", verbosity=0)
    connection.ensure_connection()  # the models' values are written as its driver writes them
    began = time.perf_counter()
    cursor: psycopg.Cursor[Any] = psycopg.connect(address, autocommit=True).cursor()
    fill(cursor, size)
    return Database(size, address, cursor, scene(size.projects), time.perf_counter() - began)


def _point_at(address: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = address.rpartition("/")[2]
