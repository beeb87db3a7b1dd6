"""The resources of projects, by name."""

from projects.api.benefit_map import Changes, Links
from projects.api.benefit_parts import Prerequisites, RealisationActions, Risks
from projects.api.benefits import Benefits
from projects.api.calendar_feeds import CalendarFeeds
from projects.api.checklists import ChecklistAnswers, Checklists
from projects.api.courses import AllSeries, Forecasts, ReferenceFigures, SamplingChecks
from projects.api.deciding import DecidingBodies, GateAnswers, GateDeciders, Referrals
from projects.api.decisions import Conditions, GateDecisions
from projects.api.duties import Duties
from projects.api.evaluations import Evaluations
from projects.api.events import Events
from projects.api.evidence import AllEvidence
from projects.api.figure_requests import FigureRequests
from projects.api.follow_ups import FollowUps
from projects.api.gaps import Gaps
from projects.api.handover_parts import HandoverComments, RemainingItems
from projects.api.handovers import Handovers
from projects.api.imports import Imports
from projects.api.indicators import Indicators
from projects.api.lessons import Lessons
from projects.api.measurements import Measurements
from projects.api.milestones import Milestones
from projects.api.money import BenefitYears, BudgetEntries
from projects.api.money_catalogues import BudgetLines, UnitPrices
from projects.api.overlaps import Overlaps
from projects.api.portfolio import Portfolio
from projects.api.portfolio_papers import PortfolioPapers
from projects.api.projects import Projects
from projects.api.promises import EarlierJudgements, MoneyChanges, PromisedYears, Promises, Rebaselinings
from projects.api.publications import Publications, ResultsPages
from projects.api.reorganisations import Reorganisations
from projects.api.saved_views import SavedViews
from projects.api.successions import Orphans, Successions
from projects.api.targets import Targets
from register.api.base import Resource

PAGES: list[tuple[str, type[Resource], str]] = [
    ("portfolio/", Portfolio, "look"),
    ("portfolio/over_time/", Portfolio, "over_time"),
    ("portfolio/changes/", Portfolio, "changes"),
    ("portfolio/benefits/", Portfolio, "benefits"),
    ("portfolio/overview/", PortfolioPapers, "overview"),
    ("portfolio/meeting/", PortfolioPapers, "meeting"),
]
"""Addresses that answer one thing and no list: the address, the view and its action."""
ROUTES: list[tuple[str, type[Resource]]] = [
    ("projects", Projects),
    ("benefits", Benefits),
    ("prerequisites", Prerequisites),
    ("realisation_actions", RealisationActions),
    ("risks", Risks),
    ("benefit_years", BenefitYears),
    ("unit_prices", UnitPrices),
    ("budget_lines", BudgetLines),
    ("budget_entries", BudgetEntries),
    ("indicators", Indicators),
    ("targets", Targets),
    ("measurements", Measurements),
    ("figure_requests", FigureRequests),
    ("evidence", AllEvidence),
    ("series", AllSeries),
    ("forecasts", Forecasts),
    ("reference_figures", ReferenceFigures),
    ("sampling_checks", SamplingChecks),
    ("promises", Promises),
    ("rebaselinings", Rebaselinings),
    ("promised_years", PromisedYears),
    ("money_changes", MoneyChanges),
    ("earlier_judgements", EarlierJudgements),
    ("milestones", Milestones),
    ("changes", Changes),
    ("links", Links),
    ("handovers", Handovers),
    ("remaining_items", RemainingItems),
    ("handover_comments", HandoverComments),
    ("gate_decisions", GateDecisions),
    ("gate_answers", GateAnswers),
    ("conditions", Conditions),
    ("checklists", Checklists),
    ("checklist_answers", ChecklistAnswers),
    ("deciding_bodies", DecidingBodies),
    ("gate_deciders", GateDeciders),
    ("referrals", Referrals),
    ("follow_ups", FollowUps),
    ("evaluations", Evaluations),
    ("gaps", Gaps),
    ("duties", Duties),
    ("reorganisations", Reorganisations),
    ("orphans", Orphans),
    ("successions", Successions),
    ("calendar_feeds", CalendarFeeds),
    ("lessons", Lessons),
    ("overlaps", Overlaps),
    ("publications", Publications),
    ("results_pages", ResultsPages),
    ("imports", Imports),
    ("saved_views", SavedViews),
    ("events", Events),
]
