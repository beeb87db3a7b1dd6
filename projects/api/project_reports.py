"""What is worked out about a project: the benefit report, and lessons from projects like it."""

from collections.abc import Mapping
from dataclasses import asdict
from decimal import Decimal
from typing import Any, ClassVar

from django.utils import timezone
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from projects.api.days import day_asked_for
from projects.formulas.rollups import RollUp
from projects.formulas.values import decimal_text
from projects.reports.benefit_report import ReportRow, report_of
from projects.reports.money_words import price_caution
from projects.reports.similar_lessons import SimilarLesson, lessons_like
from register.api.base import Resource
from register.api.outputs import DateShown, FigureShown
from register.api.queries import refuse_strangers

MOST_SIMILAR = 20


class SumOutput(serializers.Serializer):
    """One kind of gain in one unit: promised, verified and unknown.

    Of amounts `price_level_years` are those of what is summed, null among them where one is not said; more than one is
    a mixture, and `caution` says so in words.
    """

    kind = serializers.CharField()
    unit = serializers.CharField()
    currency = serializers.CharField()
    is_disbenefit = serializers.BooleanField()
    can_be_summed = serializers.BooleanField()
    promised = FigureShown()
    promised_unknown = FigureShown()
    verified = FigureShown()
    promised_potential = FigureShown()
    verified_potential = FigureShown()
    benefits = serializers.IntegerField()
    unknown = serializers.IntegerField()
    price_level_years = serializers.ListField(child=serializers.IntegerField(allow_null=True))
    caution = serializers.CharField()


class ReportedBenefitOutput(serializers.Serializer):
    """One benefit: its figures, and what was last said of it at a follow-up."""

    benefit = serializers.UUIDField()
    title = serializers.CharField()
    status = serializers.CharField()
    status_reason = serializers.CharField()
    deviates = serializers.BooleanField()
    is_potential = serializers.BooleanField()
    figures = serializers.JSONField()
    why = serializers.CharField()
    next_step = serializers.CharField()


class BenefitReportOutput(serializers.Serializer):
    """A project's benefits on a day, the most pressing first."""

    project = serializers.UUIDField()
    on = DateShown()
    taken_over_on = DateShown()
    sums = SumOutput(many=True)
    benefits = ReportedBenefitOutput(many=True)


class SimilarLessonOutput(serializers.Serializer):
    """A lesson of another project, and why it may be of use."""

    lesson = serializers.UUIDField()
    project = serializers.UUIDField()
    title = serializers.CharField()
    text = serializers.CharField()
    because = serializers.ListField(child=serializers.CharField())


class ProjectReports(Resource):
    """Adds the reports to projects; they only read."""

    answers: ClassVar[Mapping[str, Any]] = {
        "benefit_report": BenefitReportOutput,
        "similar_lessons": SimilarLessonOutput(many=True),
    }
    parameters_of: ClassVar[Mapping[str, Any]] = {"benefit_report": ("on",)}

    @action(detail=True, methods=["get"])
    def benefit_report(self, request: Request, pk: Any) -> Response:
        """What was promised and what has come, as of today or `?on=`."""
        refuse_strangers(request, frozenset({"on"}))
        project = self.get_row(pk)
        on = day_asked_for(request) or project.organisation.local_date(timezone.now())
        report = report_of(project, on=on, most=None)
        return Response(
            {
                "project": project.pk,
                "on": on,
                "taken_over_on": report.taken_over_on,
                "sums": [sum_shown(row) for row in report.rollups],
                "benefits": [_benefit(row) for row in report.rows],
            }
        )

    @action(detail=True, methods=["get"])
    def similar_lessons(self, request: Request, pk: Any) -> Response:
        """Lessons of other projects with a tag, the theme or the unit in common, those with most first."""
        refuse_strangers(request, frozenset())
        return Response(
            [_similar(one) for one in lessons_like(self.get_row(pk), self.person, most=MOST_SIMILAR)],
        )


def sum_shown(row: RollUp) -> dict[str, Any]:
    return {**as_text(asdict(row)), "caution": price_caution(row.price_level_years)}


def as_text(row: dict[str, Any]) -> dict[str, Any]:
    return {name: decimal_text(one) if isinstance(one, Decimal) else one for name, one in row.items()}


def _benefit(row: ReportRow) -> dict[str, Any]:
    progress = row.progress
    return {
        "benefit": progress.benefit.pk,
        "title": progress.benefit.title,
        "status": progress.status.code,
        "status_reason": progress.status.sentence,
        "is_potential": progress.is_potential,
        "deviates": progress.deviates,
        "figures": progress.figures,
        "why": row.said.why if row.said else "",
        "next_step": row.said.next_step if row.said else "",
    }


def _similar(one: SimilarLesson) -> dict[str, Any]:
    lesson = one.lesson
    return {
        "lesson": lesson.pk,
        "project": lesson.project_id,
        "title": lesson.title,
        "text": lesson.text,
        "because": one.because,
    }
