"""Promise 9: people sign what they have read while others edit, return, revise and send it again."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any

from bench.chance import chance
from bench.storm.cases import Municipality, Waiting, decision
from bench.storm.client import Answer, Caller, at_once, patiently
from bench.storm.outcome import Outcome, several
from bench.storm.stage import Stage
from projects.models import HandoverSignOff
from register.models import AuditEvent
from tests.cast import fresh
from workflows.snapshots import sha256_of

LANES = 2
READERS = 4
"""Open pages of each round; each is signed once, at its own moment."""
LONGEST_PAUSE = 0.15
SIZES = {"short": (32, 24), "medium": (400, 80), "full": (10_000, 400)}
"""Interleavings with the guard on, and with it off: one is a page that is read, and signed while others write."""
EVIDENCE = ("signer_name", "signer_role", "signer_unit", "signed_at", "authenticated_by")
READ = ("anchoring", "lasting_results", "way_forward", "first_action")


@dataclass(frozen=True)
class Page:
    """What somebody has read, and the hash it came with."""

    reader: Caller
    shown: dict[str, Any]

    @property
    def sha256(self) -> str:
        return str(self.shown["snapshot_sha256"])


@dataclass(frozen=True)
class Signed:
    """A page, and what came of signing it."""

    page: Page
    answer: Answer


class Lane:
    """Rounds of one handover, one after the other."""

    def __init__(self, place: Municipality, port: int, seed: int, *, late: bool = False) -> None:
        self.place, self.port, self.late = place, port, late
        self.chance = chance(seed)
        self.waiting: Waiting = place.waiting()
        self.texts = 0

    def round(self) -> tuple[list[Signed], list[Answer]]:
        """Everybody reads; then all sign, and the leader edits, at random moments. Old pages stay open.

        If late, the edit comes first for certain: without the check the first signature must be seen as unread.
        """
        self.waiting.send_again(self.port)
        people = [self.place.manager, self.place.deputy, self.place.superior]
        pages = [self.read(self.chance.choice(people)) for _ in range(READERS)]
        if self.late:
            edit = self.edit(0)
            return [self.sign(page, 0) for page in pages], [edit]
        edits = [partial(self.edit, self.pause()) for _ in range(self.chance.choice((0, 1, 1, 2)))]
        if self.chance.random() < 0.3:
            edits.append(partial(self.go_round, self.pause()))
        signs = [partial(self.sign, page, self.pause()) for page in pages]
        calls: list[Callable[[], Signed | Answer]] = [*signs, *edits]
        done = at_once(calls)
        return [one for one in done if isinstance(one, Signed)], [one for one in done if isinstance(one, Answer)]

    def pause(self) -> float:
        return self.chance.uniform(0, LONGEST_PAUSE)

    def read(self, reader: Caller) -> Page:
        return Page(reader, reader.get(self.port, self.waiting.path).body)

    def sign(self, page: Page, pause: float) -> Signed:
        time.sleep(pause)
        kind = self.chance.choice(("accept", "accept", "accept_with_reservations", "return"))
        path = self.waiting.path + "decisions/"
        signing = partial(page.reader.post, self.port, path, decision(kind, page.sha256))
        return Signed(page, patiently(signing))

    def edit(self, pause: float) -> Answer:
        """The leader changes what is handed over: its own words, or a benefit that goes with it."""
        time.sleep(pause)
        self.texts += 1
        leader, news = self.place.leader, f"Text {self.texts} of {pause:.6f}."
        if self.chance.random() < 0.7:
            body = {self.chance.choice(READ): news, "change_reason": "News"}
            return leader.patch(self.port, self.waiting.path, body)
        benefit = self.waiting.handover.project.benefits.get()
        body = {"title": f"Fewer falls, {news}", "change_reason": "News"}
        return leader.patch(self.port, f"benefits/{benefit.pk}/", body)

    def go_round(self, pause: float) -> Answer:
        """Taken back, changed, changed back and sent again: the words are the same, the round is another one."""
        time.sleep(pause)
        leader, path = self.place.leader, self.waiting.path
        recalled = leader.post(self.port, path + "transitions/recall/")
        if recalled.won:
            before = leader.get(self.port, path).body["anchoring"]
            for words in ("Something else.", before):
                leader.patch(self.port, path, {"anchoring": words, "change_reason": "News"})
            leader.post(self.port, path + "transitions/send/")
        return recalled


@dataclass
class Tally:
    """How many pages were signed, how many refused, and what should never be."""

    signed: int = 0
    refused: int = 0
    unread: int = 0
    without_evidence: int = 0
    after_a_change: int = 0
    errors: int = 0

    @property
    def exceptions(self) -> int:
        return self.unread + self.without_evidence + self.after_a_change + self.errors

    def judge(self, signed: list[Signed], edits: list[Answer]) -> None:
        changed = _positions([edit for edit in edits if edit.won])
        for one in signed:
            if one.answer.won:
                self.signed += 1
                self.look_at(one, changed)
            else:
                self.refused += one.answer.status in (403, 409)
                self.errors += one.answer.status not in (403, 409)

    def look_at(self, one: Signed, changed: dict[str, int]) -> None:
        position = _positions([one.answer]).get(one.answer.request, 0)
        kept = HandoverSignOff.objects.get(pk=_subject(one.answer))
        self.unread += (
            kept.snapshot_sha256 != one.page.sha256
            or sha256_of(kept.snapshot) != kept.snapshot_sha256
            or any(kept.snapshot[name] != one.page.shown[name] for name in READ)
        )
        self.without_evidence += not all(getattr(kept, name) for name in EVIDENCE)
        self.after_a_change += any(at < position for at in changed.values())


def _events(answers: list[Answer]) -> Any:
    return AuditEvent.objects.filter(request_id__in=[answer.request for answer in answers])


def _positions(answers: list[Answer]) -> dict[str, int]:
    """Where in the audit trail each request wrote its first line."""
    found: dict[str, int] = {}
    for request, position in _events(answers).order_by("position").values_list("request_id", "position"):
        found.setdefault(request, position)
    return found


def _subject(answer: Answer) -> Any:
    return _events([answer]).get(action__startswith="handover.signed").subject_id


def still_standing(lanes: list[Lane]) -> Iterator[bool]:
    """For each signature that counts: whether the handover still says what was signed."""
    for lane in lanes:
        handover = fresh(lane.waiting.handover)
        for kept in handover.sign_offs.filter(superseded_at=None, round=handover.round):
            same = all(kept.snapshot[name] == getattr(handover, name) for name in READ)
            yield same or handover.state == "returned"


def interleave(port: int, place: Municipality, number: int, *, late: bool = False) -> Tally:
    """So many pages read and signed, in lanes side by side; if `late`, each after an edit of what was read."""
    tally = Tally()
    lanes = [Lane(place, port, seed, late=late) for seed in range(LANES)]
    with ThreadPoolExecutor(LANES) as threads:
        for _ in range(-(-number // (LANES * READERS))):
            for signed, edits in threads.map(Lane.round, lanes):
                tally.judge(signed, edits)
            tally.after_a_change += sum(not same for same in still_standing(lanes))
    return tally


def run(stage: Stage, size: str) -> Outcome:
    """With the check of the hash, and without."""
    number, controls = SIZES[size]
    place = Municipality()
    with stage.web() as port:
        tally = interleave(port, place, number)
    with stage.web(off="reading") as port:
        without = interleave(port, place, controls, late=True)
    return Outcome(
        done=f"{several(tally.signed + tally.refused, 'page')} read, and signed while others edit, return, send again",
        figure=f"{several(tally.exceptions, 'exception')}; {tally.signed} signed, {tally.refused} refused",
        control=f"hash not compared: {without.unread} of {without.signed} signed unread",
        kept=tally.exceptions == 0 and tally.signed > 0,
        red=without.exceptions > 0,
        measures=vars(tally) | {"exceptions": tally.exceptions},
        controls=vars(without) | {"exceptions": without.exceptions},
    )
