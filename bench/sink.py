"""A mail server on this machine that takes every mail and counts it in a file: `python sink.py PORT FILE`."""

import asyncio
import mmap
import sys
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session


class Counter:
    """What aiosmtpd tells of each mail; the count stands in shared memory, so that nothing waits for a disk."""

    def __init__(self, file: Path) -> None:
        file.write_bytes(bytes(8))
        with file.open("r+b") as opened:
            self.memory = mmap.mmap(opened.fileno(), 8)
        self.taken = 0

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 aiosmtpd's name
        self.taken += 1
        self.memory[:8] = self.taken.to_bytes(8, "little")
        return "250 Taken"


async def serve(port: int, file: Path) -> None:
    """Until the process is ended."""
    counter, loop = Counter(file), asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(counter, hostname="sink", loop=loop), "127.0.0.1", port)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), Path(sys.argv[2])))
