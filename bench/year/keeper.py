"""A mail server on this machine that keeps every mail in a file: `python -m bench.year.keeper PORT FILE`."""

import asyncio
import sys
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from pathlib import Path
from typing import BinaryIO

from aiosmtpd.smtp import SMTP, Envelope, Session

LENGTH = 8
"""Bytes before each mail that say how long it is."""


class Keeper:
    """What aiosmtpd tells of each mail."""

    def __init__(self, file: BinaryIO) -> None:
        self.file = file

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 aiosmtpd's name
        content = envelope.content or b""
        self.file.write(len(content).to_bytes(LENGTH, "big") + bytes(content))
        return "250 Taken"


def kept(file: BinaryIO) -> Iterator[Message]:
    """The mails that have come since the file was read last."""
    while length := file.read(LENGTH):
        yield message_from_bytes(file.read(int.from_bytes(length, "big")))


async def serve(port: int, file: Path) -> None:
    """Until the process is ended."""
    loop = asyncio.get_running_loop()
    with file.open("ab", buffering=0) as opened:
        keeper = Keeper(opened)
        server = await loop.create_server(lambda: SMTP(keeper, hostname="keeper", loop=loop), "127.0.0.1", port)
        async with server:
            await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), Path(sys.argv[2])))
