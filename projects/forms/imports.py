"""Choosing a file to import, and saying what somebody's own spreadsheet means."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from projects.interchange.foreign.choices import MEANINGS
from projects.interchange.foreign.fields import BY_NAME, FIELDS, GOAL, PERSON, UNIT
from projects.interchange.foreign.headings import YEAR, plain
from projects.interchange.foreign.mapping import KEEP, KEEP_WORDS, SKIP, faults_of
from projects.interchange.foreign.mapping import Mapping as Columns
from projects.interchange.known import as_id
from projects.interchange.limits import LARGEST_FILE, MEGABYTE, MOST_ROWS
from projects.lifecycles.project import ProjectState
from projects.models import (
    ActionStatus,
    Beneficiaries,
    BenefitKind,
    Direction,
    Frequency,
    ImportRun,
    Project,
    RiskLevel,
)
from register.models import Goal, Person, Unit

STATES = (
    *(ProjectState.DRAFT, ProjectState.PROPOSED, ProjectState.CONCEPT, ProjectState.PLANNING),
    *(ProjectState.EXECUTING, ProjectState.REALISING, ProjectState.CLOSED),
)
CHOICES: Mapping[str, Any] = {
    "benefits.kind": BenefitKind,
    "benefits.beneficiaries": Beneficiaries,
    "indicators.frequency": Frequency,
    "indicators.direction": Direction,
    "realisation_actions.status": ActionStatus,
    "risks.likelihood": RiskLevel,
    "risks.consequence": RiskLevel,
}
MOST_CHOICES = 2_000
GROUPS = {
    "benefits": _("Benefit"),
    "indicators": _("Indicator"),
    "targets": _("Target"),
    "measurements": _("Figures measured"),
    "benefit_years": _("Money by year"),
    "realisation_actions": _("Actions"),
    "prerequisites": _("Prerequisites"),
    "risks": _("Risks"),
    "projects": _("Project"),
}


class ImportForm(forms.Form):
    """A file, and why."""

    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "Your own spreadsheet (XLSX or CSV), or a register in our own format (XLSX or a ZIP of CSV files)."
        ),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt,.zip"}),
    )
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        help_text=_("Needed where a baseline or a target changes that was approved. It is kept in the history."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise forms.ValidationError(
                _("The file is larger than %(limit)d MB."), params={"limit": LARGEST_FILE // MEGABYTE}
            )
        return file


class HeadingsForm(forms.Form):
    """Which sheet, and in which rows its headings stand, counted as Excel does."""

    hides_optional = True
    sheet = forms.ChoiceField(label=_("Sheet"))
    first = forms.IntegerField(label=_("Headings from row"), min_value=1, max_value=MOST_ROWS)
    last = forms.IntegerField(label=_("to row"), min_value=1, max_value=MOST_ROWS)

    def __init__(self, *args: Any, sheets: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sheet"].choices = [(name, name or _("The file")) for name in sheets]  # type: ignore[attr-defined]
        self.fields["sheet"].required = any(sheets)

    @property
    def span(self) -> dict[str, Any]:
        said = self.cleaned_data
        return {"sheet": said["sheet"], "first": said["first"] - 1, "last": said["last"] - 1}


class ColumnsForm(forms.Form):
    """What each column means, and what is the same for all rows."""

    hides_optional = True

    project = forms.ModelChoiceField(
        Project.objects.none(),
        label=_("All rows belong to this project"),
        required=False,
        empty_label=_("A column says which project"),
        help_text=_("Needed where no column says which project a row belongs to."),
    )
    project_title = forms.CharField(label=_("… or to a new project with this title"), required=False, max_length=300)
    state = forms.ChoiceField(
        label=_("New projects are"),
        choices=[(state.value, state.label) for state in STATES],
        help_text=_("What earlier gates would have asked of them becomes a list of gaps, never a block."),
    )
    decimal_sign = forms.ChoiceField(label=_("Decimals are written"), choices=[(",", "1 234,5"), (".", "1,234.5")])

    def __init__(self, *args: Any, run: ImportRun, **kwargs: Any) -> None:
        said = self.said = Columns.of_json(run.mapping)
        own = Project.objects.filter(organisation=run.organisation)
        initial = {
            "project": own.filter(Q(key=said.project) | Q(pk=as_id(said.project))).first() if said.project else None,
            "project_title": said.project_title,
            "state": said.state,
            "decimal_sign": said.decimal_sign,
        }
        super().__init__(*args, **{"initial": initial, **kwargs})
        self.titles: list[str] = run.titles
        self.fields["project"].queryset = Project.objects.visible_to(run.person).order_by("title_sort", "id")  # type: ignore[attr-defined]
        for place, title in self._columns():
            self.fields[f"column_{place}"] = forms.ChoiceField(
                label=title, choices=column_choices(title), required=False, initial=said.columns.get(place, KEEP)
            )

    def _columns(self) -> Iterator[tuple[int, str]]:
        return ((place, title) for place, title in enumerate(self.titles) if title)

    def columns(self) -> list[tuple[int, Any]]:
        """The fields of the columns, for the page."""
        return [(place, self[f"column_{place}"]) for place, _title in self._columns()]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not self.errors:
            for fault in faults_of(self.mapping()):
                self.add_error(fault.field if fault.field in self.fields else None, str(fault.words))
        return said

    def mapping(self) -> Columns:
        said = self.cleaned_data
        project = said["project"]
        return replace(
            self.said,
            columns={place: said[f"column_{place}"] for place, _title in self._columns()},
            project=(project.key or str(project.pk)) if project else "",
            project_title=said["project_title"],
            state=said["state"],
            decimal_sign=said["decimal_sign"],
        )


def column_choices(title: str) -> list[Any]:
    """All that a column may be; where a year stands in its heading also the figures of that year."""
    years = YEAR.findall(title)
    found: dict[str, list[tuple[str, Any]]] = {}
    for field in FIELDS:
        group = found.setdefault(field.sheet, [])
        group.append((field.name, field.label))
        if field.by_year and len(years) == 1:
            group.append((f"{field.name}@{years[0]}", f"{field.label} ({years[0]})"))
    groups = [(words, found[sheet]) for sheet, words in GROUPS.items()]
    return [(KEEP, _("Keep it as words in the description")), (SKIP, _("Leave it out")), *groups]


class WordsForm(forms.Form):
    """What words of the sheet mean that the register does not know; and what becomes of cells that cannot be read."""

    hides_optional = True
    keep_unread = forms.BooleanField(
        label=_("Keep cells that cannot be read as words in the description, and import the rest"), required=False
    )

    def __init__(self, *args: Any, run: ImportRun, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = [(name, text) for name, text, _times in run.result.get("unknown", [])]
        self.unread = run.result.get("unread", 0)
        choices: dict[str, list[tuple[str, Any]]] = {}
        for number, (name, text) in enumerate(self.asked):
            if name not in choices:
                choices[name] = [(KEEP_WORDS, _("Keep it as words in the description")), *_answers(name, run)]
            label = f"{BY_NAME[name].label}: {text}"
            self.fields[f"word_{number}"] = forms.ChoiceField(label=label, choices=choices[name], required=False)

    def said(self) -> dict[str, dict[str, str]]:
        words: dict[str, dict[str, str]] = {}
        for number, (name, text) in enumerate(self.asked):
            words.setdefault(name, {})[plain(text)] = self.cleaned_data[f"word_{number}"] or KEEP_WORDS
        return words


def _answers(name: str, run: ImportRun) -> list[tuple[str, Any]]:
    reads, own = BY_NAME[name].reads, {"organisation": run.organisation}
    if reads == PERSON:
        people = Person.objects.filter(**own, is_service=False, is_active=True).order_by("name_sort", "pk")
        return [(email, words) for email, words in people.values_list("email", "name")[:MOST_CHOICES]]
    if reads == UNIT:
        return [
            (row.key or str(row.pk), row.name)
            for row in Unit.objects.filter(**own).order_by("name_sort")[:MOST_CHOICES]
        ]
    if reads == GOAL:
        return [
            (row.key or str(row.pk), row.title)
            for row in Goal.objects.filter(**own).order_by("title_sort")[:MOST_CHOICES]
        ]
    return list(CHOICES[name].choices) if name in CHOICES and name in MEANINGS else []
