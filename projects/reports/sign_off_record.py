"""The sign-off record of a round, for somebody who has nothing else: what was signed, by whom, how it is checked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from projects.models import Handover, HandoverSignOff
from projects.reports.as_demanded import Demanded, as_demanded
from projects.reports.authentication_words import authentication_in_words
from projects.reports.handover_text import handover_text
from projects.reports.record_rounds import comments_before, round_in_words, rounds_before
from projects.reports.signatures import Signature, frozen_texts, signatures_of
from projects.reports.text_parts import Block, Entry, Facts, Points, Section, Words
from register.models import AuditEvent


@dataclass(frozen=True)
class SignOffRecord:
    """`text` is what was signed and `proof` who signed it; `parties` and `dated` go into the file's metadata."""

    title: str
    heading: str
    header: Facts
    standing: str
    text: Sequence[Section]
    proof: Sequence[Section]
    snapshot: dict[str, Any]
    sha256: str
    parties: Sequence[str]
    keywords: Sequence[str]
    dated: datetime
    name: str


def record_of(handover: Handover, wanted_round: int | None = None) -> SignOffRecord | None:
    """The record of a round, else of the last one that was signed; None where nobody has signed."""
    frozen = frozen_texts(handover)
    signatures = sorted(
        signatures_of(handover, frozen), key=lambda one: (one.row.signed_at, one.row.is_countersignature)
    )
    of_round = [one for one in signatures if wanted_round in (None, one.row.round)]
    if not of_round:
        return None
    signed = next((one for one in reversed(of_round) if one.counts), of_round[-1])
    mine = [one for one in signatures if one.row.round == signed.row.round]
    earlier = [one for one in signatures if one.row.round < signed.row.round]
    kept, project = signed.row.snapshot, handover.project
    unit, title = kept["receiving_unit"]["name"], kept["project"]["title"]
    names = {"project": title, "unit": unit, "round": signed.row.round}
    return SignOffRecord(
        title=_("Sign-off record: %(project)s, handover to %(unit)s, round %(round)s") % names,
        heading=_("Handover to %(unit)s") % names,
        header=_header(handover, signed),
        standing=_standing(handover, signed, mine),
        text=handover_text(kept).sections,
        proof=_proof(handover, signed, mine, earlier),
        snapshot=kept,
        sha256=signed.row.snapshot_sha256,
        parties=_parties(kept["project"].get("leader") or title, mine),
        keywords=_keywords(handover, signed, mine),
        dated=max(one.row.signed_at for one in mine),
        name=f"{project.reference or project.title} {unit} {signed.row.round}",
    )


def _proof(
    handover: Handover, signed: Signature, mine: Sequence[Signature], earlier: Sequence[Signature]
) -> list[Section]:
    dated = max(one.row.signed_at for one in mine)
    return [
        _signed(handover, signed, mine),
        *comments_before(handover, signed, dated, _utc),
        *rounds_before(earlier, signed, _utc),
        _how_to_check(signed),
    ]


def check_url(sha256: str) -> str:
    """Where somebody who holds the hash learns what it stands for."""
    return f"{settings.BASE_URL}{reverse('projects:check')}?sha256={sha256}"


def _header(handover: Handover, signed: Signature) -> Facts:
    project, kept = handover.project, signed.row.snapshot
    version = _("version %(number)s") % {"number": signed.version} if signed.version else ""
    rows = [
        (_("Organisation"), handover.organisation.name),
        (_("Project"), kept["project"]["title"]),
        (_("Reference"), kept["project"].get("reference", "")),
        (_("Case reference"), project.case_reference),
        (_("Receiving unit"), kept["receiving_unit"]["name"]),
        (_("Text signed"), ", ".join(part for part in (round_in_words(signed.row.round), version) if part)),
        ("SHA-256", signed.row.snapshot_sha256),
    ]
    return Facts([(label, words) for label, words in rows if words], brief=True)


def _standing(handover: Handover, signed: Signature, mine: Sequence[Signature]) -> str:
    if signed.counts and handover.state == "sent" and handover.round == signed.row.round:
        return _("One signature of two: until the second is given, nothing is taken over.")
    together = [one.row for one in mine if one.counts == signed.counts]
    stands = _("%(decision)s on %(day)s. Signed by %(names)s.")
    is_over = _("%(decision)s on %(day)s. Signed by %(names)s. This sign-off no longer counts.")
    return (stands if signed.counts else is_over) % {
        "decision": signed.decision,
        "day": _day(handover, max(row.signed_at for row in together)),
        "names": ", ".join(row.signer_name for row in together),
    }


def _signed(handover: Handover, signed: Signature, mine: Sequence[Signature]) -> Section:
    return Section("signatures", _("Signatures"), [_signature(handover, one, signed) for one in mine])


def _signature(handover: Handover, one: Signature, signed: Signature) -> Entry:
    row = one.row
    rows = [
        (_("Signed by"), row.signer_name),
        (_("The signer's ID in Varig"), str(row.signed_by_id)),
        (_("Role and unit when signing"), f"{one.role}, {row.signer_unit}"),
        (_("Acting for"), row.acting_for.name if row.acting_for else ""),
        (_("When"), _moment(handover, row.signed_at)),
        (_("How the signer was known"), authentication_in_words(row.authenticated_by)),
        (_("Decision"), one.decision),
        (_("Words of the decision"), row.words),
        (_("Text signed"), _which_text(one, signed)),
        (_("In the audit trail"), _line(row)),
    ]
    blocks: list[Block] = [Facts([(label, words) for label, words in rows if words], brief=True)]
    if marks := [*row.benefits, *row.remaining_work]:
        blocks.append(Facts([(mark["title"], _mark(mark)) for mark in marks]))
    if unmarked := _unmarked(row):
        blocks.append(
            Words(_("Not marked one by one, accepted with the signature: %(titles)s.") % {"titles": unmarked})
        )
    if one.reservations:
        blocks.append(Words(_("Reservations, each owned, dated and chased until it is met:")))
        blocks.append(Points([_reservation(item) for item in as_demanded(one.reservations)]))
    gone = "" if row.superseded_at is None else _moment(handover, row.superseded_at)
    return Entry(
        key=str(row.pk),
        heading=_("Countersignature") if row.is_countersignature else _("Signature"),
        tag=_("no longer counts") if gone else "",
        hint=_("Superseded on %(moment)s: the text was changed or put forward anew.") % {"moment": gone}
        if gone
        else "",
        blocks=blocks,
    )


def _reservation(item: Demanded) -> tuple[str, str, str]:
    return item.text, _("%(name)s, by %(day)s") % {"name": item.owner, "day": date_format(item.due_date)}, ""


def _line(row: HandoverSignOff) -> str:
    """Where the signature itself, with its words and marks, stands in the chain that nobody can change unseen."""
    line = AuditEvent.objects.filter(subject_id=row.pk, action__startswith="handover.signed.").first()
    return _("line %(number)s, SHA-256 %(hash)s") % {"number": line.position, "hash": line.hash} if line else ""


def _mark(mark: dict[str, Any]) -> str:
    words = _("Accepted") if mark["accepted"] else _("Not accepted")
    return f"{words}: {mark['comment']}" if mark.get("comment") else words


def _unmarked(row: HandoverSignOff) -> str:
    """What the signature takes over as a whole."""
    if row.decision == "return":
        return ""
    marked = {mark["title"] for mark in (*row.benefits, *row.remaining_work)}
    named = [one["title"] for one in row.snapshot.get("benefits", [])]
    named += [one["item"] for one in row.snapshot.get("remaining_items", [])]
    return "; ".join(title for title in named if title not in marked)


def _which_text(one: Signature, signed: Signature) -> str:
    if one.row.snapshot_sha256 == signed.row.snapshot_sha256:
        return _("the text above, SHA-256 %(hash)s") % {"hash": one.row.snapshot_sha256}
    return _("an earlier version, not the text above: SHA-256 %(hash)s") % {"hash": one.row.snapshot_sha256}


def _how_to_check(signed: Signature) -> Section:
    row = signed.row
    words = [
        _("Open this address and sign in. Varig says who signed the text with this hash, and whether it still counts:"),
        check_url(row.snapshot_sha256),
        _("Give this file to the same page: it says whether anything in it was changed after Varig made it."),
        _(
            "Without Varig: the file snapshot.json, which is attached to this document or stored beside it, is what "
            "was signed, byte for byte. Calculate its SHA-256 with any tool (for example: sha256sum snapshot.json); "
            "it must be the hash above."
        ),
    ]
    return Section("check", _("How to check this record"), [Words(one) for one in words])


def _parties(handed_over_by: str, mine: Sequence[Signature]) -> list[str]:
    """Who handed over, who signed, and for whom."""
    signed = [name for one in mine for name in (one.row.signer_name, one.row.acting_for and one.row.acting_for.name)]
    return list(dict.fromkeys([handed_over_by, *(name for name in signed if name)]))


def _keywords(handover: Handover, signed: Signature, mine: Sequence[Signature]) -> list[str]:
    project = handover.project
    named = [
        (_("Organisation"), handover.organisation.name),
        (_("Case reference"), project.case_reference),
        (_("Reference"), signed.row.snapshot["project"].get("reference", "")),
        (_("Handed over by"), signed.row.snapshot["project"].get("leader", "")),
        (_("Receiving unit"), signed.row.snapshot["receiving_unit"]["name"]),
        *((_("Signed by"), f"{one.row.signer_name} ({_utc(one.row.signed_at)})") for one in mine),
        ("SHA-256", signed.row.snapshot_sha256),
    ]
    return [f"{label}: {words}" for label, words in named if words]


def _local(handover: Handover, moment: datetime) -> datetime:
    return localtime(moment, ZoneInfo(handover.organisation.time_zone))


def _day(handover: Handover, moment: datetime) -> str:
    return date_format(_local(handover, moment), "DATE_FORMAT")


def _moment(handover: Handover, moment: datetime) -> str:
    here = date_format(_local(handover, moment), "DATETIME_FORMAT")
    return f"{here} ({handover.organisation.time_zone}); {_utc(moment)}"


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"
