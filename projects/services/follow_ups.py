from datetime import date, datetime

from projects.models import Project


def generate(*, project: Project, from_date: date, now: datetime, not_before: date | None = None) -> None:
    """The follow-up plan of a project."""
