"""A follow-up as it is held: what each benefit has come to, what was said last time, and what must be said now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from projects.formulas.status import Code
from projects.models import Benefit, FollowUp, FollowUpLine, Project
from projects.reports.progress import FiguresInWords, Progress, progress_of, status_label, words_of
from projects.reports.sparkline import Sparkline, sparkline_of
from register.models import Person

RESTS_ON = timedelta(days=31)
"""What was said of a benefit so lately is taken over: the unit's own follow-up and the project's ask the same."""


@dataclass(frozen=True)
class Figures:
    """One indicator's figures, and its course."""

    words: FiguresInWords
    spark: Sparkline | None


@dataclass(frozen=True)
class Row:
    """One benefit; `said` is what this follow-up says of it once done, `earlier` what the one before it said."""

    benefit: Benefit
    code: str
    label: str
    sentence: str
    deviates: bool
    figures: Sequence[Figures]
    said: FollowUpLine | None
    earlier: FollowUpLine | None
    is_recent: bool = False
    is_potential: bool = False

    @property
    def suggested(self) -> dict[str, str]:
        """What was said of it lately, so that nothing is typed twice."""
        if self.earlier is None or not self.is_recent:
            return {}
        return {"why": self.earlier.why, "next_step": self.earlier.next_step}


def rows_of(follow_up: FollowUp, now: datetime) -> list[Row]:
    """The benefits as they were when it was done; before that as they are today."""
    earlier = _earlier(follow_up)
    if follow_up.done_at:
        return [_kept(line, earlier.get(line.benefit_id)) for line in _lines(follow_up)]
    today = follow_up.organisation.local_date(now)
    benefits = follow_up.get_benefits().select_related("owner", "organisation").order_by("created_at")
    found = progress_of(benefits, on=today, organisation=follow_up.organisation)
    return [_fresh(one, earlier.get(one.benefit.pk), now, today) for one in found]


def summary_of(rows: Sequence[Row]) -> str:
    """The whole in a sentence or two, to begin the note with."""
    if not rows:
        return ""
    apart = [row.benefit.title for row in rows if row.deviates]
    unknown = [row.benefit.title for row in rows if row.code == Code.UNKNOWN]
    sentences = [_named(ngettext("%(count)d benefit deviates", "%(count)d benefits deviate", len(apart)), apart)]
    sentences.append(
        _named(ngettext("%(count)d benefit is unknown", "%(count)d benefits are unknown", len(unknown)), unknown)
    )
    return " ".join(filter(None, sentences)) or _("No benefit deviates from what was expected.")


def _named(words: str, titles: Sequence[str]) -> str:
    """“2 benefits deviate: this, that.”; nothing where there are none."""
    if not titles:
        return ""
    return _("%(how_many)s: %(titles)s.") % {"how_many": words % {"count": len(titles)}, "titles": ", ".join(titles)}


def people_around(follow_up: FollowUp, reader: Person) -> list[Person]:
    """Those with a part in the project, who may be given something to do."""
    project, handover = follow_up.project, follow_up.handover
    benefits = project.benefits.select_related("owner").prefetch_related("indicators__measurer")
    people: list[Person | None] = [reader, follow_up.responsible, project.benefits_responsible, project.owner]
    people += [handover.line_manager if handover else None, project.leader, *project.members.all()]
    for benefit in benefits:
        people += [benefit.owner, *(indicator.measurer for indicator in benefit.indicators.all())]
    active = {one.pk: one for one in people if one is not None and one.is_active and not one.is_service}
    return sorted(active.values(), key=lambda one: one.name_sort)


def _fresh(one: Progress, earlier: FollowUpLine | None, now: datetime, today: date) -> Row:
    indicators = one.benefit.get_indicators()
    sparks = [sparkline_of(one.status.indicators[row.pk].facts, today) for row in indicators]
    done_at = earlier.follow_up.done_at if earlier else None
    return Row(
        benefit=one.benefit,
        is_potential=one.is_potential,
        code=one.status.code,
        label=one.status.label,
        sentence=one.status.sentence,
        deviates=one.deviates,
        figures=[Figures(words, spark) for words, spark in zip(words_of(one.figures), sparks, strict=True)],
        said=None,
        earlier=earlier,
        is_recent=done_at is not None and now - done_at <= RESTS_ON,
    )


def _kept(line: FollowUpLine, earlier: FollowUpLine | None) -> Row:
    return Row(
        benefit=line.benefit,
        code=line.status,
        label=status_label(line.status),
        sentence="",
        deviates=bool(line.why),
        figures=[Figures(words, None) for words in words_of(line.figures)],
        said=line,
        earlier=earlier,
    )


def _lines(follow_up: FollowUp) -> list[FollowUpLine]:
    rows = follow_up.lines.select_related("benefit__owner", "action__owner")
    return list(rows.order_by("benefit__created_at", "pk"))


def latest_said(project: Project, *, until: date) -> dict[UUID, FollowUpLine]:
    """The last that was said of each benefit by a day, by the benefit's id."""
    return _latest(FollowUpLine.objects.filter(follow_up__project=project, as_of__lte=until))


def _earlier(follow_up: FollowUp) -> dict[UUID, FollowUpLine]:
    """The last that was said of each benefit before this follow-up, by any of the project's."""
    rows = FollowUpLine.objects.filter(follow_up__project=follow_up.project_id).exclude(follow_up=follow_up)
    return _latest(rows.filter(follow_up__done_at__lt=follow_up.done_at) if follow_up.done_at else rows)


def _latest(rows: QuerySet[FollowUpLine]) -> dict[UUID, FollowUpLine]:
    rows = rows.select_related("follow_up__done_by", "action__owner").order_by("follow_up__done_at", "pk")
    return {row.benefit_id: row for row in rows}
