"""Registering a project, changing it, taking on a role in it, and who sees it."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from projects.models import Project
from projects.services import benefit_parts, handovers, projects, running
from register.errors import InvalidInput, NotPermitted, NotPossible, Stale
from register.models import Absence, AuditEvent, Goal, Person, Unit
from register.periods import parse_period
from tests.cast import Cast, fresh, give_role


def create(cast: Cast, by: Person | None, **fields: Any) -> Project:
    values = {"title": "Idea", **fields}
    return projects.create_project(organisation=cast.organisation, fields=values, by=by, now=cast.now)


def change(cast: Cast, project: Project, by: Person | None, *, reason: str = "", **changes: Any) -> Project:
    return projects.update_project(project=fresh(project), changes=changes, by=by, now=cast.now, reason=reason)


def test_anybody_registers_a_draft_and_leads_it(cast: Cast) -> None:
    project = create(cast, cast.member)
    assert (project.state, project.leader, project.reference) == ("draft", cast.member, "P-0001")
    assert project.leader_accepted_at == cast.now
    assert AuditEvent.objects.get(subject_id=project.pk).action == "project.created"


def test_references_are_counted_on_and_skip_what_is_taken(cast: Cast) -> None:
    create(cast, cast.member)
    create(cast, cast.member, reference="P-0003")
    create(cast, cast.member, reference="HR-7")
    assert create(cast, cast.member).reference == "P-0004"
    Project.objects.filter(reference="P-0004").update(created_at=date(2020, 1, 1).isoformat() + "T00:00Z")
    assert create(cast, cast.member).reference == "P-0005"


def test_somebody_else_named_as_leader_must_accept(cast: Cast) -> None:
    project = create(cast, cast.member, leader=cast.leader)
    assert project.leader_accepted_at is None
    accepted = projects.accept_role(project=project, role="leader", by=cast.leader, now=cast.now)
    assert accepted.leader_accepted_at == cast.now
    again = projects.accept_role(project=accepted, role="leader", by=cast.leader, now=cast.now)
    assert again.version == accepted.version


def test_a_year_as_start_and_end_is_kept_as_entered(cast: Cast) -> None:
    project = create(cast, cast.member, start_date=parse_period("2013"), end_date=parse_period("2015-Q2"))
    assert (project.start_date, project.start_date_entered) == (date(2013, 1, 1), "2013")
    assert (project.end_date, project.end_date_entered) == (date(2015, 6, 30), "2015-Q2")
    project = change(cast, project, cast.member, end_date=date(2016, 1, 1))
    assert (project.end_date, project.end_date_entered) == (date(2016, 1, 1), "")


def test_a_project_does_not_end_before_it_starts(cast: Cast) -> None:
    with pytest.raises(InvalidInput):
        create(cast, cast.member, start_date=date(2026, 2, 1), end_date=date(2026, 1, 1))


def test_only_the_leader_and_administrators_edit(cast: Cast) -> None:
    project = cast.concept()
    for allowed in (cast.leader, cast.administrator, None):
        title = f"By {allowed}"
        assert change(cast, project, allowed, title=title).title == title
    for refused in (cast.owner, cast.member, cast.controller, cast.line_manager):
        with pytest.raises(NotPermitted, match="Leader"):
            change(cast, project, refused, title="Mine")


def test_whoever_registered_a_draft_may_edit_it_as_long_as_it_is_a_draft(cast: Cast) -> None:
    project = create(cast, cast.member, leader=cast.leader)
    assert change(cast, project, cast.member, title="Better").title == "Better"
    Project.objects.filter(pk=project.pk).update(state="proposed")
    with pytest.raises(NotPermitted):
        change(cast, project, cast.member, title="Worse")


def test_a_new_person_in_a_role_must_accept_it(cast: Cast) -> None:
    project = cast.concept()
    assert fresh(project).owner_accepted_at == cast.now
    changed = change(cast, project, cast.leader, owner=cast.controller)
    assert (changed.owner, changed.owner_accepted_at) == (cast.controller, None)
    mine = change(cast, project, cast.leader, benefits_responsible=cast.leader)
    assert mine.benefits_responsible_accepted_at == cast.now
    nobody = change(cast, project, cast.leader, owner=None)
    assert (nobody.owner, nobody.owner_accepted_at) == (None, None)


def test_an_edit_made_on_an_old_version_is_refused_and_names_what_changed(cast: Cast) -> None:
    project = cast.draft()
    change(cast, project, cast.leader, title="First")
    with pytest.raises(Stale) as refused:
        projects.update_project(
            project=project, changes={"title": "Second"}, by=cast.leader, now=cast.now, expected_version=project.version
        )
    assert refused.value.current_version == project.version + 1
    assert refused.value.changed_fields == ["title"]


def test_changing_the_track_after_the_draft_is_a_decision_with_a_reason(cast: Cast) -> None:
    draft = cast.draft()
    assert change(cast, draft, cast.leader, track="light").track == "light"
    project = cast.concept()
    with pytest.raises(NotPermitted):
        change(cast, project, cast.leader, track="light", reason="Small.")
    with pytest.raises(InvalidInput) as refused:
        change(cast, project, cast.owner, track="light")
    assert refused.value.errors[0].field == "change_reason"
    assert change(cast, project, cast.decision_maker, track="light", reason="Small.").track == "light"
    with pytest.raises(NotPermitted):
        change(cast, project, cast.owner, track="full", title="Also this", reason="Big.")


def test_those_who_answer_for_the_benefits_confirm_that_they_are_realistic(cast: Cast) -> None:
    project = cast.planning()
    for who in (cast.responsible, cast.owner, cast.leader):
        confirmed = projects.reconfirm_benefits(project=fresh(project), by=who, now=cast.now)
        assert confirmed.benefits_reconfirmed_on == date(2026, 3, 2)
    assert fresh(project).benefits_reconfirmed_by == cast.leader
    with pytest.raises(NotPermitted):
        projects.reconfirm_benefits(project=fresh(project), by=cast.member, now=cast.now)


def test_a_role_is_declined_with_a_reason_by_the_one_who_is_named(cast: Cast) -> None:
    project = cast.proposed()
    with pytest.raises(InvalidInput):
        projects.decline_role(project=project, role="owner", by=cast.owner, now=cast.now, reason="")
    with pytest.raises(NotPermitted):
        projects.decline_role(project=project, role="owner", by=cast.leader, now=cast.now, reason="x")
    with pytest.raises(InvalidInput):
        projects.accept_role(project=project, role="king", by=cast.owner, now=cast.now)
    declined = projects.decline_role(project=project, role="owner", by=cast.owner, now=cast.now, reason="On leave.")
    assert declined.owner is None


def test_the_leader_recommends_the_handover_while_the_project_executes(cast: Cast) -> None:
    project = cast.planning()
    with pytest.raises(NotPossible):
        projects.recommend_handover(project=project, by=cast.leader, now=cast.now)
    with pytest.raises(NotPermitted):
        projects.recommend_handover(project=project, by=cast.owner, now=cast.now)


def test_a_draft_can_be_deleted_and_nothing_else(cast: Cast) -> None:
    draft = create(cast, cast.member)
    projects.delete_draft(project=draft, by=cast.member, now=cast.now)
    assert not Project.objects.filter(pk=draft.pk).exists()
    with pytest.raises(NotPossible, match="Stop the project instead"):
        projects.delete_draft(project=cast.proposed(), by=cast.leader, now=cast.now)


def test_what_belongs_to_another_organisation_cannot_be_named(cast: Cast) -> None:
    foreign = Unit.objects.create(organisation=cast.stranger.organisation, name="Theirs")
    for name, value in (("unit", foreign), ("owner", cast.stranger)):
        with pytest.raises(InvalidInput) as refused:
            create(cast, cast.member, **{name: value})
        assert refused.value.errors[0].field == name
    goal = Goal.objects.create(organisation=cast.stranger.organisation, title="Theirs", level="goal")
    with pytest.raises(InvalidInput):
        create(cast, cast.member, goals=[goal])


def test_a_running_project_is_registered_by_an_administrator_and_its_gaps_have_owner_and_date(cast: Cast) -> None:
    with pytest.raises(NotPermitted, match="already running"):
        create(cast, cast.leader, state="executing")
    project = create(cast, cast.administrator, leader=cast.leader, unit=cast.unit, state="executing")
    assert project.state == "executing"
    gaps = project.gaps.all()
    assert {(gap.gate, gap.code) for gap in gaps} >= {
        ("approve_concept", "no_purpose"),
        ("approve_planning", "no_goal"),
        ("approve_execution", "no_benefits"),
    }
    assert not [gap for gap in gaps if gap.gate in ("start_handover", "complete_handover")]
    assert {gap.owner for gap in gaps} == {cast.leader}
    assert {gap.due_date for gap in gaps} == {date(2026, 5, 1)}


def test_a_gap_that_is_filled_is_closed_and_no_gap_is_noted_twice(cast: Cast) -> None:
    project = create(cast, cast.administrator, leader=cast.leader, unit=cast.unit, state="concept")
    before = project.gaps.count()
    change(cast, project, cast.leader, purpose="Fewer falls.")
    assert running.note_gaps(project=fresh(project), now=cast.now) == []
    assert project.gaps.count() == before
    assert project.gaps.get(code="no_purpose").closed_at == cast.now
    running.note_gaps(project=fresh(project), now=cast.now)
    assert project.gaps.get(code="no_purpose").closed_at == cast.now


def test_a_paused_project_has_the_gaps_of_all_gates_and_a_stopped_one_none(cast: Cast) -> None:
    assert create(cast, None, unit=cast.unit, state="on_hold").gaps.filter(gate="complete_handover").exists()
    assert not create(cast, None, unit=cast.unit, state="stopped").gaps.exists()
    with pytest.raises(InvalidInput):
        create(cast, None, state="asleep")


def test_a_running_project_goes_on_through_the_same_guards(cast: Cast) -> None:
    project = create(cast, cast.administrator, owner=cast.owner, unit=cast.unit, state="executing")
    with pytest.raises(NotPossible):
        cast.take(project, "start_handover", cast.owner)


# Who sees what


def seen_by(person: Person) -> set[str]:
    return set(Project.objects.visible_to(fresh(person)).values_list("title", flat=True))


@pytest.fixture
def three(cast: Cast) -> dict[str, Project]:
    """An open project, a draft and a restricted one."""
    return {
        "open": cast.proposed(title="open"),
        "draft": cast.draft(title="draft"),
        "restricted": cast.proposed(title="restricted", restricted=True),
    }


@pytest.mark.parametrize(
    "name",
    [
        "leader",
        "owner",
        "responsible",
        "line_manager",
        "deputy",
        "superior",
        "decision_maker",
        "controller",
        "administrator",
    ],
)
def test_those_with_a_role_on_it_and_those_above_see_drafts_and_restricted_ones(
    cast: Cast, three: dict[str, Project], name: str
) -> None:
    assert seen_by(getattr(cast, name)) == {"open", "draft", "restricted"}


def test_people_without_a_role_see_what_is_open_and_strangers_nothing(cast: Cast, three: dict[str, Project]) -> None:
    assert seen_by(cast.member) == {"open"}
    assert seen_by(cast.stranger) == set()


def as_member(cast: Cast, project: Project) -> None:
    project.members.add(cast.member)


def as_benefit_owner(cast: Cast, project: Project) -> None:
    project.benefits.update(owner=cast.member)


def as_measurer(cast: Cast, project: Project) -> None:
    cast.indicator(project.benefits.get(), measurer=cast.member)


def as_receiver(cast: Cast, project: Project) -> None:
    fields = {"receiving_unit": cast.top, "line_manager": cast.member}
    handovers.create_handover(project=project, fields=fields, by=cast.leader, now=cast.now)


def as_deputy_of_the_receiver(cast: Cast, project: Project) -> None:
    roads = Unit.objects.create(organisation=cast.organisation, name="Roads")
    give_role(cast.member, "deputy", now=cast.now, unit=roads)
    handovers.create_handover(project=project, fields={"receiving_unit": roads}, by=cast.leader, now=cast.now)


def as_superior_of_the_receiver(cast: Cast, project: Project) -> None:
    streets = Unit.objects.create(organisation=cast.organisation, name="Streets")
    roads = Unit.objects.create(organisation=cast.organisation, name="Roads", parent=streets)
    give_role(cast.member, "line_manager", now=cast.now, unit=streets)
    handovers.create_handover(project=project, fields={"receiving_unit": roads}, by=cast.leader, now=cast.now)


def as_stand_in_of_the_receiver(cast: Cast, project: Project) -> None:
    today = timezone.now().date()
    days = {"from_date": today - timedelta(days=1), "to_date": today + timedelta(days=1)}
    Absence.objects.create(organisation=cast.organisation, person=cast.line_manager, deputy=cast.member, **days)
    handovers.create_handover(project=project, fields={"receiving_unit": cast.unit}, by=cast.leader, now=cast.now)


def as_responsible_for_a_milestone(cast: Cast, project: Project) -> None:
    cast.milestone(project, responsible=cast.member)


def as_responsible_for_an_action(cast: Cast, project: Project) -> None:
    fields = {"title": "Teach the night shift", "responsible": cast.member}
    benefit_parts.create_action(benefit=project.benefits.get(), fields=fields, by=cast.leader, now=cast.now)


def as_handler_of_a_prerequisite(cast: Cast, project: Project) -> None:
    fields = {"title": "Sensors are bought", "handler": cast.member}
    benefit_parts.create_prerequisite(project=project, fields=fields, by=cast.leader, now=cast.now)


def as_watcher_of_a_risk(cast: Cast, project: Project) -> None:
    fields = {"title": "Nobody has time", "responsible": cast.member}
    benefit_parts.create_risk(benefit=project.benefits.get(), fields=fields, by=cast.leader, now=cast.now)


ROLES = [as_member, as_benefit_owner, as_measurer, as_receiver, as_deputy_of_the_receiver, as_stand_in_of_the_receiver]
TASKS = [
    as_superior_of_the_receiver,
    as_responsible_for_a_milestone,
    as_responsible_for_an_action,
    as_handler_of_a_prerequisite,
    as_watcher_of_a_risk,
]


@pytest.mark.parametrize("role", [*ROLES, *TASKS])
def test_any_role_on_a_restricted_project_is_enough(cast: Cast, three: dict[str, Project], role: Any) -> None:
    role(cast, three["restricted"])
    assert seen_by(cast.member) == {"open", "restricted"}


def test_a_controller_of_another_unit_does_not_see_what_is_restricted(cast: Cast, three: dict[str, Project]) -> None:
    roads = Unit.objects.create(organisation=cast.organisation, name="Roads")
    assert seen_by(cast.person("Roads controller", "controller", roads)) == {"open"}


def test_the_parts_of_a_project_are_seen_by_whoever_sees_the_project(cast: Cast, three: dict[str, Project]) -> None:
    for name in ("benefits", "milestones", "handovers", "conditions", "follow_ups", "lessons", "gate_decisions"):
        parts = getattr(three["restricted"], name).all()
        assert list(parts.visible_to(cast.leader)) == list(parts)
        assert not parts.visible_to(cast.member).exists()
