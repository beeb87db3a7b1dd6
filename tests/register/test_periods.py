from datetime import date
from itertools import islice, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from register.periods import (
    FREQUENCY_MONTHS,
    Period,
    format_period,
    next_period,
    parse_period,
    period_of,
    periods_from,
)

DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))
FREQUENCIES = st.sampled_from(sorted(FREQUENCY_MONTHS))


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2013", date(2013, 1, 1), date(2013, 12, 31)),
        ("2013-H1", date(2013, 1, 1), date(2013, 6, 30)),
        ("2013-H2", date(2013, 7, 1), date(2013, 12, 31)),
        ("2013-Q1", date(2013, 1, 1), date(2013, 3, 31)),
        ("2013-Q2", date(2013, 4, 1), date(2013, 6, 30)),
        ("2013-Q4", date(2013, 10, 1), date(2013, 12, 31)),
        ("2013-T1", date(2013, 1, 1), date(2013, 4, 30)),
        ("2013-T2", date(2013, 5, 1), date(2013, 8, 31)),
        ("2013-T3", date(2013, 9, 1), date(2013, 12, 31)),
        ("2013-05", date(2013, 5, 1), date(2013, 5, 31)),
        ("2012-02", date(2012, 2, 1), date(2012, 2, 29)),
        ("1900-02", date(1900, 2, 1), date(1900, 2, 28)),
        ("2013-05-01", date(2013, 5, 1), date(2013, 5, 1)),
        ("2012-02-29", date(2012, 2, 29), date(2012, 2, 29)),
        ("2100", date(2100, 1, 1), date(2100, 12, 31)),
        ("2013-01-01/2013-06-30", date(2013, 1, 1), date(2013, 6, 30)),
        ("2013-Q2/2014", date(2013, 4, 1), date(2014, 12, 31)),
    ],
)
def test_a_period_is_read_as_its_first_and_last_day_and_kept_as_entered(text, start, end):
    assert parse_period(text) == Period(start, end, text)


@pytest.mark.parametrize("text", ["  2013-q2 ", "2013-h1", "2013-t3", "\t2013-05-01\n"])
def test_spaces_around_and_small_letters_are_tolerated(text):
    period = parse_period(text)
    assert period.entered == text.strip()
    assert (period.start, period.end) == (parse_period(text.upper()).start, parse_period(text.upper()).end)


def test_a_start_and_an_end_are_read_together():
    assert parse_period("2013-05", "2013-08-15") == Period(date(2013, 5, 1), date(2013, 8, 15), "2013-05/2013-08-15")
    assert parse_period("2013-05 / 2013-08-15") == parse_period("2013-05", "2013-08-15")
    assert parse_period("2013-05", "  ") == parse_period("2013-05")


@pytest.mark.parametrize(
    "text",
    [
        "", "  ", "13", "2013-", "2013-5", "2013-13", "2013-00", "2013-H3", "2013-H0", "2013-Q5", "2013-T4",
        "2013-X1", "2013-02-30", "2013-05-1", "2013-05-00", "01.05.2013", "2013-W07", "20130501",
        "\uff12\uff10\uff11\uff13", "2013-Q2-01", "May 2013", "2013/", "/2013", "2013/2014/2015", "-2013",
        "2013-05-01T00:00", "9" * 1000000,
    ],
)  # fmt: skip
def test_what_is_no_period_is_refused_in_words_that_show_how(text):
    with pytest.raises(ValueError, match=r"Write a year \(2013\).*2013-Q2"):
        parse_period(text)


@pytest.mark.parametrize("text", ["1899", "2101-05", "0000", "9999-12-31", "2013/2101"])
def test_years_outside_two_centuries_are_refused(text):
    with pytest.raises(ValueError, match="from 1900 to 2100"):
        parse_period(text)


def test_a_period_that_ends_before_it_starts_is_refused():
    with pytest.raises(ValueError, match="ends before it starts"):
        parse_period("2014/2013")


@pytest.mark.parametrize(
    ("start", "end", "text"),
    [
        (date(2013, 1, 1), date(2013, 12, 31), "2013"),
        (date(2013, 7, 1), date(2013, 12, 31), "2013-H2"),
        (date(2013, 4, 1), date(2013, 6, 30), "2013-Q2"),
        (date(2013, 5, 1), date(2013, 8, 31), "2013-T2"),
        (date(2013, 5, 1), date(2013, 5, 31), "2013-05"),
        (date(2013, 5, 1), date(2013, 5, 1), "2013-05-01"),
        (date(2013, 2, 1), date(2013, 4, 30), "2013-02-01/2013-04-30"),
        (date(2013, 1, 1), date(2013, 2, 28), "2013-01-01/2013-02-28"),
        (date(2013, 1, 1), date(2013, 5, 31), "2013-01-01/2013-05-31"),
        (date(2013, 1, 1), date(2014, 12, 31), "2013-01-01/2014-12-31"),
        (date(2013, 1, 2), date(2013, 12, 31), "2013-01-02/2013-12-31"),
        (date(2013, 1, 1), date(2013, 12, 30), "2013-01-01/2013-12-30"),
        (date(2013, 7, 1), date(2014, 6, 30), "2013-07-01/2014-06-30"),
    ],
)
def test_a_period_is_written_in_its_shortest_form(start, end, text):
    assert format_period(start, end) == text


@given(DAYS, DAYS)
def test_what_is_written_is_read_as_the_same_days(one, other):
    start, end = sorted([one, other])
    period = parse_period(format_period(start, end))
    assert (period.start, period.end) == (start, end)


@given(DAYS, FREQUENCIES)
def test_every_calendar_period_is_written_short_and_read_again(day, frequency):
    period = period_of(day, frequency)
    assert period.start <= day <= period.end
    assert "/" not in period.entered
    assert parse_period(period.entered) == period


@given(DAYS, FREQUENCIES)
def test_periods_follow_each_other_without_gap_or_overlap(day, frequency):
    periods = list(islice(periods_from(day, frequency), 15))
    assert periods[:1] == [period_of(day, frequency)]
    for before, after in pairwise(periods):
        assert (after.start - before.end).days == 1
        assert after == next_period(before, frequency)
    assert len(periods) == 15 or periods[-1].end == date(2100, 12, 31)


def test_an_unknown_frequency_is_an_error():
    with pytest.raises(KeyError):
        period_of(date(2013, 5, 1), "fortnight")
