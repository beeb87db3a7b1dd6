"""On PostgreSQL, every three letters of a project's title and reference are indexed: `?q=` finds parts of words."""

from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations

# Upper case, because that is how Django asks without regard to case.
ADD = """
    CREATE INDEX projects_project_words ON projects_project
    USING gin (upper(title::text) gin_trgm_ops, upper(reference::text) gin_trgm_ops)
"""
REMOVE = "DROP INDEX projects_project_words"


def on_postgresql(statement):
    def run(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(statement)

    return run


class Migration(migrations.Migration):
    dependencies = [("projects", "0001_initial")]

    operations = [TrigramExtension(), migrations.RunPython(on_postgresql(ADD), on_postgresql(REMOVE))]
