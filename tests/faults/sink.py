"""A mail server that keeps what it is sent and, where asked, misbehaves as real ones do."""

import asyncio
from collections import Counter
from email import message_from_bytes
from random import Random

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.services import spare_port


class Sink:
    """`accepted` counts Message-IDs; each share of the faults is a probability per mail."""

    def __init__(self, *, rejects: float = 0, stalls: float = 0, drops: float = 0) -> None:
        self.rejects, self.stalls, self.drops = rejects, stalls, drops
        self.chance = Random(1)  # noqa: S311 the same faults in every run
        self.accepted: Counter[str] = Counter()
        self.dropped = 0

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 aiosmtpd's name
        """Reject before accepting, stall before accepting, or accept and be gone before saying so."""
        if self.chance.random() < self.rejects:
            return "451 4.3.2 Try again later"
        if self.chance.random() < self.stalls:
            await asyncio.sleep(0.5)
        self.accepted[message_from_bytes(envelope.content)["Message-ID"].strip()] += 1
        if self.chance.random() < self.drops:
            self.dropped += 1
            server.transport.abort()
        return "250 Taken"

    def repeats(self) -> int:
        """How many mails arrived more often than once."""
        return self.accepted.total() - len(self.accepted)

    def serve(self) -> Controller:
        """The server to start and stop."""
        return Controller(self, hostname="127.0.0.1", port=spare_port())
