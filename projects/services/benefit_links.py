"""The lines of the benefit map. A line from a benefit to a goal is also said of the benefit itself."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from projects import permissions
from projects.models import Benefit, BenefitLink, Change, Milestone, Project
from projects.models.benefit_links import ENDS, PAIRS, STARTS
from projects.services import checks
from projects.services.permission import ensure
from register.errors import InvalidInput
from register.models import Goal, Person
from register.services import audit, editing

FIELDS = ("key", *STARTS, *ENDS, "weight")
MOST_WEIGHT = 100


@transaction.atomic
def create_link(*, project: Project, fields: Mapping[str, Any], by: Person | None, now: datetime) -> BenefitLink:
    """Draw a line; one to a goal also adds the goal to those that the benefit serves."""
    ensure(permissions.EDITS, subject=project, by=by)
    checks.only(FIELDS, fields)
    audit.hold(project.organisation_id)
    row = BenefitLink(organisation_id=project.organisation_id, project=project, **fields)
    end = check_ends(row)
    _refuse_circle(row, end)
    _refuse_too_much(row, row.weight)
    row = editing.create(row=row, by=by, now=now, about=project.about)
    if row.to_goal is not None:
        _set_goals(row.from_benefit, {*row.from_benefit.goals.all(), row.to_goal}, by=by, now=now)
    return row


@transaction.atomic
def update_link(
    *,
    link: BenefitLink,
    changes: Mapping[str, Any],
    by: Person | None,
    now: datetime,
    expected_version: int | None = None,
    reason: str = "",
) -> BenefitLink:
    """Weigh a line otherwise; its ends stay where they are."""
    ensure(permissions.EDITS, subject=link.project, by=by)
    checks.only(("key", "weight"), changes)
    _refuse_too_much(link, changes.get("weight", link.weight))
    return editing.update(
        row=link, changes=changes, by=by, now=now, expected_version=expected_version, reason=reason, about=link.about
    )


@transaction.atomic
def delete_link(
    *, link: BenefitLink, by: Person | None, now: datetime, expected_version: int | None = None, reason: str = ""
) -> None:
    """Take a line away; the benefit then no longer serves the goal it led to."""
    ensure(permissions.EDITS, subject=link.project, by=by)
    editing.delete(row=link, by=by, now=now, expected_version=expected_version, reason=reason, about=link.about)
    if link.to_goal is not None:
        _set_goals(link.from_benefit, set(link.from_benefit.goals.all()) - {link.to_goal}, by=by, now=now)


@transaction.atomic
def drop_lines_at(*, row: Milestone | Change, by: Person | None, now: datetime) -> None:
    """The lines that begin or end at something that is deleted go first, each with its own line in the history."""
    name = "milestone" if isinstance(row, Milestone) else "change"
    at = Q(**{f"from_{name}": row})
    for link in BenefitLink.objects.filter(at | Q(to_change=row) if name == "change" else at):
        editing.delete(row=link, by=by, now=now, about=link.project_id)


def follow_goals(*, benefit: Benefit, by: Person | None, now: datetime) -> None:
    """A goal that the benefit no longer serves has no line either; called where its goals are set."""
    for link in benefit.links_onwards.filter(to_goal__isnull=False).exclude(to_goal__in=benefit.goals.all()):
        editing.delete(row=link, by=by, now=now, about=benefit.project_id)


def _set_goals(benefit: Benefit, goals: Iterable[Goal], *, by: Person | None, now: datetime) -> None:
    editing.update(row=benefit, changes={"goals": list(goals)}, by=by, now=now, about=benefit.project_id)


def check_ends(row: BenefitLink) -> str:
    """One start and one end, of the same project, from left to right; gives the name of the end."""
    starts = [name for name in STARTS if getattr(row, name) is not None]
    ends = [name for name in ENDS if getattr(row, name) is not None]
    if len(starts) != 1 or len(ends) != 1:
        words = _("A line has one start and one end: choose one of each.")
        raise InvalidInput.single((starts + ends + ["from_change"])[-1], words, code="one_each")
    [start], [end] = starts, ends
    for name in (start, end):
        one = getattr(row, name)
        if not isinstance(one, Goal) and one.project_id != row.project_id:
            raise InvalidInput.single(name, _("Choose something of the same project."), code="other_project")
    if (start, end) not in PAIRS:
        words = _(
            "A map reads from left to right: deliverables lead to changes or benefits, changes to changes or benefits, "
            "and benefits to benefits or goals."
        )
        raise InvalidInput.single(end, words, code="direction")
    return end


def _refuse_circle(row: BenefitLink, end: str) -> None:
    """Following the lines from the end must not lead back to the start."""
    onwards: dict[Any, list[Any]] = {}
    for link in BenefitLink.objects.filter(project_id=row.project_id):
        onwards.setdefault(_pk(link, STARTS), []).append(_pk(link, ENDS))
    waiting, seen = [_pk(row, ENDS)], set()
    while waiting:
        one = waiting.pop()
        if one == _pk(row, STARTS):
            raise InvalidInput.single(end, _("This leads round in a circle: choose another end."), code="circle")
        if one not in seen:
            seen.add(one)
            waiting += onwards.get(one, [])


def _refuse_too_much(row: BenefitLink, weight: Any) -> None:
    """Together, what leads to one thing explains at most all of it."""
    if not isinstance(weight, int):
        return
    end = next(name for name in ENDS if getattr(row, name) is not None)
    others = BenefitLink.objects.filter(project_id=row.project_id, **{end: getattr(row, end)}).exclude(pk=row.pk)
    used = sum(other.weight or 0 for other in others)
    if used + weight > MOST_WEIGHT:
        words = _("Together the lines to one place weigh at most 100 %%; %(left)s %% are left.")
        raise InvalidInput.single("weight", words % {"left": max(MOST_WEIGHT - used, 0)}, code="too_much")


def _pk(link: BenefitLink, names: tuple[str, ...]) -> Any:
    return next(pk for name in names if (pk := getattr(link, f"{name}_id")) is not None)
