"""The budget as a page shows it: a sentence, the years with their chart, the lines of a year, the benefits behind."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from projects.models import Benefit
from projects.reports.budget import COLUMNS, Placed, Sums, sums_by
from projects.reports.budget_names import benefits_named, lines_named
from projects.reports.figure_words import NONE
from projects.reports.knowledge import Knowledge
from projects.reports.money_words import amount, mixed_prices, price_caution
from register.decimals import decimal_text
from register.models import Person

ON_NO_LINE = "none"


@dataclass(frozen=True)
class Row:
    """A row of figures in words; `url` leads to the benefits behind it, `inside` to what it is made of.

    `caution` says where prices of different years are added up.
    """

    label: str
    currency: str
    at_decision: str
    promised: str
    potential: str
    booked: str
    realised: str
    benefits: int
    url: str
    inside: str = ""
    caution: str = ""


@dataclass(frozen=True)
class CurrencyPart:
    """The years of one currency: a sentence, a chart, and the table with the same figures."""

    currency: str
    is_disbenefit: bool
    years: Sequence[Row]
    chart: Mapping[str, Any]

    @property
    def chart_id(self) -> str:
        return f"budget-{self.currency}-{int(self.is_disbenefit)}"


@dataclass(frozen=True)
class BenefitRow:
    """A benefit behind a figure."""

    benefit: Benefit
    year: int
    line: str
    row: Row
    is_potential: bool


def parts_of(rows: Sequence[Placed], wanted: Mapping[str, str]) -> list[CurrencyPart]:
    """The years, one part for each currency, dis-benefits apart."""
    sums, found = sums_by(rows, "is_disbenefit", "currency", "year"), []
    for is_disbenefit, currency in sorted({key[:2] for key in sums}):
        years = {key[2]: one for key, one in sorted(sums.items()) if key[:2] == (is_disbenefit, currency)}
        shown = [
            _row(str(year), currency, one, {**wanted, "year": year, **_apart(currency, is_disbenefit=is_disbenefit)})
            for year, one in years.items()
        ]
        found.append(CurrencyPart(currency, is_disbenefit, shown, _chart(years, currency)))
    return found


def lines_of(rows: Sequence[Placed], wanted: Mapping[str, str], knowledge: Knowledge | None) -> list[Row]:
    """The budget lines of the rows by code, what is on no line last, dis-benefits after benefits."""
    sums = sums_by(rows, "is_disbenefit", "line", "currency")
    lines = lines_named(rows, knowledge)

    def place(key: tuple[Any, ...]) -> Any:
        is_disbenefit, line, currency = key
        return is_disbenefit, line is None, lines[line].code_sort if line else "", str(line), currency

    found = []
    for is_disbenefit, line, currency in sorted(sums, key=place):
        label = str(lines[line]) if line else _("On no budget line yet")
        if is_disbenefit:
            label = _("%(line)s (dis-benefits)") % {"line": label}
        filters = {**wanted, "line": line or ON_NO_LINE, **_apart(currency, is_disbenefit=is_disbenefit)}
        found.append(_row(label, currency, sums[is_disbenefit, line, currency], filters))
    return found


def benefits_behind(rows: Sequence[Placed], person: Person, knowledge: Knowledge | None) -> list[BenefitRow]:
    """Each benefit with what it adds, the largest promise first."""
    benefits, lines = benefits_named(rows, person, knowledge), lines_named(rows, knowledge)
    ordered = sorted(rows, key=lambda one: (one.currency, one.year, -(one.promised or 0), str(one.benefit)))
    return [
        BenefitRow(
            benefit=benefits[one.benefit],
            year=one.year,
            line=str(lines[one.line]) if one.line else _("On no budget line yet"),
            row=_row(benefits[one.benefit].title, one.currency, _as_sums(one), None),
            is_potential=one.potential is not None,
        )
        for one in ordered
    ]


def totals_of(rows: Sequence[Placed]) -> list[Row]:
    """The sums by currency, dis-benefits apart."""
    sums = sorted(sums_by(rows, "is_disbenefit", "currency").items())
    return [
        _row(_("Dis-benefits together") if apart else _("Together"), currency, one, None)
        for (apart, currency), one in sums
    ]


def said_of(rows: Sequence[Placed], year: int | None) -> list[str]:
    """What was promised, what is booked, what is realised; a sentence for each currency."""
    found = []
    for (apart, currency), one in sorted(sums_by(rows, "is_disbenefit", "currency").items()):
        given = {
            "year": year or _("All years"),
            "promised": amount(one.promised, currency),
            "booked": amount(one.booked, currency) if one.booked is not None else _("nothing"),
            "realised": amount(one.realised, currency) if one.realised is not None else _("nothing yet"),
        }
        words = _("%(year)s: promised %(promised)s, booked in the budget %(booked)s, realised %(realised)s.")
        if apart:
            words = _("%(year)s, dis-benefits: expected %(promised)s, booked %(booked)s, come true %(realised)s.")
        found.append(words % given)
        if one.promised_at_decision is not None and one.promised_at_decision != one.promised:
            decided = {**given, "promised": amount(one.promised_at_decision, currency)}
            found.append(_("%(year)s: promised when execution was decided: %(promised)s.") % decided)
        if one.mixes_prices:
            found.append(price_caution(one.price_years))
    return found


def _as_sums(one: Placed) -> Sums:
    return Sums(**{name: getattr(one, name) for name in COLUMNS}, benefits=1, price_years=one.price_years)


def _apart(currency: str, *, is_disbenefit: bool) -> dict[str, str]:
    return {"currency": currency, "disbenefit": str(int(is_disbenefit))}


def _row(label: str, currency: str, sums: Sums, filters: Mapping[str, Any] | None) -> Row:
    query = urlencode({name: value for name, value in (filters or {}).items() if value not in (None, "")})
    return Row(
        label=label,
        currency=currency,
        at_decision=amount(sums.promised_at_decision),
        promised=amount(sums.promised),
        potential=amount(sums.potential) if sums.potential is not None else NONE,
        booked=amount(sums.booked),
        realised=amount(sums.realised),
        benefits=sums.benefits,
        url=f"{reverse('projects:budget_benefits')}?{query}" if filters is not None else "",
        inside=f"{reverse('projects:budget')}?{query}" if filters is not None else "",
        caution=mixed_prices(sums.price_years),
    )


def _chart(years: Mapping[int, Sums], currency: str) -> dict[str, Any]:
    """Bars by year; figures as text, so that nothing is rounded on the way."""
    series = {
        "promised_at_decision": _("Promised at the decision"),
        "promised": _("Promised"),
        "booked": _("Booked"),
        "realised": _("Realised, net"),
    }
    if all(one.promised_at_decision is None for one in years.values()):
        del series["promised_at_decision"]
    return {
        "kind": "bars",
        "language": get_language(),
        "unit": currency,
        "description": _("Promised, booked and realised by year, in %(currency)s. The table below has the figures.")
        % {"currency": currency},
        "labels": [str(year) for year in years],
        "series": [
            {"name": words, "figures": [_text(getattr(one, name)) for one in years.values()]}
            for name, words in series.items()
        ],
    }


def _text(figure: Any) -> str | None:
    return None if figure is None else decimal_text(figure)
