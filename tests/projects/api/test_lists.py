import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from projects.models import Project
from tests.api_caller import Caller, pointers
from tests.cast import Cast


@pytest.fixture
def seven(cast: Cast) -> list[str]:
    """Seven projects of which four have the same start and two have none."""
    starts = ["2013-01-01", None, "2014-01-01", "2013-01-01", "2013-01-01", None, "2013-01-01"]
    rows = [
        Project(organisation=cast.organisation, state="concept", title=f"P{number}", start_date=start)
        for number, start in enumerate(starts)
    ]
    return [str(row.pk) for row in Project.objects.bulk_create(rows)]


@pytest.mark.parametrize("ordering", ["start_date", "-start_date", "title", "-title", "updated_at", "state"])
@pytest.mark.parametrize("size", [1, 2, 3, 200])
def test_pages_give_every_row_once_whatever_the_ties(
    member: Caller, seven: list[str], ordering: str, size: int
) -> None:
    whole = [row["id"] for row in member.rows("projects/", ordering=ordering)]
    assert sorted(whole) == sorted(seven)
    answer = member.get("projects/", ordering=ordering, page_size=size).json()
    forwards = [answer]
    while answer["next"]:
        answer = member.get(answer["next"]).json()
        forwards.append(answer)
    backwards = [answer]
    while answer["previous"]:
        answer = member.get(answer["previous"]).json()
        backwards.insert(0, answer)
    for pages in (forwards, backwards):
        assert [row["id"] for page in pages for row in page["results"]] == whole
    assert forwards[0]["previous"] is None


def test_rows_without_a_value_come_last_either_way(member: Caller, seven: list[str]) -> None:
    for ordering in ("start_date", "-start_date"):
        starts = [row["start_date"] for row in member.rows("projects/", ordering=ordering)]
        assert starts[-2:] == [None, None]
    assert starts[0] == "2014-01-01"


def test_a_list_answers_three_things_and_the_count_only_when_asked(member: Caller, seven: list[str]) -> None:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        answer = member.get("projects/").json()
    assert list(answer) == ["next", "previous", "results"]
    assert not [query["sql"] for query in queries if "COUNT(" in query["sql"] or "OFFSET" in query["sql"]]
    counted = member.get("projects/", count="true", page_size=2).json()
    assert (counted["count"], len(counted["results"])) == (7, 2)
    assert "count" not in member.get("projects/", count="false").json()


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ({"page_size": "201"}, "page_size"),
        ({"page_size": "0"}, "page_size"),
        ({"page_size": "x"}, "page_size"),
        ({"ordering": "leader__name"}, "ordering"),
        ({"ordering": "--title"}, "ordering"),
        ({"cursor": "nonsense"}, "cursor"),
        ({"count": "1"}, "count"),
        ({"modified_since": "yesterday"}, "modified_since"),
        ({"modified_since": "2026-13-01"}, "modified_since"),
        ({"unit": "1"}, "unit"),
        ({"unit": ""}, "unit"),
        ({"state": "nonsense"}, "state"),
        ({"restricted": "maybe"}, "restricted"),
        ({"q": "\x00"}, "q"),
        ({"key": "a\x00"}, "key"),
        ({"nonsense": "1"}, "nonsense"),
        ({"title__icontains": "1"}, "title__icontains"),
        ({"leader__email": "x"}, "leader__email"),
        ({"offset": "1"}, "offset"),
        ({"format": "xml"}, "format"),
    ],
)
def test_a_parameter_that_cannot_be_used_is_named(member: Caller, query: dict[str, str], name: str) -> None:
    refused = member.get("projects/", **query)
    assert refused.status_code == 400
    assert list(pointers(refused)) == [f"/{name}"]


def test_a_single_row_takes_no_parameters_either(member: Caller, seven: list[str]) -> None:
    assert pointers(member.get(f"projects/{seven[0]}/", expand="all")) == {"/expand": "unknown_parameter"}


def test_a_cursor_serves_only_the_order_it_was_made_for(member: Caller, seven: list[str]) -> None:
    following = member.get("projects/", ordering="title", page_size=2).json()["next"]
    assert member.get(following.replace("ordering=title", "ordering=state")).status_code == 400


def test_a_list_takes_as_many_queries_for_a_hundred_as_for_one(member: Caller, cast: Cast) -> None:
    def queries_for(number: int) -> int:
        rows = [Project(organisation=cast.organisation, state="concept", title="P") for _ in range(number)]
        Project.objects.bulk_create(rows)
        with CaptureQueriesContext(connection) as queries:
            assert len(member.rows("projects/", page_size=200)) == Project.objects.count()
        return len(queries)

    member.rows("projects/")
    assert queries_for(1) == queries_for(99)
