"""A figure is read as it was meant, or asked about."""

from decimal import Decimal

import pytest
from django.forms import ValidationError
from django.utils import translation

from register.forms.fields import FigureField


@pytest.mark.parametrize(
    ("language", "typed", "read"),
    [
        ("en", "7.4", "7.4"),
        ("en", "7,4", "7.4"),
        ("nb", "7,4", "7.4"),
        ("nb", "1 500 000", "1500000"),
        ("nb", "1,500", "1.5"),
        ("da", "1,500", "1.5"),
        ("en", "1.500", "1.5"),
        ("en", "0,125", "0.125"),
    ],
)
def test_comma_and_point_are_both_read(language: str, typed: str, read: str) -> None:
    with translation.override(language):
        assert FigureField().clean(typed) == Decimal(read)


@pytest.mark.parametrize(
    ("language", "typed"), [("en", "1,500"), ("en", "1,500,000"), ("da", "1.500"), ("da", "12.345")]
)
def test_what_may_mean_thousands_is_asked_about(language: str, typed: str) -> None:
    with translation.override(language), pytest.raises(ValidationError) as refused:
        FigureField().clean(typed)
    assert "".join(filter(str.isdigit, typed)) in str(refused.value.messages)


@pytest.mark.parametrize(("language", "example"), [("en", "7.4"), ("da", "7,4"), ("nb", "7,4")])
def test_the_example_of_a_number_has_the_readers_decimal_sign(language: str, example: str) -> None:
    with translation.override(language), pytest.raises(ValidationError) as refused:
        FigureField().clean("many")
    assert example in str(refused.value.messages)


def test_a_stored_figure_is_shown_with_the_readers_sign_and_is_no_change() -> None:
    with translation.override("nb"):
        field = FigureField(required=False)
        assert field.prepare_value(Decimal("7.400000")) == "7,4"
        assert not field.has_changed(Decimal("7.400000"), "7,4")
        assert field.has_changed(Decimal("7.4"), "7,5")
        assert field.has_changed(Decimal("7.4"), "many")
        assert not field.has_changed(None, "")
