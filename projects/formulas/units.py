"""Which units may be added up across projects."""

import re
from functools import lru_cache

_RELATIVE = re.compile(
    r"""
    [%‰]
    | \b (
        per\ ?cent\w* | pro[cs]ent\w* | pct | promille\w*          # shares
        | shares? | ratios? | andel | andele[rn]?
        | pp | \w*points? | \w*poeng\w* | nps                      # points
        | \w*scores? | \w*scoren | \w*scorer | scoring | \w*skår   # scores
        | karakter | karakterer | grades?
        | rank | ranks | ranking | rang | rangering | placering | plassering
        | \w*index | indexes | indices | \w*indeks\w* # indexes
    ) \b
    """,
    re.VERBOSE,
)


_MONEY = re.compile(
    r"[€£$] | \b ( [tm]?kr | kron(er|or|e|a|ur) | krón(ur|a) | euroa? | [tm]?(nok|dkk|sek|isk|eur|gbp|usd) ) \b",
    re.VERBOSE,
)


@lru_cache(maxsize=1000)
def can_be_summed(unit: str) -> bool:
    """Whether figures in `unit` add up: percent, points, scores, ranks and indexes in any of the languages never do.

    In doubt it says no: a sum left out is noticed, a false one is believed. A missing unit is a doubt.
    """
    return bool(unit.strip()) and not _RELATIVE.search(unit_key(unit))


@lru_cache(maxsize=1000)
def counts_money(unit: str) -> bool:
    """Whether figures in `unit` are amounts, which have the prices of some year: "NOK", "kr/år", "mill. kr"."""
    return bool(_MONEY.search(unit_key(unit)))


@lru_cache(maxsize=1000)
def unit_key(unit: str) -> str:
    """`unit` as it is compared: case and spaces do not make another unit."""
    return " ".join(unit.casefold().split())
