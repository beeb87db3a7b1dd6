"""The overview of a portfolio on two pages: what was promised, what has come, what needs attention, what is unknown."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from projects.formulas.status import Code, Reason
from projects.reports.counted import Counted
from projects.reports.figure_words import NONE
from projects.reports.paper_parts import (
    TONES,
    Bar,
    Bars,
    Paper,
    PaperSection,
    Part,
    Size,
    Table,
    nothing_deviates,
    parts_of,
    shortened,
)
from projects.reports.paper_sums import sums_in_bars
from projects.reports.portfolio import Group, Portfolio
from projects.reports.status import WORST_FIRST
from projects.reports.status_words import STATUS_LABELS
from projects.reports.text_parts import Points, Words
from register.models import Person

ATTENTION = (Code.MISSED, Code.BEYOND, Code.OFF_TRACK, Code.AT_RISK)
WHY_UNKNOWN = {
    Reason.NO_VALUE: gettext_lazy("Never measured"),
    Reason.STALE: gettext_lazy("The latest figure is too old"),
    Reason.NO_TARGET: gettext_lazy("No target"),
    Reason.NO_BASELINE: gettext_lazy("No baseline"),
    Reason.TARGET_WITHOUT_DATE: gettext_lazy("The target has no date"),
    Reason.NO_FINAL_VALUE: gettext_lazy("No figure for the date of the target"),
    Reason.NO_JUDGEMENT: gettext_lazy("Nobody has judged it yet"),
}


def portfolio_paper(
    person: Person, found: Portfolio, on: date, asked: Sequence[tuple[str, str]], address: str, size: Size
) -> Paper:
    """As the address has filtered it; `asked` says the filter in words."""
    total = found.total
    names = owners_of(person, found.rows)
    sections = [
        PaperSection(_("Promised, verified, unknown"), _sums(total, size)),
        PaperSection(_("How the parts stand"), _groups(found, size)),
        PaperSection(_("What needs attention most"), _attention(found.rows, names, size)),
        PaperSection(_("What was reached"), _reached(found.rows, names, size)),
        PaperSection(_("What nobody knows, and why"), _unknown(found.rows)),
    ]
    return Paper(
        kind=_("Overview of the portfolio"),
        title=_("Portfolio"),
        standing=standing_of(total),
        facts=[*((label, shortened(words, 80)) for label, words in asked)],
        sections=[section for section in sections if section.parts],
        on=on,
        organisation=person.organisation.name,
        more=shortened(address, 300),
    )


def standing_of(total: Group) -> str:
    """The whole in one sentence."""
    if not total.benefits:
        return _("No benefit counts here.")
    bad = sum(total.statuses.get(code, 0) for code in ATTENTION)
    words = {
        "bad": bad,
        "unknown": total.statuses.get(Code.UNKNOWN, 0),
        "all": total.benefits,
        "projects": total.projects,
    }
    return (
        _(
            "%(bad)d of %(all)d benefits in %(projects)d projects are at risk, off track or missed; "
            "of %(unknown)d nobody knows how they stand."
        )
        % words
    )


def owners_of(person: Person, rows: Sequence[Counted]) -> Mapping[UUID | None, str]:
    """The names of the owners, in one query."""
    ids = {row.benefit.owner_id for row in rows} - {None}
    return dict(Person.objects.visible_to(person).filter(pk__in=ids).values_list("pk", "name"))


def statuses_bar(group: Group, label: str = "") -> Bars:
    """One group's statuses as a bar."""
    bar = _bar(group, label)
    return Bars(
        _("Statuses of %(count)d benefits: %(words)s.") % {"count": group.benefits, "words": bar.words},
        [bar],
        bar.shares,
    )


def groups_bars(groups: Sequence[Group], most: int) -> list[Part]:
    """The groups by what needs attention, each a bar with its counts in words."""
    ordered = sorted(groups, key=lambda one: [-sum(one.statuses.get(code, 0) for code in ATTENTION), -one.benefits])
    bars = [_bar(one, shortened(one.label or _("Not said"), 90)) for one in ordered[:most]]
    if not bars:
        return []
    more = len(ordered) - len(bars)
    words = ngettext("And %(more)d more part on the page.", "And %(more)d more parts on the page.", more) % {
        "more": more
    }
    alt = " ".join(f"{bar.label}: {bar.words}." for bar in bars)
    return [Bars(alt, bars), *([Words(words, quiet=True)] if more > 0 else [])]


def _bar(group: Group, label: str) -> Bar:
    counts = [
        (TONES.get(code, "neutral"), count, str(STATUS_LABELS[Code(code)])) for code, count in group.statuses.items()
    ]
    return parts_of(counts, label)


def _sums(total: Group, size: Size) -> list[Part]:
    if not total.benefits:
        return [Words(_("No benefit counts here."))]
    return [statuses_bar(total), *sums_in_bars(total.rollups, most=min(4, size.rows // 2))]


def _groups(found: Portfolio, size: Size) -> list[Part]:
    return groups_bars(found.groups, min(6, size.rows // 2)) if len(found.groups) > 1 else []


def _attention(rows: Sequence[Counted], names: Mapping[UUID | None, str], size: Size) -> list[Part]:
    bad = [row for row in rows if row.status.status.code in ATTENTION]
    if not bad:
        unknown = sum(row.status.status.code == Code.UNKNOWN for row in rows)
        return [nothing_deviates(unknown)] if rows else []
    ordered = sorted(bad, key=lambda row: (WORST_FIRST.index(row.status.status.code), row.benefit.title_sort))
    return [_table(_("What needs attention most"), ordered, names, min(size.rows, 10), size)]


def _reached(rows: Sequence[Counted], names: Mapping[UUID | None, str], size: Size) -> list[Part]:
    reached = [row for row in rows if row.status.status.code == Code.ACHIEVED]
    ordered = sorted(reached, key=lambda row: row.benefit.title_sort)
    return [_table(_("What was reached"), ordered, names, min(size.rows, 6), size)] if reached else []


def _table(caption: str, rows: Sequence[Counted], names: Mapping[UUID | None, str], most: int, size: Size) -> Table:
    shown, more = rows[:most], max(0, len(rows) - most)
    longest = 80 if size.rows > 8 else 50
    words = ngettext("And %(more)d more: see the page.", "And %(more)d more: see the page.", more) % {"more": more}
    return Table(
        caption=caption,
        head=[_("Benefit"), _("Project"), _("Owner"), _("Why"), _("Status")],
        rows=[
            [
                shortened(row.benefit.title, longest),
                shortened(row.benefit.project.title, longest),
                shortened(names.get(row.benefit.owner_id, NONE), 32),
                shortened(row.status.sentence, 120),
                row.status.label,
            ]
            for row in shown
        ],
        widths=[26, 24, 16, 34, 14],
        tones=[TONES.get(row.status.code, "neutral") for row in shown],
        more=words if more else "",
    )


def _unknown(rows: Sequence[Counted]) -> list[Part]:
    why = Counter(row.status.status.reason for row in rows if row.status.status.code == Code.UNKNOWN)
    points = [(str(WHY_UNKNOWN.get(reason, _("Not known"))), str(count), "") for reason, count in why.most_common()]
    return [Points(points)] if points else []
