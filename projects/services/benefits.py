from collections.abc import Callable

BEFORE: dict[str, Callable[..., None]] = {}
AFTER: dict[str, Callable[..., None]] = {}
