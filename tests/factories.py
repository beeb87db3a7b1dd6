"""Small builders of rows; each gives something complete, and takes the fields a test is about."""

from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count
from typing import Any

from django.db import transaction

from projects.lifecycles.benefit import BenefitState
from projects.lifecycles.project import ProjectState
from projects.models import Benefit, Handover, Indicator, Measurement, Milestone, Project, Target
from register.models import Account, Organisation, Person, RoleAssignment, Unit
from workflows import lifecycle

START = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
numbers = count(1)


def an_organisation(name: str = "", country: str = "NO", **fields: Any) -> Organisation:
    """A municipality with its country's defaults."""
    defaults = Organisation(country=country).country_defaults
    return Organisation.objects.create(
        name=name or f"Andebu {next(numbers)}",
        country=country,
        **{
            "language": "en",
            "currency": defaults.currency,
            "time_zone": defaults.time_zone,
            **fields,
        },
    )


def a_person(organisation: Organisation, name: str = "", **fields: Any) -> Person:
    """Somebody with an account of their own, and no role."""
    name = name or f"Person {next(numbers)}"
    email = f"{name.lower().replace(' ', '.')}.{next(numbers)}@andebu.example"
    account = Account.objects.create(email=email)
    return Person.objects.create(
        organisation=organisation, name=name, **{"email": email, "language": "en", "account": account, **fields}
    )


def a_role(person: Person, role: str, unit: Unit | None = None) -> RoleAssignment:
    """The role, in the whole organisation or on a unit."""
    return RoleAssignment.objects.create(organisation=person.organisation, person=person, role=role, unit=unit)


def a_unit(organisation: Organisation, name: str = "", **fields: Any) -> Unit:
    """A unit without anybody in it."""
    return Unit.objects.create(organisation=organisation, name=name or f"Unit {next(numbers)}", **fields)


def a_project(organisation: Organisation, *, state: str = ProjectState.EXECUTING, **fields: Any) -> Project:
    """A project with leader, owner and benefits-responsible, who have all accepted."""
    roles = ("leader", "owner", "benefits_responsible")
    people = {role: a_person(organisation, role.replace("_", " ").title()) for role in roles if role not in fields}
    row = Project.objects.create(
        organisation=organisation,
        **{
            "title": f"Project {next(numbers)}",
            "purpose": "Less waiting",
            "created_at": START,
            "unit": fields["unit"] if "unit" in fields else a_unit(organisation),
            **{f"{role}_accepted_at": START for role in roles},
            **people,
            **fields,
        },
    )
    return in_state(row, state)


def a_benefit(project: Project, *, state: str = BenefitState.ACCEPTED, **fields: Any) -> Benefit:
    """A counted benefit with an owner of the line who has accepted it."""
    accepted = state not in (BenefitState.IDENTIFIED, BenefitState.PROFILED)
    if "owner" not in fields:
        fields["owner"] = a_person(project.organisation, "Benefit Owner")
    row = Benefit.objects.create(
        organisation=project.organisation,
        project=project,
        **{
            "title": f"Benefit {next(numbers)}",
            "kind": "quantified",
            "created_at": START,
            "owner_asked_at": START,
            "accepted_at": START if accepted else None,
            **fields,
        },
    )
    return in_state(row, state)


def an_indicator(benefit: Benefit, **fields: Any) -> Indicator:
    """Days of waiting, to become fewer, counted every quarter from 60 days on 1 January 2026."""
    return Indicator.objects.create(
        organisation=benefit.organisation,
        benefit=benefit,
        **{
            "name": f"Waiting {next(numbers)}",
            "unit": "days",
            "direction": "decrease",
            "frequency": "quarter",
            "method": "Counted",
            "baseline_state": "measured",
            "baseline_value": Decimal(60),
            "baseline_date": date(2026, 1, 1),
            "created_at": START,
            **fields,
        },
    )


def a_target(
    indicator: Indicator, value: Decimal | None = Decimal(30), due_date: date | None = date(2027, 12, 31), **fields: Any
) -> Target:
    """Thirty, by the end of 2027."""
    return Target.objects.create(
        organisation=indicator.organisation, indicator=indicator, value=value, due_date=due_date, **fields
    )


def a_measurement(indicator: Indicator, *, state: str = "due", **fields: Any) -> Measurement:
    """The first quarter of 2026."""
    row = Measurement.objects.create(
        organisation=indicator.organisation,
        indicator=indicator,
        **{
            "period_start": date(2026, 1, 1),
            "period_end": date(2026, 3, 31),
            "due_date": date(2026, 5, 30),
            "created_at": START,
            **fields,
        },
    )
    return in_state(row, state)


def a_milestone(project: Project, **fields: Any) -> Milestone:
    """A deliverable of June 2026."""
    return Milestone.objects.create(
        organisation=project.organisation,
        project=project,
        **{
            "title": f"Milestone {next(numbers)}",
            "kind": "deliverable",
            "due_date": date(2026, 6, 30),
            "created_at": START,
            **fields,
        },
    )


def a_handover(project: Project, *, state: str = "draft", **fields: Any) -> Handover:
    """A handover to a unit with a line manager."""
    unit = fields.pop("receiving_unit", None) or a_unit(project.organisation)
    manager = fields.pop("line_manager", None) or a_person(project.organisation, "Line Manager")
    row = Handover.objects.create(
        organisation=project.organisation,
        project=project,
        receiving_unit=unit,
        line_manager=manager,
        **{
            "takes_over_on": date(2026, 8, 1),
            "created_at": START,
            "sent_at": START if state == "sent" else None,
            **fields,
        },
    )
    return in_state(row, state)


@transaction.atomic
def in_state(row: Any, state: str) -> Any:
    """The row as if it had been in the state when it was registered."""
    type(row).objects.filter(pk=row.pk).update(state_changed_at=START)
    if row.state != state:
        lifecycle.record_imported_state(row, state=state, by=None, now=START)
    return type(row).objects.get(pk=row.pk)
