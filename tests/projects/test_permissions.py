"""Who is refused, and the words that say who can."""

from projects import permissions
from projects.models import Project
from tests.cast import Cast, fresh
from workflows.lifecycle import choice_for


def test_a_refusal_says_when_nobody_is_named_who_could(cast: Cast) -> None:
    project = cast.planning()
    Project.objects.filter(pk=project.pk).update(owner=None)
    assert "nobody is named yet" in str(permissions.OWNS.refusal(fresh(project), cast.member))


def test_in_the_light_track_owner_leader_and_signers_complete_the_handover_and_nobody_else(cast: Cast) -> None:
    project = cast.draft(track="light")
    allowed = [person for person in (cast.owner, cast.leader) if permissions.COMPLETES_HANDOVER(project, person)]
    assert allowed == [cast.owner, cast.leader]
    assert "Owner" in str(permissions.COMPLETES_HANDOVER.refusal(project, cast.member))


def test_a_leader_does_not_own_a_benefit_of_their_own_project(cast: Cast) -> None:
    benefit = cast.benefit(cast.concept(), owner=cast.leader)
    assert "owned in the line" in str(permissions.ACCEPTS_BENEFIT.refusal(benefit, cast.leader))
    assert "Only the benefit's proposed owner" in str(permissions.ACCEPTS_BENEFIT.refusal(benefit, cast.member))


def test_an_open_figure_stands_against_the_evaluation_once_its_period_is_over(cast: Cast) -> None:
    project = cast.realising()
    indicator = project.benefits.get().indicators.get()
    indicator.measurements.all().delete()
    indicator.measurements.create(
        organisation=cast.organisation, period_end=cast.now.date(), state="due", created_at=cast.now
    )
    choice = choice_for("start_evaluation", cast.responsible, fresh(project), cast.now)
    assert choice is not None
    assert [unmet.code for unmet in choice.requirements] == ["measurements_open"]
