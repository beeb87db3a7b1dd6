"""How imports are shown: where they are, what their columns mean, what they would do cell by cell."""

from collections.abc import Sequence
from typing import Any

from rest_framework import serializers
from rest_framework.request import Request

from projects.interchange.foreign.fields import FIELDS
from projects.interchange.foreign.mapping import Mapping
from projects.interchange.foreign.samples import samples_of
from projects.interchange.progress import as_it_is
from projects.interchange.shown import letters_of
from projects.models import ImportRun
from projects.models.import_runs import WORKING
from register.api.outputs import Output, Row, WholeShown

COUNTS = ("created", "changed", "unchanged", "how_many_problems", "how_many_changes")
PROBLEM = ("sheet", "row", "column", "text", "words", "cell")
CHANGE = ("sheet", "row", "key", "column", "old", "new")
LISTS = {
    "sheets": ("sheet", "created", "changed", "unchanged"),
    "problems": PROBLEM,
    "changes": CHANGE,
    "left_out": ("row", "why", "text"),
    "unknown": ("field", "word", "times"),
}


class ImportOutput(Output):
    """Where an import is. While `is_working` is true, `done` of `total` rows say how far it has come."""

    is_working = serializers.BooleanField()
    created = WholeShown(allow_null=True)
    changed = WholeShown(allow_null=True)
    unchanged = WholeShown(allow_null=True)
    how_many_problems = WholeShown()
    how_many_changes = WholeShown()
    words = serializers.CharField(help_text="Why it failed, where it has.")

    class Meta:
        model = ImportRun
        fields = [
            *("id", "key", "organisation", "person", "file_name", "reason", "is_foreign", "stage", "is_working"),
            *("done", "total", "cancel_asked", *COUNTS, "words", "imported_at", "created_at", "updated_at", "version"),
        ]

    @classmethod
    def complete(cls, rows: list[Row], request: Request) -> None:
        found = ImportRun.objects.filter(pk__in=[row["id"] for row in rows])
        runs = {run.pk: as_it_is(run) for run in found.only("result", "stage", "done", "total", "cancel_asked")}
        for row in rows:
            run, result = runs[row["id"]], runs[row["id"]].result
            row |= {name: getattr(run, name) for name in ("done", "total", "cancel_asked")}
            row |= {name: result.get(name, 0 if name.startswith("how") else None) for name in COUNTS}
            row |= {"is_working": row["stage"] in WORKING, "words": result.get("words", "")}


class ColumnOutput(serializers.Serializer):
    """One column by its letter; `field` is what it is taken for."""

    column = serializers.CharField()
    heading = serializers.CharField()
    field = serializers.CharField()
    samples = serializers.ListField(child=serializers.CharField())


class FieldOutput(serializers.Serializer):
    """What a column may be; with `by_year` also for one year, as in `targets.value@2027`."""

    field = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # the field of that name
    by_year = serializers.BooleanField()


class ImportColumnsOutput(serializers.Serializer):
    """Somebody's own spreadsheet, as it is understood."""

    sheet = serializers.CharField()
    sheets = serializers.ListField(child=serializers.CharField())
    first = serializers.IntegerField()
    last = serializers.IntegerField()
    decimal_sign = serializers.CharField()
    project = serializers.CharField()
    project_title = serializers.CharField()
    state = serializers.CharField()
    columns = ColumnOutput(many=True)
    fields_known = FieldOutput(many=True)


class PreviewOutput(serializers.Serializer):
    """The first 200 of each; the counts say how many there are."""

    rows = serializers.IntegerField(allow_null=True)
    kept_cells = serializers.IntegerField(allow_null=True)
    sheets = serializers.ListField(child=serializers.DictField())
    people = serializers.ListField(child=serializers.CharField())
    problems = serializers.ListField(child=serializers.DictField())
    how_many_problems = serializers.IntegerField()
    changes = serializers.ListField(child=serializers.DictField())
    how_many_changes = serializers.IntegerField()
    left_out = serializers.ListField(child=serializers.DictField())
    unknown = serializers.ListField(child=serializers.DictField())
    undone = serializers.DictField(allow_null=True)


def columns_shown(run: ImportRun) -> dict[str, Any]:
    """Empty for a file in our own format, whose columns are known."""
    said = Mapping.of_json(run.mapping) if run.mapping else Mapping("", 0, 0)
    found = samples_of(run) if run.mapping and run.content else None
    return {
        **{name: getattr(said, name) for name in ("sheet", "decimal_sign", "project", "project_title", "state")},
        "first": said.first + 1,
        "last": said.last + 1,
        "sheets": found.sheets if found else [],
        "columns": [
            {
                "column": letters_of(place),
                "heading": title,
                "field": said.columns.get(place, ""),
                "samples": found.cells.get(place, []) if found else [],
            }
            for place, title in enumerate(run.titles)
        ],
        "fields_known": [{"field": one.name, "label": str(one.label), "by_year": one.by_year} for one in FIELDS],
    }


def preview_shown(run: ImportRun) -> dict[str, Any]:
    """What the page shows, with names instead of places."""
    result = run.result
    undone = result.get("undone")
    if undone:
        undone = {**undone, "stays": _named(("sheet", "row", "why"), undone["stays"])}
    return {
        **{name: result.get(name) for name in ("rows", "kept_cells")},
        "people": result.get("people", []),
        **{name: result.get(name, 0) for name in ("how_many_problems", "how_many_changes")},
        **{name: _named(columns, result.get(name, [])) for name, columns in LISTS.items()},
        "undone": undone,
    }


def _named(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> list[dict[str, Any]]:
    return [dict(zip(columns, row, strict=False)) for row in rows]
