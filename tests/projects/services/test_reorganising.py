"""Units are merged, split and put elsewhere: what belongs to them follows, what was signed stands."""

from datetime import timedelta

import pytest
from django.apps import apps

from projects.models import (
    GateDecider,
    Handover,
    Indicator,
    RealisationAction,
    Reorganisation,
    Risk,
    Succession,
)
from projects.reports.duties import duties_of
from projects.reports.holdings import without_owner
from projects.reports.reorganisation import POINTERS, choices_in, contents_of, counted_in_words
from projects.services import handovers, reorganising, successions
from projects.services.reorganising import NewUnit
from register.errors import InvalidInput, NotPermitted
from register.models import AuditEvent, Person, RoleAssignment, Tenure, Unit
from register.services import audit_verification, units
from tests.cast import Cast, fresh, give_role, unit

TELLS_WHAT_WAS = {
    ("register.unit", "merged_into"): "where it went",
    ("projects.gatedecider", "unit"): "a rule of who decides ends: those of the other unit hold",
    ("projects.reorganisation", "unit"): "what was reorganised",
    ("projects.reorganisation", "into"): "where it went",
}


@pytest.fixture
def other(cast: Cast) -> Unit:
    """Another unit with a line manager of its own."""
    made = unit(cast.organisation, "Nursing homes", now=cast.now, parent=cast.top)
    cast.heir = cast.person("Heir", "line_manager", made)
    return made


def merge(cast: Cast, into: Unit, by: Person | None = None) -> Reorganisation:
    who = by or cast.administrator
    return reorganising.merge(unit=cast.unit, into=into, by=who, now=cast.now, reason="Council, item 12/26")


def contents(cast: Cast, into: Unit | None = None) -> dict[str, int]:
    return contents_of(cast.unit, cast.organisation.local_date(cast.now), into=into).counts


def test_every_pointer_to_a_unit_follows_or_is_listed_with_a_reason() -> None:
    found = {
        (model._meta.label_lower, field.name)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.related_model is Unit
    }
    followed = {(model._meta.label_lower, name) for model, names in POINTERS.items() for name in names}
    assert found - TELLS_WHAT_WAS.keys() == followed


def test_what_is_measured_in_a_unit_is_measured_where_it_went(cast: Cast, other: Unit) -> None:
    cast.planning()
    Indicator.objects.update(at_unit=cast.unit)
    merge(cast, other)
    assert Indicator.objects.get().at_unit == other


def test_the_preview_counts_what_is_affected(cast: Cast, other: Unit) -> None:
    project = cast.planning()
    project.benefits.update(receiving_unit=cast.unit)
    Indicator.objects.update(at_unit=cast.unit)
    unit(cast.organisation, "Night shift", now=cast.now, parent=cast.unit)
    counts = contents(cast, other)
    assert counts == {
        "projects": 1,
        "benefits": 1,
        "indicators": 1,
        "handovers": 1,
        "units": 1,
        "roles": 2,
        "people": 2,
        "rules_that_end": 0,
        "handovers_that_stay": 0,
        "to_be_accepted": 3,
    }
    assert counted_in_words(counts).startswith("1 project, 1 benefit, 1 indicator measured in the unit, 1 handover")
    assert counted_in_words({"projects": 0}) == "nothing"


def test_everything_follows_a_unit_that_is_merged_and_nothing_points_at_it(cast: Cast, other: Unit) -> None:
    project = cast.planning()
    project.benefits.update(receiving_unit=cast.unit)
    below = unit(cast.organisation, "Night shift", now=cast.now, parent=cast.unit)
    reader = cast.person("Reader", "reader", cast.unit)
    done = merge(cast, other)
    assert (fresh(project).unit, project.benefits.get().receiving_unit) == (other, other)
    assert (project.handovers.get().receiving_unit, fresh(below).parent) == (other, other)
    assert reader.assignments.get().unit == other
    assert not any(contents(cast).values())
    assert (done.counts["projects"], done.reason, done.done_by) == (1, "Council, item 12/26", cast.administrator)


def test_a_merged_unit_is_closed_and_cannot_be_chosen_any_more(cast: Cast, other: Unit) -> None:
    project = cast.draft()
    merge(cast, other)
    closed = fresh(cast.unit)
    assert (closed.closed_at, closed.merged_into) == (cast.now, other)
    assert cast.unit not in Unit.objects.open()
    with pytest.raises(InvalidInput) as refused:
        handovers.create_handover(
            project=fresh(project), fields={"receiving_unit": closed}, by=cast.leader, now=cast.now
        )
    assert refused.value.errors[0].code == "closed"
    with pytest.raises(InvalidInput):
        merge(cast, other)


def test_the_new_line_manager_is_asked_to_take_on_what_rested_on_the_old_one(cast: Cast, other: Unit) -> None:
    project = cast.planning()
    cast.now += timedelta(hours=1)
    merge(cast, other)
    asked = Succession.objects.all()
    assert {(one.kind, one.from_person, one.to_person, one.reason) for one in asked} == {
        (kind, cast.line_manager, cast.heir, "reorganised") for kind in ("benefit", "handover", "indicator")
    }
    assert len([one for one in duties_of(fresh(cast.heir), cast.now) if one.kind == "take_on"]) == 3
    held = without_owner(cast.organisation, cast.organisation.local_date(cast.now + timedelta(days=1)))
    assert {(one.why, one.asked.to_person if one.asked else None) for one in held} == {("new_line_manager", cast.heir)}
    for one in asked:
        successions.accept(succession=one, by=cast.heir, now=cast.now + timedelta(hours=1))
    assert (project.benefits.get().owner, project.handovers.get().line_manager) == (cast.heir, cast.heir)


def test_a_signed_handover_stands_with_the_names_it_was_signed_with(cast: Cast, other: Unit) -> None:
    project = cast.taken_over()
    before = project.handovers.get()
    merge(cast, other)
    handovers.review_signed(project=fresh(project), by=None, now=cast.now)
    after = project.handovers.get()
    assert (after.state, after.snapshot, after.snapshot_sha256) == ("accepted", before.snapshot, before.snapshot_sha256)
    assert after.snapshot["receiving_unit"]["name"] == "Home care"
    assert after.sign_offs.get().signer_unit == "Home care"
    assert after.receiving_unit == other


def test_a_sent_handover_is_put_up_anew_under_the_name_it_has_now(cast: Cast, other: Unit) -> None:
    handover = cast.sent(cast.handing_over())
    merge(cast, other)
    assert fresh(handover).snapshot["receiving_unit"]["name"] == "Nursing homes"
    assert fresh(handover).snapshot_sha256 != handover.snapshot_sha256


def test_a_leader_who_gives_a_signed_handover_to_another_unit_reopens_it(cast: Cast, other: Unit) -> None:
    handover = cast.taken_over().handovers.get()
    changed = handovers.update_handover(
        handover=handover, changes={"receiving_unit": other}, by=cast.leader, now=cast.now
    )
    assert changed.state == "draft"


def test_a_handover_stays_where_the_project_hands_over_to_both_units(cast: Cast, other: Unit) -> None:
    project = cast.planning()
    handovers.create_handover(project=project, fields={"receiving_unit": other}, by=cast.leader, now=cast.now)
    assert contents(cast, other)["handovers_that_stay"] == 1
    merge(cast, other)
    assert set(project.handovers.values_list("receiving_unit", flat=True)) == {cast.unit.pk, other.pk}


def test_roles_go_along_unless_the_other_unit_has_them(cast: Cast, other: Unit) -> None:
    both = cast.person("Both", "controller", cast.unit)
    give_role(both, "controller", now=cast.now, unit=other)
    merge(cast, other)
    held = {(one.role, one.person.name) for one in RoleAssignment.objects.filter(unit=other)}
    assert held == {("line_manager", "Heir"), ("deputy", "Deputy"), ("controller", "Both")}
    assert not RoleAssignment.objects.filter(unit=cast.unit).exists()
    assert Tenure.objects.get().unit == other


def test_the_rules_of_the_other_unit_say_who_decides(cast: Cast, other: Unit) -> None:
    GateDecider.objects.create(organisation=cast.organisation, unit=cast.unit)
    assert contents(cast, other)["rules_that_end"] == 1
    merge(cast, other)
    assert not GateDecider.objects.exists()


def test_a_unit_without_a_line_manager_gets_the_one_who_comes(cast: Cast) -> None:
    empty = unit(cast.organisation, "New", now=cast.now, parent=cast.top)
    cast.planning()
    merge(cast, empty)
    assert fresh(empty).line_manager == cast.line_manager
    assert Succession.objects.count() == 0
    assert without_owner(cast.organisation, cast.organisation.local_date(cast.now)) == []


def test_a_unit_is_merged_into_one_below_it(cast: Cast) -> None:
    between = unit(cast.organisation, "Between", now=cast.now, parent=cast.unit)
    below = unit(cast.organisation, "Below", now=cast.now, parent=between)
    merge(cast, below)
    assert (fresh(below).parent, fresh(between).parent) == (cast.top, below)


def test_a_unit_is_not_merged_into_itself_nor_by_anybody_nor_across_organisations(cast: Cast, other: Unit) -> None:
    with pytest.raises(InvalidInput):
        merge(cast, cast.unit)
    with pytest.raises(NotPermitted):
        merge(cast, other, by=cast.superior)
    with pytest.raises(InvalidInput):
        merge(cast, unit(cast.stranger.organisation, "Elsewhere", now=cast.now))


def test_each_row_that_follows_has_a_line_of_its_own_and_the_chain_holds(cast: Cast, other: Unit) -> None:
    project = cast.planning()
    merge(cast, other)
    lines = AuditEvent.objects.filter(action__in=("project.moved", "handover.moved", "unit.merged"))
    assert {(line.action, line.about) for line in lines} == {
        ("project.moved", project.pk),
        ("handover.moved", project.pk),
        ("unit.merged", cast.unit.pk),
    }
    assert AuditEvent.objects.filter(action="reorganisation.created", about=cast.unit.pk).count() == 1
    assert audit_verification.verify_organisation(cast.organisation).broken is None


# Splitting and moving.


def split(cast: Cast, *chosen: str, into: Unit | NewUnit | None = None) -> Reorganisation:
    target = into or NewUnit("Night care", cast.member)
    return reorganising.split(unit=cast.unit, into=target, chosen=chosen, by=cast.administrator, now=cast.now)


def test_what_is_chosen_goes_to_a_new_unit_beside_this_one(cast: Cast) -> None:
    stays, goes = cast.planning(), cast.planning(title="Goes")
    handover: Handover = goes.handovers.get()
    goes.benefits.update(receiving_unit=cast.unit)
    done = split(cast, f"project.{goes.pk}", f"handover.{handover.pk}")
    night = done.into
    assert (night.name, night.parent, fresh(night).line_manager) == ("Night care", cast.top, cast.member)
    assert (fresh(goes).unit, fresh(handover).receiving_unit, goes.benefits.get().receiving_unit) == (night,) * 3
    assert (fresh(stays).unit, stays.handovers.get().receiving_unit) == (cast.unit, cast.unit)
    assert fresh(cast.unit).closed_at is None
    assert {one.project for one in Succession.objects.all()} == {goes}
    assert set(Succession.objects.values_list("kind", "to_person__name")) == {
        ("benefit", "Member"),
        ("handover", "Member"),
        ("indicator", "Member"),
    }


def test_benefits_and_units_below_can_be_chosen_for_a_unit_that_is_there(cast: Cast, other: Unit) -> None:
    project = cast.concept(unit=cast.top)
    project.benefits.update(receiving_unit=cast.unit)
    benefit = project.benefits.get()
    below = unit(cast.organisation, "Night shift", now=cast.now, parent=cast.unit)
    today = cast.organisation.local_date(cast.now)
    names = [name for name, _words in choices_in(contents_of(cast.unit, today))]
    assert names == [f"benefit.{benefit.pk}", f"unit.{below.pk}"]
    cast.parts_of_benefit(benefit)
    for part in (RealisationAction, Risk):
        part.objects.update(responsible=cast.line_manager)
    split(cast, *names, into=other)
    assert (fresh(benefit).receiving_unit, fresh(below).parent) == (other, other)
    assert {"action", "risk"} <= set(Succession.objects.values_list("kind", flat=True)), "with the benefit, too"


def test_a_split_in_which_nothing_goes_is_refused_whole(cast: Cast) -> None:
    before = Unit.objects.count()
    with pytest.raises(InvalidInput):
        split(cast, "project.nonsense")
    assert Unit.objects.count() == before


def test_a_unit_goes_below_another_with_all_that_is_its_own(cast: Cast, other: Unit) -> None:
    project = cast.planning()
    done = reorganising.move(unit=cast.unit, into=other, by=cast.administrator, now=cast.now)
    assert (fresh(cast.unit).parent, fresh(project).unit, done.kind) == (other, cast.unit, "move")
    with pytest.raises(InvalidInput):
        reorganising.move(unit=other, into=cast.unit, by=cast.administrator, now=cast.now)
    reorganising.move(unit=cast.unit, into=None, by=cast.administrator, now=cast.now)
    assert fresh(cast.unit).parent is None


def test_a_unit_is_not_put_below_a_closed_one(cast: Cast, other: Unit) -> None:
    merge(cast, other)
    with pytest.raises(InvalidInput):
        units.update_unit(unit=other, changes={"parent": fresh(cast.unit)}, by=cast.administrator, now=cast.now)
