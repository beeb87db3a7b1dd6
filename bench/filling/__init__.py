"""A generated register: ten organisations alike, with projects and all their parts, made by the database."""

from bench.filling.figures import figures
from bench.filling.ground import ground
from bench.filling.layout import Size
from bench.filling.projects import projects
from bench.insertion import Cursor, quickly


def fill(cursor: Cursor, size: Size) -> None:
    """All rows, then their statistics."""
    with quickly(cursor):
        for statement in [*ground(), *projects(size), *figures(size)]:
            cursor.execute(statement)
    cursor.execute("VACUUM ANALYZE")
