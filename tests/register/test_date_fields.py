"""Dates are read as people write them."""

from datetime import date

import pytest
from django.forms import ValidationError

from register.forms.fields import PeriodField


@pytest.mark.parametrize("typed", ["31.12.2027", "31/12/2027", "2027-12-31"])
def test_a_day_written_by_hand_is_that_day(typed: str) -> None:
    period = PeriodField().clean(typed)
    assert period is not None
    assert (period.start, period.end, period.entered) == (date(2027, 12, 31), date(2027, 12, 31), "2027-12-31")


@pytest.mark.parametrize("typed", ["31.2.2027", "12/31/2027", "1.1-2027", "1.1.27"])
def test_a_day_that_does_not_exist_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        PeriodField().clean(typed)
