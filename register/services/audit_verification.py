"""Reads the audit chains again from their first line to their last, and says where one is broken."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext as _

from register.models import INSTALLATION_CHAIN, AuditEvent, AuditHead, AuditPersonalValue, Organisation
from register.models.audit import FORMAT
from register.services.audit_lines import hash_of, values_fit

AT_A_TIME = 1000


@dataclass(frozen=True, slots=True)
class ChainReport:
    """How far one chain holds; `broken` says in words what is wrong with the line after that, None that nothing is."""

    chain: UUID
    name: str
    verified: int
    broken: str | None = None


def verify() -> list[ChainReport]:
    """Check every chain of the installation."""
    names = dict(Organisation.objects.values_list("id", "name"))
    lines = AuditEvent.objects.values_list("chain", flat=True).distinct()
    chains = {*AuditHead.objects.values_list("chain", flat=True), *lines}
    return [_verify_chain(chain, names.get(chain) or _name_without_organisation(chain)) for chain in sorted(chains)]


def verify_organisation(organisation: Organisation) -> ChainReport:
    """Check one organisation's chain."""
    return _verify_chain(organisation.pk, organisation.name)


def _name_without_organisation(chain: UUID) -> str:
    return _("The installation") if chain == INSTALLATION_CHAIN else str(chain)


def _verify_chain(chain: UUID, name: str) -> ChainReport:
    # The head is read before the lines, so that lines written meanwhile do not look like a fault.
    head = AuditHead.objects.filter(chain=chain).first()
    last_hash, verified = "", 0
    for event, personal in _lines(chain, up_to=head.position if head else None):
        fault = _fault(event, personal, verified + 1, last_hash)
        if fault:
            return ChainReport(chain, name, verified, fault)
        last_hash, verified = event.hash, verified + 1
    return ChainReport(chain, name, verified, _fault_at_end(chain, head, verified, last_hash))


def _lines(chain: UUID, *, up_to: int | None) -> Iterator[tuple[AuditEvent, list[AuditPersonalValue]]]:
    """The lines of a chain in order, each with the personal values still kept; read so many at a time."""
    lines = AuditEvent.objects.filter(chain=chain).order_by("position")
    if up_to is not None:
        lines = lines.filter(position__lte=up_to)
    each = lines.iterator(chunk_size=AT_A_TIME)
    while some := list(islice(each, AT_A_TIME)):
        kept = defaultdict(list)
        for value in AuditPersonalValue.objects.filter(event__in=some):
            kept[value.event_id].append(value)
        yield from ((event, kept[event.pk]) for event in some)


def _fault(event: AuditEvent, personal: list[AuditPersonalValue], expected: int, last_hash: str) -> str | None:
    line = {"line": expected}
    if event.position != expected:
        return _("Line %(line)d is missing.") % line
    if event.format != FORMAT or hash_of(event) != event.hash:
        return _("Line %(line)d has been changed, moved or inserted: its hash does not fit its content.") % line
    if event.previous_hash != last_hash:
        return _("Line %(line)d does not follow the line before it.") % line
    if not values_fit(event, personal):
        return _("A personal value of line %(line)d has been changed.") % line
    return None


def _fault_at_end(chain: UUID, head: AuditHead | None, verified: int, last_hash: str) -> str | None:
    if head is None:
        return _("The chain has lost its head after line %(line)d.") % {"line": verified}
    if head.position > verified:
        return _("Line %(line)d is missing.") % {"line": verified + 1}
    if head.hash != last_hash:
        return _("The head of the chain does not fit line %(line)d.") % {"line": verified}
    last = AuditEvent.objects.filter(chain=chain).aggregate(last=Max("position"))["last"] or 0
    if last > AuditHead.objects.get(chain=chain).position:
        return _("Line %(line)d stands beyond the end of the chain.") % {"line": verified + 1}
    return None
