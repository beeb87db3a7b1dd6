"""A figure that is due may also be answered by the same as last time, by a day on which it comes, by a colleague."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from projects.models import FigureRequest, Indicator, Measurement
from projects.reports.duties import duties_of
from projects.services import answers, figure_requests, measurements
from register.errors import InvalidInput, NotPermitted, NotPossible, TooManyAttempts
from register.models import AuditEvent, Person
from register.services import attempts
from tests.cast import Cast, fresh
from workflows.models import Notice

TODAY = date(2026, 3, 2)
HERE = "192.0.2.1"


@pytest.fixture
def due(cast: Cast) -> Measurement:
    """A figure that the member measures; the line manager owns the benefit."""
    cast.executing()
    indicator = Indicator.objects.get()
    Indicator.objects.filter(pk=indicator.pk).update(measurer=cast.member)
    return measurements.plan(indicator=fresh(indicator), today=TODAY, now=cast.now)[0]


def before(cast: Cast, due: Measurement, **fields: object) -> Measurement:
    values = {"period_end": date(2025, 12, 31), "value": Decimal("38.5"), "comparator": "about", **fields}
    return measurements.report_new(indicator=due.indicator, fields=values, by=cast.member, now=cast.now)


def same(cast: Cast, due: Measurement, by: Person | None = None) -> Measurement:
    return answers.report_same(measurement=fresh(due), by=by or cast.member, now=cast.now)


def test_the_same_as_last_time_is_the_newest_figure_again_and_marked_as_such(cast: Cast, due: Measurement) -> None:
    before(cast, due, period_end=date(2024, 12, 31), value=Decimal(50))
    before(cast, due)
    row = same(cast, due)
    assert (row.state, row.value, row.comparator, row.same_as_last) == ("reported", Decimal("38.5"), "about", True)
    changes = AuditEvent.objects.filter(subject_id=due.pk, action="measurement.changed").latest("position").changes
    assert changes["same_as_last"] == {"old": False, "new": True}


def test_without_an_earlier_figure_there_is_nothing_to_repeat(cast: Cast, due: Measurement) -> None:
    with pytest.raises(NotPossible, match="no earlier figure"):
        same(cast, due)


def test_a_disputed_figure_is_none_to_repeat(cast: Cast, due: Measurement) -> None:
    cast.take(before(cast, due), "dispute", cast.responsible, comment="Night shift is missing.")
    with pytest.raises(NotPossible, match="no earlier figure"):
        same(cast, due)


def test_only_who_reports_may_repeat(cast: Cast, due: Measurement) -> None:
    before(cast, due)
    with pytest.raises(NotPermitted):
        same(cast, due, by=cast.controller)


def test_a_corrected_figure_is_the_same_as_last_time_no_longer(cast: Cast, due: Measurement) -> None:
    before(cast, due)
    row = same(cast, due)
    changed = measurements.update_measurement(
        measurement=row, changes={"value": Decimal(37)}, by=cast.member, now=cast.now
    )
    assert changed.same_as_last is False


def expect(cast: Cast, due: Measurement, days: int, by: Person | None = None, reason: str = "") -> Measurement:
    day = TODAY + timedelta(days=days)
    row = fresh(due)
    return answers.expect_on(measurement=row, expected_on=day, reason=reason, by=by or cast.member, now=cast.now)


@pytest.mark.parametrize("days", [0, 92])
def test_a_figure_may_be_said_to_come_within_three_months(cast: Cast, due: Measurement, days: int) -> None:
    row = expect(cast, due, days, reason=" The payroll office closes the year first. ")
    assert row.expected_on == TODAY + timedelta(days=days)
    assert (row.expected_reason, row.expected_since) == ("The payroll office closes the year first.", cast.now)


@pytest.mark.parametrize("days", [-1, 93])
def test_a_day_outside_is_refused_in_words(cast: Cast, due: Measurement, days: int) -> None:
    with pytest.raises(InvalidInput, match="92 days ahead at most"):
        expect(cast, due, days)


def test_it_can_be_said_twice_and_no_more(cast: Cast, due: Measurement) -> None:
    expect(cast, due, 10)
    expect(cast, due, 20)
    with pytest.raises(NotPossible, match="twice already"):
        expect(cast, due, 30)


def test_what_is_reported_is_expected_no_more(cast: Cast, due: Measurement) -> None:
    expect(cast, due, 10, reason="Wait.")
    row = cast.take(due, "report", cast.member, value=Decimal(31))
    assert (row.expected_on, row.expected_reason) == (None, "")
    with pytest.raises(NotPossible, match="not asked for any more"):
        expect(cast, due, 10)


def test_only_who_reports_may_say_when_it_comes(cast: Cast, due: Measurement) -> None:
    with pytest.raises(NotPermitted):
        expect(cast, due, 10, by=cast.controller)


def ask(cast: Cast, due: Measurement, email: str = "per@andebu.example", **more: object) -> FigureRequest:
    asked = {"by": cast.member, "now": cast.now, **more}
    return figure_requests.ask(measurement=fresh(due), email=email, name="Per Hansen", **asked)


def answer(request: FigureRequest, now: datetime, **given: object) -> Measurement:
    secret = figure_requests.secret_of(request)
    return figure_requests.answer(secret=secret, given={"value": Decimal(31), **given}, address=HERE, now=now)


def test_a_colleague_without_an_account_or_any_right_reports_for_who_asked(cast: Cast, due: Measurement) -> None:
    row = answer(ask(cast, due), cast.now, note="From the payroll.")
    colleague = Person.objects.get(email="per@andebu.example")
    assert (colleague.account, colleague.assignments.count(), colleague.name) == (None, 0, "Per Hansen")
    assert (row.state, row.value, row.note) == ("reported", Decimal(31), "From the payroll.")
    assert (row.reported_by, row.asked_by) == (colleague, cast.member)


def test_a_known_address_is_the_person_who_has_it(cast: Cast, due: Measurement) -> None:
    assert ask(cast, due, email=cast.controller.email.upper()).colleague == cast.controller
    assert Person.objects.filter(email__iexact=cast.controller.email).count() == 1


def test_neither_who_asked_nor_who_answered_may_verify(cast: Cast, due: Measurement) -> None:
    due.indicator.benefit.__class__.objects.update(owner=cast.member)
    row = answer(ask(cast, due, email=cast.controller.email), cast.now)
    for somebody in (cast.member, cast.controller):
        with pytest.raises(NotPermitted, match="somebody else must check it"):
            cast.take(row, "verify", somebody)
    assert cast.take(row, "verify", cast.responsible).state == "verified"


def test_the_check_is_asked_of_somebody_else_than_both(cast: Cast, due: Measurement) -> None:
    row = answer(ask(cast, due, by=cast.line_manager, email=cast.responsible.email), cast.now)
    able = [who for who in (cast.responsible, cast.line_manager, cast.owner) if kinds_of(who, cast.now, row)]
    assert able == [cast.owner]


def kinds_of(person: Person, now: datetime, row: Measurement) -> list[str]:
    return [one.kind for one in duties_of(person, now) if one.subject_id == row.pk]


def test_who_asked_confirms_in_one_press_and_once(cast: Cast, due: Measurement) -> None:
    row = answer(ask(cast, due), cast.now)
    with pytest.raises(NotPermitted, match="Only the person who asked"):
        answers.confirm(measurement=row, by=cast.line_manager, now=cast.now)
    assert answers.confirm(measurement=row, by=cast.member, now=cast.now).confirmed_at == cast.now
    with pytest.raises(NotPossible, match="nothing to confirm"):
        answers.confirm(measurement=row, by=cast.member, now=cast.now)


def test_a_link_works_once(cast: Cast, due: Measurement) -> None:
    request = ask(cast, due)
    answer(request, cast.now)
    with pytest.raises(NotPossible, match="has been used"):
        answer(request, cast.now)


def test_a_link_is_too_old_after_a_fortnight(cast: Cast, due: Measurement) -> None:
    request = ask(cast, due)
    almost = cast.now + timedelta(days=14)
    secret = figure_requests.secret_of(request)
    assert figure_requests.find(secret=secret, now=almost - timedelta(seconds=1))
    with pytest.raises(NotPossible, match="too old"):
        answer(request, almost)


def test_a_withdrawn_link_works_no_longer(cast: Cast, due: Measurement) -> None:
    request = ask(cast, due)
    with pytest.raises(NotPermitted):
        figure_requests.withdraw(request=request, by=cast.controller, now=cast.now)
    figure_requests.withdraw(request=request, by=cast.line_manager, now=cast.now)
    with pytest.raises(NotPossible):
        answer(request, cast.now)
    with pytest.raises(NotPossible, match="withdrawn already"):
        figure_requests.withdraw(request=fresh(request), by=cast.member, now=cast.now)


def test_asking_somebody_else_withdraws_the_first_question(cast: Cast, due: Measurement) -> None:
    first = ask(cast, due)
    second = ask(cast, due, email="kari@andebu.example")
    assert fresh(first).withdrawn_at == cast.now
    assert fresh(second).withdrawn_at is None


@pytest.mark.parametrize("change", ["reported", "stopped", "asker left", "asker lost the right", "colleague left"])
def test_a_link_that_is_needless_is_spent(cast: Cast, due: Measurement, change: str) -> None:
    request = ask(cast, due)
    if change == "reported":
        cast.take(due, "report", cast.member, value=Decimal(30))
    elif change == "stopped":
        type(due.project).objects.update(state="stopped")
    elif change == "asker left":
        Person.objects.filter(pk=cast.member.pk).update(is_active=False)
    elif change == "colleague left":
        Person.objects.filter(pk=request.colleague_id).update(is_active=False)
    else:
        Indicator.objects.update(measurer=None)
    assert figure_requests.find(secret=figure_requests.secret_of(request), now=cast.now) is None


def test_the_row_does_not_hold_the_secret(cast: Cast, due: Measurement) -> None:
    request = fresh(ask(cast, due))
    secret = figure_requests.secret_of(request)
    assert secret not in str(vars(request))
    event = AuditEvent.objects.filter(subject_id=request.pk).get()
    assert "digest" not in event.changes


def test_both_are_told_by_mail(cast: Cast, due: Measurement) -> None:
    request = ask(cast, due)
    answer(request, cast.now)
    kinds = {figure_requests.REQUESTED: request.colleague, figure_requests.ANSWERED: cast.member}
    notices = Notice.objects.filter(kind__in=kinds)
    assert {one.kind: one.recipient for one in notices} == kinds


def test_who_may_be_asked_and_by_whom(cast: Cast, due: Measurement) -> None:
    with pytest.raises(NotPermitted):
        ask(cast, due, by=cast.controller)
    with pytest.raises(InvalidInput, match="your own address"):
        ask(cast, due, email=cast.member.email)
    with pytest.raises(InvalidInput, match="not an e-mail address"):
        ask(cast, due, email="per@")
    with pytest.raises(InvalidInput, match="1,000 characters"):
        ask(cast, due, words="x" * 1001)
    Person.objects.filter(pk=cast.owner.pk).update(is_active=False)
    with pytest.raises(InvalidInput, match="has left"):
        ask(cast, due, email=cast.owner.email)
    cast.take(due, "report", cast.member, value=Decimal(30))
    with pytest.raises(NotPossible, match="not asked for any more"):
        ask(cast, due)


def test_a_day_has_room_for_twenty_questions(cast: Cast, due: Measurement) -> None:
    for number in range(attempts.FIGURE_REQUESTS.most):
        ask(cast, due, email=f"colleague{number}@andebu.example")
    with pytest.raises(TooManyAttempts):
        ask(cast, due)


def test_links_are_not_for_guessing(cast: Cast) -> None:
    for _try in range(attempts.ANSWERS_BY_ADDRESS.most):
        with pytest.raises(NotPossible):
            figure_requests.answer(secret="x", given={}, address=HERE, now=cast.now)
    with pytest.raises(TooManyAttempts):
        figure_requests.answer(secret="x", given={}, address=HERE, now=cast.now)


def test_what_is_no_figure_leaves_the_link_unused(cast: Cast, due: Measurement) -> None:
    request = ask(cast, due)
    with pytest.raises(InvalidInput):
        answer(request, cast.now, value=None)
    assert answer(request, cast.now).state == "reported"
