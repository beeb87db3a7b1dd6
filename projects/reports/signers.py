"""As what somebody would sign a handover on a day, and for whom."""

from dataclasses import dataclass
from datetime import date

from projects.models import Handover
from register.models import Person


@dataclass(frozen=True)
class Signer:
    """Who signs, as what, and for whom."""

    person: Person
    role: str
    acting_for: Person | None


def signer_of(row: Handover, by: Person, today: date) -> Signer:
    """The nearest to the line manager that the person is."""
    manager = row.line_manager
    if manager and by.pk == manager.pk:
        return Signer(by, "line_manager", None)
    if row.needs_superior(today) and by == row.receiving_unit.superior():
        return Signer(by, "superior", None if row.project.leader_id == row.line_manager_id else manager)
    deputy = row.receiving_unit.deputy
    if deputy and by.pk == deputy.pk:
        return Signer(by, "deputy", manager)
    stand_in = manager is not None and by in manager.stand_ins(today)
    return Signer(by, "stand_in" if stand_in else "administrator", manager)
