"""An absence of more than 60 days is a succession; until the deputy has said yes, they stand in."""

from datetime import date, timedelta

import pytest

from projects.models import Succession
from projects.reports.duties import duties_of
from projects.reports.holdings import held_by, without_owner
from projects.services import long_absences, successions
from projects.services.reminders import make_round
from register.models import Absence
from register.services import absences
from tests.cast import Cast, fresh

FIRST = date(2026, 3, 2)


@pytest.fixture
def cast(cast: Cast) -> Cast:
    cast.planning()
    return cast


def away(cast: Cast, first: date = FIRST, days: int = 61) -> Absence:
    """The line manager, for so many days, both included."""
    return absences.register_absence(
        person=cast.line_manager,
        from_date=first,
        to_date=first + timedelta(days=days - 1),
        deputy=cast.deputy,
        by=cast.administrator,
        now=cast.now,
    )


def ask(cast: Cast) -> list[Succession]:
    long_absences.ask_deputies(organisation=cast.organisation, now=cast.now)
    return list(Succession.objects.filter(answer="").order_by("kind"))


def test_the_deputy_is_asked_on_the_first_day_of_a_long_absence(cast: Cast) -> None:
    absence = away(cast)
    asked = ask(cast)
    assert [one.kind for one in asked] == ["benefit", "handover", "indicator"]
    assert {(one.to_person, one.from_person, one.reason, one.absence) for one in asked} == {
        (cast.deputy, cast.line_manager, "absence", absence)
    }


def test_nobody_is_asked_twice_in_one_absence(cast: Cast) -> None:
    away(cast)
    (first, *_rest) = ask(cast)
    successions.decline(succession=first, reason="Too much.", by=cast.deputy, now=cast.now)
    ask(cast)
    assert Succession.objects.count() == 3


def test_sixty_days_are_no_succession(cast: Cast) -> None:
    away(cast, days=60)
    assert ask(cast) == []


def test_nothing_is_asked_before_the_absence_begins(cast: Cast) -> None:
    away(cast, first=FIRST + timedelta(days=1))
    assert ask(cast) == []
    cast.now += timedelta(days=1)
    assert len(ask(cast)) == 3


def test_until_the_deputy_says_yes_it_stays_where_it_is_and_they_stand_in(cast: Cast) -> None:
    away(cast)
    ask(cast)
    assert len(held_by(cast.line_manager, FIRST)) == 3
    assert without_owner(cast.organisation, FIRST) == []
    assert {duty.kind for duty in duties_of(cast.deputy, cast.now)} >= {"take_on"}


def test_what_the_deputy_takes_on_is_theirs_and_can_be_given_back(cast: Cast) -> None:
    away(cast)
    for one in ask(cast):
        successions.accept(succession=one, by=cast.deputy, now=cast.now)
    assert held_by(cast.line_manager, FIRST) == []
    held = [one for one in held_by(cast.deputy, FIRST) if one.kind == "benefit"]
    (back,) = successions.propose(held=held, to=cast.line_manager, by=cast.deputy, now=cast.now)
    successions.accept(succession=back, by=cast.line_manager, now=cast.now)
    assert fresh(back.benefit).owner == cast.line_manager


def test_what_the_deputy_says_no_to_is_without_an_owner_while_the_absence_lasts(cast: Cast) -> None:
    away(cast)
    for one in ask(cast):
        successions.decline(succession=one, reason="Too much.", by=cast.deputy, now=cast.now)
    assert {held.why for held in without_owner(cast.organisation, FIRST)} == {"absence"}
    assert without_owner(cast.organisation, FIRST + timedelta(days=61)) == []


def test_who_comes_back_early_is_not_asked_about_any_more(cast: Cast) -> None:
    absence = away(cast)
    ask(cast)
    absences.delete_absence(absence=absence, by=cast.administrator, now=cast.now)
    assert ask(cast) == []
    assert set(Succession.objects.values_list("answer", flat=True)) == {"withdrawn"}


def test_an_absence_that_is_over_asks_for_nothing(cast: Cast) -> None:
    away(cast)
    ask(cast)
    cast.now += timedelta(days=61)
    assert ask(cast) == []


def test_every_round_of_reminders_sees_to_it(cast: Cast) -> None:
    away(cast)
    make_round(organisation=cast.organisation, now=cast.now)
    assert Succession.objects.filter(to_person=cast.deputy).count() == 3
