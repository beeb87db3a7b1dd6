"""What an import makes of the register: the same as the pages would, and nothing overdue on its first day."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from projects.interchange import changing
from projects.models import FollowUp, Gap, Handover, Indicator, Measurement, Milestone, Project, Target
from projects.services import transitions
from register.errors import InvalidInput, NotPermitted
from register.models import AuditEvent, Goal, Organisation, Person, Programme, RoleAssignment, Unit
from register.services.audit_verification import verify
from tests.factories import (
    a_benefit,
    a_handover,
    a_measurement,
    a_person,
    a_project,
    a_role,
    a_target,
    a_unit,
    an_indicator,
    an_organisation,
)
from tests.projects.interchange.books import SMALL, with_sheet
from tests.projects.interchange.conftest import Import


def counts(result: object) -> tuple[int, int, int]:
    return tuple(getattr(result, name) for name in ("created", "changed", "unchanged"))  # type: ignore[return-value]


def test_importing_twice_changes_nothing(bring: Import) -> None:
    assert counts(bring(SMALL)) == (7, 0, 0)
    events = AuditEvent.objects.count()
    assert counts(bring(SMALL)) == (0, 0, 7)
    assert AuditEvent.objects.count() == events
    assert [report.broken for report in verify()] == [None]


def test_a_rehearsal_says_what_would_be_done_and_stores_nothing(bring: Import) -> None:
    assert counts(bring(SMALL, dry_run=True)) == (7, 0, 0)
    assert not Project.objects.exists()
    assert not AuditEvent.objects.exists()
    bring(SMALL)
    result = bring(with_sheet("projects", ["key", "title"], ["p1", "Another title"]), dry_run=True)
    assert counts(result) == (0, 1, 6)
    change = next(sheet for sheet in result.sheets if sheet.sheet == "projects").changes[0]
    assert (change.row, change.column, change.old, change.new) == (2, "title", "Sammen på jobb", "Another title")
    assert Project.objects.get().title == "Sammen på jobb"


def test_only_an_administrator_imports(bring: Import, home: Organisation) -> None:
    controller, administrator = a_person(home), a_person(home)
    a_role(controller, "controller")
    a_role(administrator, "administrator")
    stranger = a_person(an_organisation("Vejen", "DK"))
    a_role(stranger, "administrator")
    for person in (controller, stranger):
        with pytest.raises(NotPermitted, match="Only an administrator"):
            bring(SMALL, by=person)
    assert bring(SMALL, by=administrator).created == 7
    assert set(AuditEvent.objects.filter(action="project.created").values_list("by", flat=True)) == {administrator.pk}


def test_rows_missing_from_the_file_and_columns_that_are_not_there_stay(bring: Import) -> None:
    bring(with_sheet("projects", ["key", "title", "purpose"], ["p1", "One", "Why"], ["p2", "Two", "Because"]))
    bring({"projects": [["key", "title"], ["p1", "One"]]})
    assert set(Project.objects.values_list("title", "purpose")) == {("One", "Why"), ("Two", "Because")}


def test_an_empty_cell_clears_and_the_reference_and_the_state_are_kept(bring: Import) -> None:
    header = ["key", "title", "reference", "state", "purpose", "unit", "leader", "restricted", "track", "start_date"]
    row = ["p1", "x", "", "planning", "y", "health", "l@a.example", "yes", "light", "2013"]
    bring(with_sheet("projects", header, row))
    project = Project.objects.get()
    assert (project.reference, project.restricted, project.track) == ("P-0001", True, "light")
    bring(with_sheet("projects", header, ["p1", "x", "", "", "", "", "", "", "", ""]), reason="Anew")
    project = Project.objects.get()
    assert (project.reference, project.state, project.purpose, project.unit) == ("P-0001", "planning", "", None)
    assert (project.leader, project.restricted, project.track) == (None, False, "full")
    assert (project.start_date, project.start_date_entered) == (None, "")


def test_references_are_numbered_around_those_of_the_file(bring: Import) -> None:
    rows = [["a", "A", ""], ["b", "B", "P-0001"], ["c", "C", ""]]
    bring({"projects": [["key", "title", "reference"], *rows]})
    assert dict(Project.objects.values_list("key", "reference")) == {"a": "P-0002", "b": "P-0001", "c": "P-0003"}


def test_rows_are_found_by_key_and_then_by_id(bring: Import, home: Organisation) -> None:
    by_id = Project.objects.create(organisation=home, title="Old", reference="P-0007")
    assert counts(bring({"projects": [["key", "title"], [str(by_id.pk), "New"]]})) == (0, 1, 0)
    assert Project.objects.values_list("title", "key").get() == ("New", None)
    bring({"benefits": [["key", "project", "title"], ["b1", str(by_id.pk), "Better"]]})
    assert by_id.benefits.count() == 1


def test_one_row_of_the_register_stands_once_in_a_file(
    bring: Import, problems: Callable[..., list[str]], home: Organisation
) -> None:
    project = Project.objects.create(organisation=home, title="Old", key="p1")
    found = problems({"projects": [["key", "title"], ["p1", "a"], [str(project.pk), "b"]]})
    assert found == ["projects, row 3, key: This is the same row of the register as row 2."]


def test_people_are_named_by_address_and_unknown_ones_have_no_account(bring: Import, home: Organisation) -> None:
    header = ["key", "title", "leader", "owner", "members"]
    result = bring(
        {"projects": [header, ["p1", "x", "Kari@A.example", "ola@a.example", "kari@a.example | per@a.example"]]}
    )
    assert set(result.people) == {"kari@a.example", "ola@a.example", "per@a.example"}
    kari = Person.objects.get(email="kari@a.example")
    assert (kari.account, kari.name, kari.language) == (None, "kari", home.language)
    project = Project.objects.get()
    assert project.leader == kari
    assert {member.name for member in project.members.all()} == {"kari", "per"}


def test_somebody_known_by_address_alone_gets_the_files_key_and_name(
    bring: Import, problems: Callable[..., list[str]]
) -> None:
    bring({"projects": [["key", "title", "leader"], ["p1", "x", "kari@a.example"]]})
    people = {"people": [["key", "email", "name", "language"], ["kari", "KARI@a.example", "Kari", "da"]]}
    assert counts(bring(people)) == (0, 1, 0)
    assert Person.objects.values_list("key", "name", "language").get() == ("kari", "Kari", "da")
    assert counts(bring(people)) == (0, 0, 1)
    found = problems({"people": [["key", "email"], ["other", "kari@a.example"]]})
    assert found == ["people, row 2, email: This e-mail address is registered already, with the key “kari”."]


def test_somebody_new_is_named_by_the_address_until_a_name_is_given(bring: Import) -> None:
    bring({"people": [["key", "email", "name"], ["kari", "kari@a.example", ""]]})
    assert Person.objects.get().name == "kari"
    assert counts(bring({"people": [["key", "email", "name"], ["kari", "kari@a.example", ""]]})) == (0, 0, 1)


def test_units_get_their_line_managers(bring: Import) -> None:
    header = ["key", "name", "parent", "line_manager", "deputy"]
    bring({"units": [header, ["care", "Care", "top", "kari@a.example", "per@a.example"], ["top", "Top", "", "", ""]]})
    care = Unit.objects.get(key="care")
    assert (str(care.parent), care.line_manager.email, care.deputy.email) == ("Top", "kari@a.example", "per@a.example")
    bring({"units": [header, ["care", "Care", "top", "ola@a.example", ""]]})
    care = Unit.objects.get(key="care")
    assert (care.line_manager.email, care.deputy) == ("ola@a.example", None)
    assert RoleAssignment.objects.count() == 1


def test_nobody_makes_themselves_line_manager_by_an_import(
    bring: Import, problems: Callable[..., list[str]], home: Organisation
) -> None:
    administrator = a_person(home)
    a_role(administrator, "administrator")
    found = problems({"units": [["key", "name", "line_manager"], ["u", "U", administrator.email]]}, by=administrator)
    assert found == ["units, row 2: Nobody can give themselves a role. Ask another administrator."]
    assert not Unit.objects.exists()


def test_goals_and_programmes_come_in_and_change(bring: Import) -> None:
    goals = ["key", "title", "level", "parent", "target_date", "budget_line"]
    sheets = {
        "goals": [goals, ["g2", "Less", "goal", "g1", "2030", "254"], ["g1", "Better", "vision", "", "", ""]],
        "programmes": [["key", "title"], ["pr", "Together"]],
        "projects": [["key", "title", "goals", "programme"], ["p1", "x", "g2 | g1", "pr"]],
    }
    bring(sheets)
    assert Goal.objects.values_list("target_date", "target_date_entered").get(key="g2") == (date(2030, 12, 31), "2030")
    assert {goal.key for goal in Project.objects.get().goals.all()} == {"g1", "g2"}
    sheets["goals"][1][4] = "2031-H1"
    sheets["programmes"][1][1] = "Apart"
    sheets["projects"][1][2] = "g1"
    assert counts(bring(sheets)) == (0, 3, 1)
    assert Goal.objects.get(key="g2").target_date == date(2031, 6, 30)
    assert Programme.objects.get().title == "Apart"
    assert [goal.key for goal in Project.objects.get().goals.all()] == ["g1"]


def test_a_programme_shared_with_us_is_named_by_its_id(bring: Import, home: Organisation) -> None:
    shared = Programme.objects.create(organisation=an_organisation("Vejen", "DK"), title="Shared", key="s")
    shared.participants.add(home)
    bring({"projects": [["key", "title", "programme"], ["p1", "x", str(shared.pk)]]})
    assert Project.objects.get().programme == shared
    bring({"programmes": [["key", "title"], [str(shared.pk), "Ours of the same name"]]})
    assert Programme.objects.get(pk=shared.pk).title == "Shared"


def test_a_state_is_recorded_when_the_row_is_created_with_an_event_of_its_own(bring: Import) -> None:
    bring(with_sheet("projects", ["key", "title", "state"], ["p1", "x", "on_hold"], ["p2", "y", ""]))
    states = dict(Project.objects.values_list("key", "state"))
    assert states == {"p1": "on_hold", "p2": "draft"}
    held = Project.objects.get(key="p1")
    assert held.state_before_hold == "executing"
    recorded = AuditEvent.objects.filter(action="project.recorded")
    assert [event.changes["state"] for event in recorded] == [{"old": "draft", "new": "on_hold"}]
    assert set(AuditEvent.objects.filter(action="measurement.recorded").values_list("subject_type", flat=True)) == {
        "projects.measurement"
    }


def test_a_project_that_runs_already_gets_gaps_and_only_the_follow_ups_ahead(bring: Import, now: datetime) -> None:
    bring(with_sheet("projects", ["key", "title", "state", "end_date"], ["p1", "x", "realising", "2025-06"]))
    today = date(2026, 3, 2)
    assert {gap.code for gap in Gap.objects.all()} >= {"no_owner", "no_goal", "no_handover"}
    assert all(gap.due_date > today for gap in Gap.objects.all())
    assert {row.months for row in FollowUp.objects.all()} == {12, 24, 36}
    assert all(row.due_date >= today for row in FollowUp.objects.all())


def test_gaps_are_closed_when_a_later_file_fills_them(bring: Import) -> None:
    bring(with_sheet("projects", ["key", "title", "state"], ["p1", "x", "executing"]))
    assert Gap.objects.filter(code="no_handover_milestone", closed_at=None).exists()
    bring({"milestones": [["key", "project", "title", "kind"], ["s2", "p1", "Handover", "handover"]]})
    assert not Gap.objects.filter(code="no_handover_milestone", closed_at=None).exists()


def test_measurements_are_reported_unless_the_file_says_otherwise(bring: Import) -> None:
    header = ["key", "indicator", "period_start", "period_end", "value", "low", "high", "state"]
    rows = [
        ["m1", "i1", "2013-Q2", "", "7.4", "", "", ""],
        ["m2", "i1", "", "2013", "", "6", "7", "verified"],
        ["m3", "i1", "2014-01", "2014-03", "", "", "", "waived"],
        ["m4", "i1", "2015", "", "", "", "", "due"],
        ["m5", "i1", "2016", "", "0", "", "", "disputed"],
    ]
    bring(with_sheet("measurements", header, *rows))
    found = {row.key: row for row in Measurement.objects.all()}
    assert [found[key].state for key in sorted(found)] == ["reported", "verified", "waived", "due", "disputed"]
    assert (found["m1"].period_start, found["m1"].period_end) == (date(2013, 4, 1), date(2013, 6, 30))
    assert (found["m2"].period_start, found["m2"].period_end_entered) == (None, "2013")
    assert (found["m3"].period_start, found["m3"].period_end) == (date(2014, 1, 1), date(2014, 3, 31))
    assert found["m5"].value == Decimal(0)
    overdue = [found[key].due_date for key in ("m4", "m5")]
    assert overdue == [date(2026, 3, 2)] * 2, "nothing is overdue on the day it is imported"
    assert counts(bring(with_sheet("measurements", header, *rows))) == (0, 0, 11)


def test_a_period_changes_as_a_whole(bring: Import) -> None:
    bring(SMALL)
    header = ["key", "indicator", "period_start", "period_end", "value"]
    assert counts(bring(with_sheet("measurements", header, ["m1", "i1", "2012", "2013", "7.4"]))) == (0, 1, 6)
    row = Measurement.objects.get()
    assert (row.period_start, row.period_end) == (date(2012, 1, 1), date(2013, 12, 31))
    assert counts(bring({"measurements": [["key", "indicator", "period_end"], ["m1", "i1", "2013"]]})) == (0, 0, 1)


def test_a_figure_in_the_file_answers_what_was_due(bring: Import, home: Organisation) -> None:
    indicator = an_indicator(a_benefit(a_project(home)), key="i1")
    a_measurement(indicator)
    ahead = a_measurement(indicator, period_start=date(2026, 4, 1), period_end=date(2026, 6, 30))
    header = ["key", "indicator", "period_start", "value"]
    bring({"measurements": [header, ["m1", "i1", "2026-Q1", "55"]]})
    left = Measurement.objects.filter(state="due")
    assert (left.count(), left.first().period_end) == (1, ahead.period_end)


def test_measurements_ahead_are_planned_and_none_in_the_past(bring: Import) -> None:
    header = ["key", "project", "title", "owner", "state"]
    indicators = ["key", "benefit", "name", "frequency"]
    bring(
        {
            "projects": SMALL["projects"],
            "units": SMALL["units"],
            "benefits": [header, ["b1", "p1", "x", "kari@a.example", "tracking"]],
            "indicators": [indicators, ["i1", "b1", "A", "quarter"], ["i2", "b1", "B", ""], ["i3", "b1", "C", ""]],
            "targets": [
                ["key", "indicator", "due_date", "value"],
                ["t2", "i2", "2027", "1"],
                ["t3", "i3", "2014", "1"],
            ],
        }
    )
    due = {row.indicator.key: row.period_end for row in Measurement.objects.filter(state="due")}
    assert due == {"i1": date(2026, 3, 31), "i2": date(2027, 12, 31)}
    assert all(row.due_date >= date(2026, 3, 2) for row in Measurement.objects.all())


def test_a_benefit_that_comes_in_judged_has_its_state_as_its_outcome(bring: Import) -> None:
    sheets = with_sheet(
        "benefits", ["key", "project", "title", "state", "outcome"], ["b1", "p1", "x", "not_realised", ""]
    )
    bring(sheets)
    assert Project.objects.get().benefits.get().outcome == "not_realised"
    assert counts(bring(sheets)) == (0, 0, 7)


def test_a_baseline_that_is_given_counts_as_measured(bring: Import) -> None:
    header = ["key", "benefit", "name", "baseline_value", "baseline_state", "baseline_date"]
    rows = [["i1", "b1", "A", "7", "", "2012"], ["i2", "b1", "B", "", "", ""], ["i3", "b1", "C", "", "deferred", ""]]
    bring(with_sheet("indicators", header, *rows))
    states = dict(Indicator.objects.values_list("key", "baseline_state"))
    assert states == {"i1": "measured", "i2": "missing", "i3": "deferred"}
    bring({"indicators": [header[:4], ["i2", "b1", "B", "8"]]})
    assert Indicator.objects.get(key="i2").baseline_state == "measured"


def test_what_was_approved_changes_only_with_a_reason(bring: Import, problems: Callable[..., list[str]]) -> None:
    header = ["key", "benefit", "name", "direction", "baseline_value"]
    sheets = with_sheet("indicators", header, ["i1", "b1", "Sick leave", "decrease", "8"])
    bring(sheets)
    changed = {
        "indicators": [header, ["i1", "b1", "Sick leave", "decrease", "9"]],
        "targets": [["key", "indicator", "value"], ["t1", "i1", "6"]],
    }
    words = "This was approved as it is: give the reason for the change."
    assert problems(changed) == [f"indicators, row 2: {words}", f"targets, row 2: {words}"]
    assert counts(bring(changed, reason="Counted again")) == (0, 2, 0)
    notes = {event.note_in_full() for event in AuditEvent.objects.filter(action__endswith=".changed")}
    assert notes == {"Counted again"}
    assert Target.objects.get().value == 6


def test_milestones_keep_the_day_they_were_first_planned_for(bring: Import) -> None:
    header = ["key", "project", "title", "due_date"]
    bring(with_sheet("milestones", header, ["s1", "p1", "Handover", "2026-05"]))
    bring(with_sheet("milestones", header, ["s1", "p1", "Handover", "2026-06"]))
    row = Milestone.objects.get()
    assert (row.first_due_date, row.due_date) == (date(2026, 5, 31), date(2026, 6, 30))


def test_what_a_service_refuses_is_named_by_row_and_nothing_is_stored(
    bring: Import, problems: Callable[..., list[str]]
) -> None:
    header = ["key", "indicator", "period_start", "value", "state"]
    bring(with_sheet("measurements", header, ["m1", "i1", "2013", "7.4", "verified"]))
    changed = with_sheet("measurements", header, ["m1", "i1", "2013", "7.5", "verified"], ["m2", "i1", "2014", "7", ""])
    found = problems(changed)
    assert found == [
        "measurements, row 2: This figure is verified or waived. Somebody who verifies must dispute it first."
    ]
    assert Measurement.objects.count() == 1


def test_a_service_that_names_a_field_names_the_cell(
    bring: Import, problems: Callable[..., list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    bring(SMALL)

    def refuses(**given: object) -> None:
        raise InvalidInput.single("title", "Not this one.")

    monkeypatch.setitem(changing.SERVICES, "projects", (refuses, "project"))
    assert problems(with_sheet("projects", ["key", "title"], ["p1", "Other"])) == [
        "projects, row 2, title: Not this one."
    ]


def test_what_is_sent_is_asked_for_anew_when_a_file_adds_to_it(
    bring: Import, home: Organisation, now: datetime
) -> None:
    unit = a_unit(home)
    project = a_project(home, unit=unit, key="p1")
    handover = a_handover(project, receiving_unit=unit)
    milestone = Milestone.objects.create(organisation=home, project=project, title="End", kind="closing")
    words = dict.fromkeys(("lasting_results", "anchoring", "way_forward", "first_action"), "x")
    Handover.objects.filter(pk=handover.pk).update(closing_milestone=milestone, **words)
    leader = project.leader
    sent = transitions.take(subject=Handover.objects.get(), name="send", by=leader, now=now)
    before = Handover.objects.get(pk=sent.pk).snapshot_sha256
    bring({"benefits": [["key", "project", "title"], ["b1", "p1", "One more"]]}, now=now + timedelta(hours=1))
    after = Handover.objects.get(pk=sent.pk)
    assert (after.state, after.snapshot_sha256 == before) == ("sent", False)


def test_a_range_of_a_target_counts_as_it_is(bring: Import, home: Organisation) -> None:
    indicator = an_indicator(a_benefit(a_project(home, state="planning"), state="identified"), key="i1")
    a_target(indicator, Decimal(5))
    bring({"targets": [["key", "indicator", "low", "high", "comparator"], ["t9", "i1", "1", "2", "about"]]})
    row = Target.objects.get(key="t9")
    assert (row.low, row.high, row.comparator, row.due_date) == (1, 2, "about", None)


def test_a_moment_of_now_is_kept_for_every_row(bring: Import) -> None:
    moment = datetime(2026, 4, 1, 12, tzinfo=UTC)
    bring(SMALL, now=moment)
    assert set(Project.objects.values_list("created_at", flat=True)) == {moment}
    assert set(AuditEvent.objects.values_list("at", flat=True)) == {moment}
