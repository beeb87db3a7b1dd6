"""Benefits that are owned in another organisation: when a figure is due, its owner there gets the one question by mail.

Whoever owns the benefit with us is its custodian: the question is asked in their name, they are reminded as ever, and
somebody else than the two checks the answer.
"""

from datetime import datetime
from typing import Any

import structlog
from django.db.models import F, Q
from django.utils import translation
from django.utils.translation import gettext as _

from projects.lifecycles.benefit import BenefitState
from projects.models import FigureRequest, Measurement
from projects.services import figure_requests
from register.errors import Refusal
from register.models import Organisation

FOLLOWED = (BenefitState.ACCEPTED, BenefitState.TRACKING)

log = structlog.get_logger(__name__)


def ask_for_due(*, organisation: Organisation, now: datetime) -> None:
    """Ask for every figure whose period is over; again when a link grew too old, never twice while one works."""
    for measurement in _to_be_asked_for(organisation, now):
        try:
            _ask(measurement, organisation, now)
        except Refusal as refusal:  # one wrong address does not keep the others from being asked
            log.warning("outside_owner_not_asked", measurement=str(measurement.pk), code=refusal.code)


def _to_be_asked_for(organisation: Organisation, now: datetime) -> list[Measurement]:
    """Where the custodian would have to report: nobody else of ours is named as measurer."""
    asked_lately = FigureRequest.objects.filter(
        organisation=organisation, created_at__gt=now - figure_requests.LIFETIME
    )
    benefit = "indicator__benefit__"
    rows = Measurement.objects.filter(
        Q(indicator__measurer=None) | Q(indicator__measurer=F(f"{benefit}owner")),
        organisation=organisation,
        state="due",
        period_end__lt=organisation.local_date(now),
        **{f"{benefit}state__in": FOLLOWED, f"{benefit}owner__is_active": True},
    )
    rows = rows.exclude(**{f"{benefit}outside_owner_email": ""}).exclude(pk__in=asked_lately.values("measurement"))
    rows = rows.exclude(**{f"{benefit}project__state__in": figure_requests.OVER})
    return list(rows.select_related(f"{benefit}owner", f"{benefit}project").order_by("due_date", "pk"))


def _ask(measurement: Measurement, organisation: Organisation, now: datetime) -> None:
    benefit: Any = measurement.indicator.benefit
    benefit.owner.organisation = organisation
    with translation.override(organisation.language):
        words = _("You own the benefit “%(benefit)s” at %(organisation)s; %(custodian)s follows it with us.") % {
            "benefit": benefit.title,
            "organisation": benefit.outside_organisation,
            "custodian": benefit.owner.name,
        }
    figure_requests.ask(
        measurement=measurement,
        email=benefit.outside_owner_email,
        name=benefit.outside_owner_name,
        words=words,
        by=benefit.owner,
        now=now,
    )
