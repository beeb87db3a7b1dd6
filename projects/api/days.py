"""The days a request is about: `on` judges on a day, `as_of` with what the register knew at its end."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request

from register.api.authentication import person_of
from register.api.refusals import refuse_parameter
from register.periods import parse_period


@dataclass(frozen=True)
class Days:
    """The day that is judged on, and the day whose knowledge counts: None where that is now."""

    on: date
    as_of: date | None


def days_asked(request: Request) -> Days:
    """What was known at the end of a day is judged on that day, unless `on` says another."""
    today = person_of(request).organisation.local_date(timezone.now())
    on, as_of = day_asked_for(request), day_asked_for(request, "as_of")
    return Days(on=on or as_of or today, as_of=as_of if as_of and as_of < today else None)


def day_asked_for(request: Request, name: str = "on") -> date | None:
    """`?on=`, a day."""
    text = request.query_params.get(name)
    if text is None:
        return None
    try:
        period = parse_period(text)
    except ValueError as error:
        raise refuse_parameter(name, str(error)) from error
    if period.start != period.end:
        raise refuse_parameter(name, _("Write a day, for example 2013-05-01."))
    return period.end
