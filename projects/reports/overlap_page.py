"""Overlaps as their page shows them: each with who may settle it, and what the reader may do alone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from projects import permissions
from projects.models import Benefit
from projects.reports.overlaps import Claim, Overlap
from register.models import Person, RoleAssignment

SHOWN = 8
"""Claims that stand open; the others unfold."""


@dataclass(frozen=True)
class ClaimRow:
    """A claim with the people who may take its share; `can_take` is the reader's own say."""

    claim: Claim
    benefit: Benefit
    people: str
    can_take: bool

    @property
    def is_taken(self) -> bool:
        return self.claim.share == self.claim.proposed


@dataclass(frozen=True)
class OverlapRow:
    """An overlap: the reader may settle all of it, or only some claims, or none."""

    overlap: Overlap
    rows: Sequence[ClaimRow]

    @property
    def can_split(self) -> bool:
        return all(row.can_take for row in self.rows)

    @property
    def open_rows(self) -> Sequence[ClaimRow]:
        return self.rows[:SHOWN]

    @property
    def folded_rows(self) -> Sequence[ClaimRow]:
        return self.rows[SHOWN:]


def overlap_rows(overlaps: Iterable[Overlap], person: Person) -> list[OverlapRow]:
    """In one query for all that are shown."""
    found = list(overlaps)
    pks = {claim.benefit.pk for one in found for claim in one.claims}
    benefits = Benefit.objects.select_related("project__leader", "owner").in_bulk(pks)
    return [OverlapRow(one, [_row(claim, benefits[claim.benefit.pk], person) for claim in one.claims]) for one in found]


def _row(claim: Claim, benefit: Benefit, person: Person) -> ClaimRow:
    named = dict.fromkeys(one.name for one in (benefit.owner, benefit.project.leader) if one)
    can_take = permissions.EDITS_BENEFIT(benefit, person)
    return ClaimRow(claim, benefit, ", ".join(named), can_take)


def administrators_of(person: Person) -> list[str]:
    """Who may settle any of it, by name."""
    return [one.name for one in RoleAssignment.objects.holders("administrator", person.organisation_id, None)]
