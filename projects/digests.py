"""The facts of the digests that a worker has claimed, looked up for many ahead and used while they are fresh."""

from datetime import datetime
from time import monotonic
from uuid import UUID

from projects.reports.digest_facts import DigestFacts, facts_of_digests
from workflows.models import Notice, NoticeStatus

TOGETHER = 30
FRESH = 5
"""Seconds; what is done in the meantime may still stand in a mail."""


class Ahead:
    """Each notice's facts are given out once, so that another try looks again."""

    def __init__(self, now: datetime) -> None:
        self.now, self.known_until = now, 0.0
        self.facts: dict[UUID, DigestFacts] = {}

    def take(self, notice: Notice) -> DigestFacts:
        """The facts in which this notice's lines stand."""
        if notice.pk not in self.facts or monotonic() > self.known_until:
            together = [notice, *_next(notice)]
            known = facts_of_digests(together, notice.organisation, self.now)
            self.facts, self.known_until = {one.pk: known for one in together}, monotonic() + FRESH
        return self.facts.pop(notice.pk)


def _next(notice: Notice) -> list[Notice]:
    """Those of the same batch that are still to be sent."""
    if notice.lease_token is None:
        return []
    batch = Notice.objects.filter(lease_token=notice.lease_token, status=NoticeStatus.LEASED, kind=notice.kind)
    batch = batch.exclude(pk=notice.pk).select_related("organisation", "recipient")
    return list(batch.order_by("try_after", "pk")[: TOGETHER - 1])
