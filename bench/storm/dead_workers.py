"""Promise 4: a worker dies with mails in its hands, and nobody does anything about it."""

import time
from contextlib import ExitStack

from bench.storm.outcome import Outcome, several
from bench.storm.parts import Manners, beat, worker
from bench.storm.register import fill
from bench.storm.stage import Stage
from bench.storm.weather import missing

PROMISED = 90
PATIENCE = 60
SIZES: dict[str, tuple[int, float, dict[str, float]]] = {
    "short": (1, 14, {"lease": 4, "sweep": 1}),
    "medium": (1, 100, {}),
    "full": (3, 100, {}),
}
"""How often a worker dies; how long the control waits; shorter times than the product's own."""


def run(stage: Stage, size: str) -> Outcome:
    """With leases that end, and without."""
    times, patience, quick = SIZES[size]
    stage.mailbox.manners = Manners(latency=0.05)
    replaced = [death(stage, f"Dead{turn}", PROMISED + 60, **quick) for turn in range(times)]
    without = death(stage, "Uten", patience, off="leases", **quick)
    return Outcome(
        done=f"{several(times, 'worker')} killed with a batch of mails in hand, another one running, no operator",
        figure=f"the last of its mails after {max(replaced)} s at most (lease and sweep as shipped)"
        if not quick
        else f"the last of its mails after {max(replaced)} s at most (with a lease of {quick['lease']} s)",
        control=f"a lease that never ends: not within {patience:.0f} s",
        kept=max(replaced) <= PROMISED,
        red=without > patience,
        measures={"replaced": max(replaced)},
        controls={"replaced": without},
    )


def death(stage: Stage, name: str, patience: float, off: str = "", **quick: float) -> float:
    """Seconds from the worker's death until every mail is there; infinite where they do not come."""
    stage.mailbox.forget()
    stage.mailbox.hold_after = 3
    expected = fill(40, 20, name)
    doomed, other = worker(off, **quick), worker(off, **quick)
    with ExitStack() as running:
        for program in (doomed, beat(off, **quick)):
            program.start()
            running.callback(program.end)
        stage.mailbox.wait_until_it_holds(PATIENCE)
        other.start()
        running.callback(other.end)
        doomed.end()
        stage.mailbox.let_go()
        died = time.monotonic()
        while missing(stage.mailbox, expected)[0] and time.monotonic() - died < patience:
            time.sleep(0.1)
        late = time.monotonic() - died
    return float("inf") if missing(stage.mailbox, expected)[0] else round(late, 1)
