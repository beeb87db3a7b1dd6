"""A project that lacks nothing passes every gate; take one thing away, and that gate says which."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from projects.models import Benefit, Handover, Indicator, Milestone, Project
from projects.permissions import DECIDES
from register.models import RoleAssignment
from tests.cast import Cast, fresh
from workflows.lifecycle import choice_for
from workflows.rules import Unmet

Removal = Callable[[Cast, Project], Any]


def empty(field: str, value: Any = "") -> Removal:
    return lambda cast, project: Project.objects.filter(pk=project.pk).update(**{field: value})


def of_benefit(**values: Any) -> Removal:
    return lambda cast, project: Benefit.objects.filter(project=project).update(**values)


def of_indicator(**values: Any) -> Removal:
    return lambda cast, project: Indicator.objects.filter(benefit__project=project).update(**values)


def of_handover(**values: Any) -> Removal:
    return lambda cast, project: Handover.objects.filter(project=project).update(**values)


def lacking(cast: Cast, project: Project, step: str) -> set[str]:
    choice = choice_for(step, None, fresh(project), cast.now)
    assert choice is not None
    return {unmet.code for unmet in choice.requirements}


WAYS = [
    ("draft", "submit"),
    ("proposed", "approve_concept"),
    ("concept", "approve_planning"),
    ("planning", "approve_execution"),
    ("executing", "start_handover"),
    ("taken_over", "complete_handover"),
]


@pytest.mark.parametrize(("state", "step"), WAYS)
def test_a_project_that_lacks_nothing_may_go_on(cast: Cast, state: str, step: str) -> None:
    assert lacking(cast, getattr(cast, state)(), step) == set()


def remove_rows(name: str) -> Removal:
    return lambda cast, project: getattr(project, name).all().delete()


def unlink_goals(cast: Cast, project: Project) -> None:
    project.goals.clear()


def owned_by_the_leader(cast: Cast, project: Project) -> None:
    Benefit.objects.filter(project=project).update(owner=cast.leader)


def remove_indicators(cast: Cast, project: Project) -> None:
    Indicator.objects.filter(benefit__project=project).delete()


def remove_targets(cast: Cast, project: Project) -> None:
    Indicator.objects.get(benefit__project=project).targets.all().delete()


def open_deliverable(cast: Cast, project: Project) -> None:
    cast.milestone(project, title="Training", kind="deliverable")


def confirmed_long_ago(cast: Cast, project: Project) -> None:
    day = cast.now.date() - timedelta(days=61)
    Project.objects.filter(pk=project.pk).update(benefits_reconfirmed_on=day)


def return_it(cast: Cast, project: Project) -> None:
    Handover.objects.filter(project=project).update(state="returned")


def owner_has_left(cast: Cast, project: Project) -> None:
    type(cast.line_manager).objects.filter(pk=cast.line_manager.pk).update(is_active=False)


def not_reached(cast: Cast, project: Project) -> None:
    Milestone.objects.filter(project=project).update(reached_date=None)


REMOVALS = [
    ("draft", "submit", "no_unit", empty("unit", None)),
    ("draft", "submit", "no_title", empty("title")),
    ("draft", "submit", "no_purpose", empty("purpose")),
    ("draft", "submit", "no_background", empty("background")),
    ("draft", "submit", "no_proposed_owner", empty("owner", None)),
    ("draft", "submit", "no_benefits", remove_rows("benefits")),
    ("proposed", "approve_concept", "no_owner", empty("owner", None)),
    ("concept", "approve_planning", "no_owner", empty("owner", None)),
    ("concept", "approve_planning", "owner_has_not_accepted", empty("owner_accepted_at", None)),
    ("concept", "approve_planning", "leader_has_not_accepted", empty("leader_accepted_at", None)),
    (
        "concept",
        "approve_planning",
        "benefits_responsible_has_not_accepted",
        empty("benefits_responsible_accepted_at", None),
    ),
    ("concept", "approve_planning", "no_typed_benefit", of_benefit(kind="")),
    ("concept", "approve_planning", "no_typed_benefit", of_benefit(owner=None)),
    ("concept", "approve_planning", "no_goal", unlink_goals),
    ("concept", "approve_planning", "no_alternatives", empty("alternatives")),
    ("planning", "approve_execution", "no_benefits", of_benefit(state="withdrawn")),
    ("planning", "approve_execution", "benefits_not_accepted", of_benefit(accepted_at=None)),
    ("planning", "approve_execution", "benefits_not_accepted", owned_by_the_leader),
    ("planning", "approve_execution", "no_indicator", remove_indicators),
    ("planning", "approve_execution", "indicator_incomplete", of_indicator(method="")),
    ("planning", "approve_execution", "indicator_incomplete", of_indicator(measurer=None)),
    ("planning", "approve_execution", "indicator_incomplete", of_indicator(frequency="")),
    ("planning", "approve_execution", "indicator_incomplete", remove_targets),
    ("planning", "approve_execution", "no_baseline", of_indicator(baseline_state="missing")),
    ("planning", "approve_execution", "no_baseline", of_indicator(baseline_value=None)),
    ("planning", "approve_execution", "no_baseline", of_indicator(baseline_state="deferred")),
    ("planning", "approve_execution", "no_baseline", of_indicator(baseline_state="not_possible")),
    ("planning", "approve_execution", "no_use_of_value", of_benefit(kind="financial_indirect")),
    ("planning", "approve_execution", "no_receiving_unit", remove_rows("handovers")),
    ("planning", "approve_execution", "no_receiving_unit", of_handover(line_manager=None)),
    ("planning", "approve_execution", "no_handover_milestone", remove_rows("milestones")),
    ("executing", "start_handover", "not_recommended", empty("recommended_at", None)),
    ("executing", "start_handover", "deliverables_open", open_deliverable),
    ("executing", "start_handover", "baseline_deferred", of_indicator(baseline_state="deferred")),
    ("executing", "start_handover", "benefits_not_reconfirmed", empty("benefits_reconfirmed_on", None)),
    ("executing", "start_handover", "benefits_not_reconfirmed", confirmed_long_ago),
    ("executing", "start_handover", "no_handover", remove_rows("handovers")),
    ("executing", "start_handover", "handover_incomplete", of_handover(anchoring="")),
    ("executing", "start_handover", "handover_incomplete", of_handover(line_manager=None)),
    ("taken_over", "complete_handover", "handovers_open", return_it),
    ("taken_over", "complete_handover", "benefits_without_owner", owner_has_left),
    ("taken_over", "complete_handover", "closing_milestone_not_reached", not_reached),
]


@pytest.mark.parametrize(("state", "step", "code", "remove"), REMOVALS)
def test_what_is_taken_away_is_named(cast: Cast, state: str, step: str, code: str, remove: Removal) -> None:
    project = getattr(cast, state)()
    remove(cast, project)
    assert code in lacking(cast, project, step)


def test_every_requirement_says_what_to_do_who_can_where_and_which_field(cast: Cast) -> None:
    project = cast.draft()
    Project.objects.filter(pk=project.pk).update(purpose="", unit=None, owner=None, background="")
    choice = choice_for("submit", cast.leader, fresh(project), cast.now)
    assert choice is not None
    assert len(choice.requirements) == 4
    for unmet in choice.requirements:
        assert unmet.detail.endswith(".")
        assert unmet.who == "the project's leader"
        assert str(project.pk) in unmet.link
        assert all(name.startswith("projects.") for name in unmet.fields)


def test_the_names_of_what_lacks_stand_in_the_words(cast: Cast) -> None:
    project = cast.planning()
    Indicator.objects.filter(benefit__project=project).update(method="")
    choice = choice_for("approve_execution", cast.owner, fresh(project), cast.now)
    assert choice is not None
    assert [unmet.detail for unmet in choice.requirements] == [
        "These indicators need direction, target, method, measurer and frequency: Falls."
    ]


@pytest.mark.parametrize(
    ("state", "values"),
    [
        ("deferred", {"baseline_reason": "The system is new.", "baseline_due_date": "2026-06-01"}),
        ("not_possible", {"baseline_reason": "Nobody counted."}),
        ("measured", {"baseline_value": None, "baseline_low": 1, "baseline_high": 2}),
    ],
)
def test_a_baseline_may_be_put_off_or_impossible_with_a_reason(cast: Cast, state: str, values: dict[str, Any]) -> None:
    project = cast.planning()
    Indicator.objects.filter(benefit__project=project).update(baseline_state=state, **values)
    assert lacking(cast, project, "approve_execution") == set()


def test_a_deliverable_on_the_remaining_work_list_does_not_block(cast: Cast) -> None:
    project = cast.executing()
    cast.milestone(project, title="Training", kind="deliverable", on_remaining_work=True)
    assert lacking(cast, project, "start_handover") == set()


def test_the_light_track_asks_for_one_benefit_its_owner_a_date_and_a_receiving_unit(cast: Cast) -> None:
    project = cast.proposed(track="light")
    assert lacking(cast, project, "approve_execution") == {"no_light_benefit", "no_receiving_unit"}
    benefit = cast.accepted_benefit(project)
    Benefit.objects.filter(pk=benefit.pk).update(how_known="We will ask the night shift.", due_date="2026-12-31")
    assert lacking(cast, project, "approve_execution") == {"no_receiving_unit"}
    Handover.objects.create(
        organisation=cast.organisation, project=project, receiving_unit=cast.unit, line_manager=cast.line_manager
    )
    assert lacking(cast, project, "approve_execution") == set()


def test_an_indicator_with_a_dated_target_does_for_the_light_track(cast: Cast) -> None:
    project = cast.proposed(track="light")
    cast.indicator(cast.accepted_benefit(project))
    assert lacking(cast, project, "approve_execution") == {"no_receiving_unit"}


def unmet(cast: Cast, project: Project, step: str, code: str) -> Unmet:
    choice = choice_for(step, None, fresh(project), cast.now)
    assert choice is not None
    return next(one for one in choice.requirements if one.code == code)


def test_whoever_may_not_decide_is_told_by_name_who_may(cast: Cast) -> None:
    project = cast.proposed()
    assert str(DECIDES.refusal(project, cast.leader)).endswith("can do this: Decision maker.")
    RoleAssignment.objects.filter(role="decision_maker").delete()
    words = str(DECIDES.refusal(project, cast.leader))
    assert "nobody is one yet. Who can give that role: Administrator." in words


def test_the_milestones_that_are_not_reached_are_named(cast: Cast) -> None:
    project = cast.taken_over()
    project.milestones.filter(kind="closing").update(reached_date=None)
    asked = ("complete_handover", "closing_milestone_not_reached")
    assert unmet(cast, project, *asked).detail.endswith("is not reached: The pilot is over.")
    project.handovers.update(closing_milestone=None)
    project.milestones.filter(kind="closing").delete()
    assert unmet(cast, project, *asked).detail.endswith("is not reached: none is set yet.")


def test_what_one_benefit_lacks_leads_to_it_and_what_several_lack_to_the_list(cast: Cast) -> None:
    project = cast.concept()
    project = cast.take(project, "approve_planning", cast.decision_maker)
    asked = ("approve_execution", "no_indicator")
    assert unmet(cast, project, *asked).link == project.benefits.get().get_absolute_url()
    cast.benefit(project, title="Another")
    assert unmet(cast, project, *asked).link.endswith(f"/projects/{project.pk}/benefits/")
