"""What benefits of the large municipality need: actions, prerequisites, baselines that were put off, gaps filled."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from bench.year.town import ASKED, LAST, Town, afternoon, set_fields, store
from projects.models import Benefit, Gap, Indicator, Prerequisite, Project, RealisationAction

GAP = "Neither the project nor any of its benefits is linked to a goal."


def register(town: Town) -> None:
    """For some of the benefits that are there, and for their projects."""
    benefits = list(
        Benefit.objects.filter(state="accepted")
        .select_related("owner", "project__leader", "project__owner", "project__benefits_responsible")
        .order_by("title")
    )
    _actions(town, benefits)
    _baselines(town, benefits[::4])
    projects = [one.project for one in benefits]
    _prerequisites(town, projects[::2])
    _gaps(town, projects[::10])


def _about(town: Town) -> dict[str, Any]:
    return {"organisation": town.organisation, "created_at": ASKED}


def _actions(town: Town, benefits: list[Benefit]) -> None:
    """Every third without somebody named: then it is the owner's of the benefit."""
    rows = []
    for place, benefit in enumerate(benefits):
        named = town.responsible(benefit.project) if place % 3 else None
        row = RealisationAction(
            benefit=benefit,
            title=f"Action {benefit.project.reference}",
            responsible=named,
            due_date=town.some_day(),
            **_about(town),
        )
        rows.append(row)
        title = f"Do what the benefit needs: {row.title}"
        _until_done(town, row, title, named or benefit.owner, benefit.project, lambda _done: {"status": "done"})
    store(RealisationAction, rows)


def _prerequisites(town: Town, projects: list[Project]) -> None:
    """Every other one a barrier, every third without a handler: then it is the leader's."""
    rows = []
    for place, project in enumerate(projects):
        named = town.responsible(project) if place % 3 else None
        row = Prerequisite(
            project=project,
            title=f"Prerequisite {project.reference}",
            kind="barrier" if place % 2 else "prerequisite",
            handler=named,
            due_date=town.some_day(),
            **_about(town),
        )
        rows.append(row)
        asks = "Take this out of the way" if place % 2 else "See to it that this is in place"
        title = f"{asks}: {row.title}"
        _until_done(town, row, title, named or project.leader, project, lambda _done: {"status": "settled"})
    store(Prerequisite, rows)


def _baselines(town: Town, benefits: list[Benefit]) -> None:
    rows = []
    for benefit in benefits:
        row = Indicator(
            benefit=benefit,
            name=f"Later known {benefit.project.reference}",
            unit="days",
            direction="decrease",
            measurer=town.chance.choice(town.staff),
            baseline_state="deferred",
            baseline_due_date=town.some_day(),
            **_about(town),
        )
        rows.append(row)
        title, due = f"Measure the baseline of “{row.name}”", row.baseline_due_date
        _until_done(town, row, title, row.measurer, benefit.project, _known, due=due)
    store(Indicator, rows)


def _known(done: date) -> dict[str, Any]:
    return {"baseline_state": "measured", "baseline_value": 60, "baseline_date": done}


def _filled(done: date) -> dict[str, Any]:
    return {"closed_at": afternoon(done)}


def _gaps(town: Town, projects: list[Project]) -> None:
    """To the leader; those of one leader are told in the same words."""
    rows = []
    for project in projects:
        row = Gap(project=project, code="no_goal", gate="approve_planning", due_date=town.some_day(), **_about(town))
        rows.append(row)
        _until_done(town, row, f"Fill a gap: {GAP}", project.leader, project, _filled)
    store(Gap, rows)


def _until_done(
    town: Town,
    row: Any,
    title: str,
    person: Any,
    project: Project,
    changes: Callable[[date], dict[str, Any]],
    **dated: Any,
) -> None:
    """It waits until it is done, which for some is never."""
    due = dated.get("due") or row.due_date
    done = town.done_on(due)
    if done <= LAST:
        town.on(done, partial(set_fields, row, **changes(done)))
    town.waits(title, due, person, project, done=done)
