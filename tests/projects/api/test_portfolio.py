"""The portfolio by API, and saved views: the same parameters and the same figures as on the page."""

from typing import Any

import pytest

from tests.api_caller import Caller
from tests.cast import Cast

YEARS = "?by=year&state=executing&after=xyz"


@pytest.fixture
def caller(cast: Cast) -> Caller:
    return Caller(cast.controller)


@pytest.fixture
def controller(cast: Cast) -> Caller:
    cast.executing(theme="Falls", core_task="Health")
    return Caller(cast.controller)


def test_the_whole_its_groups_and_the_registers_health(cast: Cast, controller: Caller) -> None:
    found = controller.get("portfolio/", by="core_task", on="2026-07-01").json()
    [group] = found["groups"]
    assert (group["label"], group["filters"], group["benefits"]) == ("Health", {"core_task": "Health"}, 1)
    assert [(row["unit"], row["promised"], row["unknown"]) for row in found["total"]["sums"]] == [("falls", "20", 1)]
    lacking = {one["lacks"]: one["benefits"] for one in found["health"]}
    assert (lacking["owner"], lacking["figure"], lacking["baseline"]) == (0, 1, 0)
    assert found["filters"] == {}
    assert found["total"]["statuses"] == {"unknown": 1}


NARROWED = [
    ({"theme": "falls", "state": "executing", "year": "-"}, 0),
    ({"unit": "-"}, 0),
    ({"mine": "true"}, 0),
    ({"mine": "false", "disbenefit": "0", "q": "FALLS fewer"}, 1),
    ({"disbenefit": "1"}, 0),
    ({"programme": "-", "kind": "quantified", "stage": "accepted"}, 1),
    ({"lacks": "figure", "measured_in": "falls"}, 1),
    ({"lacks": "present_owner"}, 0),
    ({"as_of": "2020-01-01"}, 0),
]


def test_every_parameter_narrows(cast: Cast, controller: Caller) -> None:
    for asked, benefits in NARROWED:
        found = controller.get("portfolio/", on="2026-07-01", **asked).json()
        assert found["total"]["benefits"] == benefits, asked
    assert controller.get("portfolio/", unit=str(cast.top.pk)).json()["total"]["benefits"] == 1
    assert controller.get("portfolio/", unit=str(cast.top.pk), own="true").json()["total"]["benefits"] == 0


UNREADABLE = {"by": "colour", "unit": "Health", "state": "gone", "year": "soon", "as_of": "2020", "q": "\x00"}


def test_what_cannot_be_read_is_refused_by_name(cast: Cast) -> None:
    controller = Caller(cast.controller)
    for name, value in {**UNREADABLE, "colour": "red"}.items():
        refused = controller.get("portfolio/", **{name: value})
        assert refused.status_code == 400
        assert refused.json()["errors"][0]["pointer"] == f"/{name}", refused.json()


def saved(caller: Caller, **fields: Any) -> dict[str, Any]:
    answer = caller.post("saved_views/", {"title": "Years", "query": YEARS, **fields})
    assert answer.status_code == 201, answer.content
    return dict(answer.json())


def test_a_view_is_kept_as_its_filter_and_asks_the_api_for_the_same(cast: Cast, caller: Caller) -> None:
    view = saved(caller)
    assert (view["query"], view["address"]) == ("by=year&state=executing", "/portfolio/?by=year&state=executing")
    assert caller.get(f"portfolio/?{view['query']}").json()["by"] == "year"
    assert saved(caller, page="benefits", query="")["address"] == "/benefits/"


def test_what_is_not_shared_is_seen_by_nobody_else(cast: Cast, caller: Caller) -> None:
    own, shared = saved(caller), saved(caller, is_shared=True)
    member = Caller(cast.member)
    assert [one["id"] for one in member.rows("saved_views/")] == [shared["id"]]
    assert member.get(f"saved_views/{own['id']}/").status_code == 404
    assert Caller(cast.stranger).rows("saved_views/") == []


def test_a_view_is_changed_by_who_saved_it_and_a_shared_one_by_an_administrator(cast: Cast, caller: Caller) -> None:
    shared = saved(caller, is_shared=True)
    address = f"saved_views/{shared['id']}/"
    assert Caller(cast.member).patch(address, {"title": "Mine"}, version=1).status_code == 403
    assert caller.patch(address, {"title": "By year"}, version=1).json()["title"] == "By year"
    assert Caller(cast.administrator).delete(address, version=2).status_code == 204
    assert caller.patch(f"saved_views/{saved(caller)['id']}/", {"owner": "x"}, version=1).status_code == 400


def test_a_filter_that_is_too_long_is_refused(caller: Caller) -> None:
    refused = caller.post("saved_views/", {"title": "Long", "query": f"q={'x' * 2000}"})
    assert refused.json()["errors"][0]["pointer"] == "/query"


def test_the_benefits_behind_the_figures_are_listed_page_by_page(cast: Cast, controller: Caller) -> None:
    draft = cast.draft(title="Another")
    draft.benefits.update(title="Less noise", title_sort="less noise")
    cast.benefit(draft, title="Seen by its makers")
    found = controller.get("portfolio/benefits/", on="2026-07-01", page_size=1).json()
    assert (found["count"], found["results"][0]["title"], found["previous"]) == (3, "Fewer falls", None)
    [indicator] = found["results"][0]["indicators"]
    assert (indicator["promised"], indicator["verified"], indicator["status"]) == ("20", None, "unknown")
    following = controller.get(found["next"]).json()
    assert following["results"][0]["id"] != found["results"][0]["id"]
    assert controller.get("portfolio/benefits/", counted="true").json()["count"] == 1
    assert controller.get("portfolio/benefits/", as_of="2020-01-01").json()["count"] == 0
    alone = controller.get(f"benefits/{found['results'][0]['id']}/", on="2026-07-01").json()
    assert (alone["status"], alone["status_reason"]) == ("unknown", found["results"][0]["status_reason"])


def test_what_changed_by_api(cast: Cast, controller: Caller) -> None:
    assert controller.get("portfolio/changes/").json()["errors"][0]["pointer"] == "/since"
    found = controller.get("portfolio/changes/", since="2020-01-01").json()
    assert [(one["kind"], one["title"], one["before"]) for one in found["changes"]] == [("new", "Fewer falls", "")]
