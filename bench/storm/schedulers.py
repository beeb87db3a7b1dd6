"""Promise 5: one, two or three schedulers at once, and three `remind` at once."""

import time
from collections import Counter
from contextlib import ExitStack

from django.db import connection

from bench.storm.meeting import meeting
from bench.storm.outcome import Outcome, several
from bench.storm.parts import beat, worker
from bench.storm.register import fill
from bench.storm.stage import Stage
from bench.storm.weather import CALM, Expected, missing
from projects.models import Reminder
from register.models import Organisation
from workflows.models import Notice

SIZES = {"short": (60, 20, (3,)), "medium": (200, 60, (1, 2, 3)), "full": (1_000, 300, (1, 2, 3))}
"""Items and people of each municipality, and numbers of beats."""
PATIENCE = 240
COMMANDS = 3
"""Of `remind`, at once."""


def run(stage: Stage, size: str) -> Outcome:
    """Each on a municipality filled in the same way; then without what makes a reminder unique."""
    items, people, numbers = SIZES[size]
    results = [_by_beats(stage, number, fill(items, people, f"Beat{number}")) for number in numbers]
    results.append(_by_commands(stage, fill(items, people, "Remind")))
    written = [_written(f"{name} kommune") for name in (*(f"Beat{one}" for one in numbers), "Remind")]
    unlike, wrong = sum(one != written[0] for one in written), sum(results)
    _allow_repeats()
    with meeting(stage.meeting, COMMANDS):
        without = _by_commands(stage, fill(items, people, "Uten"), off="once")
    return Outcome(
        done=f"{several(items, 'duty', 'duties')} of {people} people by {', '.join(map(str, numbers))} beats with two "
        "workers each, and by three `remind` at once",
        figure=f"{several(unlike, 'result')} unlike the first; {several(wrong, 'mail')} too many or too few",
        control=f"no unique key and no lock: {several(without, 'mail')} too many",
        kept=unlike == 0 and wrong == 0 and sum(written[0].values()) >= items,
        red=without > 0,
        measures={"unlike": unlike, "wrong": wrong, "reminders": sum(written[0].values())},
        controls={"wrong": without},
    )


def _by_beats(stage: Stage, number: int, expected: Expected) -> int:
    stage.mailbox.forget()
    with ExitStack() as running:
        for program in [*(beat(sweep=1) for _ in range(number)), worker(), worker()]:
            program.start()
            running.callback(program.end)
        deadline = time.monotonic() + PATIENCE
        while missing(stage.mailbox, expected)[1] and time.monotonic() < deadline:
            time.sleep(0.2)
        time.sleep(CALM)  # whatever comes too much comes now
    return _wrong(stage, expected)


def _by_commands(stage: Stage, expected: Expected, off: str = "") -> int:
    stage.mailbox.forget()
    commands = [stage.manage("remind", off=off) for _ in range(COMMANDS)]
    for command in commands:
        command.communicate(timeout=PATIENCE)
    return _wrong(stage, expected)


def _wrong(stage: Stage, expected: Expected) -> int:
    """Mails too many, people and items too few."""
    box = stage.mailbox
    too_many = sum(sum(box.taken[name] for name in box.of[address]) - 1 for address in expected if box.of[address])
    return too_many + sum(missing(box, expected))


def _written(organisation: str) -> Counter[tuple[object, ...]]:
    """What each person was reminded of, told by what is the same in each municipality."""
    rows = Reminder.objects.filter(organisation=Organisation.objects.get(name=organisation))
    return Counter(rows.values_list("recipient__name", "duty_kind", "due_date", "rung", "on_date"))


def _allow_repeats() -> None:
    """The database's own guard off."""
    for model, name in ((Reminder, "projects_reminder_once"), (Notice, "workflows_notice_once")):
        constraint = next(one for one in model._meta.constraints if one.name == name)
        with connection.schema_editor() as editor:
            editor.remove_constraint(model, constraint)
