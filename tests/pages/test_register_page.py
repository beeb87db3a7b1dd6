"""The register: what stands in it for whom, and how it is narrowed."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from projects.models import Project
from tests.cast import Cast
from tests.pages.conftest import SignIn


def titles(answer) -> list[str]:
    return [project.title for project in answer.context["page"].rows]


def test_a_member_sees_what_is_neither_draft_nor_restricted(cast: Cast, as_person: SignIn) -> None:
    cast.draft(title="Still a draft")
    cast.proposed(title="Proposed")
    cast.proposed(title="Secret", restricted=True)
    assert titles(as_person(cast.member).get("/projects/")) == ["Proposed"]


def test_another_organisation_sees_nothing_and_is_told_why(cast: Cast, as_person: SignIn) -> None:
    cast.proposed()
    answer = as_person(cast.stranger).get("/projects/")
    assert titles(answer) == []
    assert "No project is registered yet" in answer.content.decode()


@pytest.mark.parametrize(
    "query",
    ["q=shorter+bed", "state=proposed", "track=full", "theme=Falls", "q=Leader", "mine=on"],
)
def test_each_filter_keeps_what_fits_and_leaves_out_what_does_not(cast: Cast, as_person: SignIn, query: str) -> None:
    cast.proposed(theme="Falls")
    other = Project.objects.create(organisation=cast.organisation, title="Other", track="light", leader=cast.member)
    client = as_person(cast.leader if "mine" in query else cast.administrator)
    assert other.title not in titles(client.get(f"/projects/?{query}"))
    assert titles(client.get(f"/projects/?{query}")) == ["Shorter days in bed"]


def test_a_unit_shows_the_projects_of_all_units_below(cast: Cast, as_person: SignIn) -> None:
    cast.proposed()
    assert titles(as_person(cast.member).get(f"/projects/?unit={cast.top.pk}")) == ["Shorter days in bed"]


def test_an_empty_list_says_how_many_the_filter_hides(cast: Cast, as_person: SignIn) -> None:
    cast.proposed()
    answer = as_person(cast.member).get("/projects/?q=nothing")
    assert "Your filter hides 1 project." in answer.content.decode()


def test_pages_follow_each_other_and_lead_back(cast: Cast, as_person: SignIn) -> None:
    rows = [Project(organisation=cast.organisation, title=f"No {number:03}") for number in range(60)]
    Project.objects.bulk_create(rows)
    client = as_person(cast.administrator)
    first = client.get("/projects/")
    second = client.get("/projects/", {"after": first.context["page"].next})
    third = client.get("/projects/", {"after": second.context["page"].next})
    back = client.get("/projects/", {"before": third.context["page"].previous})
    assert titles(second) == titles(back) == [f"No {number:03}" for number in range(25, 50)]
    assert (len(titles(third)), third.context["page"].next) == (10, "")
    assert first.context["page"].previous == ""


def test_a_cursor_that_is_none_is_a_bad_request(cast: Cast, as_person: SignIn) -> None:
    assert as_person(cast.member).get("/projects/?after=nonsense").status_code == 400


def test_the_count_stops_at_a_thousand_unless_asked(cast: Cast, as_person: SignIn) -> None:
    Project.objects.bulk_create([Project(organisation=cast.organisation, title="x") for _ in range(1001)])
    client = as_person(cast.administrator)
    assert "1,000+ of 1,000+ projects" in client.get("/projects/").content.decode()
    assert "1,001 of 1,001 projects" in client.get("/projects/?count=1").content.decode()


def queries_of(client: Client) -> int:
    with CaptureQueriesContext(
        connection,
    ) as seen:
        client.get("/projects/")
    return len(seen)


def test_a_hundred_projects_take_as_many_queries_as_one(cast: Cast, as_person: SignIn) -> None:
    cast.proposed()
    client = as_person(cast.administrator)
    one = queries_of(client)
    people = {"leader": cast.leader, "unit": cast.unit}
    Project.objects.bulk_create([Project(organisation=cast.organisation, title="x", **people) for _ in range(100)])
    assert queries_of(client) == one


def test_markup_in_a_title_is_shown_as_text(cast: Cast, as_person: SignIn) -> None:
    cast.proposed(title="<script>alert(1)</script>")
    assert "<script>alert" not in as_person(cast.member).get("/projects/").content.decode()
