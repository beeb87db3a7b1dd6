"""Sharing out what several projects claim: only when a person says so, and written on each benefit."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from projects import permissions
from projects.models import Benefit
from projects.reports.overlaps import Overlap
from projects.services.permission import ensure
from register.models import Person
from register.permissions import require_human
from register.services import audit, editing


@transaction.atomic
def split(*, overlap: Overlap, by: Person, now: datetime) -> Sequence[Benefit]:
    """Give each benefit the share that is proposed, with the rule as its reason; all of them, or none."""
    require_human(by)
    audit.hold(by.organisation_id)
    for claim in overlap.claims:
        ensure(permissions.EDITS_BENEFIT, subject=claim.benefit, by=by)
    return [
        editing.update(
            row=claim.benefit,
            changes={"attribution_share": claim.proposed, "attribution_reason": _reason(overlap, claim.benefit)},
            by=by,
            now=now,
            reason=overlap.rule,
            about=claim.benefit.project_id,
            action="benefit.shared",
        )
        for claim in overlap.claims
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
