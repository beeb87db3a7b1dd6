"""What is measured: what Varig is asked, what the limit is asked, and how to tell that both answered the same."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from uuid import uuid4

from bench.client import Answer, Asking, Request
from bench.scene import API, Depth, Scene, get, page, post

MOST_READS, MOST_WRITES = 5000, 300
STATUSES = ("on_track", "at_risk", "off_track", "unknown")
UNIT_AND_BENEFITS = rb'<th scope="row">(?:<a[^>]*>)?(Unit \d+).*?<td class="number"[^>]*>([^<]*)'
STEPS = (("submit", "proposed"), ("withdraw", "draft"))

Ids = Callable[[Answer], Sequence[str]]
"""The ids in an answer, in order; or other words that must be the same in both."""


@dataclass(frozen=True)
class Case:
    """`asks` goes to Varig, `limit` to the bare SQL."""

    name: str
    asks: Asking
    limit: Asking
    ids: Ids
    limit_ids: Ids
    most: int = MOST_READS
    visitors: tuple[int, ...] = (1, 8)
    heavy: bool = False
    """Reads so much that it is not warmed up for, and that memory is looked at before."""
    ok: int = 200


def listed(answer: Answer) -> Sequence[str]:
    return [row["id"] for row in answer.json()["results"]]


def one(answer: Answer) -> Sequence[str]:
    return [answer.json()["id"]]


def state(answer: Answer) -> Sequence[str]:
    content = answer.json()
    return [content["id"], content["state"]]


def title(answer: Answer) -> Sequence[str]:
    return [answer.json()["title"]]


def linked(answer: Answer) -> Sequence[str]:
    """The projects that a page links to in its table."""
    found = re.findall(rb'<th scope="row"><a[^>]*href="/projects/([0-9a-f-]{36})/"', answer.body)
    return [pk.decode() for pk in found]


def shown_portfolio(answer: Answer) -> Sequence[str]:
    """What a portfolio page says: the benefits of each unit, and how many have each status."""
    rows = re.findall(UNIT_AND_BENEFITS, answer.body, re.DOTALL)
    legend = re.search(rb'class="legend-line">(.*?)</p>', answer.body, re.DOTALL)
    numbers = re.findall(rb"<strong>([^<]*)</strong>", legend[1] if legend else b"")
    by_unit = {f"{unit.decode()}: {_number(benefits)}" for unit, benefits in rows}
    return [*sorted(by_unit), *map(str, sorted(map(_number, numbers)))]


def portfolio(answer: Answer) -> Sequence[str]:
    """The same, as the limit says it."""
    rows = answer.json()
    totals = [sum(row[status] for row in rows) for status in STATUSES]
    by_unit = {f"{row['name']}: {row['benefits']}" for row in rows}
    return [*sorted(by_unit), *map(str, sorted(total for total in totals if total))]


def _number(text: bytes) -> int:
    """However its thousands are set apart."""
    return int(re.sub(rb"\D", b"", text))


def cases(scene: Scene, depth: Depth) -> Iterable[Case]:
    """All that go over HTTP, for one database."""
    first, last = scene.words()
    reads, limited = scene.reader, {"state": "executing"}

    def always(request: Request) -> Asking:
        return lambda visitor, turn: request

    list_of_50 = always(get("/list", reads, **limited))
    yield Case("list of 50", always(get(f"{API}/projects/", reads, **limited)), list_of_50, listed, listed)
    yield Case(
        "deep page",
        always(get(depth.path, reads)),
        always(get("/deep", reads, title=depth.title, id=depth.id, **limited)),
        listed,
        listed,
    )
    yield Case(
        "detail",
        lambda visitor, turn: get(f"{API}/projects/{scene.project(turn)}/", reads),
        lambda visitor, turn: get("/detail", reads, id=scene.project(turn)),
        one,
        one,
    )
    yield Case(
        "search, two words",
        always(get(f"{API}/projects/", reads, q=f"{first} {last}")),
        always(get("/search", reads, one=f"%{first}%", two=f"%{last}%")),
        listed,
        listed,
    )
    yield from _writes(scene)
    yield Case(
        "register page",
        always(page("/projects/?state=executing", scene.reads)),
        list_of_50,
        linked,
        lambda answer: listed(answer)[:25],
    )
    yield Case(
        "portfolio page",
        always(page("/portfolio/", scene.oversees)),
        always(get("/portfolio", scene.controller)),
        shown_portfolio,
        portfolio,
        visitors=(1,),
        heavy=True,
    )


def _writes(scene: Scene) -> Iterable[Case]:
    writes = scene.leader

    def new(visitor: int, turn: int) -> Request:
        return post(f"{API}/projects/", writes, _project(scene))

    def new_row(visitor: int, turn: int) -> Request:
        return post("/create", writes, {**_project(scene), "reference": f"L-{uuid4().hex}"})

    def step(visitor: int, turn: int) -> Request:
        name, _ = STEPS[turn % 2]
        return post(f"{API}/projects/{scene.draft(visitor)}/transitions/{name}/", writes, {"comment": "Measured"})

    def new_state(visitor: int, turn: int) -> Request:
        return post("/transition", writes, {"id": scene.draft(visitor), "to": STEPS[turn % 2][1]})

    yield Case("create", new, new_row, title, title, most=MOST_WRITES, ok=201)
    yield Case("transition", step, new_state, state, state, most=MOST_WRITES)


def _project(scene: Scene) -> dict[str, str]:
    words = "The present way takes too long, and nobody knows what it costs."
    made = {"title": "A better way", "unit": scene.unit(), "purpose": words, "background": words}
    return {"key": f"bench {uuid4().hex}", **made}
