"""Evidence beside a figure: a file, checked by what is in it, or a link. It stays once the figure is verified."""

from datetime import datetime
from hashlib import sha256

from django.db import transaction
from django.utils.translation import gettext as _

from projects import permissions
from projects.documents.uploads import FileNotTaken, checked_file
from projects.lifecycles.measurement import MeasurementState
from projects.models import Evidence, Measurement
from projects.services.permission import ensure
from register.errors import InvalidInput, NotPossible
from register.models import Person
from register.services import audit, editing

MOST = 10
"""So much can be looked at; more belongs in the archive, behind a link."""


@transaction.atomic
def add_link(*, measurement: Measurement, link: str, by: Person | None, now: datetime, words: str = "") -> Evidence:
    """Say where what the figure rests on can be read."""
    ensure_may_add(measurement, by)
    if not link.startswith(("https://", "http://")):
        raise InvalidInput.single("link", _("Give an address that begins with https:// or http://."), code="invalid")
    return _store(Evidence(words=words.strip(), link=link.strip()), measurement, by=by, now=now)


@transaction.atomic
def add_file(
    *, measurement: Measurement, file_name: str, content: bytes, by: Person | None, now: datetime, words: str = ""
) -> Evidence:
    """Keep the file that the figure rests on; what it is shows from its content, not from its name."""
    ensure_may_add(measurement, by)
    try:
        file = checked_file(file_name, content)
    except FileNotTaken as refused:
        raise InvalidInput.single("file", str(refused), code=refused.code) from refused
    row = Evidence(
        words=words.strip(),
        file_name=file.name,
        content_type=file.content_type,
        size=len(content),
        sha256=sha256(content).hexdigest(),
        content=content,
    )
    return _store(row, measurement, by=by, now=now)


@transaction.atomic
def remove(
    *, evidence: Evidence, by: Person | None, now: datetime, expected_version: int | None = None, reason: str = ""
) -> None:
    """Take evidence back, as long as nobody has verified the figure it stands beside."""
    measurement = evidence.measurement
    ensure(permissions.REPORTS, subject=measurement, by=by)
    if measurement.state == MeasurementState.VERIFIED:
        words = _("The figure was verified with this beside it, so it stays. Dispute the figure first.")
        raise NotPossible(words, code="wrong_state")
    editing.delete(row=evidence, by=by, now=now, expected_version=expected_version, reason=reason, about=evidence.about)


def _store(row: Evidence, measurement: Measurement, *, by: Person | None, now: datetime) -> Evidence:
    audit.hold(measurement.organisation_id)
    if Evidence.objects.filter(measurement=measurement).count() >= MOST:
        words = _("There are %(most)d pieces of evidence already. Put the rest in one file, or behind a link.")
        raise InvalidInput.single("", words % {"most": MOST}, code="too_many")
    row.organisation_id, row.measurement, row.added_by = measurement.organisation_id, measurement, by
    return editing.create(row=row, by=by, now=now, about=measurement.about)


def ensure_may_add(measurement: Measurement, by: Person | None) -> None:
    """Who reports the figure, and who checks it."""
    if by is None or not permissions.VERIFIES(measurement, by):
        ensure(permissions.REPORTS, subject=measurement, by=by)
