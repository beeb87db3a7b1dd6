"""The domain: a project and all that lives and dies with it."""

from projects.models.answers import CalendarFeed, FigureRequest, Snooze
from projects.models.benefit_links import BenefitLink, Change
from projects.models.benefit_parts import (
    ActionStatus,
    Force,
    Prerequisite,
    PrerequisiteKind,
    PrerequisiteStatus,
    RealisationAction,
    Risk,
    RiskLevel,
    RiskStatus,
)
from projects.models.benefit_profile import Cashability, Duration, FreedValueUse
from projects.models.benefits import Beneficiaries, Benefit, BenefitKind
from projects.models.checklist_answers import ChecklistAnswer, ItemState
from projects.models.checklists import Checklist
from projects.models.conditions import Condition
from projects.models.courses import Comparability, Forecast, ReferenceFigure, SamplingCheck, Series
from projects.models.deciding import Deciders, DecidingBody, GateDecider, Rule
from projects.models.evaluations import Evaluation
from projects.models.evidence import Evidence
from projects.models.follow_ups import FollowUp, FollowUpLine
from projects.models.gaps import Gap
from projects.models.gates import GateAnswer, GateDecision
from projects.models.handover_content import HandoverSection
from projects.models.handover_parts import HandoverComment, RemainingItem
from projects.models.handovers import Handover, HandoverSignOff
from projects.models.import_runs import ImportRun, ImportStage
from projects.models.indicators import (
    BaselineState,
    Comparator,
    Direction,
    Frequency,
    Indicator,
    Measures,
    Scale,
    Season,
    Target,
)
from projects.models.judgements import EarlierJudgement
from projects.models.lessons import Lesson, LessonKind
from projects.models.measurements import Measurement
from projects.models.milestones import Milestone, MilestoneKind
from projects.models.money import BenefitYear, BudgetEntry, BudgetLine, UnitPrice
from projects.models.projects import Project
from projects.models.promised_money import ChangedMoney, MoneyChange, PromisedYear
from projects.models.promises import PromisedFigure, Rebaselined, Rebaselining
from projects.models.publications import Publication, ResultsPage
from projects.models.referrals import Referral
from projects.models.reminders import Receiver, Reminder, ReminderRound
from projects.models.reorganisations import Reorganisation, ReorganisationKind
from projects.models.saved_views import SavedView, ViewedPage
from projects.models.successions import Holding, Succession, SuccessionAnswer, SuccessionReason

__all__ = [
    "ActionStatus",
    "BaselineState",
    "Beneficiaries",
    "Benefit",
    "BenefitKind",
    "BenefitLink",
    "BenefitYear",
    "BudgetEntry",
    "BudgetLine",
    "CalendarFeed",
    "Cashability",
    "Change",
    "ChangedMoney",
    "Checklist",
    "ChecklistAnswer",
    "Comparability",
    "Comparator",
    "Condition",
    "Deciders",
    "DecidingBody",
    "Direction",
    "Duration",
    "EarlierJudgement",
    "Evaluation",
    "Evidence",
    "FigureRequest",
    "FollowUp",
    "FollowUpLine",
    "Force",
    "Forecast",
    "FreedValueUse",
    "Frequency",
    "Gap",
    "GateAnswer",
    "GateDecider",
    "GateDecision",
    "Handover",
    "HandoverComment",
    "HandoverSection",
    "HandoverSignOff",
    "Holding",
    "ImportRun",
    "ImportStage",
    "Indicator",
    "ItemState",
    "Lesson",
    "LessonKind",
    "Measurement",
    "Measures",
    "Milestone",
    "MilestoneKind",
    "MoneyChange",
    "Prerequisite",
    "PrerequisiteKind",
    "PrerequisiteStatus",
    "Project",
    "PromisedFigure",
    "PromisedYear",
    "Publication",
    "RealisationAction",
    "Rebaselined",
    "Rebaselining",
    "Receiver",
    "ReferenceFigure",
    "Referral",
    "RemainingItem",
    "Reminder",
    "ReminderRound",
    "Reorganisation",
    "ReorganisationKind",
    "ResultsPage",
    "Risk",
    "RiskLevel",
    "RiskStatus",
    "Rule",
    "SamplingCheck",
    "SavedView",
    "Scale",
    "Season",
    "Series",
    "Snooze",
    "Succession",
    "SuccessionAnswer",
    "SuccessionReason",
    "Target",
    "UnitPrice",
    "ViewedPage",
]
