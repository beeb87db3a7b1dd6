"""A handover's sections as a reader meets them: the signed words, what changed since the last round, what was said."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from projects import permissions
from projects.models import Benefit, Handover, HandoverComment, HandoverSection
from projects.reports.differences import Difference
from projects.reports.figure_words import day_in_words
from projects.reports.handover_text import PARTS, HandoverText
from projects.reports.text_parts import Section
from register.models import Person


@dataclass(frozen=True)
class Remark:
    """A comment, and whether this reader may settle it."""

    row: HandoverComment
    may_settle: bool
    may_answer: bool


@dataclass(frozen=True)
class Part:
    """A section with what surrounds it; `text` is None where nothing is said, and it may still be commented on."""

    key: str
    heading: str
    text: Section | None
    changed: Sequence[Difference]
    remarks: Sequence[Remark]
    earlier: Sequence[Remark]
    may_comment: bool

    @property
    def is_shown(self) -> bool:
        return bool(self.text or self.may_comment or self.remarks or self.earlier)


def parts_of(handover: Handover, text: HandoverText, changed: Sequence[Difference], reader: Person) -> list[Part]:
    """All sections in their order; comments of earlier rounds apart, unless they still wait."""
    told = {section.key: section for section in text.sections}
    remarks = [_remark(row, handover, reader) for row in handover.comments.select_related("written_by", "settled_by")]
    remarks.sort(key=lambda one: (one.row.created_at, str(one.row.pk)))
    parts = [
        Part(
            key=one.value,
            heading=str(one.label),
            text=told.get(one.value),
            changed=[row for row in changed if row.part in PARTS[one]],
            remarks=[row for row in remarks if row.row.section == one and _is_present(row.row, handover)],
            earlier=[row for row in remarks if row.row.section == one and not _is_present(row.row, handover)],
            may_comment=not handover.is_taken_over,
        )
        for one in HandoverSection
    ]
    return [part for part in parts if part.is_shown]


def _is_present(row: HandoverComment, handover: Handover) -> bool:
    return row.round == handover.round or row.is_open


def _remark(row: HandoverComment, handover: Handover, reader: Person) -> Remark:
    row.handover = handover
    may_answer = row.is_open and permissions.PREPARES_HANDOVER(handover, reader)
    return Remark(row, row.is_open and permissions.SETTLES_COMMENT(row, reader), may_answer)


def owners_say(handover: Handover, reader: Person) -> dict[str, str]:
    """For each benefit by its id: whether its owner has accepted it, where that is somebody else than the reader."""
    return {
        str(benefit.pk): _owner_says(benefit)
        for benefit in handover.get_benefits().select_related("owner")
        if benefit.owner_id != reader.pk
    }


def _owner_says(benefit: Benefit) -> str:
    if benefit.owner is None:
        return _("Nobody is named to own it.")
    if benefit.accepted_at is None:
        return _("%(name)s, who is asked to own it, has not accepted it yet.") % {"name": benefit.owner.name}
    day = day_in_words(benefit.organisation.local_date(benefit.accepted_at).isoformat())
    return _("%(name)s, who owns it, accepted it on %(day)s.") % {"name": benefit.owner.name, "day": day}
