"""For a follow-up meeting, in three parts: what should have been reached since last time, what lies ahead, the whole.

After the half-yearly gatherings of a Danish municipality's strategy, which look at exactly these.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from projects.formulas.comparison import is_met
from projects.formulas.facts import TargetFact, newest_figure
from projects.formulas.limits import Limits, limits_from
from projects.models import Indicator, Milestone
from projects.reports.counted import Counted
from projects.reports.figure_words import NONE, in_words
from projects.reports.paper_parts import Paper, PaperSection, Part, Table, shortened
from projects.reports.portfolio import Portfolio, put_together
from projects.reports.portfolio_paper import groups_bars, owners_of, standing_of, statuses_bar
from projects.reports.status import IndicatorStatus
from projects.reports.text_parts import Words
from register.models import Goal, Person

MOST = 200
REACHED, NOT_REACHED, NO_FIGURE, AHEAD = "good", "bad", "unknown", "neutral"


@dataclass(frozen=True)
class Meeting:
    """Since the last one, on the day of this one, until the next one."""

    since: date
    on: date
    until: date


@dataclass(frozen=True)
class Line:
    """A target, a milestone or a goal that is due on a day, and what has come of it."""

    due: date
    what: str
    where: str
    who: str
    wanted: str
    latest: str
    tone: str


def meeting_paper(
    person: Person, found: Portfolio, meeting: Meeting, asked: Sequence[tuple[str, str]], address: str
) -> Paper:
    """`found` with every figure; the window after `since` up to the day, and from there to `until`."""
    lines = sorted(_lines(person, found.rows, meeting), key=lambda one: (one.due, one.what))
    past = [one for one in lines if meeting.since < one.due <= meeting.on]
    ahead = [one for one in lines if meeting.on < one.due <= meeting.until]
    days = {name: date_format(getattr(meeting, name), "DATE_FORMAT") for name in ("since", "until")}
    by_goal = put_together(found.rows, person=person, by="goal", filters={})
    whole: list[Part] = [statuses_bar(found.total), *groups_bars(by_goal.groups, MOST)] if found.rows else []
    sections = [
        PaperSection(_("What should have been reached since %(since)s") % days, _past(past)),
        PaperSection(_("What lies ahead until %(until)s") % days, _ahead(ahead)),
        PaperSection(_("The strategy as a whole"), whole),
    ]
    return Paper(
        kind=_("Results for a follow-up meeting"),
        title=_("What has come, what lies ahead, and the whole"),
        standing=standing_of(found.total),
        facts=list(asked),
        sections=[section for section in sections if section.parts],
        on=meeting.on,
        organisation=person.organisation.name,
        more=shortened(address, 300),
    )


def _lines(person: Person, rows: Sequence[Counted], meeting: Meeting) -> Iterator[Line]:
    names, limits = owners_of(person, rows), limits_from(person.organisation.limits)
    for row in rows:
        for indicator, one in row.figures():
            for target in one.facts.targets:
                if target.due_date and meeting.since < target.due_date <= meeting.until:
                    yield _of_target(row, indicator, one, target, meeting.on, limits, names)
    yield from _milestones(person, rows, meeting)
    goals = {pk for row in rows for pk in row.goals}
    for goal in Goal.objects.visible_to(person).filter(
        pk__in=goals, target_date__gt=meeting.since, target_date__lte=meeting.until
    ):
        yield Line(goal.target_date, goal.title, str(goal.get_level_display()), NONE, NONE, NONE, AHEAD)


def _of_target(
    row: Counted,
    indicator: Indicator,
    one: IndicatorStatus,
    target: TargetFact,
    on: date,
    limits: Limits,
    names: Mapping[UUID | None, str],
) -> Line:
    newest, due = newest_figure(one.facts, on), target.due_date or on
    figure = newest.value.measured_figure(one.facts.direction) if newest else None
    if newest is None or figure is None:
        tone = NO_FIGURE if due <= on else AHEAD
    elif is_met(figure, target.value, one.facts.direction, limits):
        tone = REACHED
    elif due > on:
        tone = AHEAD
    else:
        tone = NOT_REACHED if newest.period_end and newest.period_end >= due else NO_FIGURE
    latest = in_words(newest.value, indicator.unit) if newest else NONE
    return Line(
        due=due,
        what=f"{row.benefit.title}: {indicator.name}",
        where=row.benefit.project.title,
        who=names.get(row.benefit.owner_id, NONE),
        wanted=in_words(target.value, indicator.unit),
        latest=f"{latest} ({date_format(newest.period_end, 'SHORT_DATE_FORMAT')})"
        if newest and newest.period_end
        else latest,
        tone=tone,
    )


def _milestones(person: Person, rows: Sequence[Counted], meeting: Meeting) -> Iterator[Line]:
    projects = {row.benefit.project_id for row in rows}
    due = Milestone.objects.visible_to(person).filter(due_date__gt=meeting.since, due_date__lte=meeting.until)
    for one in due.filter(project__in=projects).select_related("project", "responsible"):
        reached = one.reached_date is not None and one.reached_date <= meeting.on
        tone = REACHED if reached else AHEAD if one.due_date > meeting.on else NOT_REACHED
        latest = date_format(one.reached_date, "SHORT_DATE_FORMAT") if reached and one.reached_date else NONE
        who = one.responsible.name if one.responsible else NONE
        yield Line(one.due_date, one.title, one.project.title, who, str(one.get_kind_display()), latest, tone)


def _past(lines: Sequence[Line]) -> list[Part]:
    if not lines:
        return [Words(_("Nothing was due."))]
    count = {tone: len([one for one in lines if one.tone == tone]) for tone in (REACHED, NOT_REACHED, NO_FIGURE)}
    words = _("Of %(all)d, %(reached)d are reached and %(missed)d are not; of %(unknown)d nobody knows.") % {
        "all": len(lines),
        "reached": count[REACHED],
        "missed": count[NOT_REACHED],
        "unknown": count[NO_FIGURE] + len([one for one in lines if one.tone == AHEAD]),
    }
    return [Words(words), _table(_("Due since last time"), lines)]


def _ahead(lines: Sequence[Line]) -> list[Part]:
    return [_table(_("Due until next time"), lines)] if lines else [Words(_("Nothing is due."))]


def _table(caption: str, lines: Sequence[Line]) -> Table:
    labels = {REACHED: _("Reached"), NOT_REACHED: _("Not reached"), NO_FIGURE: _("No figure for it"), AHEAD: _("Ahead")}
    more = max(0, len(lines) - MOST)
    words = ngettext("And %(more)d more: see the page.", "And %(more)d more: see the page.", more) % {"more": more}
    return Table(
        caption=caption,
        head=[_("Due"), _("What"), _("Project"), _("Owner"), _("Wanted"), _("Latest"), _("Status")],
        rows=[
            [
                date_format(one.due, "SHORT_DATE_FORMAT"),
                shortened(one.what, 140),
                shortened(one.where, 80),
                shortened(one.who, 40),
                one.wanted,
                one.latest,
                labels[one.tone],
            ]
            for one in lines[:MOST]
        ],
        widths=[12, 34, 24, 16, 16, 18, 16],
        tones=[one.tone for one in lines[:MOST]],
        more=words if more else "",
    )
