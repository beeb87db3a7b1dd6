"""The lesson: what those who come after should know."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from projects.models.base import PartOfProject, PartOfProjectQuerySet
from projects.models.projects import Project
from register.models import Resource, SearchWordsField
from register.models.searching import tag_line, words_within


class LessonKind(models.TextChoices):
    """What those who come after should do with it."""

    AGAIN = "again", _("We would do it again")
    DIFFERENTLY = "differently", _("We would do it differently")


class LessonQuerySet(PartOfProjectQuerySet):
    """Lessons, seen by whoever sees their project."""

    def matching(self, text: str) -> Self:
        """Those in which every word is found, as part of a word too, tags included."""
        return self.filter(words_within("search_words", text))

    def tagged(self, tag: str) -> Self:
        return self.filter(search_words__contains=tag_line(tag))


class Lesson(PartOfProject):
    """Written when a project is stopped, evaluated or closed, or whenever it was learnt."""

    NOT_AUDITED = frozenset({"search_words"})

    project = models.ForeignKey(Project, models.CASCADE, related_name="lessons", verbose_name=_("project"))
    title = models.CharField(_("title"), max_length=300, blank=True)
    text = models.TextField(_("lesson"))
    kind = models.CharField(_("kind of lesson"), max_length=12, choices=LessonKind.choices, blank=True)
    tags = models.JSONField(_("tags"), default=list, blank=True)
    search_words = SearchWordsField(sources=("title", "text", "tags"))

    objects = LessonQuerySet.as_manager()

    class Meta:
        constraints = [*Resource.Meta.constraints]
        indexes = [*Resource.Meta.indexes]

    def __str__(self) -> str:
        return self.title or self.text

    def get_absolute_url(self) -> str:
        return f"{self.project.get_absolute_url()}#lessons"
