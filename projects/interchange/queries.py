"""How the rows of each sheet are fetched, together with what their references lead to."""

from typing import Any

from django.db.models import QuerySet

from projects.interchange.figure_sheets import BESIDE_FIGURES
from projects.models import (
    Benefit,
    BenefitLink,
    BenefitYear,
    BudgetEntry,
    BudgetLine,
    Change,
    Indicator,
    Measurement,
    Milestone,
    Prerequisite,
    Project,
    RealisationAction,
    Risk,
    Target,
    UnitPrice,
)
from projects.models.benefit_links import ENDS, STARTS
from register.models import Goal, Person, Programme, Unit

OF_INDICATOR = "indicator__benefit__project"
QUERIES: dict[str, QuerySet[Any]] = {
    "people": Person.objects.filter(is_service=False),
    "units": Unit.objects.select_related("parent").with_managers(),
    "goals": Goal.objects.select_related("parent"),
    "programmes": Programme.objects.all(),
    "projects": Project.objects.select_related(
        "unit", "programme", "leader", "owner", "benefits_responsible"
    ).prefetch_related("goals", "members"),
    "benefits": Benefit.objects.select_related(
        "project", "owner", "receiving_unit", "part_of", "restates", "milestone"
    ).prefetch_related("goals"),
    "prerequisites": Prerequisite.objects.select_related("project", "handler").prefetch_related("benefits"),
    "realisation_actions": RealisationAction.objects.select_related("benefit__project", "responsible"),
    "risks": Risk.objects.select_related("benefit__project", "responsible"),
    "indicators": Indicator.objects.select_related("benefit__project", "measurer", "at_unit"),
    "targets": Target.objects.select_related("indicator__benefit__project"),
    "measurements": Measurement.objects.select_related("indicator__benefit__project"),
    **{sheet.name: sheet.model._default_manager.select_related(OF_INDICATOR) for sheet in BESIDE_FIGURES},
    "unit_prices": UnitPrice.objects.all(),
    "benefit_years": BenefitYear.objects.select_related("benefit__project", "benefit__organisation", "unit_price"),
    "budget_lines": BudgetLine.objects.all(),
    "budget_entries": BudgetEntry.objects.select_related("benefit__project", "budget_line"),
    "changes": Change.objects.select_related("project"),
    "links": BenefitLink.objects.select_related("project", *STARTS, *ENDS),
    "milestones": Milestone.objects.select_related("project", "responsible"),
}
