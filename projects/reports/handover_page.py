"""A handover as one reader sees it: the text, who has signed it, and what this reader may do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from projects import permissions
from projects.lifecycles.handover import HandoverState
from projects.models import Handover, Measurement
from projects.reports.differences import Difference, differences
from projects.reports.duty_scope import ANSWER_WITHIN
from projects.reports.handover_parts import Part, owners_say, parts_of
from projects.reports.handover_text import HandoverText, handover_text
from projects.reports.signatures import (
    ROLES,
    Frozen,
    Signature,
    first_measurement,
    frozen_texts,
    other_side,
    second_signers,
    signatures_of,
    version_of,
)
from projects.reports.signers import Signer, signer_of
from projects.reports.snapshots import handover_snapshot
from register.models import Person
from workflows.lifecycle import Choice, choices_for

PREPARING = ("send", "revise", "recall", "reopen")


@dataclass(frozen=True)
class HandoverPage:
    """`text` is what is or was signed; before it is sent, what would be. `refusal` says why this reader cannot sign.

    `others_sign`: one of them must sign as well, where the line manager leads the project. `changed` is marked in the
    text while one decides; `since_last_round` says the same and stays.
    """

    handover: Handover
    text: HandoverText
    parts: Sequence[Part]
    owners: Mapping[str, str]
    version: int | None
    signatures: Sequence[Signature]
    waits_for: Sequence[Person]
    others_sign: Sequence[Person]
    may_sign: bool
    signer: Signer
    refusal: str
    may_edit: bool
    steps: Sequence[Choice]
    first_due: Measurement | None
    changed: Sequence[Difference] = field(default=())
    since_last_round: Sequence[Difference] = field(default=())

    @property
    def answer_by(self) -> date | None:
        """The day by which an answer is asked for."""
        here, at = self.handover.organisation, self.handover.sent_at
        is_asked = self.handover.state == HandoverState.SENT and at is not None
        return here.calendar.due(here.local_date(at) + ANSWER_WITHIN) if is_asked else None

    @property
    def is_preview(self) -> bool:
        return self.version is None

    @property
    def signs_as(self) -> str:
        """The role in words."""
        return str(ROLES[self.signer.role])

    @property
    def unfinished(self) -> int:
        """How many pieces of remaining work are named."""
        return len(self.text.kept.get("remaining_items", []))

    @property
    def receipt(self) -> Signature | None:
        """The newest signature that counts."""
        return next((one for one in self.signatures if one.counts), None)


def page_of(handover: Handover, reader: Person, now: datetime) -> HandoverPage:
    """Everything the page shows."""
    choices = {choice.name: choice for choice in choices_for(reader, handover, now)}
    frozen = frozen_texts(handover)
    signatures = signatures_of(handover, frozen)
    waits_for = second_signers(handover, signatures)
    kept = handover.snapshot if handover.state != HandoverState.DRAFT else None
    shown = kept or handover_snapshot(handover)
    refusal = _refusal(handover, reader, waits_for)
    signer = signer_of(handover, reader, handover.organisation.local_date(now))
    text, since = handover_text(shown), _since_last_round(handover, signatures, shown)
    changed = [] if handover.is_taken_over else since
    return HandoverPage(
        handover=handover,
        text=text,
        parts=parts_of(handover, text, changed, reader),
        owners={} if handover.is_taken_over else owners_say(handover, reader),
        version=version_of(frozen, handover.snapshot_sha256) if kept else None,
        signatures=signatures,
        waits_for=waits_for,
        others_sign=other_side(handover, signer) if not waits_for else [],
        may_sign=handover.state == HandoverState.SENT and not refusal,
        signer=signer,
        refusal=refusal,
        may_edit=permissions.PREPARES_HANDOVER(handover, reader),
        steps=[choices[name] for name in PREPARING if name in choices],
        first_due=first_measurement(handover) if handover.is_taken_over else None,
        changed=changed,
        since_last_round=since,
    )


def changes_since(handover: Handover, sha256: str) -> list[Difference]:
    """What has changed since the reader opened the page with this hash."""
    read: Frozen | None = next((text for text in frozen_texts(handover) if text.sha256 == sha256), None)
    return differences(read.snapshot, handover.snapshot or {}) if read else []


def _refusal(handover: Handover, reader: Person, waits_for: Sequence[Person]) -> str:
    if handover.state != HandoverState.SENT:
        return ""
    if waits_for and reader not in waits_for:
        return str(permissions.TAKES_OVER.refusal(handover, reader) or " ")
    return str(permissions.TAKES_OVER.refusal(handover, reader) or "")


def _since_last_round(handover: Handover, signatures: Sequence[Signature], shown: dict) -> list[Difference]:
    earlier = next((one for one in signatures if one.row.round < handover.round), None)
    return differences(earlier.row.snapshot, shown) if earlier else []
