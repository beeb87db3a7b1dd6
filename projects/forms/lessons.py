"""Writing a lesson down, and looking for those of others."""

from collections import Counter
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from projects.models import Benefit, BenefitKind, Lesson, LessonKind
from register.forms.rows import RowForm
from register.models import Person, Unit
from register.models.searching import folded

ANYTHING = [("", _("All"))]
LOOKED_AT = 2_000
MOST_TAGS = 24


class LessonForm(RowForm):
    """One lesson; tags are written with commas between them."""

    model = Lesson
    shown = ("title", "text", "kind")
    tags = forms.CharField(
        label=_("Tags"),
        required=False,
        max_length=500,
        help_text=_("A few words with commas between them, by which others will look for these lessons."),
    )

    @property
    def fields_of_lesson(self) -> dict[str, Any]:
        return {
            **{name: self.cleaned_data[name] for name in self.shown},
            "tags": split_tags(self.cleaned_data["tags"]),
        }

    def stored(self, row: Any) -> dict[str, Any]:
        return {**super().stored(row), "tags": ", ".join(row.tags)}


class LessonFilter(forms.Form):
    """Nothing is required, and what cannot be read narrows nothing."""

    hides_optional = True

    q = forms.CharField(label=_("Search"), required=False, max_length=200, widget=forms.SearchInput)
    tag = forms.CharField(label=_("Tag"), required=False, max_length=100)
    kind = forms.ChoiceField(label=_("Kind of lesson"), choices=[*ANYTHING, *LessonKind.choices], required=False)
    benefit_kind = forms.ChoiceField(
        label=_("Kind of benefit"), choices=[*ANYTHING, *BenefitKind.choices], required=False
    )
    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Unit, with all below"), required=False)

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.person = person
        self.fields["unit"].queryset = Unit.objects.visible_to(person).order_by("name_sort", "id")  # type: ignore[attr-defined]
        self.fields["unit"].empty_label = _("All")  # type: ignore[attr-defined]

    @property
    def wanted(self) -> dict[str, Any]:
        """The filters that are set and can be read."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def rows(self) -> QuerySet[Lesson]:
        """The lessons this person sees and wants, in no order yet."""
        rows, wanted = Lesson.objects.visible_to(self.person), self.wanted
        if "q" in wanted:
            rows = rows.matching(wanted["q"])
        if "tag" in wanted:
            rows = rows.tagged(wanted["tag"])
        if "kind" in wanted:
            rows = rows.filter(kind=wanted["kind"])
        if "benefit_kind" in wanted:
            of_kind = Benefit.objects.filter(kind=wanted["benefit_kind"])
            rows = rows.filter(project__in=of_kind.values("project"))
        if "unit" in wanted:
            rows = rows.filter(project__unit__in=Unit.objects.below([wanted["unit"].pk]))
        return rows

    def tags(self) -> list[str]:
        """The tags used most in the lessons this person sees, as they were first written."""
        newest = Lesson.objects.visible_to(self.person).exclude(tags=[]).order_by("-created_at", "pk")
        written = [tag for tags in newest.values_list("tags", flat=True)[:LOOKED_AT] for tag in tags]
        names = {folded(tag): tag for tag in written}
        return [names[tag] for tag, _count in Counter(map(folded, written)).most_common(MOST_TAGS)]


def split_tags(text: str) -> list[str]:
    """The words between commas."""
    return [tag.strip() for tag in text.split(",") if tag.strip()]
