"""An absence of more than 60 days is a succession: the deputy is asked to take on what the absent one holds.

Until they have said yes they stand in, as in any absence. What they take on is theirs for good; when the absent one
is back, it can be given back the same way.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from projects.models import Succession, SuccessionReason
from projects.reports.holding_slots import SLOTS
from projects.reports.holdings import held_by
from projects.services import successions
from register.models import Absence, Organisation
from register.services import audit


def ask_deputies(*, organisation: Organisation, now: datetime) -> None:
    """Ask the deputies of all who are away for long about what they were not asked about yet; take back what is past.

    Called with every round, so from the first day of the absence on, or from when it is registered.
    """
    today = organisation.local_date(now)
    away = Absence.objects.filter(organisation=organisation, from_date__lte=today, to_date__gte=today)
    away = away.filter(person__is_active=True, deputy__is_active=True).order_by("created_at", "pk")
    for absence in away.select_related("person__organisation", "deputy__organisation"):
        if absence.is_long:
            _ask(absence, now)
    for row in _past(organisation, now):
        successions.take_back(succession=row, by=None, now=now)


@transaction.atomic
def _ask(absence: Absence, now: datetime) -> None:
    audit.hold(absence.organisation_id)
    asked = {
        (row.kind, getattr(row, f"{SLOTS[row.kind].subject}_id")) for row in Succession.objects.filter(absence=absence)
    }
    today = absence.person.organisation.local_date(now)
    held = [one for one in held_by(absence.person, today) if one.key not in asked and one.waits_for is None]
    if held:
        reason = SuccessionReason.ABSENCE
        successions.propose(held=held, to=absence.deputy, by=None, now=now, reason=reason, absence=absence)


def _past(organisation: Organisation, now: datetime) -> QuerySet[Succession]:
    over = Q(absence__isnull=True) | Q(absence__to_date__lt=organisation.local_date(now))
    rows: QuerySet[Succession] = Succession.objects.filter(over, organisation=organisation, answer="", reason="absence")
    return rows
