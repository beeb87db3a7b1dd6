"""The benefit plan of a project: every benefit and indicator with owner, baseline, promise, target and status."""

from collections.abc import Iterator, Sequence
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from projects.models import Project
from projects.reports.benefit_report import report_of
from projects.reports.figure_words import NONE
from projects.reports.health import health_of
from projects.reports.paper_parts import (
    TONES,
    Paper,
    PaperSection,
    Part,
    Table,
    stated,
    titled,
)
from projects.reports.progress import Progress, words_of
from projects.reports.project_paper import address
from projects.reports.promised_words import promised_in_words
from projects.reports.text_parts import Words

Row = tuple[Sequence[str], str]


def plan_paper(project: Project, on: date) -> Paper:
    """All of them, as long as it gets; the most pressing first."""
    found = [row.progress for row in report_of(project, on=on, most=None).rows]
    promises = promised_in_words([one.benefit for one in found])
    rows = [row for one in found for row in _rows(one, promises)]
    return Paper(
        kind=_("Benefit plan"),
        title=project.title,
        standing=health_of(project, on),
        facts=[
            (_("Unit"), str(project.unit or NONE)),
            (_("Project owner"), str(project.owner or NONE)),
            (_("Benefits-responsible"), str(project.benefits_responsible or NONE)),
            (_("Reference"), project.case_reference or project.reference),
        ],
        sections=[PaperSection(_("Benefits"), _table(rows))],
        on=on,
        organisation=project.organisation.name,
        more=address(project),
    )


def _table(rows: Sequence[Row]) -> list[Part]:
    if not rows:
        return [Words(_("This project has no living benefit."))]
    head = [
        _("Benefit"),
        _("Kind"),
        _("Owner"),
        _("Indicator"),
        _("Before"),
        _("Promised"),
        _("Target now"),
        _("Latest"),
    ]
    return [
        Table(
            caption=_("Benefit plan"),
            head=[*head, _("Status")],
            rows=[cells for cells, _tone in rows],
            widths=[26, 16, 16, 22, 13, 16, 16, 16, 15],
            numbers=[4, 5, 6, 7],
            tones=[tone for _cells, tone in rows],
        )
    ]


def _rows(one: Progress, promises: dict[UUID, str]) -> Iterator[Row]:
    benefit = one.benefit
    title = titled(benefit.title, is_disbenefit=benefit.is_disbenefit)
    begin = [title, str(benefit.get_kind_display() or NONE), str(benefit.owner or NONE)]
    for kept, words in zip(one.figures, words_of(one.figures), strict=True):
        status = one.status.indicators[UUID(kept["indicator"])]
        target = f"{words.target}\n{words.target_day}" if words.target_day else words.target
        latest = f"{words.latest}\n{words.latest_day}" if words.latest_day else words.latest
        promised = promises.get(UUID(kept["indicator"]), NONE)
        cells = [*begin, words.name, words.baseline, promised, target, latest, status.label]
        yield stated(cells), TONES.get(status.code, "neutral")
    if not one.figures:
        known = benefit.how_known or NONE
        cells = [*begin, known, NONE, NONE, NONE, NONE, one.status.label]
        yield stated(cells), TONES.get(one.status.code, "neutral")
