"""What led to a signature, for its record: earlier rounds, what changed since, what was said to the sections."""

from collections.abc import Callable, Sequence
from datetime import datetime

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from projects.models import Handover, HandoverComment
from projects.reports.differences import Difference, differences
from projects.reports.figure_words import NONE
from projects.reports.signatures import Signature
from projects.reports.text_parts import Facts, Points, Section, Words

Moment = Callable[[datetime], str]


def rounds_before(earlier: Sequence[Signature], signed: Signature, moment: Moment) -> list[Section]:
    """The earlier rounds with their words, and what the signed text says otherwise than the last of them."""
    if not earlier:
        return []
    rows = [(round_in_words(one.row.round), _earlier(one, moment)) for one in earlier]
    found = [Section("earlier", _("Earlier rounds"), [Facts(rows, brief=True)])]
    last = earlier[-1].row
    heading = _("What has changed since round %(round)s") % {"round": last.round}
    changes = differences(last.snapshot, signed.row.snapshot)
    told = [(capfirst(one.place), _from_to(one)) for one in changes]
    return [*found, Section("changed", heading, [Facts(told)] if told else [Words(_("Nothing in the text."))])]


def comments_before(handover: Handover, signed: Signature, until: datetime, moment: Moment) -> list[Section]:
    """All that had been said when it was signed; whatever came afterwards is left out, so that the record stays."""
    rows = handover.comments.filter(round__lte=signed.row.round, created_at__lte=until)
    rows = rows.select_related("written_by", "settled_by").order_by("created_at", "pk")
    said = [_comment(row, until, moment) for row in rows]
    if not said:
        return []
    words = _("What had been said to the sections when this was signed. It is no part of what was signed.")
    return [Section("comments", _("Comments on the sections"), [Words(words, quiet=True), Points(said)])]


def round_in_words(number: int) -> str:
    """ "round 2"."""
    return _("round %(round)s") % {"round": number}


def _from_to(one: Difference) -> str:
    return f"→ {one.after}" if one.before == NONE else f"{one.before}\n→ {one.after}"


def _earlier(one: Signature, moment: Moment) -> str:
    who = f"{one.decision}: {one.row.signer_name}, {moment(one.row.signed_at)}"
    return "\n".join(part for part in (who, one.row.words, f"SHA-256 {one.row.snapshot_sha256}") if part)


def _comment(row: HandoverComment, until: datetime, moment: Moment) -> tuple[str, str, str]:
    about = f"{row.get_section_display()}, {round_in_words(row.round)}"
    remarks = [f"{row.written_by.name}, {moment(row.created_at)}"]
    if row.settled_at is None or row.settled_at > until:
        remarks.append(_("It was open when this was signed."))
    elif row.settled_by is not None:
        words = {"name": row.settled_by.name, "moment": moment(row.settled_at)}
        remarks.append(_("Settled by %(name)s, %(moment)s.") % words)
        if row.answer:
            remarks.append(_("Answer: %(words)s") % {"words": row.answer})
    return about, row.text, "\n".join(remarks)
