"""Telling people at once that they are asked to sign, revise, decide or accept."""

from collections.abc import Sequence
from datetime import datetime

from projects.models import MoneyChange, Project, Rebaselining, Succession
from projects.reports.duties import asked_on_project, duties_on
from projects.reports.duty_scope import Found
from projects.reports.line import Line
from projects.services import gate_askings
from register.models import Person
from workflows.services.notices import enqueue

ASKED = "projects.asked"
ONE_BY_ONE = ("take_over", "revise", "answer_comments", "decide_gate", "accept_role", "accept_benefit", "evaluate")
CHANGE = "approve_change"
AT_ONCE = (*ONE_BY_ONE, "take_on", CHANGE)
"""What people are told the moment they are asked."""


def tell(*, project: Project, by: Person | None, now: datetime) -> None:
    """Write a notice to everybody who is asked for something today, once for each time it is asked.

    Called at the end of whatever may have asked somebody, in its transaction. Who asks themselves is not told.
    """
    today = project.organisation.local_date(now)
    line = Line(project.organisation, today)
    recipients = {
        (one.kind, one.part, one.row.pk, person): one
        for one in gate_askings.written_down(asked_on_project(project, now, ONE_BY_ONE), now)
        if one.asked_on == today and one.is_for is None
        for person in line.with_stand_ins(one.person)
        if by is None or person != by.pk
    }
    if recipients:
        reachable = Person.objects.active().exclude(email="").select_related("organisation")
        people = reachable.in_bulk({key[-1] for key in recipients})
        for key, one in recipients.items():
            if key[-1] in people:
                _enqueue(one, people[key[-1]], now)


def tell_together(*, rows: Sequence[Succession], to: Person, by: Person | None, now: datetime) -> None:
    """One notice of everything that somebody is asked to take on together, to them and to who acts for them."""
    organisation = to.organisation
    people = Line(organisation, organisation.local_date(now)).with_stand_ins(to.pk)
    subjects = [str(row.pk) for row in rows]
    for recipient in Person.objects.active().exclude(email="").filter(pk__in=people).select_related("organisation"):
        if by is None or recipient.pk != by.pk:
            enqueue(
                organisation=organisation,
                recipient=recipient,
                kind=ASKED,
                once_key=f"asked take_on {subjects[0]} {recipient.pk}",
                payload={"kind": "take_on", "part": "", "subject": subjects[0], "subjects": subjects},
                send_after=now,
                now=now,
            )


def tell_of_change(*, change: Rebaselining | MoneyChange, by: Person | None, now: datetime) -> None:
    """One notice of all changes of a project's promises that are made at one moment, to everybody who may approve."""
    project = change.project
    line = Line(project.organisation, project.organisation.local_date(now))
    found = duties_on(CHANGE, [change.pk], project.organisation, now)
    people = {person for one in found for person in line.with_stand_ins(one.person) if by is None or person != by.pk}
    for recipient in Person.objects.active().exclude(email="").filter(pk__in=people).select_related("organisation"):
        enqueue(
            organisation=project.organisation,
            recipient=recipient,
            kind=ASKED,
            once_key=f"asked {CHANGE} {project.pk} {recipient.pk} {now.isoformat()}",
            payload={"kind": CHANGE, "part": "", "project": str(project.pk), "asked_at": now.isoformat()},
            send_after=now,
            now=now,
        )


def _enqueue(one: Found, recipient: Person, now: datetime) -> None:
    asked_at = one.asked_at.isoformat() if one.asked_at else ""
    enqueue(
        organisation=recipient.organisation,
        recipient=recipient,
        kind=ASKED,
        once_key=f"asked {one.kind} {one.part} {one.row.pk} {recipient.pk} {asked_at}",
        payload={"kind": one.kind, "part": one.part, "subject": str(one.row.pk)},
        send_after=now,
        now=now,
    )
