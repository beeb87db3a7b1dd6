"""Lessons for those who come after."""

from typing import Any

from rest_framework import serializers

from projects.models import Benefit, BenefitKind, Lesson, LessonKind, Project
from projects.services import lessons
from register.api.base import Creatable, Deletable, Edit, Editable
from register.api.fields import Choice, Reference, Text
from register.api.filters import by_code, by_id, by_part, by_searched_words, by_tag
from register.api.inputs import RowInput
from register.api.outputs import Output


class LessonOutput(Output):
    """What those who come after should know."""

    class Meta:
        model = Lesson
        fields = [
            *("id", "key", "organisation", "project", "title", "text", "kind", "tags"),
            *("created_at", "updated_at", "version"),
        ]


class LessonInput(RowInput):
    """A lesson."""

    fixed = ("project",)

    project = Reference(Project, required=True)
    title = Text(required=False)
    text = Text()
    kind = Choice(LessonKind)
    tags = serializers.ListField(child=Text(max_length=100), required=False, max_length=50)


class Lessons(Creatable, Editable, Deletable):
    """Lessons of all projects the caller sees; `q` finds words in them, `unit` and `benefit_kind` are the project's."""

    model = Lesson
    output = LessonOutput
    inputs = {"create": LessonInput, "update": LessonInput, "partial_update": LessonInput}
    filters = {
        "project": by_id("project"),
        "kind": by_code("kind", LessonKind),
        "q": by_searched_words("search_words"),
        "tag": by_tag("search_words"),
        "unit": by_id("project__unit"),
        "benefit_kind": by_part(Benefit, "kind", BenefitKind),
    }

    def create_row(self, fields: dict[str, Any]) -> Lesson:
        return lessons.create_lesson(project=fields.pop("project"), fields=fields, **self.caller)

    def update_row(self, row: Lesson, changes: dict[str, Any], how: Edit) -> Lesson:
        return lessons.update_lesson(lesson=row, changes=changes, **how)

    def delete_row(self, row: Lesson, how: Edit) -> None:
        lessons.delete_lesson(lesson=row, **how)
