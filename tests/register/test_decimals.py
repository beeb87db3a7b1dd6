from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from register.decimals import check_digits, decimal_text, parse_decimal, shown


@pytest.mark.parametrize(
    ("figure", "text"),
    [
        ("0", "0"), ("-0", "0"), ("-0.00", "0"), ("0E+5", "0"), ("7.40", "7.4"), ("100", "100"), ("1E+3", "1000"),
        ("-7.0", "-7"), ("1E-7", "0.0000001"), ("123456789012345", "123456789012345"), ("0.10", "0.1"),
    ],
)  # fmt: skip
def test_a_figure_travels_without_trailing_zeros_or_exponent(figure, text):
    assert decimal_text(Decimal(figure)) == text


@pytest.mark.parametrize("text", ["7.4", " 7.4 ", "+7.4", "07.40"])
def test_a_number_with_a_point_is_read(text):
    assert parse_decimal(text) == Decimal("7.4")


@pytest.mark.parametrize("text", ["5.", ".5", "-.5", "-0"])
def test_a_bare_point_is_enough(text):
    assert parse_decimal(text) == Decimal(text)


@pytest.mark.parametrize(
    "text",
    ["", ".", "-", "NaN", "sNaN", "Infinity", "-inf", "1e5", "1_000", "1 000", "7,4", "٣", "0x1", "1.2.3", "9" * 101],
)
def test_what_is_no_plain_number_is_refused(text):
    with pytest.raises(ValueError, match="Write a number with digits"):
        parse_decimal(text)


@pytest.mark.parametrize(
    "text",
    [
        "1234567890123456",
        "0.1234567890123456",
        "1.000000000000001",
        "1000000000000000",
        "0.0000000000000001",
        "0." + "9" * 40,
    ],
)
def test_more_digits_than_can_be_kept_are_refused(text):
    with pytest.raises(ValueError, match="at most 15 significant digits"):
        parse_decimal(text)


@pytest.mark.parametrize("text", ["123456789012345", "0.123456789012345", "100000000000000", "1.00000000000000000000"])
def test_fifteen_digits_are_kept(text):
    assert parse_decimal(text) == Decimal(text)


@pytest.mark.parametrize("figure", ["NaN", "Infinity", "-Infinity"])
def test_what_is_no_number_is_neither_kept_nor_written(figure):
    with pytest.raises(ValueError, match="Write a number"):
        check_digits(Decimal(figure))
    with pytest.raises(ValueError, match="Write a number"):
        decimal_text(Decimal(figure))


@given(st.integers(-(10**15) + 1, 10**15 - 1), st.integers(0, 15))
def test_every_figure_that_may_be_kept_is_written_and_read_again_exactly(digits, places):
    figure = Decimal(digits).scaleb(-places)
    text = decimal_text(figure)
    assert parse_decimal(text) == figure
    assert "E" not in text
    assert text == "0" or not text.startswith(("0", "-0")) or "." in text


def test_an_exact_result_is_shown_with_many_digits():
    assert shown(Fraction(2, 3)) == Decimal("0.6666666666666666666666666667")
    assert shown(Fraction(3, 2)) == Decimal("1.5")
