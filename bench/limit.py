"""The least that could be done: plain WSGI over our own tables, one statement that builds the JSON.

A token is looked up by one indexed SELECT. The statements are written by `bench.statements` and come from the
environment, so that these workers hold nothing but the database's driver.
"""

import hashlib
import json
import os
import threading
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import parse_qsl

import psycopg

DATABASE = os.environ["BENCH_DATABASE"]
STATEMENTS: dict[str, str] = json.loads(os.environ["BENCH_STATEMENTS"])
AUTHENTICATE = "SELECT person_id, organisation_id FROM register_apitoken WHERE digest = %s AND expires > now()"
local = threading.local()


def connection() -> psycopg.Connection[Any]:
    """One kept connection per thread, with prepared statements."""
    if not hasattr(local, "connection") or local.connection.closed:
        local.connection = psycopg.connect(DATABASE, autocommit=True, prepare_threshold=1)
    return local.connection


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """`/name?parameters` runs the statement of that name; a body's fields are parameters too."""
    secret = environ.get("HTTP_AUTHORIZATION", "")[7:]
    cursor = connection().cursor()
    caller = cursor.execute(AUTHENTICATE, (hashlib.sha256(secret.encode()).hexdigest(),)).fetchone()
    if caller is None:
        start_response("401 Unauthorized", [("Content-Length", "0")])
        return [b""]
    given = dict(parse_qsl(environ["QUERY_STRING"]))
    if environ["REQUEST_METHOD"] == "POST":
        given |= json.loads(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])))
    given |= {"person": caller[0], "organisation": caller[1]}
    row = cursor.execute(STATEMENTS[environ["PATH_INFO"][1:]], given).fetchone()
    content = row[0].encode() if row else b"{}"
    headers = [("Content-Type", "application/json"), ("Content-Length", str(len(content)))]
    start_response("200 OK" if row else "404 Not Found", headers)
    return [content]
