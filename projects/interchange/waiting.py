"""Between the preview of an import and its confirmation: the file is kept for the person who looked at it."""

from datetime import datetime, timedelta

from projects.interchange.importing import ImportResult, import_file
from projects.models import WaitingImport
from register.models import Person

KEPT_FOR = timedelta(days=1)


def preview(*, content: bytes, file_name: str, reason: str, by: Person, now: datetime) -> ImportResult:
    """Rehearse an import, and keep its file until it is confirmed or another takes its place."""
    result = import_file(organisation=by.organisation, content=content, by=by, now=now, reason=reason, dry_run=True)
    WaitingImport.objects.filter(uploaded_at__lt=now - KEPT_FOR).delete()
    kept = {"content": content, "file_name": file_name[:200], "reason": reason, "uploaded_at": now}
    WaitingImport.objects.update_or_create(person=by, defaults={"organisation": by.organisation, **kept})
    return result


def confirm(*, waiting: WaitingImport, by: Person, now: datetime) -> ImportResult:
    """Import the file that waits. What the register has become meanwhile counts, not what it was at the preview."""
    result = import_file(
        organisation=by.organisation, content=bytes(waiting.content), by=by, now=now, reason=waiting.reason
    )
    waiting.delete()
    return result
