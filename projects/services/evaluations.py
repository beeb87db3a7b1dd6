"""Evaluating a project: what became of each benefit, and what is said of the whole."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from projects import permissions
from projects.models import Evaluation, Project
from projects.reports.evaluation_page import OPEN_IN
from projects.services import asking, benefits, checks, lessons
from projects.services.permission import ensure
from register.errors import FieldError, InvalidInput, NotPossible
from register.models import Person
from register.services import editing

FIELDS = ("key", "side_effects", "running_on")
OUTCOME = ("outcome", "outcome_explanation")

Judged = Mapping[str, Any]
"""What became of one benefit: ``benefit``, ``outcome``, ``outcome_explanation``."""


@transaction.atomic
def evaluate(
    *,
    project: Project,
    changes: Mapping[str, Any],
    by: Person | None,
    now: datetime,
    judged: Sequence[Judged] = (),
    learnt: Sequence[Mapping[str, Any]] = (),
    expected_version: int | None = None,
    reason: str = "",
) -> Evaluation:
    """Say what became of the benefits and of the whole, and what was learnt; as often as wanted.

    Who may judge a benefit, or write lessons, may do that here without having a say on the whole.
    """
    if changes or not (judged or learnt):
        ensure(permissions.EVALUATES, subject=project, by=by)
    checks.only(FIELDS, changes)
    if project.state not in OPEN_IN:
        raise NotPossible(_("A project is evaluated while its benefits are realised, or under evaluation."))
    row = _stored(project, changes, by=by, now=now, expected_version=expected_version, reason=reason)
    for place, one in enumerate(judged):
        _judge(project, place, one, by=by, now=now)
    for fields in learnt:
        lessons.create_lesson(project=project, fields=fields, by=by, now=now)
    asking.tell(project=project, by=by, now=now)
    return row


def _stored(
    project: Project,
    changes: Mapping[str, Any],
    *,
    by: Person | None,
    now: datetime,
    expected_version: int | None,
    reason: str,
) -> Evaluation:
    known = Evaluation.objects.filter(project=project).first()
    if known is None:
        row = Evaluation(organisation_id=project.organisation_id, project=project, **changes)
        return editing.create(row=row, by=by, now=now, about=project.about, reason=reason)
    return editing.update(
        row=known,
        changes=changes,
        by=by,
        now=now,
        expected_version=expected_version,
        about=project.about,
        reason=reason,
    )


def _judge(project: Project, place: int, one: Judged, *, by: Person | None, now: datetime) -> None:
    """Errors are named by the place of the benefit in what was sent."""
    benefit, given = one["benefit"], {name: one[name] for name in OUTCOME if name in one}
    if benefit.project_id != project.pk:
        words = _("This benefit belongs to another project.")
        raise InvalidInput.single(f"judged/{place}/benefit", words)
    try:
        benefits.update_benefit(benefit=benefit, changes=given, by=by, now=now)
    except InvalidInput as refused:
        errors = [FieldError(f"judged/{place}/{error.field}", error.code, error.words) for error in refused.errors]
        raise InvalidInput(errors) from refused
