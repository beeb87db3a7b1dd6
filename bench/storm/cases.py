"""Projects that wait for an answer, and everybody who may give one, as callers of the API."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from bench.storm.client import Answer, Caller, caller, patiently
from projects.models import Handover, Project
from register.models import Organisation, RoleAssignment
from tests.cast import Cast, fresh

LONG_AGO = timedelta(days=40)
"""After 30 days without an answer the superior may decide, too."""


class Municipality:
    """An organisation whose people call the API."""

    def __init__(self) -> None:
        for organisation in Organisation.objects.all():  # several may be needed
            Organisation.objects.filter(pk=organisation.pk).update(name=f"Kommune {organisation.pk}")
        self.cast = cast = Cast(datetime.now(UTC))
        self.leader, self.manager, self.deputy = caller(cast.leader), caller(cast.line_manager), caller(cast.deputy)
        self.superior, self.administrator = caller(cast.superior), caller(cast.administrator)
        self.owner = caller(cast.owner)
        self.decider = caller(cast.decision_maker)
        self.other_decider = caller(cast.person("Other decision maker", "decision_maker"))
        self.third_decider = caller(cast.person("Third decision maker", "decision_maker"))

    def proposed(self) -> Project:
        return self.cast.proposed()

    def waiting(self) -> "Waiting":
        return Waiting(self, fresh(self.cast.sent(self.cast.handing_over())))

    def assignment(self, who: Caller, role: str) -> str:
        return str(RoleAssignment.objects.get(person=who.person, role=role).pk)


@dataclass
class Waiting:
    """One handover that is sent again and again."""

    place: Municipality
    handover: Handover
    texts: int = 0

    def __post_init__(self) -> None:
        self.let_the_superior_decide()

    @property
    def path(self) -> str:
        return f"handovers/{self.handover.pk}/"

    def let_the_superior_decide(self) -> None:
        Handover.objects.filter(pk=self.handover.pk).update(sent_at=datetime.now(UTC) - LONG_AGO)

    def send_again(self, port: int) -> str:
        """Whatever was decided: revise or reopen it, change it, send it; returns the hash to sign."""
        leader, state = self.place.leader, fresh(self.handover).state
        self.texts += 1
        if state == "returned":
            _must(partial(leader.post, port, self.path + "transitions/revise/"))
        if state != "sent":
            news = {"anchoring": f"In the rota, text {self.texts}.", "change_reason": "A new round"}
            _must(partial(leader.patch, port, self.path, news))
            _must(partial(leader.post, port, self.path + "transitions/send/"))
        self.let_the_superior_decide()
        return fresh(self.handover).snapshot_sha256


def decision(kind: str, snapshot_sha256: str) -> dict[str, Any]:
    """The body of a decision on a handover."""
    body: dict[str, Any] = {"decision": kind, "snapshot_sha256": snapshot_sha256}
    if kind == "return":
        body["comment"] = "Not yet."
    if kind == "accept_with_reservations":
        body["reservations"] = [{"text": "Two more courses.", "due_date": "2030-05-01"}]
    return body


def _must(call: Callable[[], Answer]) -> None:
    answer = patiently(call)
    if not answer.won:
        raise AssertionError(f"Preparing the next round failed: {answer}")
