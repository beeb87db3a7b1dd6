"""Bodies that decide at gates, and where they do. Kept by administrators."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from projects.lifecycles.project import GATES
from projects.models import DecidingBody, GateAnswer, GateDecider, GateDecision, Referral, Rule
from projects.services import checks
from register.errors import InvalidInput, NotPossible
from register.models import Organisation, Person
from register.permissions import require_administrator
from register.services import audit, editing

BODY = ("name", "rule", "members", "secretary", "key")
PLACE = ("gate", "unit", "body", "key")


@transaction.atomic
def create_body(
    *, organisation: Organisation, fields: Mapping[str, Any], by: Person | None, now: datetime
) -> DecidingBody:
    """A body with a name, a rule, and members or a secretary."""
    require_administrator(by, organisation.pk)
    checks.only(BODY, fields)
    values = dict(fields)
    members = list(values.pop("members", ()))
    row = DecidingBody(organisation=organisation, **values)
    _check(row.rule, members, row.secretary)
    return editing.create(row=row, by=by, now=now, links={"members": members})


@transaction.atomic
def update_body(
    *,
    body: DecidingBody,
    changes: Mapping[str, Any],
    by: Person | None,
    now: datetime,
    expected_version: int | None = None,
    reason: str = "",
) -> DecidingBody:
    """Who sits in it, and how it decides; a new rule counts from the next answer on."""
    require_administrator(by, body.organisation_id)
    checks.only(BODY, changes)
    audit.hold(body.organisation_id)
    body = DecidingBody.objects.get(pk=body.pk)
    members = list(changes.get("members", body.members.all()))
    _check(changes.get("rule", body.rule), members, changes.get("secretary", body.secretary))
    return editing.update(row=body, changes=changes, by=by, now=now, expected_version=expected_version, reason=reason)


@transaction.atomic
def create_decider(
    *, organisation: Organisation, fields: Mapping[str, Any], by: Person | None, now: datetime
) -> GateDecider:
    """Say who decides at a gate, or at all of them; everywhere, or for a unit and all below."""
    require_administrator(by, organisation.pk)
    checks.only(PLACE, fields)
    _check_gate(fields.get("gate", ""))
    return editing.create(row=GateDecider(organisation=organisation, **fields), by=by, now=now)


@transaction.atomic
def update_decider(
    *,
    decider: GateDecider,
    changes: Mapping[str, Any],
    by: Person | None,
    now: datetime,
    expected_version: int | None = None,
    reason: str = "",
) -> GateDecider:
    require_administrator(by, decider.organisation_id)
    checks.only(PLACE, changes)
    _check_gate(changes.get("gate", ""))
    return editing.update(
        row=decider, changes=changes, by=by, now=now, expected_version=expected_version, reason=reason
    )


@transaction.atomic
def delete(
    *,
    row: DecidingBody | GateDecider,
    by: Person | None,
    now: datetime,
    expected_version: int | None = None,
    reason: str = "",
) -> None:
    """A body goes only while it decides nowhere and has decided nothing."""
    require_administrator(by, row.organisation_id)
    if isinstance(row, DecidingBody) and row.rules.exists():
        raise NotPossible(_("This body decides at gates. Say first who does it instead."), code="in_use")
    if isinstance(row, DecidingBody) and has_taken_part(row):
        words = _(
            "This body has taken part in decisions, so it stays. It decides nothing more once no gate is its own."
        )
        raise NotPossible(words, code="in_use")
    editing.delete(row=row, by=by, now=now, expected_version=expected_version, reason=reason)


def has_taken_part(body: DecidingBody) -> bool:
    """Whether a decision, an answer or a meeting names it."""
    decided = GateDecision.objects.filter(deciding_body=body)
    return any(
        rows.exists() for rows in (decided, *(model.objects.filter(body=body) for model in (GateAnswer, Referral)))
    )


def _check(rule: str, members: Collection[Person], secretary: Person | None) -> None:
    checks.active_people({"secretary": secretary})
    if any(not one.is_active or one.is_service for one in members):
        words = _("Choose people who are active: one of these has left or is a machine.")
        raise InvalidInput.single("members", words, code="inactive")
    if rule == Rule.ELSEWHERE and secretary is None:
        words = _("A body that meets elsewhere needs a secretary who records what it decided.")
        raise InvalidInput.single("secretary", words, code="required")
    if rule != Rule.ELSEWHERE and not members:
        raise InvalidInput.single("members", _("Name at least one member."), code="required")


def _check_gate(gate: str) -> None:
    if gate and gate not in GATES:
        raise InvalidInput.single("gate", _("There is no such gate."))
