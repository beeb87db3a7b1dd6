"""The ways in which benefits are put together: what each belongs to, what that is called, in which order it stands."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from projects.lifecycles.project import ProjectState
from projects.models import BenefitKind
from projects.reports.counted import NONE, Counted
from projects.reports.status import STATUS_LABELS, WORST_FIRST
from register.models import Goal, Person, Programme, Unit

Names = Mapping[str, str]


@dataclass(frozen=True)
class Grouping:
    """`values` are what a benefit belongs to, "-" for nothing; `names` what these are called.

    `in_order` where the names stand in an order of their own; others stand by their alphabet.
    """

    label: Any
    values: Callable[[Counted], Iterable[str]]
    names: Callable[[Person], Names]
    in_order: bool = False

    def place(self, value: str, names: Names) -> Any:
        if value == NONE:
            return 1, "", ""
        order = list(names).index(value) if self.in_order and value in names else 0
        return 0, order, names.get(value, value).casefold()


def _names_of(model: Any, column: str) -> Callable[[Person], Names]:
    def names(person: Person) -> Names:
        return {str(pk): name for pk, name in model.objects.visible_to(person).values_list("pk", column)}

    return names


def _labels(choices: Sequence[tuple[Any, Any]]) -> Callable[[Person], Names]:
    return lambda _person: {str(value): str(label) for value, label in choices}


def _texts(_person: Person) -> Names:
    """A text is its own name."""
    return {}


def _id(value: Any) -> list[str]:
    return [str(value) if value else NONE]


GROUPINGS: Mapping[str, Grouping] = {
    "unit": Grouping(_("By unit"), lambda one: _id(one.benefit.project.unit_id), _names_of(Unit, "name")),
    "goal": Grouping(_("By goal"), lambda one: [str(goal) for goal in one.goals] or [NONE], _names_of(Goal, "title")),
    "programme": Grouping(
        _("By programme"), lambda one: _id(one.benefit.project.programme_id), _names_of(Programme, "title")
    ),
    "theme": Grouping(_("By theme"), lambda one: _id(one.benefit.project.theme), _texts),
    "core_task": Grouping(_("By core task"), lambda one: _id(one.benefit.project.core_task), _texts),
    "owner": Grouping(_("By owner"), lambda one: _id(one.benefit.owner_id), _names_of(Person, "name")),
    "kind": Grouping(_("By kind of benefit"), lambda one: _id(one.benefit.kind), _labels(BenefitKind.choices), True),
    "year": Grouping(_("By year of the target"), lambda one: one.years, _texts),
    "state": Grouping(_("By state"), lambda one: [one.benefit.project.state], _labels(ProjectState.choices), True),
    "status": Grouping(
        _("By status"),
        lambda one: [one.status.code],
        _labels([(code, label) for code, label in STATUS_LABELS.items() if code in WORST_FIRST]),
        True,
    ),
}
