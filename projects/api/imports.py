"""Imports: a file on its way into the register, as on the page: looked at, mapped, started, cancelled, undone."""

from typing import Any

from django.db.models import QuerySet
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from projects.api.import_inputs import ColumnsInput, HeadingsInput, ImportInput, WordsInput, content_of, said_in
from projects.api.import_outputs import (
    ImportColumnsOutput,
    ImportOutput,
    PreviewOutput,
    columns_shown,
    preview_shown,
)
from projects.interchange import runs, working
from projects.interchange.problems import FileRefused
from projects.models import ImportRun, ImportStage
from register.api.base import Creatable
from register.api.filters import by_code
from register.api.queries import refuse_strangers
from register.api.uploads import TakesFiles
from register.errors import InvalidInput
from register.permissions import require_administrator


class Imports(TakesFiles, Creatable):
    """For administrators. Nothing is stored in the register before `start`; then all of it, or nothing."""

    model = ImportRun
    output = ImportOutput
    inputs = {"create": ImportInput, "headings": HeadingsInput, "map_columns": ColumnsInput, "words": WordsInput}
    answers = {"columns": ImportColumnsOutput, "preview": PreviewOutput}
    filters = {"stage": by_code("stage", ImportStage)}

    def rows(self) -> QuerySet[Any]:
        require_administrator(self.person, self.person.organisation_id)
        return super().rows().select_related("organisation", "person")

    def create_row(self, fields: dict[str, Any]) -> ImportRun:
        name, content = content_of(fields)
        try:
            run = runs.upload(content=content, file_name=name, reason=self.reason, **self.caller)
        except FileRefused as refused:
            raise InvalidInput.single("file", refused.words, code=refused.code) from refused
        return working.at_once(run=run, now=self.caller["now"])

    @action(detail=True, methods=["get"])
    def columns(self, request: Request, pk: Any) -> Response:
        """What the columns of somebody's own spreadsheet are taken for, with a few cells of each."""
        refuse_strangers(request, frozenset())
        return Response(columns_shown(self.get_row(pk)))

    @columns.mapping.post
    def map_columns(self, request: Request, pk: Any) -> Response:
        """Say what columns mean, by their letters; those that are left out stay as they are. Then it is looked at."""
        run: ImportRun = self.get_row(pk)
        said = said_in(self.read_body(), run)
        return self._worked(runs.say_columns(run=run, said=said, **self.caller))

    @action(detail=True, methods=["post"])
    def headings(self, request: Request, pk: Any) -> Response:
        """Another sheet, or other rows of headings; what the columns mean is proposed anew."""
        run, said = self.get_row(pk), self.read_body()
        first, last = said["first"] - 1, said["last"] - 1
        return self.answer(runs.look_again(run=run, sheet=said["sheet"], first=first, last=last, **self.caller))

    @action(detail=True, methods=["post"])
    def words(self, request: Request, pk: Any) -> Response:
        """Say what unknown words mean, field by field; then it is looked at once more."""
        run, said = self.get_row(pk), self.read_body()
        understood = runs.remembered_words(run, said["words"], keep_unread=said.get("keep_unread", False))
        return self._worked(runs.say_columns(run=run, said=understood, **self.caller))

    @action(detail=True, methods=["get"])
    def preview(self, request: Request, pk: Any) -> Response:
        """What it would do or did: counts, changed cells, problems by cell, rows left out; after an undo what stays."""
        refuse_strangers(request, frozenset())
        return Response(preview_shown(self.get_row(pk)))

    @action(detail=True, methods=["post"])
    def start(self, request: Request, pk: Any) -> Response:
        """Import it."""
        return self._worked(runs.start(run=self.get_row(pk), **self.caller))

    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, pk: Any) -> Response:
        """Give it up; what a worker has begun is taken back."""
        return self.answer(runs.cancel(run=self.get_row(pk), **self.caller))

    @action(detail=True, methods=["post"])
    def undo(self, request: Request, pk: Any) -> Response:
        """Take back what nobody has touched since."""
        return self._worked(runs.undo(run=self.get_row(pk), **self.caller))

    def _worked(self, run: ImportRun) -> Response:
        """A small one is done when the answer comes; of a large one ask again until `is_working` is false."""
        return self.answer(working.at_once(run=run, now=self.caller["now"]))
