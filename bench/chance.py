"""Chance that is the same in every run."""

from random import Random


def chance(seed: int) -> Random:
    """The same faults for the same seed; nothing secret is made of it."""
    return Random(seed)  # noqa: S311 repeatable on purpose
