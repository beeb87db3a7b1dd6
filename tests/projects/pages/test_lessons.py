"""Lessons are found by those who come after: by words, tags, kind and unit; and offered to similar projects."""

import pytest
from django.urls import reverse

from projects.models import Lesson, Project
from projects.reports.similar_lessons import lessons_like
from projects.services import lessons
from tests.api_caller import Caller
from tests.cast import Cast, fresh, unit
from tests.visits import visiting

pytestmark = pytest.mark.django_db


@pytest.fixture
def project(cast: Cast) -> Project:
    return cast.planning(theme="Welfare technology")


@pytest.fixture
def lesson(cast: Cast, project: Project) -> Lesson:
    fields = {"title": "Ask the night shift", "text": "They know.", "kind": "again", "tags": ["Falls", "Night work"]}
    return lessons.create_lesson(project=project, fields=fields, by=cast.leader, now=cast.now)


def found(cast: Cast, **asked: str) -> bool:
    page = visiting(cast.member).get(reverse("projects:lesson_list"), asked).content.decode()
    return "They know." in page


def test_a_lesson_is_found_by_whoever_sees_its_project(cast: Cast, lesson: Lesson) -> None:
    for asked in (
        {},
        {"q": "NIGHT sh"},
        {"tag": "night work"},
        {"kind": "again"},
        {"benefit_kind": "quantified"},
        {"unit": str(cast.top.pk)},
    ):
        assert found(cast, **asked), asked
    for asked in (
        {"q": "day"},
        {"tag": "night"},
        {"kind": "differently"},
        {"benefit_kind": "qualitative"},
        {"unit": str(unit(cast.organisation, "Roads", now=cast.now).pk)},
    ):
        assert not found(cast, **asked), asked
    assert visiting(cast.member).get(reverse("projects:lesson_list"), {"after": "x"}).status_code == 400
    page = visiting(cast.stranger).get(reverse("projects:lesson_list")).content.decode()
    assert "No lesson is written down yet" in page
    Project.objects.update(restricted=True)
    assert not found(cast)


def test_a_lesson_is_written_and_tagged_on_the_projects_page(cast: Cast, project: Project) -> None:
    browser = visiting(cast.leader)
    url = reverse("projects:lesson_create", args=[project.pk])
    page = browser.post(url, {"text": "Count before.", "tags": "Baseline, falls"}, follow=True).content.decode()
    assert "Count before." in page
    lesson = Lesson.objects.get()
    assert lesson.tags == ["Baseline", "falls"]
    edit = reverse("projects:lesson_edit", args=[lesson.pk])
    assert 'value="Baseline, falls"' in browser.get(edit).content.decode()
    browser.post(edit, {"text": "Count before.", "tags": "Baseline", "kind": "again", "version": "1"})
    assert (fresh(lesson).tags, fresh(lesson).kind) == (["Baseline"], "again")
    refused = visiting(cast.controller).post(edit, {"text": "Mine.", "version": "2"}).content.decode()
    assert "Only" in refused
    assert visiting(cast.stranger).get(edit).status_code == 404


def test_a_new_project_is_offered_what_similar_ones_have_learnt_and_why(
    cast: Cast, project: Project, lesson: Lesson
) -> None:
    other = unit(cast.organisation, "Roads", now=cast.now)
    stranger = cast.draft(title="Better roads", unit=other, purpose="Fewer holes.", background="Holes.")
    assert [one.because for one in lessons_like(stranger, cast.leader)] == [["about “Falls”"]], "by its benefit"
    stranger.benefits.all().delete()
    assert lessons_like(fresh(stranger), cast.leader) == []
    like = cast.draft(title="Night work without falls", theme="welfare technology")
    [found] = lessons_like(like, cast.leader)
    assert found.because == [
        "about “Falls”",
        "about “Night work”",
        "the same theme: welfare technology",
        "the same unit: Home care",
    ]
    page = visiting(cast.leader).get(like.get_absolute_url()).content.decode()
    assert "Lessons from similar projects" in page
    assert "about “Falls”" in page
    [row] = Caller(cast.leader).get(f"projects/{like.pk}/similar_lessons/").json()
    assert row["lesson"] == str(lesson.pk)
    assert lessons_like(project, cast.leader) == [], "not its own"
    assert "None has a tag" in visiting(cast.leader).get(fresh(stranger).get_absolute_url()).content.decode()


def test_while_the_next_project_is_written_down_others_lessons_stand_beside_it(cast: Cast, lesson: Lesson) -> None:
    browser = visiting(cast.leader)
    page = browser.get(reverse("projects:project_create"))
    assert reverse("projects:lesson_list") in page.content.decode()
    draft = page.context["form"]["draft"].value()
    typed = {"draft": draft, "title": "Preventing a fall", "purpose": "Safer nights.", "leader": cast.leader.pk}
    saved = browser.post(reverse("projects:draft_save", args=[draft]), typed).content.decode()
    assert "Saved as a draft." in saved
    assert "about “Falls”" in saved, "whatever the ending of the word"
    assert "about “Night work”" not in saved
