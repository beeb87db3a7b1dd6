"""Dates as people give them: a year or a quarter becomes a day, and what was entered is kept beside it."""

from collections.abc import Mapping
from typing import Any

from django.db import models

from register.periods import Period

TAKES_THE_FIRST_DAY = frozenset({"start_date", "period_start"})


def spread(model: type[models.Model], values: Mapping[str, Any]) -> dict[str, Any]:
    """The values with every period as its day, and its ``_entered`` twin where the model has one."""
    twins = {field.name for field in model._meta.concrete_fields if field.name.endswith("_entered")}
    out: dict[str, Any] = {}
    for name, value in values.items():
        day, entered = _day(name, value)
        out[name] = day
        if f"{name}_entered" in twins:
            out[f"{name}_entered"] = entered
    return out


def _day(name: str, value: Any) -> tuple[Any, str]:
    if not isinstance(value, Period):
        return value, ""
    return (value.start if name in TAKES_THE_FIRST_DAY else value.end), value.entered
