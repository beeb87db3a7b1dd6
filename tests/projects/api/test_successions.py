"""The queue and its questions over the API."""

import pytest

from register.services import people
from tests.api_caller import Caller
from tests.cast import Cast, fresh, this_hour


@pytest.fixture
def cast(db: None) -> Cast:
    cast = Cast(this_hour())
    cast.planning()
    people.deactivate(person=cast.line_manager, by=cast.administrator, now=cast.now)
    return cast


def test_the_queue_is_listed_narrowed_and_summed_up(cast: Cast) -> None:
    caller = Caller(cast.controller)
    rows = caller.rows("orphans/")
    assert {(row["kind"], row["why"], row["holder"]) for row in rows} == {
        (kind, "left", str(cast.line_manager.pk)) for kind in ("benefit", "handover", "indicator")
    }
    assert [row["kind"] for row in caller.rows("orphans/", kind="benefit", why="left")] == ["benefit"]
    assert caller.rows("orphans/", holder=str(cast.owner.pk)) == []
    assert caller.get(f"orphans/{rows[0]['id']}/").json() == rows[0]
    health = caller.get("orphans/health/").json()
    assert (health["without_owner"], health["benefits_without_owner"]) == (3, 1)
    assert Caller(cast.member).rows("orphans/") == []
    for wrong in ({"kind": "x"}, {"why": "x"}, {"holder": "x"}, {"ordering": "title"}):
        assert caller.get("orphans/", **wrong).status_code == 400
    page = caller.get("orphans/", page_size=2, count="true").json()
    assert (page["count"], len(page["results"]), bool(page["next"])) == (3, 2, True)


def test_somebody_is_asked_and_answers(cast: Cast) -> None:
    caller, heir = Caller(cast.administrator), Caller(cast.superior)
    rows = {row["kind"]: row["subject"] for row in caller.rows("orphans/")}
    asked = {
        kind: caller.post("successions/", {"kind": kind, "subject": subject, "to_person": str(cast.superior.pk)}).json()
        for kind, subject in rows.items()
    }
    assert heir.post(f"successions/{asked['benefit']['id']}/accept/", {}).json()["answer"] == "accepted"
    no = heir.post(f"successions/{asked['indicator']['id']}/decline/", {"comment": "Not mine."})
    assert (no.status_code, no.json()["answer"]) == (200, "declined")
    assert caller.post(f"successions/{asked['handover']['id']}/accept/", {}).status_code == 403
    back = caller.post(f"successions/{asked['handover']['id']}/withdraw/", {})
    assert back.json()["answer"] == "withdrawn"
    assert fresh(cast.superior).benefits.get().accepted_at


def test_nobody_named_means_the_unit_s_own_manager(cast: Cast) -> None:
    caller = Caller(cast.administrator)
    (row,) = caller.rows("orphans/", kind="benefit")
    asked = caller.post("successions/", {"kind": "benefit", "subject": row["subject"]}).json()
    assert asked["to_person"] == str(cast.deputy.pk)
    for subject in ("nonsense", str(cast.deputy.pk)):
        assert caller.post("successions/", {"kind": "benefit", "subject": subject}).status_code == 400


@pytest.mark.parametrize("path", ["orphans/", "duties/"])
def test_what_is_found_in_memory_is_paged_like_any_list(cast: Cast, path: str) -> None:
    caller = Caller(cast.superior)
    first = caller.get(path, page_size=2).json()
    query = first["next"].partition("?")[2]
    second = caller.get(f"{path}?{query}").json()
    ids = [row["id"] for page in (first, second) for row in page["results"]]
    assert len(set(ids)) == len(ids) == 3
    assert caller.get(f"{path}?{second['previous'].partition('?')[2]}").json()["results"] == first["results"]
