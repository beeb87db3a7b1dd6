"""Documents for a meeting as JSON, part by part, or as tagged PDF."""

from dataclasses import asdict
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from projects.documents.papers import pdf_of
from projects.reports.paper_parts import Paper
from register.api.outputs import DateShown
from register.api.refusals import refuse_parameter, use_one_of

FORMATS = ("json", "pdf")


class FactOutput(serializers.Serializer):
    label = serializers.CharField()  # type: ignore[assignment]  # the field of that name
    words = serializers.CharField()


class PaperSectionOutput(serializers.Serializer):
    """`parts` by their `kind`: words, facts, points, table, bars, courses. All texts are plain."""

    heading = serializers.CharField()
    parts = serializers.ListField(child=serializers.DictField())


class PaperOutput(serializers.Serializer):
    """A document; the same with `?as=pdf` as tagged PDF. `more` is the address where everything stands."""

    kind = serializers.CharField()
    title = serializers.CharField()
    standing = serializers.CharField()
    organisation = serializers.CharField()
    on = DateShown()
    facts = FactOutput(many=True)
    sections = PaperSectionOutput(many=True)
    more = serializers.CharField()


def pdf(content: bytes) -> HttpResponse:
    return HttpResponse(content, content_type="application/pdf")


def wants_pdf(request: Request) -> bool:
    asked = request.query_params.get("as", "json")
    if asked not in FORMATS:
        raise refuse_parameter("as", use_one_of(FORMATS))
    return asked == "pdf"


def shown(paper: Paper, *, as_pdf: bool) -> HttpResponse | Response:
    if as_pdf:
        return pdf(pdf_of(paper, now=timezone.now(), wide=True))
    return Response(
        {
            **{name: getattr(paper, name) for name in ("kind", "title", "standing", "organisation", "more")},
            "on": paper.on.isoformat(),
            "facts": [{"label": label, "words": words} for label, words in paper.facts],
            "sections": [
                {"heading": one.heading, "parts": [_part(part) for part in one.parts]} for one in paper.sections
            ],
        }
    )


def _part(part: Any) -> dict[str, Any]:
    return {"kind": part.kind, **asdict(part)}
