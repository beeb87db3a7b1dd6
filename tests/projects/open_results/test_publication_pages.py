"""Choosing what is shown, without a script: prepare, look, show, withdraw; the administrator opens the page."""

from django.test import Client

from projects.models import Project, Publication, ResultsPage
from tests.cast import Cast, fresh
from tests.projects.open_results.conftest import prepare
from tests.visits import visiting


def test_the_owner_prepares_looks_shows_and_withdraws(cast: Cast, project: Project, results: ResultsPage) -> None:
    owner, everybody, benefit = visiting(cast.owner), Client(), project.benefits.get()
    start = f"/projects/{project.pk}/open-results/"
    assert "Nothing of this project is shown openly." in owner.get(start).content.decode()
    assert f'value="{benefit.pk}" selected' in owner.get(f"{start}new/?benefit={benefit.pk}").content.decode()
    made = owner.post(f"{start}new/", {"benefit": str(benefit.pk), "headline": "Fewer falls", "story": "Told."})
    row = Publication.objects.get()
    assert made.url == f"/open-results/{row.pk}/"
    assert "This is what everybody would see" in owner.get(made.url).content.decode()
    assert "Fewer falls" not in everybody.get("/results/andebu/").content.decode()
    owner.post(f"{made.url}publish/", {"version": "1"})
    assert "This is what everybody sees" in owner.get(made.url).content.decode()
    assert "Fewer falls" in everybody.get("/results/andebu/").content.decode()
    assert "Everybody" in owner.get(start).content.decode()
    assert "withdrawn when you save" in owner.get(f"{made.url}edit/").content.decode()
    owner.post(f"{made.url}edit/", {"headline": "Far fewer falls", "story": "Told.", "version": "2"})
    assert not fresh(row).is_public
    owner.post(f"{made.url}publish/")
    owner.post(f"{made.url}withdraw/")
    assert "Far fewer" not in everybody.get("/results/andebu/").content.decode()
    owner.post(f"{made.url}delete/")
    assert not Publication.objects.exists()


def test_what_was_changed_meanwhile_is_not_shown_unseen(cast: Cast, project: Project, results: ResultsPage) -> None:
    row, owner = prepare(cast, project), visiting(cast.owner)
    address = f"/open-results/{row.pk}/"
    owner.post(f"{address}edit/", {"headline": "Otherwise", "story": "", "version": "1"})
    owner.post(f"{address}publish/", {"version": "1"}, headers={"Referer": f"http://testserver{address}"})
    assert not fresh(row).is_public


def test_others_see_what_is_prepared_and_who_chooses(cast: Cast, project: Project) -> None:
    row, member = prepare(cast, project), visiting(cast.member)
    assert (
        "Chosen by the project owner or an administrator."
        in member.get(f"/projects/{project.pk}/open-results/").content.decode()
    )
    page = member.get(f"/open-results/{row.pk}/").content.decode()
    assert "Show it to everybody" not in page
    assert visiting(cast.stranger).get(f"/open-results/{row.pk}/").status_code == 404


def test_an_administrator_opens_the_page_and_sees_it_as_everybody_would(cast: Cast, project: Project) -> None:
    administrator, row = visiting(cast.administrator), prepare(cast, project)
    assert 'value="testby-kommune"' in administrator.get("/settings/results/").content.decode()
    assert "A preview" in administrator.get("/settings/results/preview/").content.decode()
    administrator.post("/settings/results/", {"slug": "testby", "introduction": "Welcome."})
    assert Client().get("/results/testby/").status_code == 404
    administrator.post("/settings/results/", {"slug": "testby", "introduction": "", "is_open": "on", "version": "1"})
    assert "Nothing is shown here at the moment." in Client().get("/results/testby/").content.decode()
    visiting(cast.owner).post(f"/open-results/{row.pk}/publish/")
    settings, preview = administrator.get("/settings/results/"), administrator.get("/settings/results/preview/")
    assert "Withdraw “Fewer falls at night”" in settings.content.decode()
    assert "Fewer falls at night" in preview.content.decode()
    Project.objects.filter(pk=project.pk).update(restricted=True)
    assert "Held back" in administrator.get("/settings/results/").content.decode()
    assert "Held back" in visiting(cast.owner).get(f"/open-results/{row.pk}/").content.decode()
    assert visiting(cast.owner).get("/settings/results/").status_code == 403
