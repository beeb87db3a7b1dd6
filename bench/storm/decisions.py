"""Promise 8: contradictory decisions by several people at the same moment, over HTTP on two web processes."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from functools import partial

from bench.chance import chance
from bench.storm.cases import Municipality, Waiting, decision
from bench.storm.client import Answer, Caller, at_once
from bench.storm.meeting import meeting
from bench.storm.outcome import Outcome, several
from bench.storm.stage import Stage
from register.models import AuditEvent

LANES = 2
"""Contests at the same time, on different projects."""
MOMENT = re.compile(r"\d{1,2}[:.]\d{2}")
SIZES = {"short": (12, 4), "medium": (150, 20), "full": (1000, 100)}
"""Contests with the guards on, and with them off."""
HANDOVERS = ("accept", "accept_with_reservations", "return")
GATES = (("approve_concept", "go"), ("approve_concept", "rework"), ("reject", ""), ("send_back", ""))
"""Of these no two by different people count. Rework leaves the gate open, but whoever comes next has to look at it."""


@dataclass
class Tally:
    """What came of the contests; `wrong` ones had not exactly one winner."""

    contests: int = 0
    wrong: int = 0
    unclear: int = 0  # losers that did not hear who decided and when
    statuses: Counter[int] = field(default_factory=Counter)
    examples: list[str] = field(default_factory=list)

    def judge(self, answers: Sequence[Answer], names: Sequence[str]) -> None:
        self.contests += 1
        self.statuses.update(answer.status for answer in answers)
        losers = [answer for answer in answers if not answer.won]
        wrong = len(losers) != len(answers) - 1
        unclear = [answer for answer in losers if not _says_who_and_when(answer, names)]
        self.wrong += wrong
        self.unclear += bool(unclear)
        if wrong or unclear:
            self.examples.append(str([(answer.status, answer.body.get("code"), answer.detail) for answer in answers]))


def _says_who_and_when(answer: Answer, names: Sequence[str]) -> bool:
    return answer.status == 409 and any(name in answer.detail for name in names) and bool(MOMENT.search(answer.detail))


class Lane:
    """Contests one after the other on projects of its own."""

    def __init__(self, place: Municipality, port: int, seed: int) -> None:
        self.place, self.port = place, port
        self.chance = chance(seed)
        self.waiting: Waiting | None = None

    def contest(self, meet: Callable[[], AbstractContextManager[None]] = nullcontext) -> tuple[list[Answer], list[str]]:
        """Everybody's answers, and the names of those who may have won."""
        asks = self.on_a_handover() if self.chance.random() < 0.5 else self.at_a_gate()
        calls = [partial(who.post, self.port, path, body) for who, path, body in asks]
        with meet():
            return at_once(calls), [who.person.name for who, _, _ in asks]

    def on_a_handover(self) -> list[tuple[Caller, str, dict[str, object]]]:
        """Line manager, deputy and superior, two or all three of them; no two decide the same."""
        if self.waiting is None:
            self.waiting = self.place.waiting()
        read = self.waiting.send_again(self.port)
        people = [self.place.manager, self.place.deputy, self.place.superior]
        several_people = self.chance.sample(people, self.chance.choice((2, 3)))
        kinds = self.chance.sample(HANDOVERS, len(several_people))
        path = self.waiting.path + "decisions/"
        return [(who, path, decision(kind, read)) for who, kind in zip(several_people, kinds, strict=True)]

    def at_a_gate(self) -> list[tuple[Caller, str, dict[str, object]]]:
        project = self.place.proposed()
        steps = self.chance.sample(GATES, self.chance.choice((2, 3)))
        people = [self.place.decider, self.place.other_decider, self.place.third_decider]
        return [
            (who, f"projects/{project.pk}/transitions/{step}/", _gate_body(outcome))
            for who, (step, outcome) in zip(people, steps, strict=False)
        ]


def _gate_body(outcome: str) -> dict[str, object]:
    return {"comment": "So decided.", **({"outcome": outcome} if outcome else {})}


def compete(port: int, contests: int) -> Tally:
    """So many contests, in lanes side by side."""
    tally, place = Tally(), Municipality()
    lanes = [Lane(place, port, seed) for seed in range(LANES)]
    with ThreadPoolExecutor(LANES) as threads:
        for _ in range(-(-contests // LANES)):
            for answers, names in threads.map(Lane.contest, lanes):
                tally.judge(answers, names)
    return tally


def compete_unguarded(port: int, contests: int, meet: Callable[[], AbstractContextManager[None]]) -> Tally:
    """One lane: two of those who decide have read the same before the first of them writes."""
    tally, lane = Tally(), Lane(Municipality(), port, 0)
    for _ in range(contests):
        tally.judge(*lane.contest(meet))
    return tally


def click_twice(port: int, times: int) -> int:
    """The same step asked for three times at once; how often it was not taken exactly once."""
    place, wrong = Municipality(), 0
    for _ in range(times):
        path = f"projects/{place.cast.draft().pk}/transitions/submit/"
        answers = at_once([partial(place.leader.post, port, path)] * 3)
        wrong += sorted(answer.status for answer in answers) != [200, 409, 409]
    return wrong


def revoke(port: int, times: int) -> int:
    """A decision maker's role is taken away at the moment of the click; decisions that stand after it in the trail."""
    place = Municipality()
    who, administrator = place.other_decider, place.administrator
    for _ in range(times):
        project = place.proposed()
        assignment = place.assignment(who, "decision_maker")
        step = f"projects/{project.pk}/transitions/approve_concept/"
        at_once(
            [
                partial(who.post, port, step, _gate_body("go")),
                partial(administrator.ask, port, "DELETE", f"role_assignments/{assignment}/"),
            ]
        )
        given = {"person": str(who.person.pk), "role": "decision_maker"}
        answer = administrator.post(port, "role_assignments/", given)
        assert answer.status == 201, answer
    return sum(_out_of_order(place, who))


def _out_of_order(place: Municipality, who: Caller) -> Iterator[bool]:
    """Whether each decision of this person was written down while the role was gone."""
    events = AuditEvent.objects.filter(organisation=place.cast.organisation).order_by("position")
    holds = True
    for action, by in events.values_list("action", "by"):
        if action in ("roleassignment.deleted", "roleassignment.created"):
            holds = action.endswith("created")
        elif by == who.person.pk and action.startswith(("gate.", "project.approve")):
            yield not holds


def run(stage: Stage, size: str) -> Outcome:
    """Contests, double clicks and revoked permissions; then contests with the locks off."""
    contests, controls = SIZES[size]
    with stage.web() as port:
        tally = compete(port, contests)
        twice = click_twice(port, max(contests // 10, 5))
        late = revoke(port, max(contests // 10, 5))
    with stage.web(off="locks") as port:
        without = compete_unguarded(port, controls, partial(meeting, stage.meeting, 2))
    measures = {
        "contests": tally.contests,
        "wrong": tally.wrong,
        "unclear": tally.unclear,
        "double_clicks_wrong": twice,
        "decisions_after_revocation": late,
        "busy": tally.statuses[503],
        "errors": sum(count for status, count in tally.statuses.items() if status >= 500 and status != 503),
    }
    for example in tally.examples[:5]:
        print(example, flush=True)
    return Outcome(
        done=f"{several(contests, 'contest')} of two or three contradictory decisions at once; double clicks; "
        "permissions revoked at the click",
        figure=f"{several(tally.wrong + tally.unclear, 'contest')} without one winner and clear answers to the others; "
        f"{twice} double clicks and {late} decisions after revocation counted",
        control=f"no locks: {without.wrong} of {without.contests} wrong",
        kept=not (tally.wrong or tally.unclear or twice or late),
        red=without.wrong > 0,
        measures=measures,
        controls={"contests": without.contests, "wrong": without.wrong},
    )
