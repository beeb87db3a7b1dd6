"""What the portfolio is about: whose, for what, in which state, seen on which day, put together how."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from projects.lifecycles.project import ProjectState
from projects.models import Benefit, BenefitKind, Project
from projects.reports.counted import LEFT_OUT, NONE
from projects.reports.groupings import GROUPINGS
from projects.reports.status import WORST_FIRST
from projects.reports.status_words import STATUS_LABELS
from register.forms.fields import DayField
from register.models import Goal, Person, Programme, Unit

ANYTHING = [("", _("All"))]


class PortfolioFilter(forms.Form):
    """Nothing is required, and what cannot be read narrows nothing."""

    hides_optional = True
    first_fields: tuple[str, ...] = ("by", "unit", "goal", "as_of")
    """What is shown at once; the rest unfolds."""
    more_fields: tuple[str, ...] = ("programme", "theme", "core_task", "owner", "kind", "year", "state", "status")
    NOT_NARROWING = frozenset({"by", "on", "as_of", "per", "since"})

    by = forms.ChoiceField(label=_("Put together"), required=False)
    unit = forms.ChoiceField(label=_("Unit, with all below"), required=False)
    goal = forms.ChoiceField(label=_("Goal"), required=False)
    as_of = DayField(label=_("As of"), required=False)
    programme = forms.ChoiceField(label=_("Programme"), required=False)
    theme = forms.ChoiceField(label=_("Theme"), required=False)
    core_task = forms.ChoiceField(label=_("Core task"), required=False)
    owner = forms.ChoiceField(label=_("Owner"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    year = forms.RegexField(label=_("Year of the target"), regex=r"^(\d{4}|-)$", required=False)
    state = forms.ChoiceField(label=_("State of the project"), required=False)
    status = forms.ChoiceField(label=_("Status"), required=False)
    on = forms.DateField(required=False, widget=forms.HiddenInput)
    own = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, use_required_attribute=False, **kwargs)
        choices = {
            "by": [(name, one.label) for name, one in GROUPINGS.items()],
            "unit": _rows(Unit.objects.visible_to(person), "name"),
            "goal": _rows(Goal.objects.visible_to(person), "title"),
            "programme": _rows(Programme.objects.visible_to(person), "title"),
            "theme": _texts(person, "theme"),
            "core_task": _texts(person, "core_task"),
            "owner": _rows(_owners(person), "name"),
            "kind": BenefitKind.choices,
            "state": [(state.value, state.label) for state in ProjectState if state not in LEFT_OUT],
            "status": [
                ("behind", _("Behind: missed, off track or beyond its limit")),
                *((str(code), STATUS_LABELS[code]) for code in WORST_FIRST),
            ],
        }
        for name, some in choices.items():
            if name in self.fields:
                self.fields[name].choices = some if name == "by" else _with_ends(name, some)  # type: ignore[attr-defined]

    @property
    def first(self) -> list[forms.BoundField]:
        return [self[name] for name in self.first_fields]

    @property
    def more(self) -> list[forms.BoundField]:
        return [self[name] for name in self.more_fields]

    @property
    def is_narrowed_further(self) -> bool:
        """Whether something is set that is folded away."""
        return any(self._chosen(name) for name in self.more_fields)

    @property
    def by_chosen(self) -> str:
        return self._chosen("by") or "unit"

    @property
    def as_of_chosen(self) -> date | None:
        chosen: date | None = self._chosen("as_of")
        return chosen

    @property
    def filters(self) -> dict[str, Any]:
        """What narrows it, as the report takes it."""
        return {name: value for name in self.fields if name not in self.NOT_NARROWING and (value := self._chosen(name))}

    def _chosen(self, name: str) -> Any:
        self.is_valid()
        return self.cleaned_data.get(name)


class OverTimeFilter(PortfolioFilter):
    """By years or by quarters."""

    by = None  # type: ignore[assignment]
    per = forms.ChoiceField(label=_("Over"), choices=[("year", _("Years")), ("quarter", _("Quarters"))], required=False)
    first_fields = ("per", "unit", "goal", "as_of")

    @property
    def per_chosen(self) -> str:
        return self._chosen("per") or "year"


class ChangesFilter(PortfolioFilter):
    """Since which day."""

    by = None  # type: ignore[assignment]
    since = DayField(label=_("Since"), required=False)
    first_fields = ("since", "unit", "goal", "as_of")

    @property
    def since_chosen(self) -> date | None:
        chosen: date | None = self._chosen("since")
        return chosen


class ClosedFilter(PortfolioFilter):
    """Of closed projects; in which state they are is said already."""

    by = None  # type: ignore[assignment]
    state = None  # type: ignore[assignment]
    first_fields = ("unit", "goal", "kind", "as_of")
    more_fields = ("programme", "theme", "core_task", "owner", "year", "status")


def _owners(person: Person) -> Any:
    owned = Benefit.objects.filter(owner=OuterRef("pk"))  # asked person by person, of whom there are fewer
    return Person.objects.visible_to(person).filter(Exists(owned))


def _rows(rows: Any, column: str) -> list[tuple[str, str]]:
    return [(str(pk), name) for pk, name in rows.order_by(f"{column}_sort", "id").values_list("pk", column)]


def _texts(person: Person, name: str) -> list[tuple[str, str]]:
    used = Project.objects.visible_to(person).exclude(**{name: ""}).order_by(name).values_list(name, flat=True)
    return [(text, text) for text in used.distinct()]


def _with_ends(name: str, choices: Iterable[tuple[Any, Any]]) -> list[tuple[Any, Any]]:
    """With "all" at the top, and "none" at the end where a benefit may have none."""
    none = [] if name in ("state", "status") else [(NONE, _("None"))]
    return [*ANYTHING, *choices, *none]
