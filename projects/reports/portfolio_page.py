"""The portfolio laid out for a page: promised, verified and unknown by unit of measure, and bars of statuses."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from projects.formulas.rollups import RollUp
from projects.models import BenefitKind
from projects.reports.counted import NONE as NONE_GIVEN
from projects.reports.figure_words import NONE, number, with_unit
from projects.reports.groupings import GROUPINGS
from projects.reports.money_words import mixed_prices
from projects.reports.portfolio import Group, Portfolio
from projects.reports.register_health import Lack
from projects.reports.status_words import STATUS_LABELS

WIDTH = 1000
BAD, AT_RISK, UNKNOWN = ("missed", "beyond", "off_track"), "at_risk", "unknown"
LARGE = 3


@dataclass(frozen=True)
class Gain:
    """One kind of gain in one unit of measure: its three figures, how they share a bar, and the rows behind them.

    `caution` says where prices of different years are added up.
    """

    kind: str
    unit: str
    is_disbenefit: bool
    promised: str
    verified: str
    unknown: str
    benefits: int
    unknown_benefits: int
    verified_width: int
    unknown_width: int
    url: str
    promised_potential: str = ""
    verified_potential: str = ""
    caution: str = ""

    @property
    def unknown_x(self) -> int:
        """The unknown part stands at the end of the bar."""
        return WIDTH - self.unknown_width


@dataclass(frozen=True)
class Segment:
    """One status in a bar."""

    code: str
    label: str
    count: int
    x: int
    width: int
    url: str


@dataclass(frozen=True)
class Bar:
    """One group: its statuses as a bar and as numbers; `url` shows its benefits."""

    label: str
    projects: int
    benefits: int
    segments: Sequence[Segment]
    url: str


@dataclass(frozen=True)
class PortfolioPage:
    large: Sequence[Gain]
    small: Sequence[Gain]
    uncounted: Sequence[Gain]
    bars: Sequence[Bar]
    whole: Bar
    by_attention: bool


def page_of(
    portfolio: Portfolio, *, filters: Mapping[str, str], days: Mapping[str, str] | None = None
) -> PortfolioPage:
    """The gains that can be summed first, money before the rest; groups by what needs attention.

    `days` are the parameters that say which day is looked at, where it is not today.
    """
    days = days or {}
    gains = [(row, gain_of(row, days, filters)) for row in sorted(portfolio.total.rollups, key=importance)]
    summed = [gain for row, gain in gains if row.can_be_summed and row.promised is not None]
    groups = portfolio.groups
    by_attention = not GROUPINGS[portfolio.by].in_order and portfolio.by != "year"
    if by_attention:
        groups = sorted(groups, key=_attention, reverse=True)
    return PortfolioPage(
        large=summed[:LARGE],
        small=summed[LARGE:],
        uncounted=[gain for row, gain in gains if not (row.can_be_summed and row.promised is not None)],
        bars=[_bar(group, portfolio.by, days) for group in groups],
        whole=_bar(portfolio.total, "", days),
        by_attention=by_attention,
    )


def rows_url(days: Mapping[str, str], **filters: Any) -> str:
    """The benefits behind a figure."""
    asked = {name: value for name, value in filters.items() if value}
    return f"{reverse('projects:benefit_list')}?{urlencode({'counted': 1, **asked, **days})}"


def gain_of(row: RollUp, days: Mapping[str, str], filters: Mapping[str, str]) -> Gain:
    """One sum in words, with the rows behind it."""
    behind = {**filters, "measured_in": row.unit or NONE_GIVEN, "kind": row.kind or NONE_GIVEN}
    behind |= {"disbenefit": "1" if row.is_disbenefit else "", "currency": row.currency}
    promised = abs(row.promised or Decimal(0))
    return Gain(
        kind=str(BenefitKind(row.kind).label) if row.kind in BenefitKind.values else _("Kind not said"),
        unit=row.unit or _("no unit"),
        is_disbenefit=row.is_disbenefit,
        promised=_figure(row.promised, row.unit),
        verified=_figure(row.verified, row.unit),
        unknown=_figure(row.promised_unknown, row.unit),
        benefits=row.benefits,
        unknown_benefits=row.unknown,
        verified_width=_share(row.verified, promised),
        unknown_width=_share(row.promised_unknown, promised),
        url=rows_url(days, **behind),
        promised_potential=_figure(row.promised_potential, row.unit) if row.promised_potential else "",
        verified_potential=_figure(row.verified_potential, row.unit) if row.verified_potential else "",
        caution=mixed_prices(row.price_level_years),
    )


def _figure(figure: Decimal | None, unit: str) -> str:
    return NONE if figure is None else with_unit(number(figure), unit)


def _share(part: Decimal | None, whole: Decimal) -> int:
    return int(min(max(part or Decimal(0), Decimal(0)) / whole, Decimal(1)) * WIDTH) if whole else 0


def importance(row: RollUp) -> Any:
    return row.is_disbenefit, not row.currency, not row.can_be_summed, -(row.promised or 0), row.unit


def _attention(group: Group) -> Any:
    bad = sum(group.statuses.get(code, 0) for code in BAD)
    return bad, group.statuses.get(AT_RISK, 0), group.statuses.get(UNKNOWN, 0), group.benefits


def _bar(group: Group, by: str, days: Mapping[str, str]) -> Bar:
    exactly = {**group.filters, **({"own": 1} if by == "unit" else {})}
    return Bar(
        label=group.label or (_("None") if by else _("All")),
        projects=group.projects,
        benefits=group.benefits,
        segments=list(_segments(group, exactly, days)),
        url=rows_url(days, **exactly),
    )


def _segments(group: Group, filters: Mapping[str, Any], days: Mapping[str, str]) -> Iterable[Segment]:
    x, labels = 0, {str(code): str(label) for code, label in STATUS_LABELS.items()}
    for code, count in group.statuses.items():
        width = round(WIDTH * count / group.benefits)
        yield Segment(code, labels[code], count, x, width, rows_url(days, **{**filters, "status": code}))
        x += width


@dataclass(frozen=True)
class LackInWords:
    """One check of the register's health; `benefits` is None where it is not known of an earlier day."""

    label: str
    explanation: str
    benefits: int | None
    url: str


def lacks_of(health: Iterable[Lack], *, days: Mapping[str, str], filters: Mapping[str, str]) -> list[LackInWords]:
    """Each check with the rows behind its count."""
    return [
        LackInWords(
            str(one.check.label),
            str(one.check.explanation),
            one.benefits,
            rows_url(days, **{**filters, "lacks": one.check.code}),
        )
        for one in health
    ]
