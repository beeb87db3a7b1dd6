"""The results page shows what a person chose, one by one; verified figures, no names, gone at once when withdrawn."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from projects.models import Measurement, Project, Publication, ResultsPage
from projects.services import benefits, projects, publications, results_page, targets
from register.errors import InvalidInput, NotPermitted, NotPossible
from register.models import Goal, Person
from register.services import editing, tokens
from tests.api_caller import Caller
from tests.cast import Cast, fresh
from tests.projects.open_results.conftest import prepare

ADDRESS = "/results/andebu/"
DATA = "/results/andebu/results.json"


@pytest.fixture
def public(cast: Cast, results: ResultsPage, prepared: Publication) -> Publication:
    return publications.publish(publication=prepared, by=cast.owner, now=cast.now)


def figure(cast: Cast, project: Project, value: int, state: str = "verified", end: date = date(2026, 1, 31)) -> None:
    indicator = project.benefits.get().indicators.get()
    row = Measurement(
        organisation=cast.organisation,
        indicator=indicator,
        period_end=end,
        value=Decimal(value),
        reported_by=cast.line_manager,
        verified_by=cast.responsible if state == "verified" else None,
        note="CANARY note",
        state=state,
    )
    editing.create(row=row, by=cast.leader, now=cast.now, about=project.pk)


def data(client: Client) -> dict[str, Any]:
    return client.get(DATA).json()


def test_nothing_is_public_before_a_person_chose_it(
    client: Client, cast: Cast, results: ResultsPage, prepared: Publication
) -> None:
    assert prepared.headline not in client.get(ADDRESS).content.decode()
    publications.publish(publication=prepared, by=cast.owner, now=cast.now)
    assert prepared.headline in client.get(ADDRESS).content.decode()
    assert [one["headline"] for one in data(client)["results"]] == [prepared.headline]


def test_a_page_that_is_not_open_is_as_unknown_as_one_that_never_was(
    client: Client, cast: Cast, public: Publication, results: ResultsPage
) -> None:
    results_page.update_results_page(page=results, changes={"is_open": False}, by=cast.administrator, now=cast.now)
    for address in (ADDRESS, DATA, f"{ADDRESS}da/", "/results/nobody/"):
        assert client.get(address).status_code == 404


def test_withdrawing_is_immediate(client: Client, cast: Cast, public: Publication) -> None:
    publications.withdraw(publication=public, by=cast.administrator, now=cast.now)
    assert data(client)["results"] == []
    assert public.headline not in client.get(ADDRESS).content.decode()


def test_a_new_text_is_not_shown_before_it_is_published_again(client: Client, cast: Cast, public: Publication) -> None:
    changed = publications.update_publication(
        publication=public, changes={"story": "Even fewer."}, by=cast.owner, now=cast.now
    )
    assert (changed.is_public, data(client)["results"]) == (False, [])
    publications.publish(publication=changed, by=cast.owner, now=cast.now)
    assert data(client)["results"][0]["story"] == "Even fewer."
    same = publications.update_publication(
        publication=fresh(public), changes={"story": "Even fewer."}, by=cast.owner, now=cast.now
    )
    assert same.is_public


def test_what_becomes_restricted_or_given_up_is_shown_no_more(
    client: Client, cast: Cast, public: Publication, project: Project
) -> None:
    projects.update_project(project=fresh(project), changes={"restricted": True}, by=cast.administrator, now=cast.now)
    assert data(client)["results"] == []
    projects.update_project(project=fresh(project), changes={"restricted": False}, by=cast.administrator, now=cast.now)
    assert len(data(client)["results"]) == 1
    cast.take(project.benefits.get(), "withdraw", cast.responsible, comment="Not expected any more.")
    assert data(client)["results"] == []


def test_figures_are_the_verified_ones_and_a_status_waits_for_them(
    client: Client, cast: Cast, public: Publication, project: Project
) -> None:
    goal = Goal.objects.create(organisation=cast.organisation, title="Safe at night")
    benefits.update_benefit(benefit=project.benefits.get(), changes={"goals": [goal]}, by=cast.leader, now=cast.now)
    [before] = data(client)["results"]
    assert before["benefit"]["indicators"][0]["verified"] is None
    figure(cast, project, 39)
    [one] = data(client)["results"]
    assert one["benefit"]["goals"] == [{"title": "Safe at night", "level": "goal"}]
    [shown] = one["benefit"]["indicators"]
    assert shown["baseline"]["value"] == "40"
    assert shown["target"] == {"value": "20", "low": None, "high": None, "comparator": "exact", "date": "2027-12-31"}
    assert shown["verified"]["value"] == "39"
    assert (shown["promised_change"], shown["verified_change"]) == ("20", "1")
    assert one["benefit"]["status"] is not None
    figure(cast, project, 12, state="reported", end=date(2026, 2, 28))
    [held] = data(client)["results"]
    assert held["benefit"]["status"] is None
    assert held["benefit"]["indicators"][0]["verified"]["value"] == "39"
    page = client.get(ADDRESS).content.decode()
    assert "Waits for a figure to be checked" in page
    assert "1 of the promised change of 20" in page
    assert "12\N{NO-BREAK SPACE}falls" not in page


def test_names_of_persons_never_leave(client: Client, cast: Cast, public: Publication, project: Project) -> None:
    figure(cast, project, 39)
    for number, person in enumerate(Person.objects.filter(organisation=cast.organisation)):
        person.name = f"Canary Person{number}"
        person.email = f"canary{number}@andebu.example"
        person.save()
    Project.objects.filter(pk=project.pk).update(title="Screens of canary  Person3", background="CANARY background")
    project.benefits.update(description="CANARY description", judgement_words="CANARY judgement")
    for address in (ADDRESS, DATA, f"{ADDRESS}da/", f"{ADDRESS}nb/"):
        assert "canary" not in client.get(address).content.decode().casefold(), address
    assert data(client)["results"][0]["project"] == "Screens of …"


def test_a_text_with_a_name_or_an_address_is_not_published(cast: Cast, project: Project, results: ResultsPage) -> None:
    cast.person("Kari Nordmann")
    for story in ("Thanks to kari nordmann!", "Thanks to Kari Nordmanns team.", "Ask x.y@andebu.example."):
        row = prepare(cast, project, story=story)
        with pytest.raises(InvalidInput, match="Leave out"):
            publications.publish(publication=row, by=cast.owner, now=cast.now)
    with pytest.raises(InvalidInput, match="Leave out: Kari Nordmann"):
        results_page.update_results_page(
            page=results, changes={"introduction": "By Kari Nordmann."}, by=cast.administrator, now=cast.now
        )


def test_a_draft_cannot_be_shown(cast: Cast, results: ResultsPage) -> None:
    row = prepare(cast, cast.draft(title="Early"))
    with pytest.raises(NotPossible, match="never shown openly"):
        publications.publish(publication=row, by=cast.owner, now=cast.now)


def test_only_the_owner_and_administrators_choose_and_no_machine(
    cast: Cast, prepared: Publication, results: ResultsPage, project: Project
) -> None:
    token, _secret = tokens.make_service_token(
        organisation=cast.organisation, by=cast.administrator, now=cast.now, name="Robot", scopes=["write"]
    )
    for by in (cast.leader, token.person):
        for attempt in (
            lambda by=by: prepare_by(project, by, cast),
            lambda by=by: publications.update_publication(publication=prepared, changes={}, by=by, now=cast.now),
            lambda by=by: publications.publish(publication=prepared, by=by, now=cast.now),
            lambda by=by: publications.withdraw(publication=prepared, by=by, now=cast.now),
            lambda by=by: publications.delete_publication(publication=prepared, by=by, now=cast.now),
            lambda by=by: results_page.update_results_page(page=results, changes={}, by=by, now=cast.now),
        ):
            with pytest.raises(NotPermitted):
                attempt()


def prepare_by(project: Project, by: Person, cast: Cast) -> None:
    publications.prepare(project=project, fields={"headline": "x"}, by=by, now=cast.now)


def test_a_benefit_is_prepared_once_and_only_by_its_own_project(
    cast: Cast, prepared: Publication, project: Project
) -> None:
    with pytest.raises(InvalidInput, match="on the results page already"):
        prepare(cast, project, benefit=project.benefits.get())
    other = cast.draft(title="Other")
    with pytest.raises(InvalidInput, match="of this project"):
        prepare(cast, project, benefit=other.benefits.get())


def test_there_is_one_page_per_organisation_under_a_plain_address(cast: Cast, results: ResultsPage) -> None:
    here = {"organisation": cast.organisation, "by": cast.administrator, "now": cast.now}
    with pytest.raises(NotPossible, match="already"):
        results_page.make_results_page(fields={"slug": "again"}, **here)
    with pytest.raises(InvalidInput):
        results_page.update_results_page(page=results, changes={"slug": "Å b"}, by=cast.administrator, now=cast.now)


def test_pages_are_in_the_organisations_language_with_a_switch_and_no_copy_is_shown_unasked(
    client: Client, cast: Cast, public: Publication
) -> None:
    danish = client.get(f"{ADDRESS}da/", headers={"Accept-Language": "nb"})
    assert danish["Content-Language"] == "da"
    assert 'lang="da"' in danish.content.decode()
    answer = client.get(ADDRESS, headers={"Accept-Language": "nb"})
    assert answer["Content-Language"] == cast.organisation.language
    assert f'href="{ADDRESS}nb/"' in answer.content.decode()
    assert answer["Cache-Control"] == "public, no-cache"
    assert client.get(f"{ADDRESS}fr/").status_code == 404
    assert client.get(DATA)["Access-Control-Allow-Origin"] == "*"


def test_the_data_keep_their_documented_shape(client: Client, public: Publication) -> None:
    content = data(client)
    assert content.keys() == {"format", "version", "organisation", "as_of", "introduction", "results"}
    assert (content["format"], content["version"]) == ("varig-results", 1)
    assert content["organisation"].keys() == {"name", "country", "language", "currency"}
    [one] = content["results"]
    assert one.keys() == {"id", "headline", "story", "project", "published_at", "benefit"}
    assert one["benefit"].keys() == {
        *("title", "kind", "is_disbenefit", "is_potential", "goals", "status", "status_reason", "indicators"),
    }
    assert one["benefit"]["indicators"][0].keys() == {
        *(
            "name",
            "unit",
            "direction",
            "baseline",
            "target",
            "first_target",
            "verified",
            "promised_change",
            "verified_change",
        ),
    }


def test_what_was_promised_first_stays_beside_what_is_aimed_at_now(
    client: Client, cast: Cast, public: Publication
) -> None:
    target = public.benefit.indicators.get().targets.get()
    assert data(client)["results"][0]["benefit"]["indicators"][0]["first_target"] is None
    first = target.value
    change = {"changes": {"value": first + 1}, "reason": "Fewer beds."}
    targets.update_target(target=target, by=cast.administrator, now=cast.now, **change)
    figure = data(client)["results"][0]["benefit"]["indicators"][0]
    assert (figure["first_target"]["value"], figure["target"]["value"]) == ("20", "21")
    assert "Later changed to" in client.get(f"{ADDRESS}en/").content.decode()


def test_many_results_take_as_many_queries_as_one(client: Client, cast: Cast, public: Publication) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get(DATA)
        return len(asked)

    before = queries()
    for number in range(3):
        project = cast.executing(title=f"More {number}")
        row = prepare(cast, project, benefit=project.benefits.get(), headline=f"More {number}")
        publications.publish(publication=row, by=cast.owner, now=cast.now)
    assert queries() == before


def test_the_api_prepares_publishes_and_withdraws(client: Client, cast: Cast, project: Project) -> None:
    owner, administrator = Caller(cast.owner), Caller(cast.administrator)
    page = administrator.post("results_pages/", {"slug": "andebu", "is_open": True})
    assert page.status_code == 201, page.content
    made = owner.post("publications/", {"project": str(project.pk), "headline": "A story", "story": "Of a ward."})
    address = f"publications/{made.json()['id']}/"
    assert owner.call("post", f"{address}publish/", {}).status_code == 428
    assert owner.call("post", f"{address}publish/", {}, 1).json()["is_public"] is True
    assert data(client)["results"][0]["benefit"] is None
    assert Caller(cast.leader).post(f"{address}withdraw/").status_code == 403
    assert owner.post(f"{address}withdraw/", {"change_reason": "Outdated."}).json()["is_public"] is False
    assert owner.patch(address, {"headline": "Another"}, 3).json()["headline"] == "Another"
    assert owner.delete(address, 4).status_code == 204
    closed = administrator.patch(f"results_pages/{page.json()['id']}/", {"is_open": False}, 1)
    assert closed.json()["is_open"] is False
