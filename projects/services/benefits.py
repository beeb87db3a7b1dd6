"""Benefits: what shall be better, who answers for it, and what belongs to their steps."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from projects import permissions
from projects.lifecycles.benefit import OPEN, BenefitState
from projects.models import Benefit, EarlierJudgement, Project
from projects.models.benefit_profile import BenefitProfile
from projects.models.benefits import BenefitOutcome
from projects.services import (
    asking,
    benefit_links,
    checks,
    dates_that_follow,
    handovers,
    measurement_plan,
    money_terms,
)
from projects.services.dates import spread
from projects.services.permission import ensure
from register.errors import InvalidInput, NotPermitted
from register.models import Person
from register.permissions import require_human
from register.services import editing
from workflows import lifecycle

LINKS = ("goals",)
PROFILE = tuple(field.name for field in BenefitProfile._meta.fields)
DESCRIBED = (
    *("key", "title", "description", "kind", "is_disbenefit", "beneficiaries", "owner", "receiving_unit"),
    *("how_known", "part_of", "restates", "start_date", "due_date", *PROFILE, *LINKS),
    *money_terms.TERMS,
)
JUDGED = ("judgement", "judgement_words", "judged_on", "outcome", "outcome_explanation")
ACCEPTED = (BenefitState.ACCEPTED, BenefitState.TRACKING)


@transaction.atomic
def create_benefit(*, project: Project, fields: Mapping[str, Any], by: Person | None, now: datetime) -> Benefit:
    """Add an expected benefit, or one that turned up. Only an administrator says in which ``state`` it was already."""
    found_later = (permissions.ANSWERS_FOR_BENEFITS,) if fields.get("is_emergent") else ()
    ensure(permissions.EDITS, *found_later, subject=project, by=by)
    values = spread(Benefit, fields)
    state = values.pop("state", None) or BenefitState.IDENTIFIED
    checks.only(DESCRIBED, values)
    checks.active_people(values)
    links = {name: values.pop(name) for name in LINKS if name in values}
    row = Benefit(organisation_id=project.organisation_id, project=project)
    values |= dates_that_follow.settle(row, values)
    for name, value in values.items():
        setattr(row, name, value)
    if row.owner_id:
        row.owner_asked_at = now
    benefit = editing.create(row=row, by=by, now=now, links=links, about=project.about)
    if state != BenefitState.IDENTIFIED:
        benefit = _record_state(benefit, state, by=by, now=now)
    handovers.review_signed(project=project, by=by, now=now)
    return benefit


@transaction.atomic
def update_benefit(
    *,
    benefit: Benefit,
    changes: Mapping[str, Any],
    by: Person | None,
    now: datetime,
    expected_version: int | None = None,
    reason: str = "",
) -> Benefit:
    """Change what is known of a benefit. A new owner must accept it; what people said of it counts as theirs."""
    values = spread(Benefit, changes)
    _ensure_may_change(benefit, values, by=by)
    checks.only((*DESCRIBED, *JUDGED), values)
    _check_references(benefit, values)
    money_terms.check(benefit, values, reason)
    values |= dates_that_follow.settle(benefit, values)
    values |= _new_owner(benefit, values, now=now) | _new_judgement(benefit, values, by=by, now=now)
    row = editing.update(
        row=benefit,
        changes=values,
        by=by,
        now=now,
        expected_version=expected_version,
        reason=reason,
        about=benefit.about,
    )
    _keep_what_was_vouched_for(benefit, row, by=by, now=now)
    money_terms.note_change(benefit, row, by=by, now=now, reason=reason)
    if "goals" in values:
        benefit_links.follow_goals(benefit=row, by=by, now=now)
    handovers.review_signed(project=row.project, by=by, now=now)
    if row.owner_id != benefit.owner_id:
        asking.tell(project=row.project, by=by, now=now)
    return row


@transaction.atomic
def verify_judgement(*, benefit: Benefit, by: Person | None, now: datetime) -> Benefit:
    """Somebody else than the judge vouches for the judgement; from then on it is the benefit's status."""
    if not benefit.judgement:
        raise InvalidInput.single("judgement", _("There is no judgement to verify yet."), code="required")
    require_human(by)
    if by is not None and not permissions.checks_figures(benefit.project, benefit, by):
        raise NotPermitted(_("Only the benefits-responsible, the project owner or a controller can verify this."))
    if by is not None and by.pk == benefit.judged_by_id:
        raise NotPermitted(_("You judged this benefit yourself, so somebody else must check it."))
    return editing.update(
        row=benefit,
        changes={"judgement_verified_by": by},
        by=by,
        now=now,
        about=benefit.about,
        action="benefit.judgement_verified",
    )


def _record_state(benefit: Benefit, state: str, *, by: Person | None, now: datetime) -> Benefit:
    if state not in BenefitState.values:
        raise InvalidInput.single("state", _("There is no such state."))
    if by is not None and not by.standing.administrator:
        raise NotPermitted(_("Only an administrator can say in which state a benefit is already."))
    if state in ACCEPTED and benefit.owner_id:
        changes = {"accepted_at": now}
        benefit = editing.update(row=benefit, changes=changes, by=by, now=now, about=benefit.about)
    return lifecycle.record_imported_state(benefit, state=state, by=by, now=now)


def _ensure_may_change(benefit: Benefit, values: Mapping[str, Any], *, by: Person | None) -> None:
    if set(values) & set(JUDGED):
        ensure(permissions.JUDGES_BENEFIT, subject=benefit, by=by)
    if not values or set(values) - set(JUDGED):
        ensure(permissions.EDITS_BENEFIT, subject=benefit, by=by)


def _check_references(benefit: Benefit, values: Mapping[str, Any]) -> None:
    checks.active_people({name: one for name, one in values.items() if one != getattr(benefit, name, None)})
    for name in ("part_of", "restates"):
        checks.no_cycle(benefit, name, values.get(name))


def _new_owner(benefit: Benefit, values: Mapping[str, Any], *, now: datetime) -> dict[str, Any]:
    """Who comes new has accepted nothing yet. The benefit's state stays, so that its follow-up runs on meanwhile."""
    if not checks.changed(benefit, values, ("owner",)) or benefit.state not in OPEN:
        return {}
    return {"accepted_at": None, "owner_asked_at": now if values["owner"] else None}


def _new_judgement(benefit: Benefit, values: Mapping[str, Any], *, by: Person | None, now: datetime) -> dict[str, Any]:
    if not checks.changed(benefit, values, ("judgement", "judgement_words", "judged_on")):
        return {}
    judged_on = values.get("judged_on") or benefit.organisation.local_date(now)
    return {"judged_on": judged_on, "judged_by": by, "judgement_verified_by": None}


def _keep_what_was_vouched_for(old: Benefit, new: Benefit, *, by: Person | None, now: datetime) -> None:
    """A verified judgement stays the benefit's status until the newer one is verified too."""
    if old.judgement and old.judgement_verified_by_id and not new.judgement_verified_by_id:
        kept = ("judgement", "judgement_words", "judged_on", "judged_by", "judgement_verified_by")
        row = EarlierJudgement(
            organisation_id=old.organisation_id, benefit=new, **{name: getattr(old, name) for name in kept}
        )
        editing.create(row=row, by=by, now=now, about=new.about)


def store_outcome(benefit: Benefit, *, by: Person | None, now: datetime, given: Mapping[str, Any]) -> None:
    """The outcome, and the comment as its explanation, are stored before the benefit is concluded."""
    ensure(permissions.JUDGES_BENEFIT, subject=benefit, by=by)
    outcome, words = given.get("outcome"), given.get("comment")
    if outcome and outcome not in BenefitOutcome.values:
        raise InvalidInput.single("outcome", _("The outcome is realised, partly_realised or not_realised."))
    if benefit.state in ACCEPTED:
        stored = {"outcome": outcome, "outcome_explanation": words}
        changes = {name: value for name, value in stored.items() if value}
        editing.update(row=benefit, changes=changes, by=by, now=now, about=benefit.about)


def note_when_asked(benefit: Benefit, *, by: Person | None, now: datetime, given: Mapping[str, Any]) -> None:
    """The proposed owner has two weeks from here."""
    editing.update(row=benefit, changes={"owner_asked_at": now}, by=by, now=now, about=benefit.about)


def plan_measurements(benefit: Benefit, *, by: Person | None, now: datetime, given: Mapping[str, Any]) -> None:
    """Measurements fall due from acceptance on, in every state of the project."""
    today = benefit.organisation.local_date(now)
    for indicator in benefit.indicators.all():
        measurement_plan.plan(indicator=indicator, today=today, now=now, by=by)


def waive_what_was_due(benefit: Benefit, *, by: Person | None, now: datetime, given: Mapping[str, Any]) -> None:
    """Nobody is asked for figures of a benefit that is judged or withdrawn."""
    words = _("The benefit is no longer followed up.")
    measurement_plan.waive_open(benefit=benefit, comment=words, by=by, now=now)


BEFORE: dict[str, Callable[..., None]] = {"conclude": store_outcome}
AFTER: dict[str, Callable[..., None]] = {
    "profile": note_when_asked,
    "accept": plan_measurements,
    "take_up_again": plan_measurements,
    "conclude": waive_what_was_due,
    "withdraw": waive_what_was_due,
}
