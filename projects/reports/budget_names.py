"""The lines and the benefits that figures of a budget are about: today's, or as they were known with the figures."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db.models import prefetch_related_objects

from projects.models import Benefit, BudgetLine
from projects.reports.budget import BudgetScope, Placed, known_to_count
from projects.reports.knowledge import Knowledge
from projects.reports.rows import bare, by_id, values_of
from register.models import Person

LINE = ("id", "organisation_id", "key", "code", "code_sort", "name")


def lines_named(rows: Sequence[Placed], knowledge: Knowledge | None) -> Mapping[UUID, BudgetLine]:
    """The budget lines by id; one that is gone since is there as it was."""
    if knowledge is None:
        return BudgetLine.objects.in_bulk({one.line for one in rows if one.line})
    every = BudgetLine.objects.filter(organisation=knowledge.organisation)
    return by_id(bare(BudgetLine, row) for row in values_of(every, LINE, knowledge))


def benefits_named(rows: Sequence[Placed], person: Person, knowledge: Knowledge | None) -> Mapping[UUID, Benefit]:
    """The benefits by id, with project, unit and owner."""
    ids = {one.benefit for one in rows}
    if knowledge is None:
        return Benefit.objects.select_related("project__unit", "owner").in_bulk(ids)
    found = [one for one in known_to_count(BudgetScope(), person, knowledge) if one.pk in ids]
    prefetch_related_objects(found, "owner", "project__unit")
    return by_id(found)
