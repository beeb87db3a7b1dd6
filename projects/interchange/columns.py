"""What a sheet of the import format is made of: columns, and short ways to write them down."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Model

from projects.interchange.kinds import DECIMAL, KEY, PERIOD, SEVERAL_KEYS, TEXT, YEAR, Kind, choice_of
from projects.models import Comparator

PEOPLE = "people"


@dataclass(frozen=True, slots=True)
class Column:
    """`to`: the sheet a reference leads to. `keeps`: an empty cell leaves alone what is there, instead of clearing."""

    name: str
    kind: Kind = TEXT
    required: bool = False
    to: str = ""
    several: bool = False
    keeps: bool = False


@dataclass(frozen=True)
class Sheet:
    """One sheet; `parent` is the column that says what a row belongs to, for good."""

    name: str
    model: type[Model]
    columns: tuple[Column, ...]
    parent: str = ""

    @cached_property
    def by_name(self) -> Mapping[str, Column]:
        return {column.name: column for column in self.columns}

    @property
    def required(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns if column.required)


def key() -> Column:
    return Column("key", KEY, required=True)


def texts(*names: str) -> tuple[Column, ...]:
    return tuple(Column(name) for name in names)


def dates(*names: str) -> tuple[Column, ...]:
    return tuple(Column(name, PERIOD) for name in names)


def decimals(*names: str) -> tuple[Column, ...]:
    return tuple(Column(name, DECIMAL) for name in names)


def years(*names: str) -> tuple[Column, ...]:
    return tuple(Column(name, YEAR) for name in names)


def people(*names: str) -> tuple[Column, ...]:
    return tuple(Column(name, KEY, to=PEOPLE) for name in names)


def one(name: str, to: str, *, required: bool = False) -> Column:
    return Column(name, KEY, to=to, required=required)


def many(name: str, to: str) -> Column:
    return Column(name, SEVERAL_KEYS, to=to, several=True)


def choice(name: str, values: list[str], default: str = "", *, keeps: bool = False) -> Column:
    return Column(name, choice_of(tuple(values), default), keeps=keeps)


def figure(prefix: str = "") -> tuple[Column, ...]:
    decimals = (Column(f"{prefix}{name}", DECIMAL) for name in ("value", "low", "high"))
    return (*decimals, choice(f"{prefix}comparator", Comparator.values, Comparator.EXACT))
