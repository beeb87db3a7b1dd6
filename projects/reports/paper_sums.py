"""Promised, verified and unknown as bars on paper, one for each kind of gain and unit of measure."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from projects.formulas.rollups import RollUp
from projects.reports.paper_parts import Bar, Bars, Part, Share, titled
from projects.reports.portfolio_page import WIDTH, Gain, gain_of
from projects.reports.text_parts import Words


def sums_in_bars(rollups: Sequence[RollUp], *, most: int) -> list[Part]:
    """The sums that can be made, the largest first; how many others there are."""
    ordered = sorted(rollups, key=lambda row: (row.is_disbenefit, not row.currency, -(row.promised or 0), row.unit))
    summed = [gain_of(row, {}, {}) for row in ordered if row.can_be_summed and row.promised is not None]
    if not summed:
        return []
    bars = [_bar(gain) for gain in summed[:most]]
    alt = " ".join(f"{bar.label}: {bar.words}" for bar in bars)
    legend = [
        Share("verified", 0, pgettext("a sum", "Verified")),
        Share("promised", 0, _("Promised, not verified yet")),
        Share("unknown", 0, _("Promised, unknown")),
    ]
    more = len(rollups) - len(bars)
    words = ngettext(
        "%(more)d more sum, or kind that cannot be summed, is on the page.",
        "%(more)d more sums, or kinds that cannot be summed, are on the page.",
        more,
    )
    notes = [f"{gain.kind}, {gain.unit}: {gain.caution}." for gain in summed[:most] if gain.caution]
    notes += [words % {"more": more}] if more else []
    return [Bars(alt, bars, legend), *(Words(note, quiet=True) for note in notes)]


def _bar(gain: Gain) -> Bar:
    rest = max(0, WIDTH - gain.verified_width - gain.unknown_width)
    shares = [Share("verified", gain.verified_width), Share("promised", rest), Share("unknown", gain.unknown_width)]
    label = titled(gain.kind, is_disbenefit=gain.is_disbenefit)
    words = _("promised %(promised)s, verified %(verified)s, unknown %(unknown)s (%(none)d of %(all)d benefits)") % {
        "promised": gain.promised,
        "verified": gain.verified,
        "unknown": gain.unknown,
        "none": gain.unknown_benefits,
        "all": gain.benefits,
    }
    return Bar(label, shares, words)
