"""Since when those who decide at a gate have been asked: written down once, so that no later change moves their date.

What is asked follows from the rows: a gate is open once all that it asks for is there. When it opens, that moment is
kept with the project. It is another one in the next state, and when what came back for rework has been worked on.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from projects.models import GateDecision, Project
from projects.reports.duties import find
from projects.reports.duty_scope import Found, Scope
from projects.reports.gate_basis import basis_of, hash_of_substance
from register.models import Organisation
from workflows.models import Outcome

GATE = "decide_gate"
Reworked = Mapping[tuple[UUID, str], GateDecision]


def written_down(found: Iterable[Found], now: datetime) -> list[Found]:
    """The duties with the moments of their asking, which are kept from now on."""
    found = list(found)
    reworked = _reworked([one for one in found if one.kind == GATE])
    return [_kept(one, reworked, now) if one.kind == GATE else one for one in found]


def write_down_all(*, organisation: Organisation, now: datetime) -> list[Project]:
    """For gates that opened, or were worked on, without anybody being told; those that are asked anew."""
    found = find([GATE], Scope(organisation, now))
    reworked = _reworked(found)
    anew = [one.row for one in found if _kept(one, reworked, now) is not one]
    return list({row.pk: row for row in anew}.values())


def reask(project: Project, gate: str, now: datetime) -> None:
    """Rework was asked for: whoever decides has time anew."""
    _keep(project, gate, now)


def _reworked(found: Sequence[Found]) -> Reworked:
    """The last answers that asked for rework, while nobody has been asked anew."""
    projects = {one.row.pk: one.row for one in found}
    rows = GateDecision.objects.filter(project__in=projects, outcome=Outcome.REWORK).order_by("round")
    return {
        (row.project_id, row.gate): row
        for row in rows
        if (projects[row.project_id].asked_since(row.gate) or row.recorded_at) <= row.recorded_at
    }


def _kept(one: Found, reworked: Reworked, now: datetime) -> Found:
    last = reworked.get((one.row.pk, one.part))
    if last and _is_worked_on(last, now):
        _keep(one.row, one.part, now)
        return replace(one, asked_at=now, asked_on=one.row.organisation.local_date(now))
    _keep_first(one)
    return one


def _keep_first(one: Found) -> None:
    if one.asked_at is not None and one.row.asked_since(one.part) is None:
        _keep(one.row, one.part, one.asked_at)


def _keep(project: Project, gate: str, at: datetime) -> None:
    project.gate_asked, project.gate_asked_at = gate, at
    Project.objects.filter(pk=project.pk).update(gate_asked=gate, gate_asked_at=at)


def _is_worked_on(last: GateDecision, now: datetime) -> bool:
    """Whether something has changed since, on which the next answer will rest."""
    project = Project.objects.with_parts().get(pk=last.project_id)
    return hash_of_substance(last.snapshot) != hash_of_substance(basis_of(project, last.gate, now=now))
