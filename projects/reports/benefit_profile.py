"""The profile of a benefit as its page shows it: use of the freed value, what it needs, its risks, what is lacking."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from projects import permissions
from projects.models import Benefit, FreedValueUse, Prerequisite, RealisationAction, Risk
from projects.reports.benefit_gaps import Lacking, lacking_in
from projects.reports.figure_words import number
from register.models import Person

LEVELS = {"high": 0, "medium": 1, "low": 2, "": 3}


@dataclass(frozen=True)
class Part:
    """A prerequisite or an action as a row: who, until when, how far."""

    row: Prerequisite | RealisationAction
    who: Person | None
    is_late: bool
    tone: str


@dataclass(frozen=True)
class ProfilePage:
    frees_value: bool
    is_potential: bool
    use: str
    waits_for: str
    share: str
    outside: str
    lacking: Sequence[Lacking]
    prerequisites: Sequence[Part]
    actions: Sequence[Part]
    risks: Sequence[Risk]
    may_steer: bool


def profile_of(benefit: Benefit, reader: Person, on: date) -> ProfilePage:
    """Everything that is said of it beside its figures, as of a day."""
    risks = benefit.risks.select_related("responsible").order_by("created_at")
    return ProfilePage(
        frees_value=benefit.freed_value.is_freed,
        is_potential=benefit.is_potential(on),
        use=use_in_words(benefit, on),
        waits_for=_waits_for(benefit),
        share=share_in_words(benefit.attribution_share),
        outside=_outside(benefit),
        lacking=lacking_in(benefit, on),
        prerequisites=_parts(benefit.prerequisites.select_related("handler"), on),
        actions=_parts(benefit.actions.select_related("responsible"), on),
        risks=sorted(risks, key=lambda row: (row.status != "open", LEVELS[row.level])),
        may_steer=permissions.STEERS_PART(Risk(benefit=benefit), reader),
    )


def use_in_words(benefit: Benefit, on: date) -> str:
    """What becomes of the freed value, who decided that and when; or that it still is a potential, and why."""
    freed = benefit.freed_value
    if not freed.is_freed:
        return ""
    if not benefit.use_kind:
        return _("Potential: nobody has said what becomes of the money or time that is freed.")
    words = {"use": _use(benefit), "who": benefit.use_decided_by}
    if freed.is_decided(on):
        words["day"] = date_format(benefit.use_decided_on)
        return _("%(use)s. Decided by %(who)s on %(day)s.") % words
    if benefit.use_decided_on and benefit.use_decided_on > on and benefit.use_decided_by:
        words["day"] = date_format(benefit.use_decided_on)
        return _("Potential until it is decided: %(use)s. %(who)s decides on %(day)s.") % words
    return _("Potential: %(use)s is meant, but it is not said who decided that and when.") % words


def share_in_words(share: Decimal | None) -> str:
    if share is None:
        return ""
    return _("%(share)s %% of the change is put down to this project.") % {"share": number(share)}


def _use(benefit: Benefit) -> str:
    if benefit.use_kind == FreedValueUse.REDEPLOYED and benefit.use_service:
        return _("It goes to %(service)s") % {"service": benefit.use_service}
    return str(benefit.get_use_kind_display())


def _waits_for(benefit: Benefit) -> str:
    milestone, months = benefit.milestone, benefit.months_after_milestone
    if milestone is None:
        return ""
    words: dict[str, Any] = {"milestone": milestone.title, "months": months}
    if not months:
        return _("Follows the milestone “%(milestone)s”.") % words
    return (
        ngettext(
            "Starts %(months)d month after the milestone “%(milestone)s”.",
            "Starts %(months)d months after the milestone “%(milestone)s”.",
            months,
        )
        % words
    )


def _outside(benefit: Benefit) -> str:
    if not benefit.is_outside:
        return ""
    words = {
        "organisation": benefit.outside_organisation,
        "name": benefit.outside_owner_name,
        "custodian": benefit.owner.name if benefit.owner else "",
    }
    if not benefit.outside_owner_name:
        return _("Shows at %(organisation)s; nobody is named as its owner there.") % words
    if not benefit.owner:
        return _("Shows at %(organisation)s, where %(name)s owns it; nobody here is its custodian yet.") % words
    return _("Shows at %(organisation)s, where %(name)s owns it; %(custodian)s is its custodian here.") % words


def _parts(rows: Any, on: date) -> list[Part]:
    """The open ones first, by their dates; then what is over."""
    ordered = sorted(rows, key=lambda row: (not row.is_open, row.due_date or date.max, row.created_at))
    return [Part(row, row.seen_to_by, row.is_late(on), _tone(row, on)) for row in ordered]


def _tone(row: Prerequisite | RealisationAction, on: date) -> str:
    if row.is_late(on):
        return "bad"
    if row.status in ("done", "settled"):
        return "good"
    return {"not_settled": "risk", "under_way": "waiting"}.get(row.status, "neutral")
