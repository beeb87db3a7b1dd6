"""Evaluating a project: outcomes, side effects, and what goes on after follow-up has ended."""

import pytest

from projects.models import Evaluation, Project
from projects.services import evaluations
from register.errors import InvalidInput, NotPermitted, NotPossible, Stale
from tests.cast import Cast, fresh

pytestmark = pytest.mark.django_db


@pytest.fixture
def project(cast: Cast) -> Project:
    return cast.realising()


def test_outcomes_and_words_on_the_whole_are_kept_together(cast: Cast, project: Project) -> None:
    benefit = project.benefits.get()
    judged = [{"benefit": benefit, "outcome": "partly_realised", "outcome_explanation": "Two wards of three."}]
    changes = {"side_effects": "Less noise at night.", "running_on": "Home care counts on."}
    row = evaluations.evaluate(project=project, changes=changes, judged=judged, by=cast.responsible, now=cast.now)
    assert (row.side_effects, fresh(benefit).outcome) == ("Less noise at night.", "partly_realised")
    again = evaluations.evaluate(project=project, changes={"side_effects": ""}, by=cast.responsible, now=cast.now)
    assert (again.pk, again.side_effects, again.running_on) == (row.pk, "", "Home care counts on.")
    with pytest.raises(Stale):
        evaluations.evaluate(
            project=project, changes={"side_effects": "x"}, by=cast.owner, now=cast.now, expected_version=1
        )


def test_only_those_who_answer_for_the_benefits_evaluate(cast: Cast, project: Project) -> None:
    with pytest.raises(NotPermitted):
        evaluations.evaluate(project=project, changes={}, by=cast.leader, now=cast.now)


def test_a_project_is_evaluated_from_the_handover_until_follow_up_ends(cast: Cast) -> None:
    with pytest.raises(NotPossible):
        evaluations.evaluate(project=cast.executing(), changes={}, by=cast.responsible, now=cast.now)
    assert not Evaluation.objects.exists()


def test_a_wrong_outcome_is_named_by_its_place(cast: Cast, project: Project) -> None:
    other = cast.draft(title="Another").benefits.get()
    for judged, field in (
        ([{"benefit": other, "outcome": "realised"}], "judged/0/benefit"),
        ([{"benefit": project.benefits.get(), "outcome": "perfect"}], "judged/0/outcome"),
    ):
        with pytest.raises(InvalidInput) as refused:
            evaluations.evaluate(project=project, changes={}, judged=judged, by=cast.responsible, now=cast.now)
        assert [error.field for error in refused.value.errors] == [field]
