"""What a request asks of the database: how many statements, and by which way their rows are found."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.test import Client

from bench.client import Request

GROWS = ("projects_",)
"""Tables that grow with the number of projects."""


@dataclass(frozen=True)
class Asked:
    """The statements of one request, and what PostgreSQL plans for those that read rows of projects."""

    queries: int
    counts: bool
    """Without a limit to how far."""
    skips: bool
    scanned: Sequence[str]
    """Tables of more than a thousand rows that are read from one end to the other."""
    indexes: Sequence[str]
    plans: Sequence[str] = field(repr=False)


Statement = tuple[str, Any]


def look_inside(request: Request) -> Asked:
    """Do the request in this process and listen."""
    statements: list[Statement] = []
    with _listening(statements):
        _do(request)
    reading = [(sql, values) for sql, values in statements if sql.startswith("SELECT") and _grows(sql)]
    plans = [_plan(sql, values) for sql, values in reading]
    nodes = [node for plan in plans for node in _nodes(plan["Plan"])]
    return Asked(
        queries=len(statements),
        counts=any("COUNT(" in sql and "LIMIT" not in sql for sql, _ in reading),
        skips=any("OFFSET" in sql for sql, _ in reading),
        scanned=sorted({node["Relation Name"] for node in nodes if _scans(node)} & _large_tables()),
        indexes=sorted({node["Index Name"] for node in nodes if "Index Name" in node}),
        plans=[f"{sql}\n{_drawn(plan['Plan'])}" for (sql, _), plan in zip(reading, plans, strict=True)],
    )


def _do(request: Request) -> None:
    headers = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in request.headers.items()}
    asked: dict[str, Any] = {"HTTP_HOST": "127.0.0.1", **headers}
    body = "" if request.body is None else json.dumps(request.body)
    answer = Client().generic(request.method, request.path, body, "application/json", **asked)
    assert answer.status_code < 300, answer.content


@contextmanager
def _listening(statements: list[Statement]) -> Iterator[None]:
    def listen(execute: Any, sql: str, values: Any, many: bool, context: Mapping[str, Any]) -> Any:
        statements.append((sql, values))
        return execute(sql, values, many, context)

    with connection.execute_wrapper(listen):
        yield


def _plan(sql: str, values: Any) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", values)
        return cursor.fetchone()[0][0]


def _large_tables() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'r' AND reltuples > 1000")
        return {name for (name,) in cursor.fetchall()}


def _nodes(plan: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield plan
    for part in plan.get("Plans", []):
        yield from _nodes(part)


def _grows(text: str) -> bool:
    return any(f'"{prefix}' in text for prefix in GROWS)


def _scans(node: Mapping[str, Any]) -> bool:
    return node["Node Type"] == "Seq Scan" and node["Relation Name"].startswith(GROWS)


def _drawn(plan: Mapping[str, Any], depth: int = 0) -> str:
    """A plan in lines, a step each."""
    by = plan.get("Index Name") or plan.get("Relation Name") or ""
    words = [f"{'  ' * depth}{plan['Node Type']} {by} (cost {plan['Total Cost']:.0f}, {plan['Plan Rows']} rows)"]
    conditions = (plan.get(name) for name in ("Index Cond", "Filter"))
    words += [f"{'  ' * depth}  {condition}" for condition in conditions if condition]
    return "\n".join([*words, *(_drawn(part, depth + 1) for part in plan.get("Plans", []))])
