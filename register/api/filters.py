"""What a list may be narrowed by. Each resource names its own; nothing else reaches the database."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_naive, make_aware
from django.utils.translation import gettext as _

from register.api.fields import as_uuid
from register.api.parsing import is_storable
from register.api.refusals import use_one_of
from register.models.searching import MOST_WORDS, tag_line, words_within
from register.periods import FIRST_YEAR, LAST_YEAR


@dataclass(frozen=True, slots=True)
class Filter:
    """How a parameter is read, which condition it makes, and how the schema describes it."""

    condition: Callable[[list[Any]], Q]
    read: Callable[[str], Any]
    schema: dict[str, Any]


def by_id(column: str) -> Filter:
    return Filter(_one_of(column), _id, {"type": "string", "format": "uuid"})


def by_part(model: Any, column: str, choices: Any) -> Filter:
    """Rows of a project that has a part (a `model`) with one of the codes."""
    code = by_code(column, choices)

    def condition(codes: list[str]) -> Q:
        return Q(project__in=model.objects.filter(**{f"{column}__in": codes}).values("project"))

    return Filter(condition, code.read, code.schema)


def by_linked(column: str, model: Any) -> Filter:
    """One of the rows behind a many-to-many relation; asked apart, so that nothing is listed twice."""

    def condition(ids: list[UUID]) -> Q:
        return Q(pk__in=model.objects.filter(**{f"{column}__in": ids}).values("pk"))

    return Filter(condition, _id, {"type": "string", "format": "uuid"})


def by_code(column: str, choices: Any) -> Filter:
    codes = list(choices.values)

    def read(text: str) -> str:
        if text not in codes:
            raise ValueError(use_one_of(codes))
        return text

    return Filter(_one_of(column), read, {"type": "string", "enum": codes})


def by_text(column: str) -> Filter:
    return Filter(_one_of(column), _text, {"type": "string"})


def by_text_in_any_case(column: str) -> Filter:
    return Filter(_any_by(f"{column}__iexact"), _text, {"type": "string"})


def by_number(column: str) -> Filter:
    return Filter(_one_of(column), _number, {"type": "integer"})


def by_flag(column: str) -> Filter:
    return Filter(_one_of(column), read_flag, {"type": "boolean"})


def by_emptiness(column: str) -> Filter:
    """true: the column is empty."""
    return Filter(_any_by(f"{column}__isnull"), read_flag, {"type": "boolean"})


def by_words(*columns: str) -> Filter:
    """Every word must be found in one of the columns."""

    def condition(texts: list[str]) -> Q:
        found = Q()
        for word in words_of(texts):
            anywhere = Q()
            for column in columns:
                anywhere |= Q(**{f"{column}__icontains": word})
            found &= anywhere
        return found

    return Filter(condition, _text, {"type": "string"})


def words_of(texts: Iterable[str]) -> list[str]:
    """The words that are looked for, however many texts they came in."""
    return " ".join(texts).split()[:MOST_WORDS]


def by_searched_words(column: str) -> Filter:
    """Every word must be found in a column of search words, in any case, as part of a word too."""
    return Filter(lambda texts: words_within(column, " ".join(texts)), _text, {"type": "string"})


def by_tag(column: str) -> Filter:
    """One of the tags must stand in a column of search words."""

    def condition(tags: list[str]) -> Q:
        return reduce(or_, (Q(**{f"{column}__contains": tag_line(tag)}) for tag in tags))

    return Filter(condition, _text, {"type": "string"})


def since(column: str) -> Filter:
    return Filter(lambda moments: Q(**{f"{column}__gte": max(moments)}), _moment, {"type": "string"})


def after(column: str) -> Filter:
    return Filter(lambda numbers: Q(**{f"{column}__gt": max(numbers)}), _number, {"type": "integer"})


def read_flag(text: str) -> bool:
    try:
        return {"true": True, "false": False}[text]
    except KeyError:
        raise ValueError(_("Write true or false.")) from None


def _one_of(column: str) -> Callable[[list[Any]], Q]:
    return lambda values: Q(**{column: values[0]}) if len(values) == 1 else Q(**{f"{column}__in": values})


def _any_by(lookup: str) -> Callable[[list[Any]], Q]:
    """For a lookup that knows no list of values."""

    def condition(values: list[Any]) -> Q:
        found = Q()
        for value in values:
            found |= Q(**{lookup: value})
        return found

    return condition


def _id(text: str) -> UUID:
    pk = as_uuid(text)
    if pk is None:
        raise ValueError(_("Write an id."))
    return pk


def _text(text: str) -> str:
    if not is_storable(text):
        raise ValueError(_("The text contains signs that cannot be stored."))
    return text


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 15):
        raise ValueError(_("Write a whole number."))
    return int(text)


def _moment(text: str) -> datetime:
    # A plus sign that was not encoded arrives as a space.
    moment = parse_datetime(text.replace(" ", "+") if "T" in text else f"{text}T00:00:00+00:00")
    if moment is None or not FIRST_YEAR < moment.year <= LAST_YEAR:
        raise ValueError(_("Write a moment, for example 2026-03-02T09:00:00Z."))
    return make_aware(moment) if is_naive(moment) else moment
