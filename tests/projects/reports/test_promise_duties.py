"""What was promised and is changed waits for a yes; what was promised and is not booked waits for a controller."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine

from projects.models import Benefit, BudgetEntry, Rebaselining, Target
from projects.reports.duties import duties_of, find, next_coming
from projects.reports.duty_scope import Scope
from projects.reports.duty_words import KINDS
from projects.reports.home import HEADINGS
from projects.services import benefits, budget_entries, projects, promises, targets
from register.models import Person, RoleAssignment
from register.services import people
from tests.cast import Cast, fresh
from tests.visits import visiting

pytestmark = pytest.mark.django_db


def found(person: Person, now: datetime, kind: str) -> list[Any]:
    return [duty for duty in duties_of(fresh(person), now) if duty.kind == kind]


def test_a_change_waits_for_the_project_owner_and_without_one_for_those_who_decide(cast: Cast, now: datetime) -> None:
    target = Target.objects.get(indicator__benefit__project=cast.executing())
    targets.update_target(
        target=target, changes={"value": Decimal(25)}, by=cast.leader, now=now, reason="Two wards came later."
    )
    [duty] = found(cast.owner, now, "approve_change")
    assert duty.title == "Say whether this may be other than promised: Falls"
    assert duty.due_date == date(2026, 3, 16)
    change = Rebaselining.objects.get()
    assert duty.url.endswith(f"#change-{change.pk}")
    assert f'id="change-{change.pk}"' in visiting(cast.owner).get(duty.url.partition("#")[0]).content.decode()
    assert "Changes of what was promised" in visiting(cast.owner).get("/").content.decode()
    assert found(cast.decision_maker, now, "approve_change") == []
    assert found(cast.leader, now, "approve_change") == []
    for leader in (cast.owner, cast.leader):
        projects.update_project(
            project=fresh(change.project), changes={"leader": leader}, by=cast.administrator, now=now
        )
    assert found(cast.owner, now, "approve_change") == [], "who led it meanwhile may not"
    assert len(found(cast.decision_maker, now, "approve_change")) == 1
    change.pk, change.created_at = None, now - timedelta(days=1)
    other = cast.executing(title="Somebody leads it, and its owner says yes")
    change.indicator = cast.indicator(other.benefits.get())
    change.save(force_insert=True)
    only_one = Scope(cast.organisation, now, people=frozenset([cast.decision_maker.pk]), most=1)
    assert [one.row for one in find(["approve_change"], only_one)] == [Rebaselining.objects.latest("created_at")]
    Rebaselining.objects.earliest("created_at").delete()
    change = Rebaselining.objects.get()
    people.deactivate(person=cast.owner, by=None, now=now)
    [duty] = found(cast.decision_maker, now, "approve_change")
    Rebaselining.objects.update(changed_by=cast.decision_maker)
    assert found(cast.decision_maker, now, "approve_change") == [], "their own"
    Rebaselining.objects.update(changed_by=cast.leader)
    promises.approve_change(change=change, by=cast.decision_maker, now=now)
    assert found(cast.decision_maker, now, "approve_change") == []


def test_what_is_promised_and_not_booked_waits_for_the_controllers_before_its_year(cast: Cast, now: datetime) -> None:
    benefit: Benefit = cast.executing().benefits.get()
    freed = {"kind": "financial_direct", "use_kind": "cut", "use_decided_by": "The council"}
    freed["use_decided_on"] = date(2026, 1, 1)  # type: ignore[assignment]
    benefits.update_benefit(benefit=benefit, changes=freed, by=cast.leader, now=now)
    entry = cast.money(benefit)
    BudgetEntry.objects.update(booked=None)
    assert found(cast.controller, now, "book_entry") == [], "there is time"
    coming = next_coming(cast.controller, now)
    assert coming is None or coming.kind != "book_entry"
    in_december = datetime.fromisoformat("2026-12-07T09:00:00+00:00")
    [duty] = found(cast.controller, in_december, "book_entry")
    assert (duty.due_date, duty.url) == (date(2026, 12, 31), f"/benefits/{benefit.pk}/budget/")
    assert duty.title.startswith("Book 400,000")
    assert found(cast.leader, in_december, "book_entry") == []
    RoleAssignment.objects.filter(role="controller").update(role="reader")
    assert len(found(cast.administrator, in_december, "book_entry")) == 1, "for want of a controller"
    RoleAssignment.objects.filter(role="reader").update(role="controller")
    Benefit.objects.filter(pk=benefit.pk).update(use_decided_by="")
    assert found(cast.controller, in_december, "book_entry") == [], "a potential is no promise in the budget"
    Benefit.objects.filter(pk=benefit.pk).update(use_decided_by="The council")
    late = datetime.fromisoformat("2027-02-01T09:00:00+00:00")
    assert found(cast.controller, late, "book_entry")[0].is_late(late.date())
    BudgetEntry.objects.update(created_at=late)
    assert found(cast.controller, late, "book_entry")[0].due_date == date(2027, 2, 15)
    after = datetime.fromisoformat("2028-01-01T09:00:00+00:00")
    assert found(cast.controller, after, "book_entry") == [], "its year is over"
    booked = {"booked": Decimal(1)}
    budget_entries.update_entry(entry=fresh(entry), changes=booked, by=cast.controller, now=late)
    assert found(cast.controller, late, "book_entry") == []


def test_every_kind_of_duty_has_its_heading_on_my_duties() -> None:
    assert set(HEADINGS) == set(KINDS)


def test_not_now_is_offered_only_where_it_can_be_put_off(cast: Cast, now: datetime) -> None:
    cast.proposed()
    visitor = visiting(cast.decision_maker)
    [duty] = duties_of(cast.decision_maker, now)
    offered = f"/duties/{duty.id}/not-now/"
    with time_machine.travel(now, tick=False):
        assert offered in visitor.get("/").content.decode()
        until = {"until": "2026-03-05", "reason": "I am ill."}
        assert visitor.post(offered, until).status_code == 302
    for days in (4, 40):
        with time_machine.travel(now + timedelta(days=days), tick=False):
            shown = visiting(cast.decision_maker).get("/").content.decode()
            assert "/duties/" not in shown or offered not in shown
