"""The shapes of decisions, and the outbox."""

from workflows.models.notices import Notice, NoticeStatus

__all__ = ["Notice", "NoticeStatus"]
