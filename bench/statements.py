"""The statements of the limit: the same rows with the same fields as the API's, built into JSON by PostgreSQL."""

from typing import Any

from bench.insertion import insert
from bench.portfolio import PORTFOLIO
from projects.api.projects import ProjectOutput
from projects.models import Project

SEEN = "organisation_id = %(organisation)s AND NOT restricted AND state <> 'draft'"
WORD = "(upper(title::text) LIKE upper(%({0})s) OR upper(reference::text) LIKE upper(%({0})s))"


def statements() -> dict[str, str]:
    """By name, with named parameters; `organisation` and `person` are the caller's."""
    page = "ORDER BY title_sort, id LIMIT 50"
    in_state = f"{SEEN} AND state = %(state)s"
    made = insert(Project, "(SELECT) AS nothing", **_new_project())
    return {
        "list": _many(f"{in_state} {page}"),
        "deep": _many(f"{in_state} AND (title_sort, id) > (%(title)s, %(id)s::uuid) {page}"),
        "search": _many(f"{SEEN} AND {WORD.format('one')} AND {WORD.format('two')} {page}"),
        "detail": _one("SELECT * FROM projects_project WHERE id = %(id)s::uuid AND organisation_id = %(organisation)s"),
        "create": _one(f"{made} RETURNING *"),
        "transition": _one(
            """UPDATE projects_project
               SET state = %(to)s, state_changed_at = now(), updated_at = now(), version = version + 1
               WHERE id = %(id)s::uuid AND organisation_id = %(organisation)s AND leader_id = %(person)s RETURNING *"""
        ),
        "portfolio": PORTFOLIO,
    }


def _many(condition: str) -> str:
    return f"""SELECT json_build_object('results', coalesce(json_agg(row), '[]'))::text FROM (
        SELECT {_fields()} FROM (SELECT * FROM projects_project WHERE {condition}) p ORDER BY title_sort, id) row"""


def _one(rows: str) -> str:
    return f"WITH p AS ({rows}) SELECT row_to_json(row)::text FROM (SELECT {_fields()} FROM p) row"


def _fields() -> str:
    """What the API shows of a project, under the same names."""
    return ", ".join(
        [_column(name) for name in ProjectOutput.columns()] + [_ids(name) for name in ProjectOutput.many_to_many()]
    )


def _column(name: str) -> str:
    field: Any = Project._meta.get_field(name)
    column = field.column
    shown = f"nullif(p.{column}, '')" if name in ProjectOutput.codes() else f"p.{column}"
    return f'{shown} AS "{name}"'


def _ids(name: str) -> str:
    field: Any = Project._meta.get_field(name)
    table, own, other = field.m2m_db_table(), field.m2m_column_name(), field.m2m_reverse_name()
    rows = f"SELECT json_agg({other} ORDER BY id) FROM {table} WHERE {own} = p.id"
    return f"""coalesce(({rows}), '[]') AS "{name}\""""


def _new_project() -> dict[str, str]:
    given = {name: f"%({name})s::text" for name in ("key", "title", "purpose", "background", "reference")}
    people = dict.fromkeys(("leader", "created_by"), "%(person)s")
    return {
        **given,
        **people,
        "id": "gen_random_uuid()",
        "organisation": "%(organisation)s",
        "unit": "%(unit)s::uuid",
        "created_at": "now()",
    }
