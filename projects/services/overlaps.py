"""Sharing out what several projects claim: only when a person says so, and written on each benefit.

Whoever may change a benefit may take its share; whoever may change them all settles it for all at once.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from projects import permissions
from projects.models import Benefit
from projects.reports.overlaps import Overlap
from projects.services.permission import ensure
from register.errors import InvalidInput
from register.models import Person
from register.permissions import require_human
from register.services import audit, editing


@transaction.atomic
def split(*, overlap: Overlap, by: Person, now: datetime, only: UUID | None = None) -> Sequence[Benefit]:
    """Give each benefit the share that is proposed, with the rule as its reason; all of them, or none.

    With `only` a benefit of the overlap that one alone takes its share; the others may still be taken.
    """
    require_human(by)
    audit.hold(by.organisation_id)
    proposed = {claim.benefit.pk: claim.proposed for claim in overlap.claims if only in (None, claim.benefit.pk)}
    if not proposed:
        raise InvalidInput.single("benefit", _("This benefit has no part in it."), code="unknown")
    benefits = Benefit.objects.select_related("project", "owner", "organisation").in_bulk(list(proposed))
    for benefit in benefits.values():
        ensure(permissions.EDITS_BENEFIT, subject=benefit, by=by)
    return [
        editing.update(
            row=benefit,
            changes={"attribution_share": proposed[pk], "attribution_reason": _reason(overlap, benefit)},
            by=by,
            now=now,
            reason=overlap.rule,
            about=benefit.project_id,
            action="benefit.shared",
        )
        for pk, benefit in benefits.items()
    ]


def _reason(overlap: Overlap, benefit: Benefit) -> str:
    """What was there stays; the rule and the others are named below it."""
    others = sorted({one.benefit.project.title for one in overlap.claims} - {benefit.project.title})
    words = _("Shared with %(others)s (%(what)s). %(rule)s") % {
        "others": ", ".join(others),
        "what": overlap.what,
        "rule": overlap.rule,
    }
    return "\n".join(filter(None, [benefit.attribution_reason, words]))
