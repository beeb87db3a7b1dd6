"""What somebody has taken over stands on one page: what they signed or own, what comes next, what is open."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from projects.models import Benefit, Handover, Indicator
from projects.reports.taken_over import taken_over_by
from projects.services import conditions, measurements, remaining_work
from tests.cast import Cast, fresh, unit
from tests.visits import visiting


@pytest.fixture
def signed(cast: Cast) -> Handover:
    """Taken over by the line manager, with a reservation, remaining work and a figure that is due."""
    project = cast.handing_over()
    fields = {"item": "Paint the door.", "owner": cast.deputy, "due_date": date(2030, 6, 1)}
    handover = project.handovers.get()
    remaining_work.create_item(handover=handover, fields=fields, by=cast.leader, now=cast.now)
    reserved = [{"text": "Two more courses.", "owner": cast.leader, "due_date": date(2030, 1, 1)}]
    cast.sign(cast.sent(project), decision="accept_with_reservations", reservations=reserved)
    measurements.plan(indicator=Indicator.objects.get(), today=cast.now.date(), now=cast.now)
    return fresh(handover)


def page(reader: object, path: str = "") -> str:
    return visiting(reader).get(path or reverse("projects:taken_over")).content.decode()  # type: ignore[arg-type]


def test_what_was_signed_stands_there_with_figures_next_reports_and_open_work(cast: Cast, signed: Handover) -> None:
    shown = page(cast.line_manager)
    for words in ("Shorter days in bed", "Fewer falls", "Paint the door.", "Two more courses.", "Follow-up", "Falls"):
        assert words in shown
    [one] = taken_over_by(cast.line_manager, cast.line_manager, cast.now.date())
    assert [row.text for row in one.open_work] == ["Two more courses.", "Paint the door."]
    assert len(one.due) == 1
    conditions.fulfil(condition=one.open_work[0], note="Held.", by=cast.leader, now=cast.now)
    [one] = taken_over_by(cast.line_manager, cast.line_manager, cast.now.date())
    assert [row.text for row in one.open_work] == ["Paint the door."]


def test_whoever_owns_a_benefit_sees_only_their_own_of_what_another_signed(cast: Cast, signed: Handover) -> None:
    other = cast.benefit(signed.project, title="Calmer nights", owner=cast.member)
    [one] = taken_over_by(cast.member, cast.member, cast.now.date())
    assert (one.is_whole, [row.benefit for row in one.benefits]) == (False, [other])
    assert "only the benefits owned here are shown" in page(cast.member)
    Benefit.objects.filter(pk=other.pk).update(receiving_unit=unit(cast.organisation, "Nights", now=cast.now))
    assert taken_over_by(cast.member, cast.member, cast.now.date()) == []


def test_what_only_waits_or_was_returned_is_not_taken_over(cast: Cast) -> None:
    cast.sign(cast.sent(cast.handing_over()), decision="return", comment="Not yet.")
    assert taken_over_by(cast.line_manager, cast.line_manager, timezone.now().date()) == []
    assert "You have not taken anything over yet." in page(cast.line_manager)


def test_what_a_deputy_signed_is_the_line_managers_too_and_says_on_whose_behalf(cast: Cast) -> None:
    project = cast.handing_over()
    cast.benefit(project, title="Calmer nights", owner=cast.member)
    project.handovers.update(operating_cost=Decimal(117000), operating_currency="NOK", hours_per_month=Decimal("14.5"))
    cast.sign(cast.sent(project), by=cast.deputy)
    for who in (cast.deputy, cast.line_manager):
        shown = page(who)
        for words in ("on behalf of Line manager", "Calmer nights", "117,000\N{NO-BREAK SPACE}NOK a year", "174 hours"):
            assert words in shown
    assert "by Deputy" in page(cast.line_manager)


def test_a_new_line_manager_sees_what_the_one_before_signed(cast: Cast, signed: Handover) -> None:
    Handover.objects.update(line_manager=cast.member)
    for who in (cast.member, cast.line_manager):
        [one] = taken_over_by(who, who, cast.now.date())
        assert (one.is_whole, len(one.benefits)) == (True, 1)
    assert "by Line manager" in page(cast.member)


def test_a_persons_page_is_for_themselves_and_administrators(cast: Cast, signed: Handover) -> None:
    path = reverse("projects:person_taken_over", args=[cast.line_manager.pk])
    for reader in (cast.line_manager, cast.administrator):
        assert "Shorter days in bed" in page(reader, path)
    assert "Line manager" in page(cast.administrator, path)
    for reader in (cast.member, cast.stranger):
        assert visiting(reader).get(path).status_code == 404
    assert "taken-over" in page(cast.administrator, reverse("register:person", args=[cast.line_manager.pk]))
    nobody = reverse("projects:person_taken_over", args=[cast.stranger.pk])
    assert visiting(cast.administrator).get(nobody).status_code == 404
    empty = reverse("projects:person_taken_over", args=[cast.owner.pk])
    assert "Nothing yet." in page(cast.administrator, empty)
