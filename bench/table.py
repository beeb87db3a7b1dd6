"""The tables that are printed: shares first, absolute figures of this run beside them."""

from collections.abc import Iterable, Iterator, Sequence
from statistics import median

from bench.goals import GROWTH, MEMORY, PAGE_KILOBYTES, SHARES, START, Goal
from bench.measuring import LIMIT, PRODUCT, Measured

Row = Sequence[str]


def tables(measured: Sequence[Measured]) -> Iterator[str]:
    """One table of shares and one of plans for each size, growth, and the rest."""
    for one in measured:
        yield _drawn(f"{one.projects:,} projects: Varig as a share of the limit", _shares(one))
    if len(measured) > 1:
        first, last = measured[0], measured[-1]
        title = f"Growth: milliseconds of an answer with {last.projects:,} projects by those with {first.projects:,}"
        yield _drawn(title, _growth(first, last))
    for one in measured:
        yield _titled(f"{one.projects:,} projects: how rows are found", _plans(one))
    yield _drawn("Memory and start", _rest(measured))


def _shares(one: Measured) -> Iterator[Row]:
    yield ["", "visitors", "share", "floor", "aim", "reached", "varig/s", "limit/s", "kB", "limit kB", "queries"]
    for key in one.loads[PRODUCT]:
        name, visitors = key
        share, goal = one.share(key), SHARES.get(name)
        sizes = [f"{median(load.size for load in one.loads[of][key]) / 1000:.1f}" for of in (PRODUCT, LIMIT)]
        speeds = [f"{one.per_second(of, key):.1f}" for of in (PRODUCT, LIMIT)]
        asked = one.asked.get(name)
        queries = str(asked.queries) if asked else "-"
        yield [name, str(visitors), f"{share:.2f}", *_judged(goal, share), *speeds, *sizes, queries]
    share = one.mails_share()
    speeds = [f"{median(one.mails[of]):.0f}" for of in (PRODUCT, LIMIT)]
    yield ["reminders", "1", f"{share:.2f}", *_judged(SHARES["reminders"], share), *speeds, "", "", ""]


def _growth(first: Measured, last: Measured) -> Iterator[Row]:
    yield ["", "times", "floor", "aim", "reached", "ms", "limit's times"]
    for key in last.loads[PRODUCT]:
        name, visitors = key
        if visitors == 1:
            times, limit = (last.milliseconds(of, key) / first.milliseconds(of, key) for of in (PRODUCT, LIMIT))
            yield [
                name,
                f"{times:.2f}",
                *_judged(GROWTH.get(name), times),
                f"{first.milliseconds(PRODUCT, key):.1f} → {last.milliseconds(PRODUCT, key):.1f}",
                f"{limit:.2f}",
            ]


def _plans(one: Measured) -> Iterator[str]:
    for name, asked in one.asked.items():
        found = [words for words, is_so in (("COUNT", asked.counts), ("OFFSET", asked.skips)) if is_so]
        found += [f"all of {name}" for name in asked.scanned]
        read, by = ", ".join(found) or "nothing from end to end", ", ".join(asked.indexes) or "none"
        yield f"{name}: reads {read}; by the indexes {by}"


def _rest(measured: Sequence[Measured]) -> Iterator[Row]:
    yield ["", "projects", "measured", "floor", "aim", "reached", "limit"]
    for one in measured:
        memory, start = ([median(of[name]) for name in (PRODUCT, LIMIT)] for of in (one.memory, one.start))
        size = f"{one.projects:,}"
        yield ["MiB of 2 workers (PSS)", size, f"{memory[0]:.0f}", *_judged(MEMORY, memory[0]), f"{memory[1]:.0f}"]
        yield ["s to the first answer", size, f"{start[0]:.2f}", *_judged(START, start[0]), f"{start[1]:.2f}"]
        kilobytes = one.loads[PRODUCT]["register page", 1][0].size / 1000
        yield ["kB of the register page", size, f"{kilobytes:.0f}", *_judged(PAGE_KILOBYTES, kilobytes), ""]
        yield ["pages of 200 to the deep page", size, str(one.pages_down), "", "", "", ""]
        yield ["s to fill the database", size, f"{one.seconds_to_fill:.0f}", "", "", "", ""]


def _judged(goal: Goal | None, value: float) -> Row:
    return ["-", "-", ""] if goal is None else [f"{goal.floor:.2f}", f"{goal.aim:.2f}", goal.judge(value)]


def _drawn(title: str, rows: Iterator[Row]) -> str:
    """Columns as wide as their widest cell; the first to the left, the others to the right."""
    lines = list(rows)
    widths = [max(len(cell) for cell in column) for column in zip(*lines, strict=True)]
    drawn = [
        "  ".join(_cell(cell, width, place) for place, (cell, width) in enumerate(zip(row, widths, strict=True)))
        for row in lines
    ]
    return _titled(title, (line.rstrip() for line in drawn))


def _titled(title: str, lines: Iterable[str]) -> str:
    return "\n".join([title, "-" * len(title), *lines, ""])


def _cell(text: str, width: int, place: int) -> str:
    return text.rjust(width) if place else text.ljust(width)
