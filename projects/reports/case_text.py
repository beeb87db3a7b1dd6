"""What stands in a political case file, under the headings that politicians know, for somebody to copy and finish."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from projects.formulas.status import Code
from projects.lifecycles.gates import gate_ahead
from projects.models import Project
from projects.reports.benefit_report import BenefitReport, ReportRow, report_of
from projects.reports.figure_words import NONE
from projects.reports.paper_money import money_section
from projects.reports.paper_parts import (
    SIZES,
    TONES,
    Paper,
    PaperSection,
    Part,
    Table,
    stated,
)
from projects.reports.project_paper import address, standing_of
from projects.reports.promised_words import promised_in_words
from projects.reports.text_parts import Points, Words


def case_text(project: Project, on: date) -> Paper:
    """Background, what was promised, status, economy, recommendation; nothing here that is not in the register."""
    report = report_of(project, on=on, most=None)
    sections = [
        PaperSection(_("Background"), [Words(one) for one in (project.background, project.purpose) if one.strip()]),
        PaperSection(_("What was promised"), _promised(report)),
        PaperSection(_("Status"), [Words(standing_of(project, report, on)), *_statuses(report), *_deviations(report)]),
        PaperSection(
            _("Economy"), money_section(report, on, SIZES[0]) or [Words(_("No benefit has a yearly profile in money."))]
        ),
        PaperSection(_("Recommendation"), _recommendation(project, report)),
    ]
    return Paper(
        kind=_("Case text"),
        title=project.title,
        standing="",
        facts=[
            (_("Reference"), project.case_reference or project.reference),
            (_("As of"), date_format(on, "DATE_FORMAT")),
        ],
        sections=[
            PaperSection(one.heading, one.parts or [Words(_("Nothing is written down yet."))]) for one in sections
        ],
        on=on,
        organisation=project.organisation.name,
        more=address(project),
    )


def _promised(report: BenefitReport) -> list[Part]:
    promises = promised_in_words([row.progress.benefit for row in report.rows])
    rows = []
    for row in report.rows:
        for kept in row.progress.figures:
            about = f"{row.progress.benefit.title}, {kept['name']}"
            owner = row.progress.benefit.owner
            words = promises.get(UUID(kept["indicator"]), NONE)
            rows.append((about, words.replace("\n", " "), owner.name if owner else ""))
    decided = [one for one in rows if one[1] != NONE]
    if decided:
        return [Points(decided)]
    return [Words(_("Nothing was promised with figures when execution was decided, or it is not decided yet."))]


def _statuses(report: BenefitReport) -> list[Part]:
    if not report.rows:
        return [Words(_("This project has no living benefit."))]
    head = [_("Benefit"), _("Owner"), _("Before"), _("Target now"), _("Latest"), _("Status")]
    return [
        Table(
            caption=_("Benefit by benefit"),
            head=head,
            rows=[_row(row) for row in report.rows],
            widths=[30, 18, 14, 16, 16, 16],
            tones=[TONES.get(row.progress.status.code, "neutral") for row in report.rows],
        )
    ]


def _row(row: ReportRow) -> Sequence[str]:
    benefit, words = row.progress.benefit, row.figures.words if row.figures else None
    figures = [NONE, NONE, NONE]
    if words:
        target = f"{words.target} ({words.target_day})" if words.target_day else words.target
        latest = f"{words.latest} ({words.latest_day})" if words.latest_day else words.latest
        figures = [words.baseline, target, latest]
    owner = benefit.owner.name if benefit.owner else NONE
    return stated([benefit.title, owner, *figures, row.progress.status.label])


def _deviations(report: BenefitReport) -> list[Part]:
    rows = [
        (row.progress.benefit.title, " ".join(one for one in (row.said.why, row.said.next_step) if one), "")
        for row in report.rows
        if row.progress.deviates and row.said and (row.said.why or row.said.next_step)
    ]
    return [Points(rows)] if rows else []


def _recommendation(project: Project, report: BenefitReport) -> list[Part]:
    """What follows from the data; the rest is for whoever signs the case."""
    sentences = []
    gate = gate_ahead(project)
    if gate:
        label = project.organisation.gate_label(gate) or gate
        sentences.append(_("A decision is to be taken: %(gate)s.") % {"gate": label})
    deviating = [row for row in report.rows if row.progress.deviates]
    unknown = [row for row in report.rows if row.progress.status.status.code == Code.UNKNOWN]
    if deviating:
        words = ngettext(
            "That measures are taken for the %(count)d benefit that deviates from what was expected: %(titles)s.",
            "That measures are taken for the %(count)d benefits that deviate from what was expected: %(titles)s.",
            len(deviating),
        )
        sentences.append(words % {"count": len(deviating), "titles": _titles(deviating)})
    if unknown:
        words = ngettext(
            "That the %(count)d benefit of which nobody knows how it stands is measured: %(titles)s.",
            "That the %(count)d benefits of which nobody knows how they stand are measured: %(titles)s.",
            len(unknown),
        )
        sentences.append(words % {"count": len(unknown), "titles": _titles(unknown)})
    if not deviating and not unknown:
        sentences.append(_("That the status is taken note of."))
    return [Words(one) for one in sentences]


def _titles(rows: Sequence[ReportRow]) -> str:
    return "; ".join(row.progress.benefit.title for row in rows)


def as_text(paper: Paper) -> str:
    """The same as plain text: headings on lines of their own, a table as a line for each row."""
    lines = [paper.title, *(f"{label}: {words}" for label, words in paper.facts)]
    for section in paper.sections:
        lines += ["", section.heading.upper()]
        for part in section.parts:
            lines += _lines(part)
    return "\n".join([*lines, "", paper.more])


def _lines(part: Part) -> list[str]:
    if isinstance(part, Words):
        return [part.text]
    if isinstance(part, Points):
        return [f"- {about}: {words}" + (f" ({remark})" if remark else "") for about, words, remark in part.rows]
    if isinstance(part, Table):
        return [
            "- "
            + "; ".join(
                f"{head}: {cell}" if place else cell
                for place, (head, cell) in enumerate(zip(part.head, row, strict=True))
            )
            for row in part.rows
        ]
    return []
