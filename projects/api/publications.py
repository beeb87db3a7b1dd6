"""What is prepared for the open results page and what is shown there, and the page itself."""

from typing import Any

from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from projects.models import Benefit, Project, Publication, ResultsPage
from projects.services import publications, results_page
from register.api.base import Creatable, Deletable, Edit, Editable
from register.api.concurrency import expected_version
from register.api.fields import Flag, Reference, Text
from register.api.filters import by_flag, by_id
from register.api.inputs import Reason, RowInput
from register.api.outputs import Output


class PublicationOutput(Output):
    """One benefit, or a project's story."""

    class Meta:
        model = Publication
        fields = [
            *("id", "key", "organisation", "project", "benefit", "headline", "story"),
            *("is_public", "published_at", "published_by", "created_at", "updated_at", "version"),
        ]


class PublicationInput(RowInput):
    """What is said openly; `project` and `benefit` stay."""

    fixed = ("project", "benefit")

    project = Reference(Project, required=True)
    benefit = Reference(Benefit)
    headline = Text()
    story = Text(required=False)


class Publications(Creatable, Editable, Deletable):
    """What is prepared for the results page. Nobody outside sees it before `publish`; a change withdraws it."""

    model = Publication
    output = PublicationOutput
    inputs = {
        "create": PublicationInput,
        "update": PublicationInput,
        "partial_update": PublicationInput,
        "publish": Reason,
        "withdraw": Reason,
    }
    filters = {"project": by_id("project"), "benefit": by_id("benefit"), "is_public": by_flag("is_public")}

    def create_row(self, fields: dict[str, Any]) -> Publication:
        return publications.prepare(project=fields.pop("project"), fields=fields, **self.caller)

    def update_row(self, row: Publication, changes: dict[str, Any], how: Edit) -> Publication:
        return publications.update_publication(publication=row, changes=changes, **how)

    def delete_row(self, row: Publication, how: Edit) -> None:
        publications.delete_publication(publication=row, **how)

    @action(detail=True, methods=["post"])
    def publish(self, request: Request, pk: Any) -> Response:
        """Show it to everybody, as the version named by `If-Match` reads."""
        row = self.get_row(pk)
        version = expected_version(request)
        self.read_body()
        return self.answer(publications.publish(publication=row, expected_version=version, **self.caller))

    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: Any) -> Response:
        """Take it off the page, at once."""
        row = self.get_row(pk)
        reason = self.read_body().get("change_reason", "")
        return self.answer(publications.withdraw(publication=row, reason=reason, **self.caller))


class ResultsPageOutput(Output):
    """The organisation's page for everybody."""

    class Meta:
        model = ResultsPage
        fields = [
            *("id", "key", "organisation", "slug", "is_open", "introduction"),
            *("created_at", "updated_at", "version"),
        ]


class ResultsPageInput(RowInput):
    """Where the page is, whether it is open, and what stands at its top."""

    slug = Text()
    is_open = Flag(required=False)
    introduction = Text(required=False)


class ResultsPages(Creatable, Editable):
    """The organisation's page for everybody: none, or one. Administrators keep it."""

    model = ResultsPage
    output = ResultsPageOutput
    inputs = {"create": ResultsPageInput, "update": ResultsPageInput, "partial_update": ResultsPageInput}

    def create_row(self, fields: dict[str, Any]) -> ResultsPage:
        return results_page.make_results_page(organisation=self.person.organisation, fields=fields, **self.caller)

    def update_row(self, row: ResultsPage, changes: dict[str, Any], how: Edit) -> ResultsPage:
        return results_page.update_results_page(page=row, changes=changes, **how)
