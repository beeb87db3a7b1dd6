"""What is counted, where we stood before, and where it shall be by when."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from projects.models import BaselineState, Indicator, Target
from register.forms.rows import RowForm
from register.models import Person, Unit

COUNTED = ("name", "unit", "direction", "measures", "frequency", "measurer", "method", "source")
READ = ("at_unit", "season", "scale", "scale_words")
BASELINE = (
    *("baseline_state", "baseline_value", "baseline_date", "baseline_reason", "baseline_due_date"),
    *("baseline_low", "baseline_high", "baseline_comparator"),
)
NEW_TARGETS = 2


class BaselineForm(RowForm):
    """Where we stood; or why that is not known, and when it will be measured."""

    model = Indicator
    shown = BASELINE
    change_reason = forms.CharField(label=_("Reason for the change"), required=False, max_length=2000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["baseline_comparator"].label = _("baseline, meant as")
        self.fields["baseline_comparator"].required = False
        self.fields["baseline_reason"].help_text = _("Needed where it is put off or not possible.")

    def clean_baseline_comparator(self) -> str:
        return self.cleaned_data["baseline_comparator"] or "exact"

    def clean_baseline_state(self) -> str:
        """A figure that is entered is a baseline that was measured, whatever was chosen above it."""
        chosen = self.cleaned_data["baseline_state"]
        entered = any(self.data.get(self.add_prefix(f"baseline_{end}")) for end in ("value", "low", "high"))
        return BaselineState.MEASURED if entered and chosen == BaselineState.MISSING else chosen


class IndicatorForm(BaselineForm):
    """All of an indicator but its targets, which are rows beneath it."""

    shown = (*COUNTED, *READ, *BASELINE)
    PARTS = (
        (_("What is counted"), COUNTED),
        (_("Where we stood before"), (*BASELINE[:-3], "change_reason")),
    )

    @property
    def parts(self) -> list[tuple[Any, list[forms.BoundField]]]:
        return [(heading, [self[name] for name in names]) for heading, names in self.PARTS]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["at_unit"].help_text = _("Where each of several units must reach it: one indicator for each unit.")
        if self.row is None:
            self.fields["units"] = units_field(self)
        self.fields["scale_words"].help_text = _(
            "Only for words of our own. Figures are then 1 for the first, 2 for the next."
        )
        self.fields["season"].help_text = _("For what follows the time of the year, as sick leave does.")

    def clean(self) -> dict[str, Any]:
        """Several units have baselines of their own; the first of them is this one's."""
        found = super().clean() or {}
        units = list(found.get("units") or ())
        if units:
            found["at_unit"] = units[0]
        if len(units) > 1 and any(found.get(f"baseline_{end}") is not None for end in ("value", "low", "high")):
            words = _("Each unit has a baseline of its own: leave it empty here, and enter it for each afterwards.")
            self.add_error("baseline_value", words)
        return found

    @property
    def further_units(self) -> list[Unit]:
        """The units beside the first, each of which gets the same indicator."""
        return list(self.cleaned_data.get("units") or ())[1:]

    @property
    def read_fields(self) -> list[forms.BoundField]:
        """A unit, a season or a scale, which few have."""
        instead = {"at_unit": "units"} if "units" in self.fields else {}
        return [self[instead.get(name, name)] for name in READ]

    @property
    def has_read(self) -> bool:
        return is_open(self.read_fields)

    @property
    def range_fields(self) -> list[forms.BoundField]:
        """A range instead of one figure, which few have."""
        return [self[name] for name in BASELINE[-3:]]

    @property
    def has_range(self) -> bool:
        return is_open(self.range_fields)


class UnitsForm(forms.Form):
    """The other units that must reach it too."""

    def __init__(self, *args: Any, row: Indicator, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["units"] = units_field(IndicatorForm(person=person, row=row))
        self.fields["units"].required = True


def units_field(form: RowForm) -> forms.ModelMultipleChoiceField:
    """The open units of the organisation, to be ticked."""
    return forms.ModelMultipleChoiceField(
        form.choices_of(Unit),
        label=_("One indicator for each of these units"),
        help_text=_("What is counted and the targets are the same for each. The goal is met only when all meet it."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class TargetForm(RowForm):
    """One row; a new one that is left empty counts for nothing."""

    model = Target
    shown = ("value", "due_date", "comparator", "low", "high")
    remove = forms.BooleanField(label=_("Remove"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["due_date"].help_text = ""
        self.fields["comparator"].required = False
        if self.row is None:
            del self.fields["remove"]

    def clean_comparator(self) -> str:
        return self.cleaned_data["comparator"] or "exact"

    @property
    def first_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in ("value", "due_date", "comparator", "remove") if name in self.fields]

    @property
    def range_fields(self) -> list[forms.BoundField]:
        return [self["low"], self["high"]]

    @property
    def has_range(self) -> bool:
        return is_open(self.range_fields)

    @property
    def is_written(self) -> bool:
        """Whether anything but the comparator was entered."""
        return any(self.cleaned_data.get(name) not in (None, "") for name in ("value", "low", "high", "due_date"))


def is_open(fields: list[forms.BoundField]) -> bool:
    """Whether something stands in one of the fields, or is wrong with it."""
    return any(field.errors or field.value() not in (None, "", "exact", []) for field in fields)


def target_forms(data: Any, indicator: Indicator | None, person: Person) -> list[TargetForm]:
    """The targets there are, by date, and empty rows for new ones."""
    rows = (
        []
        if indicator is None
        else sorted(indicator.targets.all(), key=lambda row: (row.due_date is None, row.due_date))
    )
    known = [TargetForm(data, person=person, row=row, prefix=f"target-{row.pk}") for row in rows]
    return known + [TargetForm(data, person=person, prefix=f"target-new-{number}") for number in range(NEW_TARGETS)]
