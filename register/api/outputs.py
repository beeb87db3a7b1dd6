"""How a row is shown: the serializer says what the fields are; rows are read by `.values()`, which is fast."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from django.db.models import (
    BigIntegerField,
    DateField,
    DecimalField,
    IntegerField,
    Model,
    PositiveBigIntegerField,
    PositiveIntegerField,
    PositiveSmallIntegerField,
    QuerySet,
    SmallIntegerField,
)
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request

from register.decimals import decimal_text

Row = dict[str, Any]
WHOLE_COLUMNS = (
    *(IntegerField, SmallIntegerField, BigIntegerField),
    *(PositiveIntegerField, PositiveSmallIntegerField, PositiveBigIntegerField),
)


@extend_schema_field({"type": ["string", "null"], "examples": ["7.4"]})
class FigureShown(serializers.ReadOnlyField):
    """A decimal as text."""

    def __init__(self, **_of_the_column: Any) -> None:
        super().__init__()


@extend_schema_field({"type": ["string", "null"], "format": "date"})
class DateShown(FigureShown):
    """The day that counts, in ISO form."""


class WholeShown(serializers.IntegerField):
    """A whole number; how large it may be depends on the database, and is no part of the contract."""

    def __init__(self, *, allow_null: bool = False, **_of_the_column: Any) -> None:
        super().__init__(read_only=True, allow_null=allow_null)


class CodeShown(serializers.ChoiceField):
    """One of a few codes; null where none is chosen."""

    def __init__(self, *, choices: Any, allow_blank: bool = False, allow_null: bool = False, **_of: Any) -> None:
        super().__init__(choices, read_only=True, allow_null=allow_null or allow_blank)


class Output(serializers.ModelSerializer):
    """The fields of a resource. What is declared on the class is worked out in `complete`; the rest are columns."""

    serializer_field_mapping = {
        **serializers.ModelSerializer.serializer_field_mapping,
        DecimalField: FigureShown,
        DateField: DateShown,
        **dict.fromkeys(WHOLE_COLUMNS, WholeShown),
    }
    serializer_choice_field = CodeShown

    def get_fields(self) -> dict[str, Any]:
        """An output only shows."""
        fields: dict[str, Any] = super().get_fields()
        for field in fields.values():
            field.read_only = True
        return fields

    @classmethod
    @cache
    def many_to_many(cls) -> tuple[str, ...]:
        model: Any = cls.Meta.model
        names = {field.name for field in model._meta.many_to_many}
        return tuple(name for name in cls.Meta.fields if name in names)

    @classmethod
    @cache
    def columns(cls) -> tuple[str, ...]:
        left_out = {*cls._declared_fields, *cls.many_to_many()}
        return tuple(name for name in cls.Meta.fields if name not in left_out)

    @classmethod
    @cache
    def decimals(cls) -> tuple[str, ...]:
        model: Any = cls.Meta.model
        return tuple(name for name in cls.columns() if isinstance(model._meta.get_field(name), DecimalField))

    @classmethod
    @cache
    def codes(cls) -> tuple[str, ...]:
        """Columns that hold one of a few codes; an empty one is shown as null."""
        model: Any = cls.Meta.model
        return tuple(name for name in cls.columns() if model._meta.get_field(name).choices)

    @classmethod
    def read(cls, rows: QuerySet[Any], *beside: str) -> QuerySet[Any, Row]:
        """The rows as dictionaries, with further columns `beside` those that are shown."""
        return rows.values(*dict.fromkeys((*cls.columns(), *beside)))

    @classmethod
    def row_of(cls, instance: Model) -> Row:
        """An instance as `read` would give it, without asking the database."""
        model: Any = cls.Meta.model
        return {name: getattr(instance, model._meta.get_field(name).attname) for name in cls.columns()}

    @classmethod
    def shape(cls, rows: list[Row], request: Request) -> list[Row]:
        """Make rows ready to be sent; a fixed number of queries for any number of rows."""
        cls.shape_columns(rows)
        for name in cls.many_to_many():
            _add_ids(cls.Meta.model, name, rows)
        if rows:
            cls.complete(rows, request)
        return rows

    @classmethod
    def shape_columns(cls, rows: list[Row]) -> list[Row]:
        """The columns as they are sent."""
        for row in rows:
            for name in cls.decimals():
                row[name] = None if row[name] is None else decimal_text(row[name])
            for name in cls.codes():
                row[name] = row[name] or None
        return rows

    @classmethod
    @cache
    def stored(cls) -> tuple[str, ...]:
        """What is shown and not worked out."""
        return (*cls.columns(), *cls.many_to_many())

    @classmethod
    def complete(cls, rows: list[Row], request: Request) -> None:
        """Add what is not a column; for all rows at once."""


def _add_ids(model: Any, name: str, rows: Iterable[Row]) -> None:
    """The ids of a many-to-many relation, by one query."""
    field = model._meta.get_field(name)
    by_id: dict[Any, list[Any]] = {row["id"]: row.setdefault(name, []) for row in rows}
    if by_id:
        through = field.remote_field.through.objects.filter(**{f"{field.m2m_field_name()}__in": list(by_id)})
        for source, target in through.order_by("pk").values_list(field.m2m_column_name(), field.m2m_reverse_name()):
            by_id[source].append(target)
