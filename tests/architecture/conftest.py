"""Two organisations, of which one has a row of everything."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from projects.models import Measurement
from projects.services import (
    calendar_feeds,
    changes,
    figure_requests,
    handover_comments,
    lessons,
    remaining_work,
    saved_views,
)
from register.models import Absence, Programme, RoleAssignment
from tests.api_caller import Caller
from tests.cast import Cast, this_hour


@pytest.fixture
def twins(db: None) -> tuple[Cast, Caller]:
    """One organisation with a row of everything, and the administrator of another with the same."""
    now = this_hour()
    cast = Cast(now)
    project = cast.realising()
    indicator = project.benefits.get().indicators.get()
    figure = Measurement.objects.create(
        organisation=cast.organisation, indicator=indicator, period_end=date(2026, 3, 31), value=Decimal(7)
    )
    figure_requests.ask(measurement=figure, email="per@andebu.example", by=cast.line_manager, now=now)
    calendar_feeds.make(person=cast.leader, by=cast.leader, now=now)
    cast.parts_of_benefit(project.benefits.get())
    shared = {"title": "By unit", "query": "by=unit", "is_shared": True}
    saved_views.save_view(owner=cast.leader, fields=shared, by=cast.leader, now=now)
    lessons.create_lesson(project=project, fields={"text": "Begin earlier."}, by=cast.leader, now=now)
    cast.money(project.benefits.get())
    changes.create_change(project=project, fields={"title": "Rounds by screen"}, by=cast.leader, now=now)
    handover = cast.planning(title="With work that is left").handovers.get()
    left = {"item": "One more course.", "owner": cast.leader, "due_date": date(2030, 6, 1)}
    remaining_work.create_item(handover=handover, fields=left, by=cast.leader, now=now)
    handover_comments.comment(handover=handover, section="costs", text="Who pays?", by=cast.member, now=now)
    Programme.objects.create(organisation=cast.organisation, title="Care")
    Absence.objects.create(
        organisation=cast.organisation,
        person=cast.leader,
        deputy=cast.member,
        from_date=date(2026, 1, 1),
        to_date=date(2026, 1, 2),
    )
    due = now.date() + timedelta(days=3)
    condition = {"text": "Ask the union", "owner": cast.leader, "due_date": due}
    cast.take(cast.concept(title="Another"), "approve_planning", cast.decision_maker, conditions=[condition])
    cast.before_the_board()
    handover = cast.executing(title="A third").handovers.get()
    remaining_work.create_item(
        handover=handover,
        fields={"item": "Train the night shift", "owner": cast.leader, "due_date": due},
        by=cast.leader,
        now=now,
    )
    handover_comments.comment(handover=handover, section="costs", text="Who pays?", by=cast.line_manager, now=now)
    Caller(cast.administrator)
    RoleAssignment.objects.create(organisation=cast.stranger.organisation, person=cast.stranger, role="administrator")
    return cast, Caller(cast.stranger)
