"""What is shown to everybody: chosen one by one by a person, gone at once when it is withdrawn, without any names."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from projects.models import Project, Publication
from projects.publishing_permission import PUBLISHES
from projects.reports.open_results import words_of
from projects.reports.personal_names import Names
from projects.services import checks
from projects.services.permission import ensure
from register.errors import InvalidInput, NotPossible
from register.models import Person
from register.services import audit, editing

FIELDS = ("key", "benefit", "headline", "story")


@transaction.atomic
def prepare(*, project: Project, fields: Mapping[str, Any], by: Person | None, now: datetime) -> Publication:
    """Write what might be shown. Nobody outside sees it until it is published."""
    ensure(PUBLISHES, subject=project, by=by)
    checks.only(FIELDS, fields)
    row = Publication(organisation_id=project.organisation_id, project=project, **fields)
    _refuse_foreign_benefit(row)
    return editing.create(row=row, by=by, now=now, about=project.about)


@transaction.atomic
def update_publication(
    *,
    publication: Publication,
    changes: Mapping[str, Any],
    by: Person | None,
    now: datetime,
    expected_version: int | None = None,
    reason: str = "",
) -> Publication:
    """Write it otherwise; what was shown is withdrawn, until somebody has looked at it again and publishes it."""
    ensure(PUBLISHES, subject=publication.project, by=by)
    checks.only(("key", "headline", "story"), changes)
    values = dict(changes)
    if publication.is_public and checks.changed(publication, values, ("headline", "story")):
        values["is_public"] = False
    return editing.update(
        row=publication,
        changes=values,
        by=by,
        now=now,
        expected_version=expected_version,
        reason=reason,
        about=publication.about,
    )


@transaction.atomic
def publish(
    *, publication: Publication, by: Person | None, now: datetime, expected_version: int | None = None
) -> Publication:
    """Show it to everybody, as the preview shows it."""
    ensure(PUBLISHES, subject=publication.project, by=by)
    audit.hold(publication.organisation_id)
    _refuse_what_is_closed(publication)
    _refuse_names(publication)
    changes = {"is_public": True, "published_at": now, "published_by": by}
    return editing.update(
        row=publication,
        changes=changes,
        by=by,
        now=now,
        expected_version=expected_version,
        about=publication.about,
        action="published",
    )


@transaction.atomic
def withdraw(*, publication: Publication, by: Person | None, now: datetime, reason: str = "") -> Publication:
    """Take it off the page, at once."""
    ensure(PUBLISHES, subject=publication.project, by=by)
    return editing.update(
        row=publication,
        changes={"is_public": False},
        by=by,
        now=now,
        reason=reason,
        about=publication.about,
        action="withdrawn",
    )


@transaction.atomic
def delete_publication(
    *, publication: Publication, by: Person | None, now: datetime, expected_version: int | None = None, reason: str = ""
) -> None:
    """Take it off the page, and away."""
    ensure(PUBLISHES, subject=publication.project, by=by)
    editing.delete(
        row=publication, by=by, now=now, expected_version=expected_version, reason=reason, about=publication.about
    )


def _refuse_foreign_benefit(row: Publication) -> None:
    if row.benefit is not None and row.benefit.project_id != row.project_id:
        raise InvalidInput.single("benefit", _("Choose a benefit of this project."), code="other_project")


def _refuse_what_is_closed(publication: Publication) -> None:
    would_be = Publication.objects.shown_if_published().filter(pk=publication.pk)
    if not would_be.exists():
        words = _(
            "Restricted projects, drafts, ideas that wait or were rejected, and withdrawn benefits are never shown "
            "openly. Ask an administrator to open the project first."
        )
        raise NotPossible(words, code="closed_to_view")


def _refuse_names(publication: Publication) -> None:
    """Titles that are shown count too: a name in one of them must be changed where it stands."""
    found = Names(publication.organisation_id).found_in("\n".join(words_of(publication)))
    if found:
        words = _("Names and addresses of persons are never shown openly. Leave out: %(names)s.")
        raise InvalidInput.single("story", words % {"names": ", ".join(found)}, code="personal")
