"""What the register shows of the projects a person sees: searched, filtered and sorted, all of it in the address."""

from typing import Any, Final

from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from projects.lifecycles.project import ProjectState, Track
from projects.models import Project
from register.models import Person, Programme, Unit

SORTS: Final = {
    "title": (_("Title"), ("title_sort",)),
    "-updated_at": (_("Last changed"), ("-updated_at",)),
    "state": (pgettext_lazy("of a project", "State"), ("state", "title_sort")),
    "reference": (_("Reference"), ("reference",)),
}
MINE = ("leader", "owner", "benefits_responsible", "members", "benefits__owner")
MOST_CHOICES = 200


class RegisterFilter(forms.Form):
    """Nothing is required, and what cannot be read narrows nothing."""

    hides_optional = True

    q = forms.CharField(label=_("Search"), required=False, max_length=200, widget=forms.SearchInput)
    state = forms.ChoiceField(label=pgettext_lazy("of a project", "State"), required=False)
    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Unit, with all below"), required=False)
    theme = forms.ChoiceField(label=_("Theme"), required=False)
    programme = forms.ModelChoiceField(Programme.objects.none(), label=_("Programme"), required=False)
    leader = forms.ModelChoiceField(Person.objects.none(), label=_("Leader"), required=False)
    track = forms.ChoiceField(label=_("Track"), required=False)
    sort = forms.ChoiceField(label=_("Sort by"), required=False)
    mine = forms.BooleanField(label=_("Only mine"), required=False)

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.person = person
        anything = [("", _("All"))]
        for name in ("unit", "programme", "leader"):
            self.fields[name].empty_label = anything[0][1]
        self.fields["state"].choices = anything + ProjectState.choices
        self.fields["track"].choices = anything + Track.choices
        self.fields["sort"].choices = [(name, words) for name, (words, _order) in SORTS.items()]
        self.fields["theme"].choices = anything + [(theme, theme) for theme in self._themes()]
        self.fields["unit"].queryset = Unit.objects.visible_to(person).order_by("name_sort", "id")
        self.fields["programme"].queryset = Programme.objects.visible_to(person).order_by("title_sort", "id")
        self.fields["leader"].queryset = self._leaders()

    def _seen(self) -> QuerySet[Project]:
        return Project.objects.visible_to(self.person)

    def _themes(self) -> list[str]:
        return list(
            self._seen().exclude(theme="").order_by("theme").values_list("theme", flat=True).distinct()[:MOST_CHOICES]
        )

    def _leaders(self) -> QuerySet[Person]:
        led = Project.objects.filter(leader=OuterRef("pk"))  # asked person by person, of whom there are fewer
        return Person.objects.visible_to(self.person).filter(Exists(led)).order_by("name_sort", "id")

    @property
    def wanted(self) -> dict[str, Any]:
        """The filters that are set and can be read."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value and name != "sort"}

    @property
    def order(self) -> tuple[str, ...]:
        self.is_valid()
        return SORTS.get(self.cleaned_data.get("sort") or "title", SORTS["title"])[1]

    def rows(self) -> QuerySet[Project]:
        """The projects this person sees and wants, in no order yet."""
        rows, wanted = self._seen(), self.wanted
        if words := wanted.get("q"):
            rows = rows.filter(_mentions(words))
        if unit := wanted.get("unit"):
            rows = rows.filter(unit__in=Unit.objects.below([unit.pk]))
        if wanted.get("mine"):
            rows = rows.filter(pk__in=_with_part_in(self.person))
        plain = {name: wanted[name] for name in ("state", "theme", "programme", "leader", "track") if name in wanted}
        return rows.filter(**plain)


def _mentions(words: str) -> Q:
    """Every word stands somewhere in what a project is known by."""
    found = Q()
    for word in words.split()[:8]:
        places = ("title", "reference", "case_reference", "leader__name", "unit__name")
        found &= Q.create([Q(**{f"{place}__icontains": word}) for place in places], connector=Q.OR)
    return found


def _with_part_in(person: Person) -> QuerySet[Any]:
    anyone = Q.create([Q(**{role: person}) for role in MINE], connector=Q.OR)
    return Project.objects.filter(anyone).values("pk")
