"""Inputs that people know better than browsers do: periods as they write them, figures with comma or point."""

import datetime
import re
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.formats import get_format
from django.utils.translation import gettext_lazy as _

from register.decimals import NoNumberError, decimal_text, parse_decimal
from register.periods import Period, parse_period

GROUPED = re.compile(r"[+-]?[1-9]\d{0,2}([.,]\d{3})+", re.ASCII)
BY_HAND = re.compile(r"(?P<day>\d{1,2})([./])(?P<month>\d{1,2})\2(?P<year>\d{4})", re.ASCII)


class PeriodField(forms.CharField):
    """A year, half-year, quarter, month or day; cleans to a Period, or None."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs["help_text"] = kwargs.get("help_text") or _("For example 2026, 2026-H1, 2026-Q2, 2026-05 or 2026-05-01.")
        super().__init__(max_length=40, **kwargs)
        self.widget.attrs["class"] = "short"

    def clean(self, value: Any) -> Period | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            return parse_period(_day_written_by_hand(text))
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error


def _day_written_by_hand(text: str) -> str:
    """31.12.2027 and 31/12/2027, the day first as in every country we serve, as 2027-12-31; other words as they are."""
    day = BY_HAND.fullmatch(text)
    return f"{day['year']}-{day['month']:0>2}-{day['day']:0>2}" if day else text


class DayField(forms.DateField):
    """One day, by the browser's own calendar."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "short"})
        super().__init__(widget=widget, **kwargs)


class FigureField(forms.CharField):
    """A figure written with a decimal comma or point; cleans to an exact Decimal, or None."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=100, **kwargs)
        self.widget.attrs |= {"inputmode": "decimal", "autocomplete": "off", "class": "short"}

    def prepare_value(self, value: Any) -> Any:
        return figure_text(value) if isinstance(value, Decimal) else value

    def clean(self, value: Any) -> Decimal | None:
        if isinstance(value, Decimal):
            return value  # what is stored, where the field is closed
        text = super().clean(value)
        if not text:
            return None
        plain = "".join(text.split())
        _refuse_thousands(plain)
        try:
            return parse_decimal(plain.replace(",", ".") if "." not in plain else plain)
        except NoNumberError as error:
            example = {"example": figure_text(Decimal("7.4"))}
            raise forms.ValidationError(_("Write a number, for example %(example)s."), params=example) from error
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error

    def has_changed(self, initial: Any, data: Any) -> bool:
        """7,40 is what 7.4 was."""
        if self.disabled:
            return False
        try:
            return bool(self.clean(data) != initial)
        except forms.ValidationError:
            return True


def figure_text(figure: Decimal) -> str:
    """A figure as an input shows it: with the reader's decimal sign, and nothing between thousands."""
    return decimal_text(figure).replace(".", get_format("DECIMAL_SEPARATOR"))


def _refuse_thousands(plain: str) -> None:
    """1,500 in English and 1.500 in Danish may be meant as either: better asked than a thousandfold wrong."""
    if get_format("THOUSAND_SEPARATOR") in (",", ".") and GROUPED.fullmatch(plain):
        separator = get_format("THOUSAND_SEPARATOR")
        if separator in plain:
            raise forms.ValidationError(
                _("Write it without a separator between thousands: %(plain)s."),
                params={"plain": plain.replace(separator, "")},
            )


def as_entered(day: datetime.date | None, entered: str) -> str:
    """What a PeriodField shows for a stored day: the words it was entered in, else the day."""
    return entered or (day.isoformat() if day else "")
