"""What an organisation is without projects: people with accounts, units with managers, roles, goals."""

from bench.filling.layout import (
    ADMINISTRATOR,
    CONTROLLER,
    DECISION_MAKER,
    GOALS,
    ORGANISATIONS,
    PEOPLE,
    UNITS,
    numbers,
)
from bench.insertion import insert, pk
from register.models import Account, Goal, Organisation, Person, RoleAssignment, Unit


def ground() -> list[str]:
    """Organisations, people with accounts, units with managers, goals."""
    people, units = ORGANISATIONS * PEOPLE, ORGANISATIONS * UNITS
    person = {
        "id": pk("person", "n"),
        "organisation": pk("organisation", f"n / {PEOPLE}"),
        "account": pk("account", "n"),
    }
    email = "'person' || n || '@kommune' || " + f"n / {PEOPLE} || '.example'"
    unit = {"organisation": pk("organisation", f"n / {UNITS}"), "name": "'Unit ' || n"}
    above = f"CASE WHEN n % {UNITS} > 0 THEN {pk('unit', f'n - n % {UNITS} + (n % {UNITS} - 1) / 7')} END"
    return [
        insert(
            Organisation,
            numbers(ORGANISATIONS),
            id=pk("organisation", "n"),
            name="'Kommune ' || n",
            country="'NO'",
            language="'en'",
            currency="'NOK'",
            time_zone="'Europe/Oslo'",
        ),
        insert(Account, numbers(people), id=pk("account", "n"), email=email, password="'!'"),
        insert(Person, numbers(people), name="'Person ' || n", email=email, language="'en'", **person),
        insert(Unit, numbers(units), id=pk("unit", "n"), parent=above, **unit),
        *_roles(),
        insert(
            Goal,
            numbers(ORGANISATIONS * GOALS),
            id=pk("goal", "n"),
            organisation=pk("organisation", f"n / {GOALS}"),
            title="'Goal ' || n",
        ),
    ]


def _roles() -> list[str]:
    """A line manager for every unit; an administrator, a controller and a decision maker everywhere."""
    everywhere = {"administrator": ADMINISTRATOR, "controller": CONTROLLER, "decision_maker": DECISION_MAKER}
    managers = insert(
        RoleAssignment,
        numbers(ORGANISATIONS * UNITS),
        id=pk("manager", "n"),
        organisation=pk("organisation", f"n / {UNITS}"),
        person=pk("person", f"n / {UNITS} * {PEOPLE} + 10 + n % {UNITS}"),
        role="'line_manager'",
        unit=pk("unit", "n"),
    )
    others = [
        insert(
            RoleAssignment,
            numbers(ORGANISATIONS),
            id=pk(role, "n"),
            organisation=pk("organisation", "n"),
            person=pk("person", f"n * {PEOPLE} + {place}"),
            role=f"'{role}'",
        )
        for role, place in everywhere.items()
    ]
    return [managers, *others]
