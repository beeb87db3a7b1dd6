"""Fields of a body: strict about types, generous about nothing. What a value may be is for the services to say."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Model
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from register.api.refusals import use_one_of
from register.decimals import check_digits, parse_decimal
from register.periods import Period, parse_period

NO_SUCH_ROW = _("There is no such row in your organisation.")
MOST_REFERENCES = 1000
LARGEST_WHOLE = 2**31 - 1


class Text(serializers.CharField):
    """A text as it was written; null is an empty one."""

    default_error_messages = {"invalid": _("Write a text.")}

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"allow_blank": True, "allow_null": True, "trim_whitespace": False, **options})

    def run_validation(self, data: Any = serializers.empty) -> Any:
        value = super().run_validation(data)
        return "" if value is None else value

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return data


class Choice(serializers.ChoiceField):
    """One of the codes; null or an empty text where none is chosen."""

    def __init__(self, choices: Any, *, optional: bool = True, **options: Any) -> None:
        codes = getattr(choices, "choices", choices)
        super().__init__(codes, **{"allow_null": optional, "required": False, **options})
        self.optional = optional

    def run_validation(self, data: Any = serializers.empty) -> Any:
        if self.optional and data in (None, ""):
            return ""
        return super().run_validation(data)

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, str) or data not in self.choices:
            raise serializers.ValidationError(use_one_of(self.choices), code="invalid_choice")
        return data


class Flag(serializers.Field):
    """true or false, nothing that looks like it."""

    default_error_messages = {"invalid": _("Write true or false.")}

    def to_internal_value(self, data: Any) -> bool:
        if not isinstance(data, bool):
            self.fail("invalid")
        return data

    def to_representation(self, value: Any) -> bool:
        return bool(value)


extend_schema_field(OpenApiTypes.BOOL)(Flag)


@extend_schema_field({"type": ["string", "number", "null"], "examples": ["7.4"]})
class Figure(serializers.Field):
    """A decimal figure, as text or as a number."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"required": False, "allow_null": True, **options})

    def run_validation(self, data: Any = serializers.empty) -> Any:
        return super().run_validation(None if data == "" else data)

    def to_internal_value(self, data: Any) -> Decimal:
        try:
            if isinstance(data, str):
                return parse_decimal(data)
            if isinstance(data, bool) or not isinstance(data, int | Decimal):
                raise ValueError(_("Write a number with digits and at most one decimal point, for example 7.4."))
            figure = Decimal(data)
            check_digits(figure)
        except ValueError as error:
            raise serializers.ValidationError(str(error), code="invalid_number") from error
        return figure

    def to_representation(self, value: Any) -> Any:
        return value


@extend_schema_field({"type": ["string", "null"], "examples": ["2013", "2013-H1", "2013-Q2", "2013-T2", "2013-05-01"]})
class Day(serializers.Field):
    """A date as people write it: a day, or a longer period of the calendar."""

    default_error_messages = {"invalid": _("Write a date as a text, for example 2013-05-01 or 2013-Q2.")}

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"required": False, "allow_null": True, **options})

    def run_validation(self, data: Any = serializers.empty) -> Any:
        return super().run_validation(None if data == "" else data)

    def to_internal_value(self, data: Any) -> Period:
        if not isinstance(data, str):
            self.fail("invalid")
        try:
            return parse_period(data)
        except ValueError as error:
            raise serializers.ValidationError(str(error), code="invalid_date") from error

    def to_representation(self, value: Any) -> Any:
        return value


class LastDay(Day):
    """A single date of which only the day is kept: the last one of what was written."""

    def to_internal_value(self, data: Any) -> Any:
        return super().to_internal_value(data).end


@extend_schema_field({"type": ["integer", "null"]})
class Whole(serializers.Field):
    """A whole number, nothing that looks like it."""

    default_error_messages = {"invalid": _("Write a whole number.")}

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"required": False, "allow_null": True, **options})

    def to_internal_value(self, data: Any) -> int:
        if isinstance(data, bool) or not isinstance(data, int) or abs(data) > LARGEST_WHOLE:
            self.fail("invalid")
        return data

    def to_representation(self, value: Any) -> Any:
        return value


@extend_schema_field({"type": "array", "items": {"type": "object"}})
class JsonList(serializers.Field):
    """A list of objects; what they may hold is for the service to say."""

    default_error_messages = {"invalid": _("Send a list.")}

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"required": False, **options})

    def to_internal_value(self, data: Any) -> list[Any]:
        if not isinstance(data, list):
            self.fail("invalid")
        return [_plain(one) for one in data]

    def to_representation(self, value: Any) -> Any:
        return value


@extend_schema_field({"type": "object"})
class JsonObject(serializers.Field):
    """An object of names and plain values; what it may hold is for the service to say."""

    default_error_messages = {"invalid": _("Send an object.")}

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"required": False, **options})

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        if not isinstance(data, dict):
            self.fail("invalid")
        return {name: _plain(value) for name, value in data.items()}

    def to_representation(self, value: Any) -> Any:
        return value


@extend_schema_field(OpenApiTypes.UUID)
class Reference(serializers.Field):
    """The id of a row that the caller may see. Any other is refused in the same words as one that does not exist."""

    default_error_messages = {"does_not_exist": NO_SUCH_ROW}

    def __init__(self, model: type[Model], **options: Any) -> None:
        super().__init__(**{"required": False, "allow_null": not options.get("required"), **options})
        self.model = model

    def run_validation(self, data: Any = serializers.empty) -> Any:
        return super().run_validation(None if data == "" else data)

    def to_internal_value(self, data: Any) -> Model:
        pk = as_uuid(data)
        row = visible(self.model, self.context).filter(pk=pk).first() if pk else None
        if row is None:
            self.fail("does_not_exist")
        return row

    def to_representation(self, value: Any) -> Any:
        return value.pk


@extend_schema_field({"type": "array", "items": {"type": "string", "format": "uuid"}})
class References(serializers.Field):
    """The ids of several rows, all of which the caller may see."""

    default_error_messages = {"does_not_exist": NO_SUCH_ROW, "invalid": _("Write a list of ids.")}

    def __init__(self, model: type[Model], **options: Any) -> None:
        super().__init__(**{"required": False, **options})
        self.model = model

    def to_internal_value(self, data: Any) -> list[Model]:
        if not isinstance(data, list) or len(data) > MOST_REFERENCES:
            self.fail("invalid")
        pks = {as_uuid(one) for one in data}
        rows = [] if None in pks else list(visible(self.model, self.context).filter(pk__in=pks))
        if len(rows) != len(pks):
            self.fail("does_not_exist")
        return rows

    def to_representation(self, value: Any) -> Any:
        return value


def _plain(value: Any) -> Any:
    """A figure as JSON columns keep it."""
    match value:
        case Decimal():
            return float(value)
        case dict():
            return {name: _plain(one) for name, one in value.items()}
        case list():
            return [_plain(one) for one in value]
    return value


def visible(model: Any, context: Mapping[str, Any]) -> Any:
    return model.objects.visible_to(context["request"].person)


def as_uuid(data: Any) -> UUID | None:
    """The id written as a text, or None where it is none."""
    try:
        return UUID(data) if isinstance(data, str) else None
    except ValueError:
        return None
