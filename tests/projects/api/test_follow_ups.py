"""Follow-ups, evaluations and lessons over the API."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from projects.models import Benefit, Condition, Measurement, Project
from tests.api_caller import Caller
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def project(cast: Cast) -> Project:
    return cast.realising()


def test_a_follow_up_is_done_benefit_by_benefit(cast: Cast, project: Project) -> None:
    benefit = project.benefits.get()
    Measurement.objects.create(
        organisation=cast.organisation,
        indicator=benefit.indicators.get(),
        period_end=timezone.now().date() - timedelta(days=10),
        value=Decimal(41),
        state="reported",
    )
    caller = Caller(cast.responsible)
    [first, *_more] = caller.rows("follow_ups/", project=str(project.pk), of_project="true")
    assert (first["handover"], first["lines"]) == (None, [])
    address = f"follow_ups/{first['id']}/complete/"
    line = {"benefit": str(benefit.pk), "why": "", "next_step": "Train."}
    refused = caller.post(address, {"note": "Slow.", "lines": [line]})
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (400, "/lines/0/why")
    action = {"owner": str(cast.line_manager.pk), "due_date": "2027-01-31"}
    done = caller.post(address, {"note": "Slow.", "lines": [{**line, "why": "Late.", "action": action}]})
    assert done.status_code == 200, done.content
    [kept] = done.json()["lines"]
    assert (kept["why"], kept["figures"][0]["realised"]) == ("Late.", "-1")
    assert kept["action"] == str(Condition.objects.get(text="Train.").pk)


def test_the_follow_ups_of_a_handover_are_listed_by_it(cast: Cast, project: Project) -> None:
    handover = project.handovers.get()
    rows = Caller(cast.line_manager).rows("follow_ups/", handover=str(handover.pk))
    assert {row["due_date"] for row in rows} >= {"2026-07-01", "2027-04-01"}


def test_a_project_is_evaluated_over_the_api(cast: Cast, project: Project) -> None:
    caller, benefit = Caller(cast.responsible), project.benefits.get()
    judged = [{"benefit": str(benefit.pk), "outcome": "realised", "outcome_explanation": "As hoped."}]
    made = caller.post("evaluations/", {"project": str(project.pk), "side_effects": "Calm.", "judged": judged})
    assert made.status_code == 201, made.content
    assert Benefit.objects.get().outcome == "realised"
    changes = {"running_on": "The unit counts on.", "judged": []}
    changed = caller.patch(f"evaluations/{made.json()['id']}/", changes, version=1)
    assert (changed.status_code, changed.json()["running_on"]) == (200, "The unit counts on.")


def test_lessons_are_found_by_words_tag_unit_and_kind_of_benefit(cast: Cast, project: Project) -> None:
    caller = Caller(cast.leader)
    body = {"project": str(project.pk), "title": "Begin with the night shift", "text": "They know.", "tags": ["Rota"]}
    made = caller.post("lessons/", {**body, "kind": "again"}).json()
    other = Caller(cast.member)
    for asked in (
        {"q": "NIGHT know"},
        {"tag": "rota"},
        {"kind": "again"},
        {"unit": str(cast.unit.pk)},
        {"benefit_kind": "quantified"},
    ):
        assert [row["id"] for row in other.rows("lessons/", **asked)] == [made["id"]], asked
    for asked in ({"q": "day"}, {"tag": "rot"}, {"kind": "differently"}, {"benefit_kind": "qualitative"}):
        assert other.rows("lessons/", **asked) == [], asked
