"""Day by day: a round by `manage.py remind --now`, then what happens in the afternoon."""

import cProfile
import pstats
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connection

from bench.year import needs
from bench.year.keeper import kept
from bench.year.town import FIRST, LAST, ONE_DAY, Town, afternoon, the_year
from tests.projects.reminders.oracle import Mails, Oracle
from tests.projects.reminders.reading import differences, read
from workflows.models import Notice

NOT_LEFT_OVER = ("sent", "skipped")


@dataclass
class Year:
    """What came of it; seconds by the clock and of this process for each day."""

    told: Mails = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    own_seconds: list[float] = field(default_factory=list)
    statements: list[int] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    duties: int = 0
    left_over: int = 0


def live(projects: int, days: int, post: Path, *, minutes: float, profiled: date | None) -> Year:
    """So many days from the 5th of January 2026 on, with the mails that arrived at `post`; fewer if time is up."""
    year, last, ends = Year(), min(FIRST + timedelta(days=days - 1), LAST), time.monotonic() + 60 * minutes
    with post.open("rb") as file:
        town = _begin(projects)
        for number in range(1, (last - FIRST).days + 1):
            day = FIRST + number * ONE_DAY
            _round(year, day, profiled=day == profiled)
            year.told.update((day, *read(message)) for message in kept(file))
            for happens in town.happens.pop(day, ()):
                happens(afternoon(day))
            _say(year, day)
            if time.monotonic() > ends:
                last = day
                break
    year.duties, year.left_over = len(town.duties), Notice.objects.exclude(status__in=NOT_LEFT_OVER).count()
    year.wrong = differences(year.told, Oracle(town.duties).mails(FIRST + ONE_DAY, last))
    return year


def _begin(projects: int) -> Town:
    """The first round comes before anything is registered, so that what is registered later is new."""
    call_command("remind", now=f"{FIRST}T06:00+00:00", stdout=StringIO())
    town = the_year(projects)
    needs.register(town)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    return town


def _round(year: Year, day: date, *, profiled: bool) -> None:
    asked = 0

    def counting(execute: Callable[..., Any], *statement: Any) -> Any:
        nonlocal asked
        asked += 1
        return execute(*statement)

    profile = cProfile.Profile() if profiled else None
    if profile:
        profile.enable()
    clock, own = time.perf_counter(), time.process_time()
    with connection.execute_wrapper(counting):
        call_command("remind", now=f"{day}T06:00+00:00", stdout=StringIO())
    year.seconds.append(time.perf_counter() - clock)
    year.own_seconds.append(time.process_time() - own)
    year.statements.append(asked)
    if profile:
        profile.disable()
        pstats.Stats(profile, stream=sys.stderr).sort_stats("cumulative").print_stats(90)


def _say(year: Year, day: date) -> None:
    if day.day == 1:
        mean = sum(year.seconds) / len(year.seconds)
        print(f"{time.strftime('%H:%M:%S')} {day}: {mean:.2f} s a day, {year.told.total()} mails", file=sys.stderr)
