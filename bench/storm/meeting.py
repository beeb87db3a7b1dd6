"""A meeting of processes without a guard: each waits at its worst moment until the others are there, too."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def meeting(folder: Path, number: int) -> Iterator[None]:
    """So many have to come before the first goes on; before and afterwards nobody waits for anybody."""
    folder.mkdir()
    called = folder / "called"
    called.write_text(str(number), encoding="ascii")
    called.rename(folder / "number")
    try:
        yield
    finally:
        shutil.rmtree(folder)
