"""Lessons from projects like this one: they share a tag with its words, its theme, or its unit. Each says which."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import takewhile

from django.db.models import Q
from django.utils.translation import gettext as _

from projects.lifecycles.project import ProjectState
from projects.models import Lesson, Project
from register.models import Person
from register.models.searching import folded

EARLY = (ProjectState.DRAFT, ProjectState.PROPOSED, ProjectState.CONCEPT, ProjectState.PLANNING)
SHORTEST_WORD = 3
SHORTEST_STEM, LONGEST_ENDING = 4, 3
MOST_WORDS = 40
LOOKED_AT = 200
MOST = 5
FOR_A_TAG, FOR_THE_THEME, FOR_THE_UNIT = 3, 2, 1


@dataclass(frozen=True)
class SimilarLesson:
    """A lesson, and why it may be of use here."""

    lesson: Lesson
    because: list[str]
    weight: int


def lessons_like(project: Project, reader: Person, *, most: int = MOST) -> list[SimilarLesson]:
    """What has most in common first, then the newest; of other projects the reader sees."""
    text = _text(project)
    wanted = Q()
    for word in [one for one in dict.fromkeys(text.split()) if len(one) >= SHORTEST_WORD][:MOST_WORDS]:
        wanted |= Q(search_words__contains=f"\n#{_stem(word)}")
    if project.theme:
        wanted |= Q(project__theme__iexact=project.theme)
    if project.unit_id:
        wanted |= Q(project__unit=project.unit_id)
    rows = Lesson.objects.visible_to(reader).exclude(project=project).filter(wanted).select_related("project__unit")
    found = [_weighed(lesson, project, f" {text} ") for lesson in rows.order_by("-created_at", "pk")[:LOOKED_AT]]
    return sorted((one for one in found if one.weight), key=lambda one: -one.weight)[:most]


def _weighed(lesson: Lesson, project: Project, text: str) -> SimilarLesson:
    reasons = list(_reasons(lesson, project, text))
    return SimilarLesson(lesson, [words for words, _weight in reasons], sum(weight for _words, weight in reasons))


def _reasons(lesson: Lesson, project: Project, text: str) -> Iterator[tuple[str, int]]:
    for tag in lesson.tags:
        if _is_about(folded(tag), text.split()):
            yield _("about “%(tag)s”") % {"tag": tag}, FOR_A_TAG
    if project.theme and folded(lesson.project.theme) == folded(project.theme):
        yield _("the same theme: %(theme)s") % {"theme": project.theme}, FOR_THE_THEME
    if project.unit_id and lesson.project.unit_id == project.unit_id:
        yield _("the same unit: %(unit)s") % {"unit": project.unit}, FOR_THE_UNIT


def _is_about(tag: str, words: Collection[str]) -> bool:
    """Whether each word of the tag is among the words, whatever its ending: “måling” in “målingene”."""
    return all(any(_is_same(part, word) for word in words) for part in tag.split())


def _is_same(one: str, other: str) -> bool:
    longest = max(len(one), len(other))
    alike = sum(1 for _pair in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
    return alike >= max(SHORTEST_STEM, longest - LONGEST_ENDING) or one == other


def _stem(word: str) -> str:
    return word[: max(SHORTEST_STEM, len(word) - LONGEST_ENDING)]


def _text(project: Project) -> str:
    """What the project is about, as single words."""
    benefits = [benefit.title for benefit in project.benefits.all()]
    words = folded(" ".join([project.title, project.theme, project.background, project.purpose, *benefits]))
    return " ".join("".join(sign if sign.isalnum() else " " for sign in words).split())
