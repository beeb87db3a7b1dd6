"""What was promised when execution was decided stays beside what is aimed at now; every change of it is approved."""

from datetime import date, datetime
from decimal import Decimal
from importlib import import_module

import pytest
from django.apps import apps

from projects.models import Indicator, Project, PromisedFigure, Rebaselining
from projects.reports.promises import promises_of
from projects.services import indicators, promises, targets
from register.errors import InvalidInput, NotPermitted, NotPossible
from tests.cast import Cast, fresh

pytestmark = pytest.mark.django_db
MIGRATION = "projects.migrations.0013_what_stands_beside_a_figure"


@pytest.fixture
def project(cast: Cast) -> Project:
    return cast.take(cast.planning(), "approve_execution", cast.owner)


@pytest.fixture
def indicator(project: Project) -> Indicator:
    return Indicator.objects.get(benefit__project=project)


def test_the_decision_to_execute_keeps_baseline_and_targets(indicator: Indicator, now: datetime) -> None:
    promise = promises_of([indicator])[indicator.pk]
    assert promise.decided_on == now.date()
    assert promise.baseline is not None
    assert (promise.baseline.value, promise.baseline_date) == (Decimal(40), date(2025, 12, 31))
    assert promise.final is not None
    assert (promise.final.value.value, promise.final.due_date) == (Decimal(20), date(2027, 12, 31))
    assert promise.target == promise.final.value
    assert promise.is_kept_by(indicator)


def test_what_comes_after_the_decision_was_not_promised(cast: Cast, project: Project, indicator: Indicator) -> None:
    later = cast.indicator(indicator.benefit, name="Fractures")
    assert promises_of([later]) == {}


def test_a_change_is_kept_with_old_new_and_why_and_the_promise_stays(
    cast: Cast, indicator: Indicator, now: datetime
) -> None:
    target = indicator.targets.get()
    change = {"value": Decimal(25), "due_date": date(2028, 12, 31)}
    targets.update_target(target=target, changes=change, by=cast.leader, now=now, reason="Two wards came later.")
    promise = promises_of([indicator])[indicator.pk]
    assert promise.target is not None
    assert promise.target.value == Decimal(20)
    assert not promise.is_kept_by(fresh(indicator))
    row = Rebaselining.objects.get()
    assert (row.what, row.reason, row.changed_by) == ("target", "Two wards came later.", cast.leader)
    assert row.old == {"value": "20", "comparator": "exact", "day": "2027-12-31"}
    assert row.new == {"value": "25", "comparator": "exact", "day": "2028-12-31"}


def test_targets_that_come_and_go_and_another_baseline_are_changes_too(
    cast: Cast, indicator: Indicator, now: datetime
) -> None:
    who = {"by": cast.leader, "now": now, "reason": "The council asked for it."}
    made = targets.create_target(indicator=indicator, fields={"value": Decimal(10)}, **who)
    targets.delete_target(target=made, **who)
    indicators.update_indicator(indicator=indicator, changes={"baseline_value": Decimal(44)}, **who)
    rows = Rebaselining.objects.order_by("pk").values_list("what", "old__value", "new__value", "reason")
    words = "The council asked for it."
    assert set(rows) == {
        ("target_added", None, "10", words),
        ("target_removed", "10", None, words),
        ("baseline", "40", "44", words),
    }


def test_what_is_planned_before_the_decision_is_no_change_of_a_promise(cast: Cast, now: datetime) -> None:
    indicator = Indicator.objects.get(benefit__project=cast.planning())
    change = {"changes": {"value": Decimal(25)}, "reason": "Better known."}
    targets.update_target(target=indicator.targets.get(), **change, by=cast.leader, now=now)
    indicators.update_indicator(indicator=indicator, changes={"method": "By hand."}, by=cast.leader, now=now)
    assert not Rebaselining.objects.exists()


def test_somebody_else_who_decides_approves_a_change(cast: Cast, indicator: Indicator, now: datetime) -> None:
    targets.update_target(
        target=indicator.targets.get(), changes={"value": Decimal(25)}, by=cast.leader, now=now, reason="Later."
    )
    row = Rebaselining.objects.waiting().get()
    for nobody in (cast.leader, cast.line_manager, cast.controller):
        with pytest.raises(NotPermitted):
            promises.approve_change(change=row, by=nobody, now=now)
    approved = promises.approve_change(change=row, by=cast.owner, now=now, comment=" Case 26/14. ")
    assert (approved.approved_by, approved.approved_at, approved.approval) == (cast.owner, now, "Case 26/14.")
    with pytest.raises(NotPossible):
        promises.approve_change(change=row, by=cast.decision_maker, now=now)


def test_nobody_approves_a_change_of_their_own(cast: Cast, indicator: Indicator, now: datetime) -> None:
    target = indicator.targets.get()
    targets.update_target(target=target, changes={"value": Decimal(25)}, by=cast.line_manager, now=now, reason="x")
    row = Rebaselining.objects.get()
    Rebaselining.objects.filter(pk=row.pk).update(changed_by=cast.owner)
    with pytest.raises(NotPermitted, match="You made this change"):
        promises.approve_change(change=fresh(row), by=cast.owner, now=now)


def test_what_was_promised_is_not_deleted(cast: Cast, indicator: Indicator, now: datetime) -> None:
    indicator.measurements.all().delete()
    with pytest.raises(InvalidInput, match="promised"):
        indicators.delete_indicator(indicator=indicator, by=cast.leader, now=now, reason="Not needed.")


def test_a_new_decision_to_execute_is_a_new_promise(cast: Cast, project: Project, indicator: Indicator) -> None:
    project = cast.stopped_and_taken_up(project, cast.now.replace(year=2027))
    indicator.targets.update(value=Decimal(30))
    cast.take(project, "approve_execution", cast.owner)
    promise = promises_of([indicator])[indicator.pk]
    assert promise.target is not None
    assert promise.target.value == Decimal(30)


def test_a_register_from_before_gets_its_promises_from_the_decisions(indicator: Indicator) -> None:
    before = promises_of([indicator])[indicator.pk]
    PromisedFigure.objects.all().delete()
    import_module(MIGRATION).keep_what_was_promised(apps, None)
    assert promises_of([indicator])[indicator.pk] == before
