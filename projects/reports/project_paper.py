"""The overview of a project on two pages, for somebody who has five minutes: why, what was promised, how it stands."""

from collections.abc import Iterator, Sequence
from datetime import date
from uuid import UUID

from django.conf import settings
from django.db.models import prefetch_related_objects
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from projects.formulas.status import Code
from projects.models import Project
from projects.reports.benefit_report import BenefitReport, ReportRow, report_of
from projects.reports.course import course_of
from projects.reports.figure_words import NONE, when_in_words
from projects.reports.health import health_of
from projects.reports.paper_money import money_section
from projects.reports.paper_parts import (
    TONES,
    Bars,
    Course,
    Courses,
    Paper,
    PaperSection,
    Part,
    Size,
    Table,
    nothing_deviates,
    parts_of,
    shortened,
    stated,
    titled,
)
from projects.reports.paper_sums import sums_in_bars
from projects.reports.promised_words import promised_in_words
from projects.reports.status import WORST_FIRST
from projects.reports.status_words import STATUS_LABELS
from projects.reports.text_parts import Points, Words


def project_paper(project: Project, on: date, size: Size) -> Paper:
    """The overview as of a day; what does not fit is counted, and the page named that has it."""
    report = report_of(project, on=on, most=None)
    sections = [
        PaperSection(_("Why"), _why(project, size)),
        PaperSection(_("What was promised, and what has come"), _sums(report, size)),
        PaperSection(_("Benefit by benefit"), _benefits(report, size)),
        PaperSection(_("How the figures go"), _courses(report, on, size)),
        PaperSection(_("What deviates, and what is done about it"), _deviations(report, size)),
        PaperSection(_("Economy"), money_section(report, on, size)),
        PaperSection(_("Decisions and milestones"), _decisions(project, on, size)),
        PaperSection(_("Lessons so far"), _lessons(report, size)),
    ]
    return Paper(
        kind=_("Overview of a project"),
        title=shortened(project.title, 160),
        standing=shortened(standing_of(project, report, on), 320),
        facts=[*_facts(project)],
        sections=[section for section in sections if section.parts],
        on=on,
        organisation=project.organisation.name,
        more=address(project),
        keywords=[one for one in (project.reference, project.case_reference) if one],
    )


def address(project: Project) -> str:
    return f"{settings.BASE_URL}{project.get_absolute_url()}"


def standing_of(project: Project, report: BenefitReport, on: date) -> str:
    """How the project stands; that nobody knows is never left unsaid."""
    unknown = len([row for row in report.rows if row.progress.status.status.code == Code.UNKNOWN])
    words = ngettext(
        "Nobody knows how %(unknown)d of %(all)d benefits stands.",
        "Nobody knows how %(unknown)d of %(all)d benefits stand.",
        unknown,
    )
    said = words % {"unknown": unknown, "all": len(report.rows)}
    return f"{said} {health_of(project, on)}" if unknown else health_of(project, on)


def _facts(project: Project) -> Iterator[tuple[str, str]]:
    people = {
        _("Project owner"): project.owner,
        _("Leader"): project.leader,
        _("Benefits-responsible"): project.benefits_responsible,
    }
    yield _("State"), str(project.get_state_display())
    yield _("Unit"), shortened(str(project.unit or NONE), 80)
    for label, person in people.items():
        yield label, shortened(str(person or NONE), 60)
    begin, end = (
        when_in_words(getattr(project, name), getattr(project, f"{name}_entered"))
        for name in ("start_date", "end_date")
    )
    if begin or end:
        yield _("Period"), f"{begin or '…'} \N{EN DASH} {end or '…'}"
    references = " · ".join(one for one in (project.reference, project.case_reference) if one)
    if references:
        yield _("Reference"), shortened(references, 80)


def _why(project: Project, size: Size) -> list[Part]:
    said = [project.background, project.purpose, project.vision]
    return [Words(shortened(text, size.words)) for text in said[:2] if text.strip()]


def _sums(report: BenefitReport, size: Size) -> list[Part]:
    if not report.rows:
        return [Words(_("This project has no living benefit."))]
    counts = [
        (str(code), len([row for row in report.rows if row.progress.status.code == code])) for code in WORST_FIRST
    ]
    bar = parts_of([(TONES.get(code, "neutral"), count, str(STATUS_LABELS[code])) for code, count in counts])
    whole = _("Statuses of %(count)d benefits: %(words)s.") % {"count": len(report.rows), "words": bar.words}
    return [Bars(whole, [bar], bar.shares), *sums_in_bars(report.rollups, most=min(4, size.rows // 2))]


def _benefits(report: BenefitReport, size: Size) -> list[Part]:
    if not report.rows:
        return []
    shown = report.rows[: size.rows]
    more = len(report.rows) - len(shown)
    promises = promised_in_words([row.progress.benefit for row in shown])
    table = Table(
        caption=_("Benefit by benefit"),
        head=[_("Benefit"), _("Owner"), _("Before"), _("Promised"), _("Target now"), _("Latest"), _("Status")],
        rows=[_row(row, promises, size) for row in shown],
        widths=[30, 16, 12, 14, 14, 14, 14],
        numbers=[2, 3, 4, 5],
        tones=[TONES.get(row.progress.status.code, "neutral") for row in shown],
        more=ngettext(
            "And %(more)d more benefit, which needs attention least: it stands on the project's page.",
            "And %(more)d more benefits, which need attention least: they stand on the project's page.",
            more,
        )
        % {"more": more}
        if more
        else "",
    )
    return [table]


def _row(row: ReportRow, promises: dict[UUID, str], size: Size) -> Sequence[str]:
    benefit, words = row.progress.benefit, row.figures.words if row.figures else None
    longest = 90 if size.rows > 8 else 60
    latest = (
        f"{words.latest}\n({words.latest_day})" if words and words.latest_day else (words.latest if words else NONE)
    )
    target = (
        f"{words.target}\n({words.target_day})" if words and words.target_day else (words.target if words else NONE)
    )
    title = titled(benefit.title, is_disbenefit=benefit.is_disbenefit)
    return stated(
        [
            shortened(title, longest),
            shortened(benefit.owner.name if benefit.owner else NONE, 32),
            words.baseline if words else NONE,
            promises.get(_indicator_id(row), NONE) if words else NONE,
            target,
            latest,
            row.progress.status.label,
        ]
    )


def _indicator_id(row: ReportRow) -> UUID:
    """The indicator whose figures stand in the row."""
    name = row.figures.words.name if row.figures else ""
    return next(UUID(kept["indicator"]) for kept in row.progress.figures if kept["name"] == name)


def _courses(report: BenefitReport, on: date, size: Size) -> list[Part]:
    found: list[Course] = []
    for row in report.rows:
        if len(found) >= size.charts:
            break
        if row.figures is None:
            continue
        prefetch_related_objects([row.progress.benefit], "indicators__targets", "indicators__measurements")
        indicator = next(one for one in row.progress.benefit.get_indicators() if one.pk == _indicator_id(row))
        status = row.progress.status.indicators[indicator.pk]
        course = course_of(indicator, row.figures.words, code=status.code, label=status.label, on=on)
        found += [course] if course else []
    legend = _("Line with dots: measured. Broken line: the path expected. Diamond: target.")
    return [Courses(found, legend)] if found else []


def _deviations(report: BenefitReport, size: Size) -> list[Part]:
    deviating = [row for row in report.rows if row.progress.deviates]
    if not deviating:
        unknown = sum(row.progress.status.status.code == Code.UNKNOWN for row in report.rows)
        return [nothing_deviates(unknown)] if report.rows else []
    rows = [_deviation(row, size) for row in deviating[: size.points]]
    return [Points(rows), *_and_more(len(deviating) - len(rows))]


def _deviation(row: ReportRow, size: Size) -> tuple[str, str, str]:
    said = " ".join(one for one in (row.said.why, row.said.next_step) if one) if row.said else ""
    words = shortened(said, size.words // 2) or _("nobody has said why yet.")
    return shortened(row.progress.benefit.title, 90), words, shortened(row.progress.status.sentence, 160)


def _and_more(more: int) -> list[Part]:
    words = ngettext("And %(more)d more on the project's page.", "And %(more)d more on the project's page.", more)
    return [Words(words % {"more": more}, quiet=True)] if more > 0 else []


def _decisions(project: Project, on: date, size: Size) -> list[Part]:
    decided = project.gate_decisions.filter(decided_on__lte=on).order_by("-decided_on", "-recorded_at")[:2]
    rows = [
        (
            _("Decided"),
            f"{project.organisation.gate_label(one.gate) or one.gate}: {one.get_outcome_display()}",
            date_format(one.decided_on, "DATE_FORMAT"),
        )
        for one in decided
    ]
    ahead = [row for row in project.milestones.all() if row.due_date and not row.reached_date]
    for row in sorted(ahead, key=lambda one: one.due_date)[: size.points]:
        label = _("Late") if row.due_date < on else _("Ahead")
        rows.append((label, shortened(row.title, 100), date_format(row.due_date, "DATE_FORMAT")))
    next_action = (
        [Words(_("Next action: %(action)s") % {"action": shortened(project.next_action, size.words // 2)})]
        if project.next_action
        else []
    )
    return [*([Points(rows)] if rows else []), *next_action]


def _lessons(report: BenefitReport, size: Size) -> list[Part]:
    lessons = report.lessons[: size.points]
    more = len(report.lessons) - len(lessons) + report.more_lessons
    rows = [(shortened(one.title or _("Lesson"), 80), shortened(one.text, size.words // 2), "") for one in lessons]
    return [Points(rows), *_and_more(more)] if rows else []
