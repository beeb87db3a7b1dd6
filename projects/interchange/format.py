"""The import format: which sheets there are, and what their columns hold. docs/import.md explains it to controllers."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Model

from projects.interchange.kinds import BOOLEAN, DECIMAL, KEY, PERIOD, SEVERAL_KEYS, TEXT, WHOLE, YEAR, Kind, choice_of
from projects.lifecycles.benefit import BenefitState
from projects.lifecycles.measurement import MeasurementState
from projects.lifecycles.project import ProjectState, Track
from projects.models import (
    ActionStatus,
    BaselineState,
    Beneficiaries,
    Benefit,
    BenefitKind,
    BenefitYear,
    BudgetEntry,
    BudgetLine,
    Cashability,
    Comparator,
    Direction,
    Duration,
    Force,
    FreedValueUse,
    Frequency,
    Indicator,
    Measurement,
    Measures,
    Milestone,
    MilestoneKind,
    Prerequisite,
    PrerequisiteKind,
    PrerequisiteStatus,
    Project,
    RealisationAction,
    Risk,
    RiskLevel,
    RiskStatus,
    Scale,
    Season,
    Target,
    UnitPrice,
)
from projects.models.benefits import BenefitOutcome
from projects.models.money import PLANNED, REALISED
from register.models import Goal, Language, Person, Programme, Unit

PEOPLE = "people"


@dataclass(frozen=True, slots=True)
class Column:
    """`to`: the sheet a reference leads to. `keeps`: an empty cell leaves alone what is there, instead of clearing."""

    name: str
    kind: Kind = TEXT
    required: bool = False
    to: str = ""
    several: bool = False
    keeps: bool = False


@dataclass(frozen=True)
class Sheet:
    """One sheet; `parent` is the column that says what a row belongs to, for good."""

    name: str
    model: type[Model]
    columns: tuple[Column, ...]
    parent: str = ""

    @cached_property
    def by_name(self) -> Mapping[str, Column]:
        return {column.name: column for column in self.columns}

    @property
    def required(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns if column.required)


def _key() -> Column:
    return Column("key", KEY, required=True)


def _texts(*names: str) -> tuple[Column, ...]:
    return tuple(Column(name) for name in names)


def _dates(*names: str) -> tuple[Column, ...]:
    return tuple(Column(name, PERIOD) for name in names)


def _decimals(*names: str) -> tuple[Column, ...]:
    return tuple(Column(name, DECIMAL) for name in names)


def _years(*names: str) -> tuple[Column, ...]:
    return tuple(Column(name, YEAR) for name in names)


def _people(*names: str) -> tuple[Column, ...]:
    return tuple(Column(name, KEY, to=PEOPLE) for name in names)


def _one(name: str, to: str, *, required: bool = False) -> Column:
    return Column(name, KEY, to=to, required=required)


def _many(name: str, to: str) -> Column:
    return Column(name, SEVERAL_KEYS, to=to, several=True)


def _choice(name: str, values: list[str], default: str = "", *, keeps: bool = False) -> Column:
    return Column(name, choice_of(tuple(values), default), keeps=keeps)


def _figure(prefix: str = "") -> tuple[Column, ...]:
    decimals = (Column(f"{prefix}{name}", DECIMAL) for name in ("value", "low", "high"))
    return (*decimals, _choice(f"{prefix}comparator", Comparator.values, Comparator.EXACT))


UNITS = Sheet(
    "units",
    Unit,
    (
        _key(),
        Column("name", required=True),
        _one("parent", "units"),
        Column("hours_per_year", DECIMAL),
        *_people("line_manager", "deputy"),
    ),
)
PEOPLE_SHEET = Sheet(
    PEOPLE,
    Person,
    (
        _key(),
        Column("email", KEY, required=True),
        Column("name", keeps=True),
        _choice("language", Language.values, keeps=True),
    ),
)
GOALS = Sheet(
    "goals",
    Goal,
    (
        _key(),
        Column("title", required=True),
        _choice("level", Goal.Level.values, Goal.Level.GOAL),
        _one("parent", "goals"),
        *_dates("target_date"),
        *_texts("budget_line"),
    ),
)
PROGRAMMES = Sheet("programmes", Programme, (_key(), Column("title", required=True)))
PROJECTS = Sheet(
    "projects",
    Project,
    (
        _key(),
        Column("reference", keeps=True),
        Column("title", required=True),
        _one("unit", "units"),
        _one("programme", "programmes"),
        *_texts("theme", "core_task"),
        _choice("track", Track.values, Track.FULL),
        _choice("state", ProjectState.values, keeps=True),
        Column("restricted", BOOLEAN),
        *_people("leader", "owner", "benefits_responsible"),
        _many("members", PEOPLE),
        _many("goals", "goals"),
        *_texts("background", "purpose", "vision", "success_factors", "alternatives"),
        *_dates("start_date", "end_date"),
        *_texts("next_action", "case_reference"),
        Column("statutory", BOOLEAN),
    ),
)
MILESTONES = Sheet(
    "milestones",
    Milestone,
    (
        _key(),
        _one("project", "projects", required=True),
        Column("title", required=True),
        _choice("kind", MilestoneKind.values, MilestoneKind.OTHER),
        *_dates("due_date", "reached_date"),
        *_people("responsible"),
        Column("on_remaining_work", BOOLEAN),
    ),
    parent="project",
)
BENEFITS = Sheet(
    "benefits",
    Benefit,
    (
        _key(),
        _one("project", "projects", required=True),
        Column("title", required=True),
        *_texts("description"),
        _choice("kind", BenefitKind.values),
        Column("is_disbenefit", BOOLEAN),
        _choice("beneficiaries", Beneficiaries.values),
        *_people("owner"),
        _choice("state", BenefitState.values, keeps=True),
        _one("receiving_unit", "units"),
        *_texts("receivers"),
        _choice("duration", Duration.values),
        _choice("cashability", Cashability.values),
        Column("is_emergent", BOOLEAN),
        *_texts("use_of_value"),
        _choice("use_kind", FreedValueUse.values),
        *_texts("use_service", "use_decided_by"),
        *_dates("use_decided_on"),
        *_texts("importance", "importance_reason"),
        Column("attribution_share", DECIMAL),
        *_texts("attribution_reason", "how_known"),
        _many("goals", "goals"),
        _one("part_of", "benefits"),
        _one("restates", "benefits"),
        _one("milestone", "milestones"),
        Column("months_after_milestone", WHOLE),
        *_dates("start_date", "due_date"),
        *_texts("outside_organisation", "outside_owner_name", "outside_owner_email"),
        *_dates("outside_involved_on"),
        _choice("outcome", BenefitOutcome.values),
        *_texts("outcome_explanation", "currency"),
        *_years("price_level_year", "decision_year"),
    ),
    parent="project",
)
UNIT_PRICES = Sheet(
    "unit_prices",
    UnitPrice,
    (
        _key(),
        Column("name", required=True),
        *_texts("unit"),
        Column("price", DECIMAL, required=True),
        *_texts("currency"),
        Column("price_year", YEAR, required=True),
        *_texts("source"),
    ),
)
BENEFIT_YEARS = Sheet(
    "benefit_years",
    BenefitYear,
    (
        _key(),
        _one("benefit", "benefits", required=True),
        Column("year", YEAR, required=True),
        *_decimals(*PLANNED),
        _one("unit_price", "unit_prices"),
        *_decimals(*REALISED),
        *_texts("note"),
    ),
    parent="benefit",
)
BUDGET_LINES = Sheet("budget_lines", BudgetLine, (_key(), Column("code", required=True), Column("name", required=True)))
BUDGET_ENTRIES = Sheet(
    "budget_entries",
    BudgetEntry,
    (
        _key(),
        _one("benefit", "benefits", required=True),
        _one("budget_line", "budget_lines", required=True),
        Column("year", YEAR, required=True),
        *_decimals("promised", "booked", "realised"),
        *_texts("note"),
    ),
    parent="benefit",
)
PREREQUISITES = Sheet(
    "prerequisites",
    Prerequisite,
    (
        _key(),
        _one("project", "projects", required=True),
        _many("benefits", "benefits"),
        _choice("kind", PrerequisiteKind.values, PrerequisiteKind.PREREQUISITE),
        Column("title", required=True),
        _choice("force", Force.values),
        *_people("handler"),
        *_dates("due_date"),
        _choice("status", PrerequisiteStatus.values, PrerequisiteStatus.OPEN),
        *_dates("settled_on"),
        *_texts("note"),
    ),
    parent="project",
)
ACTIONS = Sheet(
    "realisation_actions",
    RealisationAction,
    (
        _key(),
        _one("benefit", "benefits", required=True),
        Column("title", required=True),
        *_people("responsible"),
        *_dates("due_date"),
        _choice("status", ActionStatus.values, ActionStatus.PLANNED),
        *_dates("done_on"),
        *_texts("note"),
    ),
    parent="benefit",
)
RISKS = Sheet(
    "risks",
    Risk,
    (
        _key(),
        _one("benefit", "benefits", required=True),
        Column("title", required=True),
        _choice("likelihood", RiskLevel.values),
        _choice("consequence", RiskLevel.values),
        *_texts("response"),
        *_people("responsible"),
        _choice("status", RiskStatus.values, RiskStatus.OPEN),
    ),
    parent="benefit",
)
INDICATORS = Sheet(
    "indicators",
    Indicator,
    (
        _key(),
        _one("benefit", "benefits", required=True),
        Column("name", required=True),
        *_texts("unit"),
        _choice("direction", Direction.values, Direction.INCREASE),
        _choice("measures", Measures.values, Measures.LEVEL),
        *_figure("baseline_"),
        *_dates("baseline_date"),
        _choice("baseline_state", BaselineState.values),
        *_texts("baseline_reason"),
        *_dates("baseline_due_date"),
        *_texts("method", "source"),
        _choice("frequency", Frequency.values),
        *_people("measurer"),
        _one("at_unit", "units"),
        _choice("scale", Scale.values),
        *_texts("scale_words"),
        _choice("season", Season.values),
    ),
    parent="benefit",
)
TARGETS = Sheet(
    "targets",
    Target,
    (_key(), _one("indicator", "indicators", required=True), *_dates("due_date"), *_figure()),
    parent="indicator",
)
MEASUREMENTS = Sheet(
    "measurements",
    Measurement,
    (
        _key(),
        _one("indicator", "indicators", required=True),
        *_dates("period_start", "period_end"),
        *_figure(),
        Column("date_estimated", BOOLEAN),
        _choice("state", MeasurementState.values, keeps=True),
        *_texts("note"),
        Column("sample_size", WHOLE),
        Column("population", WHOLE),
    ),
    parent="indicator",
)
IN_ORDER = (
    PEOPLE_SHEET,
    UNITS,
    GOALS,
    PROGRAMMES,
    PROJECTS,
    MILESTONES,
    BENEFITS,
    PREREQUISITES,
    ACTIONS,
    RISKS,
    INDICATORS,
    TARGETS,
    MEASUREMENTS,
    UNIT_PRICES,
    BENEFIT_YEARS,
    BUDGET_LINES,
    BUDGET_ENTRIES,
)
"""The order in which rows are stored: what others refer to comes first."""

SHEETS: Mapping[str, Sheet] = {sheet.name: sheet for sheet in IN_ORDER}
