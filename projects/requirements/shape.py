"""How the requirements of this package are written: shortcuts to ``workflows.rules.Requirement``."""

from collections.abc import Callable, Sequence
from typing import Any

from django.urls import reverse

from workflows.rules import Requirement, type_words

Rows = Callable[[Any], Sequence[Any]]


def page(name: str, anchor: str = "") -> Callable[[Any], str]:
    """A link to one of the project's pages."""

    def link(project: Any) -> str:
        return reverse(f"projects:{name}", args=[project.pk]) + (f"#{anchor}" if anchor else "")

    return link


def filled(field: str, *, reason: type_words, who: type_words, code: str = "") -> Requirement:
    """The project's own field must not be empty."""
    return Requirement(
        code=code or f"no_{field}",
        reason=reason,
        lacking=lambda project: () if getattr(project, field) else (field,),
        who=who,
        fields=(f"projects.{field}",),
        link=page("project_edit", f"id_{field}"),
    )


def every(
    rows: Rows,
    test: Callable[[Any], bool],
    *,
    code: str,
    reason: type_words,
    who: type_words,
    fields: tuple[str, ...],
    where: str = "project_benefits",
) -> Requirement:
    """Every row must pass the test; the reason names those that do not through ``%(what)s``.

    The link leads to the row where it is only one and has a page of its own, else to the page ``where`` all are.
    """

    def link(project: Any) -> str:
        failing = [row for row in rows(project) if not test(row)]
        alone = failing[0] if len(failing) == 1 else None
        return alone.get_absolute_url() if hasattr(alone, "get_absolute_url") else page(where)(project)

    return Requirement(
        code=code,
        reason=reason,
        lacking=lambda project: [str(row) for row in rows(project) if not test(row)],
        who=who,
        fields=fields,
        link=link,
    )


def living_benefits(project: Any) -> list[Any]:
    """The benefits still expected: all but the withdrawn."""
    return [benefit for benefit in project.benefits.all() if benefit.state != "withdrawn"]


def measurable_benefits(project: Any) -> list[Any]:
    """The benefits that must be counted: all but the qualitative."""
    return [benefit for benefit in living_benefits(project) if benefit.kind != "qualitative"]


def indicators(project: Any) -> list[Any]:
    """The indicators of the measurable benefits."""
    return [indicator for benefit in measurable_benefits(project) for indicator in benefit.indicators.all()]
