"""The parameters of the portfolio and of judged lists: the same names and codes as in the pages' addresses."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from rest_framework.request import Request

from projects.api.days import days_asked
from projects.lifecycles.benefit import BenefitState
from projects.lifecycles.project import ProjectState
from projects.models import BenefitKind
from projects.reports.counted import NONE
from projects.reports.groupings import GROUPINGS
from projects.reports.narrowing import FILTERS, FLAGS
from projects.reports.register_health import CHECKS, KNOWN_TODAY, ORPHANED
from projects.reports.status import WORST_FIRST
from register.api.fields import as_uuid
from register.api.parsing import is_storable
from register.api.refusals import refuse_parameter, use_one_of

CODES: Mapping[str, tuple[str, ...]] = {
    "by": tuple(GROUPINGS),
    "state": tuple(ProjectState.values),
    "stage": tuple(BenefitState.values),
    "kind": (*BenefitKind.values, NONE),
    "status": ("behind", *(str(code) for code in WORST_FIRST)),
    "lacks": tuple(CHECKS),
    "per": ("year", "quarter"),
    **dict.fromkeys((*FLAGS, "counted"), ("true", "false", "1", "0", "on")),
}
IDS = ("unit", "goal", "programme", "owner", "project")
YEAR = re.compile(r"\d{4}|-", re.ASCII)


@dataclass(frozen=True)
class Asked:
    """What is asked for: the day judged on, the day whose knowledge counts (None: now), and the filters as texts."""

    on: date
    as_of: date | None
    filters: Mapping[str, str]


def asked_of(request: Request) -> Asked:
    """400 naming the parameter for what cannot be read."""
    days = days_asked(request)
    if days.as_of and request.query_params.get("lacks") == ORPHANED:
        raise refuse_parameter("lacks", KNOWN_TODAY)
    filters = {name: text for name in FILTERS if (text := text_of(request, name)) is not None}
    return Asked(on=days.on, as_of=days.as_of, filters=filters)


def text_of(request: Request, name: str) -> str | None:
    """A parameter's text where it can be one."""
    text = request.query_params.get(name)
    if text is not None and (refusal := _refusal(name, text)):
        raise refuse_parameter(name, refusal(text))
    return text


def _refusal(name: str, text: str) -> Callable[[str], str] | None:
    if name in CODES and text not in CODES[name]:
        return lambda _text: use_one_of(CODES[name])
    if name in IDS and text != NONE and as_uuid(text) is None:
        return lambda _text: _("Write an id.")
    if name == "year" and not YEAR.fullmatch(text):
        return lambda _text: _("Write a year, for example 2027, or - for none.")
    return None if is_storable(text) else lambda _text: _("The text contains signs that cannot be stored.")
