"""The import format: which sheets there are, and what their columns hold. docs/import.md explains it to controllers."""

from collections.abc import Mapping

from projects.interchange.columns import (
    PEOPLE,
    Column,
    Sheet,
    choice,
    dates,
    decimals,
    figure,
    key,
    many,
    one,
    people,
    texts,
    years,
)
from projects.interchange.figure_sheets import BESIDE_FIGURES
from projects.interchange.kinds import BOOLEAN, DECIMAL, KEY, WHOLE, YEAR
from projects.lifecycles.benefit import BenefitState
from projects.lifecycles.measurement import MeasurementState
from projects.lifecycles.project import ProjectState, Track
from projects.models import (
    ActionStatus,
    BaselineState,
    Beneficiaries,
    Benefit,
    BenefitKind,
    BenefitLink,
    BenefitYear,
    BudgetEntry,
    BudgetLine,
    Cashability,
    Change,
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

UNITS = Sheet(
    "units",
    Unit,
    (
        key(),
        Column("name", required=True),
        one("parent", "units"),
        Column("hours_per_year", DECIMAL),
        *people("line_manager", "deputy"),
    ),
)
PEOPLE_SHEET = Sheet(
    PEOPLE,
    Person,
    (
        key(),
        Column("email", KEY, required=True),
        Column("name", keeps=True),
        choice("language", Language.values, keeps=True),
    ),
)
GOALS = Sheet(
    "goals",
    Goal,
    (
        key(),
        Column("title", required=True),
        choice("level", Goal.Level.values, Goal.Level.GOAL),
        one("parent", "goals"),
        *dates("target_date"),
        *texts("budget_line"),
    ),
)
PROGRAMMES = Sheet("programmes", Programme, (key(), Column("title", required=True)))
PROJECTS = Sheet(
    "projects",
    Project,
    (
        key(),
        Column("reference", keeps=True),
        Column("title", required=True),
        one("unit", "units"),
        one("programme", "programmes"),
        *texts("theme", "core_task"),
        choice("track", Track.values, Track.FULL),
        choice("state", ProjectState.values, keeps=True),
        Column("restricted", BOOLEAN),
        *people("leader", "owner", "benefits_responsible"),
        many("members", PEOPLE),
        many("goals", "goals"),
        *texts("background", "purpose", "vision", "success_factors", "alternatives"),
        *dates("start_date", "end_date"),
        *texts("next_action", "case_reference"),
        Column("statutory", BOOLEAN),
    ),
)
MILESTONES = Sheet(
    "milestones",
    Milestone,
    (
        key(),
        one("project", "projects", required=True),
        Column("title", required=True),
        choice("kind", MilestoneKind.values, MilestoneKind.OTHER),
        *dates("due_date", "reached_date"),
        *people("responsible"),
        Column("on_remaining_work", BOOLEAN),
    ),
    parent="project",
)
BENEFITS = Sheet(
    "benefits",
    Benefit,
    (
        key(),
        one("project", "projects", required=True),
        Column("title", required=True),
        *texts("description"),
        choice("kind", BenefitKind.values),
        Column("is_disbenefit", BOOLEAN),
        choice("beneficiaries", Beneficiaries.values),
        *people("owner"),
        choice("state", BenefitState.values, keeps=True),
        one("receiving_unit", "units"),
        *texts("receivers"),
        choice("duration", Duration.values),
        choice("cashability", Cashability.values),
        Column("is_emergent", BOOLEAN),
        *texts("use_of_value"),
        choice("use_kind", FreedValueUse.values),
        *texts("use_service", "use_decided_by"),
        *dates("use_decided_on"),
        *texts("importance", "importance_reason"),
        Column("attribution_share", DECIMAL),
        *texts("attribution_reason", "how_known"),
        many("goals", "goals"),
        one("part_of", "benefits"),
        one("restates", "benefits"),
        one("milestone", "milestones"),
        Column("months_after_milestone", WHOLE),
        *dates("start_date", "due_date"),
        *texts("outside_organisation", "outside_owner_name", "outside_owner_email"),
        *dates("outside_involved_on"),
        choice("outcome", BenefitOutcome.values),
        *texts("outcome_explanation", "currency"),
        *years("price_level_year", "decision_year"),
    ),
    parent="project",
)
CHANGES = Sheet(
    "changes",
    Change,
    (key(), one("project", "projects", required=True), Column("title", required=True), *texts("description")),
    parent="project",
)
LINKS = Sheet(
    "links",
    BenefitLink,
    (
        key(),
        one("project", "projects", required=True),
        one("from_milestone", "milestones"),
        one("from_change", "changes"),
        one("from_benefit", "benefits"),
        one("to_change", "changes"),
        one("to_benefit", "benefits"),
        one("to_goal", "goals"),
        Column("weight", WHOLE),
    ),
    parent="project",
)
UNIT_PRICES = Sheet(
    "unit_prices",
    UnitPrice,
    (
        key(),
        Column("name", required=True),
        *texts("unit"),
        Column("price", DECIMAL, required=True),
        *texts("currency"),
        Column("price_year", YEAR, required=True),
        *texts("source"),
    ),
)
BENEFIT_YEARS = Sheet(
    "benefit_years",
    BenefitYear,
    (
        key(),
        one("benefit", "benefits", required=True),
        Column("year", YEAR, required=True),
        *decimals(*PLANNED),
        one("unit_price", "unit_prices"),
        *decimals(*REALISED),
        *texts("note"),
    ),
    parent="benefit",
)
BUDGET_LINES = Sheet("budget_lines", BudgetLine, (key(), Column("code", required=True), Column("name", required=True)))
BUDGET_ENTRIES = Sheet(
    "budget_entries",
    BudgetEntry,
    (
        key(),
        one("benefit", "benefits", required=True),
        one("budget_line", "budget_lines", required=True),
        Column("year", YEAR, required=True),
        *decimals("promised", "booked", "realised"),
        *texts("note"),
    ),
    parent="benefit",
)
PREREQUISITES = Sheet(
    "prerequisites",
    Prerequisite,
    (
        key(),
        one("project", "projects", required=True),
        many("benefits", "benefits"),
        choice("kind", PrerequisiteKind.values, PrerequisiteKind.PREREQUISITE),
        Column("title", required=True),
        choice("force", Force.values),
        *people("handler"),
        *dates("due_date"),
        choice("status", PrerequisiteStatus.values, PrerequisiteStatus.OPEN),
        *dates("settled_on"),
        *texts("note"),
    ),
    parent="project",
)
ACTIONS = Sheet(
    "realisation_actions",
    RealisationAction,
    (
        key(),
        one("benefit", "benefits", required=True),
        Column("title", required=True),
        *people("responsible"),
        *dates("due_date"),
        choice("status", ActionStatus.values, ActionStatus.PLANNED),
        *dates("done_on"),
        *texts("note"),
    ),
    parent="benefit",
)
RISKS = Sheet(
    "risks",
    Risk,
    (
        key(),
        one("benefit", "benefits", required=True),
        Column("title", required=True),
        choice("likelihood", RiskLevel.values),
        choice("consequence", RiskLevel.values),
        *texts("response"),
        *people("responsible"),
        choice("status", RiskStatus.values, RiskStatus.OPEN),
    ),
    parent="benefit",
)
INDICATORS = Sheet(
    "indicators",
    Indicator,
    (
        key(),
        one("benefit", "benefits", required=True),
        Column("name", required=True),
        *texts("unit"),
        choice("direction", Direction.values, Direction.INCREASE),
        choice("measures", Measures.values, Measures.LEVEL),
        *figure("baseline_"),
        *dates("baseline_date"),
        choice("baseline_state", BaselineState.values),
        *texts("baseline_reason"),
        *dates("baseline_due_date"),
        *texts("method", "source"),
        choice("frequency", Frequency.values),
        *people("measurer"),
        one("at_unit", "units"),
        choice("scale", Scale.values),
        *texts("scale_words"),
        choice("season", Season.values),
    ),
    parent="benefit",
)
TARGETS = Sheet(
    "targets",
    Target,
    (key(), one("indicator", "indicators", required=True), *dates("due_date"), *figure()),
    parent="indicator",
)
MEASUREMENTS = Sheet(
    "measurements",
    Measurement,
    (
        key(),
        one("indicator", "indicators", required=True),
        *dates("period_start", "period_end"),
        *figure(),
        Column("date_estimated", BOOLEAN),
        choice("state", MeasurementState.values, keeps=True),
        *texts("note"),
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
    CHANGES,
    BENEFITS,
    PREREQUISITES,
    ACTIONS,
    RISKS,
    INDICATORS,
    TARGETS,
    MEASUREMENTS,
    *BESIDE_FIGURES,
    UNIT_PRICES,
    BENEFIT_YEARS,
    BUDGET_LINES,
    BUDGET_ENTRIES,
    LINKS,
)
"""The order in which rows are stored: what others refer to comes first."""

SHEETS: Mapping[str, Sheet] = {sheet.name: sheet for sheet in IN_ORDER}
