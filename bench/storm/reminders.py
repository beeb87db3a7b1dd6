"""Promises 1 and 2: reminders through killed and frozen workers, a forgetful Redis, a crashing database, a bad post."""

import os
import signal
import time
from contextlib import ExitStack
from dataclasses import dataclass

from django.db import connection

from bench.storm.outcome import Outcome, several
from bench.storm.parts import Manners, beat, worker
from bench.storm.register import fill
from bench.storm.stage import Stage
from bench.storm.weather import Orders, Storm, missing
from workflows.models import Notice


@dataclass(frozen=True)
class Size:
    """What is due, for whom, and what happens meanwhile; `quick` shortens the product's own times."""

    items: int
    people: int
    orders: Orders
    manners: Manners
    quick: dict[str, float]
    calm_patience: float
    control_patience: float


UNDONE = ("new", "leased")
BAD = {"rejects": 0.05, "stalls": 0.05, "drops": 0.03}
FULL = Orders(200, 20, 10, 10, 5, workers=4, pause=1.5, frozen=65, patience=2400)
MEDIUM = Orders(30, 4, 4, 3, 2, workers=3, pause=1.5, frozen=24, patience=480)
SHORT = Orders(4, 1, 2, 1, 1, workers=2, pause=0.4, frozen=6, patience=100)
SIZES = {
    "short": Size(120, 40, SHORT, Manners(**BAD, latency=0.05, stall=0.5), {"lease": 4, "sweep": 1}, 60, 12),
    "medium": Size(1_000, 300, MEDIUM, Manners(**BAD, latency=0.5, stall=2), {"lease": 20, "sweep": 10}, 300, 60),
    "full": Size(10_000, 4_000, FULL, Manners(**BAD, latency=0.25, stall=2), {}, 600, 100),
}


def run(stage: Stage, size: str) -> Outcome:
    """First without a fault; then in the storm; then one kill, and a lease that never ends."""
    asked, box = SIZES[size], stage.mailbox
    assert stage.redis
    calm_weather = Storm(box, stage.redis, None, Orders(workers=2, patience=asked.calm_patience))
    expected = fill(asked.items, asked.people, "Stille")
    seconds_when_calm = calm_weather.blow(expected, **asked.quick)
    calm = {"calm_missing": missing(box, expected)[1], "calm_repeats": box.repeats()}
    box.forget()

    box.manners = asked.manners
    storm = Storm(box, stage.redis, stage.postgresql, asked.orders)
    expected = fill(asked.items, asked.people)
    seconds = storm.blow(expected, **asked.quick)
    connection.close()  # the database has crashed meanwhile
    without_mail, without_item = missing(box, expected)
    crashes = storm.done["redis_crashes"] + storm.done["database_crashes"]
    ambiguous = box.dropped + storm.done["kills"] + storm.done["freezes"] + asked.orders.workers * crashes
    found = {
        **storm.done,
        "items": sum(map(len, expected.values())),
        "people": len(expected),
        "mails": box.taken.total(),
        "missing_people": without_mail,
        "missing_items": without_item,
        "people_with_two_digests": sum(len(names) > 1 for names in box.of.values()),
        "repeats": box.repeats(),
        "ambiguous": ambiguous,
        "rejected": box.rejected,
        "stalled": box.stalled,
        "dropped": box.dropped,
        "given_up": Notice.objects.filter(status="dead").count(),
        "waiting": Notice.objects.filter(status__in=UNDONE).count(),
        "seconds_when_calm": seconds_when_calm,
        "seconds": seconds,
        **calm,
    }
    lost = _without_an_end(stage, asked)
    return Outcome(
        done=f"{several(found['items'], 'reminder')} to {found['people']:,} people through {found['kills']} worker "
        f"kill -9, {found['freezes']} freezes past the lease, {found['flushes']} Redis FLUSHALL, "
        f"{found['redis_crashes']} Redis and {found['database_crashes']} database crashes; the mail server rejected "
        f"{found['rejected']}, stalled {found['stalled']} and dropped {found['dropped']} of the mails",
        figure=f"{without_item} missing; {found['repeats']} repeats under the same Message-ID, with "
        f"{ambiguous:,} faults that allow one; without faults {calm['calm_repeats']} repeats",
        control=f"a lease that never ends: {several(lost, 'person', 'people')} without a mail after one kill",
        kept=not (
            without_item
            or without_mail
            or found["people_with_two_digests"]
            or any(calm.values())
            or found["repeats"] > ambiguous
        ),
        red=lost > 0,
        measures=found,
        controls={"missing_people": lost},
    )


def _without_an_end(stage: Stage, asked: Size) -> int:
    """The guard off: people whose mails a worker held when it was killed, while it was sending one of them."""
    box = stage.mailbox
    box.forget()
    Notice.objects.filter(status__in=UNDONE).update(status="skipped")  # if anything is left of the storm
    box.manners, box.hold_after = Manners(), 3
    expected = fill(60, 30, "Uten")
    doomed = worker("leases", sweep=1)
    with ExitStack() as running:
        for program in (doomed, beat("leases", sweep=1)):
            program.start()
            running.callback(program.end)
        box.wait_until_it_holds(asked.control_patience + 60)
        os.kill(doomed.children()[0], signal.SIGKILL)
        box.let_go()
        deadline = time.monotonic() + asked.control_patience
        while missing(box, expected)[0] and time.monotonic() < deadline:
            time.sleep(0.2)
    return missing(box, expected)[0]
