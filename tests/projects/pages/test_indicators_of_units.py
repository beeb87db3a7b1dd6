"""A goal that each of several units must reach: one indicator for each of them, made in one step."""

from datetime import timedelta
from html import unescape

import pytest

from projects.models import Benefit
from projects.reports.duties import duties_of
from register.services import units
from tests.api_caller import Caller
from tests.cast import Cast
from tests.visits import visiting

pytestmark = pytest.mark.django_db


def test_the_same_indicator_for_several_units_in_one_step_by_page_and_api(cast: Cast) -> None:
    benefit: Benefit = cast.concept().benefits.get()
    wards = [
        units.create_unit(organisation=cast.organisation, name=f"Ward {number}", by=cast.administrator, now=cast.now)
        for number in range(1, 5)
    ]
    leader, address = visiting(cast.leader), f"/benefits/{benefit.pk}/indicators/new/"
    assert "One indicator for each of these units" in leader.get(address).content.decode()
    fields = {
        "name": "Falls",
        "unit": "falls",
        "direction": "decrease",
        "measures": "level",
        "baseline_state": "missing",
    }
    fields |= {"baseline_state": "missing", "target-new-0-value": "5", "target-new-0-due_date": "2027"}
    fields["measurer"] = str(cast.line_manager.pk)
    chosen = [str(ward.pk) for ward in wards[:2]]
    refused = leader.post(address, {**fields, "units": chosen, "baseline_value": "9"})
    assert "Each unit has a baseline of its own" in unescape(refused.content.decode())
    assert not benefit.indicators.exists()
    assert leader.post(address, {**fields, "units": chosen}).status_code == 302
    made = list(benefit.indicators.order_by("at_unit__name"))
    assert [(one.name, str(one.at_unit)) for one in made] == [("Falls", "Ward 1"), ("Falls", "Ward 2")]
    assert {(str(row.value.normalize()), row.due_date_entered) for one in made for row in one.targets.all()} == {
        ("5", "2027")
    }
    more = f"/indicators/{made[0].pk}/units/"
    assert more in leader.get(f"/benefits/{benefit.pk}/").content.decode()
    assert leader.post(more, {"units": [str(wards[2].pk)]}).status_code == 302
    again = leader.post(more, {"units": [str(wards[2].pk)]})
    assert "There is one for Ward 3 already." in again.content.decode()
    assert "required" in leader.post(more, {}).content.decode()
    assert visiting(cast.member).get(more).status_code == 403
    path = f"indicators/{made[0].pk}/for_units/"
    answer = Caller(cast.leader).post(path, {"units": [str(wards[3].pk)]})
    assert answer.status_code == 201, answer.content
    assert [(one["at_unit"], one["baseline_state"]) for one in answer.json()] == [(str(wards[3].pk), "missing")]
    assert Caller(cast.leader).post(path, {"units": []}).status_code == 400
    assert Caller(cast.member).post(path, {"units": [str(wards[3].pk)]}).status_code == 403
    without = cast.indicator(benefit, name="Nights")
    refused = Caller(cast.leader).post(f"indicators/{without.pk}/for_units/", {"units": chosen})
    assert refused.json()["errors"][0]["pointer"] == "/at_unit"
    soon = cast.now.date() + timedelta(days=10)
    benefit.indicators.filter(name="Falls").update(baseline_state="deferred", baseline_due_date=soon)
    titles = [duty.title for duty in duties_of(cast.line_manager, cast.now) if duty.kind == "measure_baseline"]
    assert "Measure the baseline of “Falls · Ward 2”" in titles


def test_a_baseline_that_is_put_off_is_put_off_for_each_unit(cast: Cast) -> None:
    benefit: Benefit = cast.concept().benefits.get()
    who = {"by": cast.administrator, "now": cast.now}
    wards = [units.create_unit(organisation=cast.organisation, name=name, **who) for name in ("East", "West")]
    put_off = {
        "baseline_state": "deferred",
        "baseline_reason": "Counted first in May",
        "baseline_due_date": "2027-05-01",
    }
    fields = {"name": "Falls", "unit": "falls", "direction": "decrease", "measures": "level", **put_off}
    sent = {**fields, "units": [str(ward.pk) for ward in wards]}
    assert visiting(cast.leader).post(f"/benefits/{benefit.pk}/indicators/new/", sent).status_code == 302
    made = benefit.indicators.order_by("at_unit__name")
    assert [(one.baseline_state, one.baseline_reason) for one in made] == [("deferred", "Counted first in May")] * 2
    assert made[0].baseline_due_date == made[1].baseline_due_date is not None
