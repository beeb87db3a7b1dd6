"""A follow-up keeps what each benefit had come to that day, and what was said of it."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from projects.models import FollowUp, Indicator, Measurement
from projects.reports.duties import duties_of
from projects.reports.held_together import held_with, meetings
from projects.services import follow_ups
from register.errors import InvalidInput
from tests.cast import Cast, fresh

pytestmark = pytest.mark.django_db


@pytest.fixture
def indicator(cast: Cast) -> Indicator:
    """From 40 falls on 31 December 2025 to 20 on 31 December 2027."""
    return cast.realising().benefits.get().indicators.get()


@pytest.fixture
def follow_up(indicator: Indicator) -> FollowUp:
    return indicator.project.follow_ups.get(months=3, handover=None)


@pytest.fixture
def later() -> datetime:
    return datetime.fromisoformat("2026-07-01T09:00+00:00")


def measured(indicator: Indicator, value: str, state: str = "verified") -> None:
    Measurement.objects.create(
        organisation=indicator.organisation,
        indicator=indicator,
        period_start=date(2026, 4, 1),
        period_end=date(2026, 6, 30),
        value=Decimal(value),
        state=state,
    )


def test_a_note_alone_is_enough_and_the_figures_are_kept(
    cast: Cast, indicator: Indicator, follow_up: FollowUp, later: datetime
) -> None:
    measured(indicator, "38")
    follow_ups.complete(follow_up=follow_up, note="Slow.", by=cast.responsible, now=later)
    [line] = follow_up.lines.all()
    [kept] = line.figures
    assert (line.status, line.why, line.as_of) == ("off_track", "", date(2026, 7, 1))
    assert (kept["realised"], kept["remaining"], kept["deviation"]) == ("2", "18", "-3")
    assert (kept["latest"]["value"], kept["latest_date"], kept["target"]["value"]) == ("38", "2026-06-30", "20")
    measured(indicator, "35")
    assert fresh(line).figures == [kept]


def test_whoever_speaks_benefit_by_benefit_explains_what_deviates(
    cast: Cast, indicator: Indicator, follow_up: FollowUp, later: datetime
) -> None:
    measured(indicator, "38")
    for lines in ([], [{"benefit": indicator.benefit, "why": " "}]):
        with pytest.raises(InvalidInput) as refused:
            follow_ups.complete(follow_up=follow_up, note="Slow.", lines=lines, by=cast.responsible, now=later)
        assert [error.field for error in refused.value.errors] == ["lines/0/why" if lines else "lines"]
    said = [{"benefit": indicator.benefit, "why": "Two wards are late.", "next_step": "Train them."}]
    follow_ups.complete(follow_up=follow_up, note="Slow.", lines=said, by=cast.responsible, now=later)
    assert follow_up.lines.get().why == "Two wards are late."


def test_what_is_on_its_way_needs_no_explanation(
    cast: Cast, indicator: Indicator, follow_up: FollowUp, later: datetime
) -> None:
    measured(indicator, "30")
    follow_ups.complete(follow_up=follow_up, note="Well.", lines=[], by=cast.responsible, now=later)
    assert follow_up.lines.get().status == "on_track"


def test_an_action_is_chased_like_a_condition(
    cast: Cast, indicator: Indicator, follow_up: FollowUp, later: datetime
) -> None:
    measured(indicator, "38")
    action = {"owner": cast.line_manager, "due_date": date(2026, 7, 20)}
    said = [{"benefit": indicator.benefit, "why": "Late.", "next_step": "Train the night shift.", "action": action}]
    follow_ups.complete(follow_up=follow_up, note="Slow.", lines=said, by=cast.responsible, now=later)
    line = follow_up.lines.get()
    assert (line.action.text, line.action.owner) == ("Train the night shift.", cast.line_manager)
    assert line.action in [duty.row for duty in duties_of(cast.line_manager, later)]


def test_what_is_said_amiss_is_named_by_its_place(cast: Cast, indicator: Indicator, follow_up: FollowUp) -> None:
    cast.member.is_active = False
    cast.member.save()
    benefit = indicator.benefit
    said = [
        {"benefit": benefit, "action": {"owner": cast.member, "due_date": None}},
        {"benefit": benefit},
    ]
    with pytest.raises(InvalidInput) as refused:
        follow_ups.complete(follow_up=follow_up, note="", lines=said, by=cast.responsible, now=cast.now)
    assert [(error.field, error.code) for error in refused.value.errors] == [
        ("note", "required"),
        ("lines/0/action/text", "required"),
        ("lines/0/action/due_date", "required"),
        ("lines/0/action/owner", "inactive"),
        ("lines/1/benefit", "invalid"),
    ]
    assert fresh(follow_up).done_at is None


def test_a_dis_benefit_is_held_against_its_limit_alone(cast: Cast, indicator: Indicator, follow_up: FollowUp) -> None:
    indicator.benefit.is_disbenefit = True
    indicator.benefit.save()
    measured(indicator, "38")
    later = cast.now.replace(month=7)
    follow_ups.complete(follow_up=follow_up, note="Beyond.", by=cast.responsible, now=later)
    [kept] = follow_up.lines.get().figures
    assert (follow_up.lines.get().status, kept["realised"], kept["remaining"]) == ("beyond", None, None)


def test_without_a_dated_target_nothing_is_said_of_a_path(
    cast: Cast, indicator: Indicator, follow_up: FollowUp, later: datetime
) -> None:
    indicator.targets.update(due_date=None)
    measured(indicator, "30")
    follow_ups.complete(follow_up=follow_up, note="Well.", by=cast.responsible, now=later)
    [kept] = follow_up.lines.get().figures
    assert (kept["realised"], kept["remaining"], kept["deviation"]) == ("10", "10", None)


def test_the_unit_s_follow_up_and_the_project_s_are_one_meeting_where_there_is_one_unit(
    cast: Cast, indicator: Indicator, follow_up: FollowUp, later: datetime
) -> None:
    measured(indicator, "38")
    units = indicator.project.follow_ups.exclude(handover=None).get(months=3)
    assert held_with(follow_up) is None, "a month apart they are two"
    follow_up.due_date = units.due_date
    follow_up.save()
    [meeting, *_rest] = meetings(indicator.project.follow_ups.order_by("due_date"), indicator.project)
    assert (meeting.follow_up, meeting.other, meeting.handover) == (units, follow_up, units.handover)
    assert meeting.people == [cast.line_manager, cast.responsible]
    action = {"owner": cast.deputy, "due_date": date(2026, 8, 1)}
    said = [{"benefit": indicator.benefit, "why": "Ill.", "next_step": "Ask again.", "action": action}]
    follow_ups.complete(follow_up=units, note="Slow.", lines=said, by=cast.line_manager, now=later)
    own = fresh(follow_up)
    assert (own.note, own.done_by, own.done_at) == ("Slow.", cast.line_manager, later)
    [first], [second] = units.lines.all(), own.lines.all()
    assert (first.why, first.figures, first.action) == (second.why, second.figures, second.action)
    assert held_with(indicator.project.follow_ups.get(months=6, handover=None)) is None


def test_where_several_units_take_over_each_looks_at_its_own(cast: Cast, indicator: Indicator) -> None:
    project, other = indicator.project, cast.top
    project.benefits.create(organisation=cast.organisation, title="Elsewhere", receiving_unit=other)
    units, own = (
        project.follow_ups.exclude(handover=None).get(months=3),
        project.follow_ups.get(months=3, handover=None),
    )
    own.due_date = units.due_date
    own.save()
    assert held_with(own) is None
