"""The shapes of decisions, and the outbox."""

from workflows.models.decisions import ConditionModel, GateDecisionModel, Outcome, SignOffModel
from workflows.models.notices import Notice, NoticeStatus

__all__ = ["ConditionModel", "GateDecisionModel", "Notice", "NoticeStatus", "Outcome", "SignOffModel"]
