"""The bodies of imports."""

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from projects.interchange.foreign.mapping import Mapping
from projects.interchange.limits import MOST_COLUMNS, MOST_ROWS
from projects.interchange.runs import require_foreign
from projects.interchange.shown import letters_of
from projects.lifecycles.project import ProjectState
from projects.models import ImportRun, Project
from register.api.fields import Choice, Flag, JsonObject, Reference, Text, Whole
from register.api.inputs import Input
from register.api.refusals import refuse_fields, use_one_of
from register.api.uploads import FileInput, file_of

PLACES = {letters_of(place): place for place in range(MOST_COLUMNS)}
STATES = tuple(state for state in ProjectState.values if state not in (ProjectState.ON_HOLD, ProjectState.STOPPED))


class ImportInput(FileInput):
    """A file in our own format or somebody's own spreadsheet; `change_reason` is the reason of the whole import."""


class HeadingsInput(Input):
    """The sheet, and the rows in which its headings stand, counted as Excel does."""

    sheet = Text(required=True)
    first = Whole(required=True, allow_null=False)
    last = Whole(required=True, allow_null=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        wrong = [name for name in ("first", "last") if not 1 <= attrs[name] <= MOST_ROWS]
        if wrong:
            raise refuse_fields((name, "invalid", _("There is no such row.")) for name in wrong)
        return attrs


class ColumnsInput(Input):
    """`columns`: by letter a field such as `benefits.title` or `targets.value@2027`, `skip`, or empty to keep words.

    The `project` to which all rows belong, or the title of a new one, where no column says it.
    """

    columns = JsonObject()
    project = Reference(Project)
    project_title = Text(required=False)
    state = Choice(STATES)
    decimal_sign = Choice((",", "."))


class WordsInput(Input):
    """`words`: by field what each word means (a person's address, a unit's key, a code; `-` keeps it as words)."""

    words = JsonObject(required=True)
    keep_unread = Flag(required=False)

    def validate_words(self, words: dict[str, Any]) -> dict[str, dict[str, str]]:
        if not all(
            isinstance(given, dict) and all(isinstance(one, str) for one in given.values()) for given in words.values()
        ):
            raise serializers.ValidationError(_("Send an object of words for each field."), code="invalid")
        return words


def content_of(fields: dict[str, Any]) -> tuple[str, bytes]:
    """The name and the bytes of the file to import."""
    file = file_of(fields)
    if file is None:
        raise refuse_fields([("file", "required", _("Send a file."))])
    return file


def said_in(body: dict[str, Any], run: ImportRun) -> Mapping:
    """What was said before, with what this body says."""
    require_foreign(run)
    before = Mapping.of_json(run.mapping or {"sheet": "", "first": 0, "last": 0, "columns": {}})
    columns = dict(before.columns)
    for letters, named in body.get("columns", {}).items():
        place = PLACES.get(letters.upper())
        if place is None or place >= len(run.titles):
            known = [letters_of(one) for one in range(len(run.titles))]
            raise refuse_fields([("columns", "unknown_column", use_one_of(known))])
        columns[place] = str(named or "")
    project = body.get("project")
    given: dict[str, Any] = {name: body[name] for name in ("project_title", "state", "decimal_sign") if body.get(name)}
    if "project" in body:
        given["project"] = (project.key or str(project.pk)) if project else ""
    return replace(before, columns=columns, **given)
