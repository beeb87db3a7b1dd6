"""What a hash stands for: who signed the text, whether that still counts, and whether the register still fits."""

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from projects.models import GateDecision, Handover, HandoverSignOff
from projects.reports.figure_words import NONE
from projects.reports.signatures import DECISIONS, ROLES
from register.models import AuditEvent, Person
from register.services.audit_lines import as_json, hash_of, values_fit
from workflows.snapshots import sha256_of

MOST_SHOWN = 50
LONGEST_SHOWN = 200
OF_A_SIGNATURE = (
    *("snapshot_sha256", "round", "decision", "words", "signer_name", "signer_role", "signer_unit"),
    *("signed_at", "authenticated_by", "benefits", "remaining_work"),
)
OF_A_DECISION = (
    *("snapshot_sha256", "gate", "round", "outcome", "comment", "decided_on"),
    *("body", "case_number", "item_number", "link"),
)


@dataclass(frozen=True)
class Proof:
    """One comparison and how it came out."""

    holds: bool
    words: str


@dataclass(frozen=True)
class Finding:
    """Something that this hash stands for: `words` say what, `standing` whether it counts."""

    words: str
    standing: str
    counts: bool
    proofs: Sequence[Proof]
    url: str

    @property
    def tone(self) -> str:
        if not all(proof.holds for proof in self.proofs):
            return "danger"
        return "success" if self.counts else "warning"


def findings(sha256: str, reader: Person) -> list[Finding]:
    """All that this reader may know of; a hash of somebody else's is as unknown as one that never was."""
    rows = HandoverSignOff.objects.visible_to(reader).filter(snapshot_sha256=sha256)
    rows = rows.select_related("handover__organisation", "handover__receiving_unit", "acting_for")
    signed = rows.order_by("-signed_at")
    found = [_signature(row) for row in signed[:MOST_SHOWN]]
    if not found:
        sent = Handover.objects.visible_to(reader).filter(snapshot_sha256=sha256, state="sent")
        found = [_unsigned(row) for row in sent.select_related("receiving_unit")[:MOST_SHOWN]]
    decided = GateDecision.objects.visible_to(reader).filter(snapshot_sha256=sha256).select_related("project")
    return found + [_decision(row) for row in decided[:MOST_SHOWN]]


def _signature(row: HandoverSignOff) -> Finding:
    moment = localtime(row.signed_at, ZoneInfo(row.handover.organisation.time_zone))
    words = _("This is the text that %(name)s signed on %(moment)s in round %(round)s: %(decision)s.") % {
        "name": row.signer_name,
        "moment": date_format(moment, "DATETIME_FORMAT"),
        "round": row.round,
        "decision": DECISIONS.get(row.decision, row.decision),
    }
    standing = _("This signature stands.")
    if row.handover.state == "sent" and row.round == row.handover.round:
        standing = _("One signature of two: until the second is given, nothing is taken over.")
    if row.superseded_at:
        day = date_format(localtime(row.superseded_at, ZoneInfo(row.handover.organisation.time_zone)))
        standing = _("Superseded on %(day)s: the text was changed or put forward anew, and this no longer counts.") % {
            "day": day
        }
    return Finding(
        words=words,
        standing=f"{_as_whom(row)} {standing}",
        counts=row.superseded_at is None,
        proofs=[_text_kept(row), _trail(row, "handover.signed.", OF_A_SIGNATURE)],
        url=row.handover.get_absolute_url(),
    )


def _as_whom(row: HandoverSignOff) -> str:
    words = {"role": ROLES.get(row.signer_role, row.signer_role), "unit": row.signer_unit}
    if row.acting_for is None:
        return _("Signed as %(role)s of %(unit)s.") % words
    return _("Signed as %(role)s of %(unit)s, acting for %(name)s.") % {**words, "name": row.acting_for.name}


def _unsigned(row: Handover) -> Finding:
    words = _("This text waits for a signature in round %(round)s. Nobody has signed it.") % {"round": row.round}
    return Finding(words, _("Nothing is taken over by it yet."), False, [_text_kept(row)], row.get_absolute_url())


def _decision(row: GateDecision) -> Finding:
    words = _("This is what the decision of %(day)s on “%(project)s” was based on: %(outcome)s.") % {
        "day": date_format(row.decided_on),
        "project": row.project.title,
        "outcome": row.get_outcome_display(),
    }
    proofs = [_text_kept(row), _trail(row, "", OF_A_DECISION)]
    return Finding(words, _("Decisions are never changed afterwards."), True, proofs, row.get_absolute_url())


def _text_kept(row: HandoverSignOff | Handover | GateDecision) -> Proof:
    """The hash is calculated anew from the text as it is stored now."""
    if sha256_of(row.snapshot or {}) == row.snapshot_sha256:
        return Proof(True, _("The text kept here still has this hash: not one character of it has changed."))
    return Proof(
        False,
        _(
            "The text kept here no longer has this hash: it was changed in the database, past Varig. Tell whoever runs "
            "the installation, and rely on the copy you hold."
        ),
    )


def _trail(row: HandoverSignOff | GateDecision, action: str, fields: Sequence[str]) -> Proof:
    """What the audit trail noted when it happened, field by field."""
    lines = AuditEvent.objects.filter(subject_id=row.pk, action__startswith=action, changes__has_key="snapshot_sha256")
    line = lines.prefetch_related("personal_values").order_by("position").first()
    if line is None:
        return Proof(False, _("The audit trail has no line about this. Tell whoever runs the installation."))
    if hash_of(line) != line.hash or not values_fit(line, line.personal_values.all()):
        words = _("Line %(number)s of the audit trail, which is about this, was changed after it was written.")
        return Proof(False, words % {"number": line.position})
    noted = line.changes_in_full()
    erased = {name for name, pair in noted.items() if pair[1] is None}
    for name in fields:
        then, now = noted.get(name, ("", ""))[1], as_json(getattr(row, name))
        if name not in erased and (then or "") != (now or ""):
            return Proof(False, _otherwise(row, line, name, str(then or NONE)))
    if erased:
        words = _("Line %(number)s of the audit trail is about this; its words were erased since.")
        return Proof(True, words % {"number": line.position})
    words = _("Line %(number)s of the audit trail, written at that moment, says the same.")
    return Proof(True, words % {"number": line.position})


def _otherwise(row: HandoverSignOff | GateDecision, line: AuditEvent, name: str, then: str) -> str:
    if name == "snapshot_sha256":
        words = _("Line %(number)s of the audit trail says otherwise: there the hash is %(hash)s.")
        return words % {"number": line.position, "hash": then}
    words = _("Line %(number)s of the audit trail says otherwise about “%(field)s”. There it says: %(value)s")
    label = getattr(row._meta.get_field(name), "verbose_name", name)
    return words % {"number": line.position, "field": label, "value": Truncator(then).chars(LONGEST_SHOWN)}
