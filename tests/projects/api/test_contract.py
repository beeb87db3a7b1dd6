"""The names others rely on."""

from datetime import date
from decimal import Decimal

import pytest

from projects.models import Handover, Measurement
from projects.services import handover_comments, lessons, remaining_work
from register.models import Programme
from tests.api_caller import Caller
from tests.cast import Cast

EVERYWHERE = "id key created_at updated_at"
PROMISED = {
    "organisations": "version name country",
    "units": "version name parent line_manager deputy",
    "people": "version name email language",
    "role_assignments": "version person role unit",
    "programmes": "version title",
    "goals": "version title level parent target_date budget_line",
    "projects": "version reference title organisation unit programme theme track state restricted leader owner "
    "benefits_responsible background purpose vision success_factors start_date end_date next_action case_reference "
    "statutory leader_accepted_at owner_accepted_at benefits_responsible_accepted_at",
    "benefits": "version project title kind is_disbenefit beneficiaries owner state use_of_value importance goals "
    "part_of restates start_date receivers duration cashability is_emergent use_kind use_service use_decided_by "
    "use_decided_on is_potential importance_reason attribution_share attribution_reason milestone "
    "months_after_milestone outside_organisation outside_owner_name outside_owner_email outside_involved_on custodian",
    "prerequisites": "version project benefits kind title force handler due_date status settled_on note",
    "realisation_actions": "version benefit title responsible due_date status done_on note",
    "risks": "version benefit title likelihood consequence level response responsible status",
    "indicators": "version benefit name unit direction measures baseline_value baseline_date baseline_state method "
    "source frequency measurer status status_reason achievement",
    "targets": "version indicator due_date value low high comparator",
    "measurements": "version indicator period_start period_end value low high comparator date_estimated state note",
    "milestones": "version project title kind due_date reached_date responsible",
    "handovers": "version project receiving_unit line_manager state round takes_over_on closing_milestone "
    "lasting_results anchoring way_forward first_action remaining_work snapshot snapshot_sha256",
    "remaining_items": "version handover item owner due_date condition",
    "handover_comments": "version handover round section text written_by answer settled_at settled_by",
    "gate_decisions": "project gate outcome comment body decided_on case_number item_number link recorded_by snapshot",
    "conditions": "version project text owner due_date fulfilled_at",
    "follow_ups": "version project due_date responsible done_at note handover lines",
    "duties": "kind subject_type subject_id person project title due_date",
    "lessons": "version project title text kind tags",
    "events": "number at action subject_type subject by changes note request_id",
    "tokens": "name scopes expires",
}


def more_about_its_handover(cast: Cast, handover: Handover) -> None:
    left = {"item": "One more course.", "owner": cast.leader, "due_date": date(2026, 6, 1)}
    remaining_work.create_item(handover=handover, fields=left, by=cast.leader, now=cast.now)
    handover_comments.comment(handover=handover, section="costs", text="Who pays?", by=cast.leader, now=cast.now)


@pytest.fixture
def everything(cast: Cast) -> Cast:
    """At least one row of everything."""
    project = cast.realising()
    indicator = project.benefits.get().indicators.get()
    cast.parts_of_benefit(indicator.benefit)
    Programme.objects.create(organisation=cast.organisation, title="Care")
    Measurement.objects.create(
        organisation=cast.organisation, indicator=indicator, period_end=date(2026, 3, 31), value=Decimal("7.40")
    )
    lessons.create_lesson(project=project, fields={"text": "Begin earlier."}, by=cast.leader, now=cast.now)
    more_about_its_handover(cast, cast.planning(title="With work that is left").handovers.get())
    project = cast.concept(title="With a condition")
    cast.take(
        project,
        "approve_planning",
        cast.decision_maker,
        conditions=[{"text": "Ask the union", "owner": cast.leader, "due_date": date(2026, 6, 1)}],
    )
    return cast


def test_every_resource_has_the_fields_of_the_contract(everything: Cast) -> None:
    administrator, leader = Caller(everything.administrator), Caller(everything.leader)
    for resource, fields in PROMISED.items():
        caller = leader if resource == "duties" else administrator
        rows = caller.rows(f"{resource}/")
        assert rows, resource
        missing = {*EVERYWHERE.split(), *fields.split()} - rows[0].keys()
        assert not missing, (resource, missing)
        single = caller.get(f"{resource}/{rows[0]['id']}/")
        assert single.status_code == 200, resource
        assert single.json() == rows[0], resource
        assert single.get("ETag") == (f'"{rows[0]["version"]}"' if "version" in rows[0] else None), resource


def test_figures_travel_as_text_without_zeros_to_spare(everything: Cast) -> None:
    caller = Caller(everything.leader)
    assert [row["value"] for row in caller.rows("measurements/", state="due") if row["value"]] == ["7.4"]
    target = caller.rows("targets/")[0]
    assert (target["value"], target["low"], target["comparator"]) == ("20", None, "exact")
