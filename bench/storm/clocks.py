"""Promise 6: nights in which clocks change, and clocks that jump, each moment given to a process of its own."""

import re
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

from django.core.management import call_command

from bench.storm.outcome import Outcome, several
from bench.storm.stage import Stage
from projects.models import Milestone, Project, Reminder
from register.models import Organisation, Person
from workflows.models import Notice

CAPITALS = {
    "Oslo": "Europe/Oslo",
    "Stockholm": "Europe/Stockholm",
    "København": "Europe/Copenhagen",
    "Helsinki": "Europe/Helsinki",
    "Reykjavík": "Atlantic/Reykjavik",
}
NIGHTS = (date(2026, 3, 29), date(2026, 10, 25), date(2027, 3, 28))
SIZES = {"short": (1, 8), "medium": (1, 4), "full": (3, 1)}
"""Nights, and how much coarser the moments of one are than every four hours, and half hour around the change."""
ONE_DAY = timedelta(days=1)


def run(stage: Stage, size: str) -> Outcome:
    """Rounds through each night; then a clock that goes back, ahead, and stands still for three days."""
    nights, coarse = SIZES[size]
    wrong, moments = 0, 0
    for night in NIGHTS[:nights]:
        for capital, zone in CAPITALS.items():
            _duties(f"{capital} {night}", zone, [night - ONE_DAY, night, night + ONE_DAY])
        during = list(_through(night, coarse))
        for moment in during:
            _remind(stage, moment, here=size == "short")
        moments += len(during)
        wrong += sum(_not_once(f"{capital} {night}") for capital in CAPITALS)
    jumps = _jumps(stage, off="", here=size == "short")
    without = _jumps(stage, off="memory")
    return Outcome(
        done=f"{several(nights, 'night')} in which clocks change, in five capitals, a round every {4 * coarse} hours "
        f"and every {30 * coarse} minutes around the change ({moments} rounds); then a clock one hour back, a day "
        "ahead, three days off",
        figure=f"{several(wrong, 'reminder')} missing or double in those nights, {jumps} after the jumps",
        control=f"a round that remembers nothing: {several(without, 'reminder')} missing or double",
        kept=wrong == 0 and jumps == 0,
        red=without > 0,
        measures={"wrong": wrong, "after_jumps": jumps, "moments": moments},
        controls={"after_jumps": without},
    )


def _through(night: date, coarse: int) -> Iterable[datetime]:
    """From the day before until the day after, in UTC; every half hour while the clocks change."""
    begin = datetime(night.year, night.month, night.day, tzinfo=UTC) - timedelta(hours=16)
    moments = {begin + timedelta(hours=step) for step in range(0, 49, coarse * 4)}
    change = datetime(night.year, night.month, night.day, tzinfo=UTC)
    return sorted(moments | {change + timedelta(minutes=step) for step in range(-30, 121, 30 * coarse)})


def _duties(name: str, zone: str, days: list[date]) -> None:
    """A milestone due on each day, for one person."""
    organisation = Organisation.objects.create(name=name, country="NO", language="en", currency="NOK", time_zone=zone)
    long_ago = datetime(2020, 1, 1, tzinfo=UTC)
    person = Person.objects.create(organisation=organisation, name="Kari", email="kari@x.example", language="en")
    about = {"title": "Clocks", "reference": "P-1", "state": "executing", "leader": person, "owner": person}
    project = Project.objects.create(organisation=organisation, leader_accepted_at=long_ago, **about)
    for day in days:
        row = Milestone(organisation=organisation, project=project, title=f"Due {day}", due_date=day)
        row.responsible, row.kind = person, "deliverable"
        row.save()
    Milestone.objects.filter(project=project).update(created_at=long_ago)
    Project.objects.filter(pk=project.pk).update(created_at=long_ago)


def _remind(stage: Stage, moment: datetime, off: str = "", *, here: bool = False) -> None:
    """In a process of its own, or within this one."""
    if here and not off:
        call_command("remind", now=moment.isoformat(), stdout=StringIO())
    else:
        stage.manage("remind", "--now", moment.isoformat(), off=off).communicate(timeout=120)


def _rungs(name: str) -> Counter[tuple[object, ...]]:
    rows = Reminder.objects.filter(organisation__name=name)
    return Counter(rows.values_list("recipient", "subject_id", "due_date", "rung"))


def _not_once(name: str) -> int:
    """Rungs told twice, days with more than one digest, and milestones of the night without their reminder."""
    rungs = _rungs(name)
    twice = sum(count - 1 for count in rungs.values())
    digests = Notice.objects.filter(organisation__name=name, kind="projects.digest")
    days = Counter(re.findall(r"\d{4}-\d\d-\d\d", " ".join(digests.values_list("once_key", flat=True))))
    told = {subject for _, subject, _, _ in rungs}
    untold = Milestone.objects.filter(organisation__name=name).exclude(pk__in=told).count()
    return twice + untold + sum(count - 1 for count in days.values())


def _jumps(stage: Stage, off: str, *, here: bool = False) -> int:
    """A Monday's round, an hour earlier, again, a day ahead and back, then three days later."""
    name = f"Jump {off or 'guarded'}"
    monday = date(2027, 6, 7)
    _duties(name, "Europe/Oslo", [monday + ONE_DAY * step for step in range(5)])
    start = datetime(2027, 6, 7, 8, 0, tzinfo=ZoneInfo("Europe/Oslo"))
    hours = (0, -1, 24, 0, 96)
    for step in hours:
        _remind(stage, start + timedelta(hours=step), off, here=here)
    return _not_once(name)
