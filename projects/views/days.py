"""The days a page is asked about.

``?on=2026-06-30`` judges on a day with all that is known now; ``?as_of=2026-06-30`` with what was known at its end.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import BadRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from register.sessions import PersonRequest


@dataclass(frozen=True)
class Days:
    """The day that is judged on, and the day whose knowledge counts: None where that is now."""

    on: date
    as_of: date | None
    asked: Mapping[str, str]
    """The parameters as they were given, to be carried on."""

    @property
    def is_past(self) -> bool:
        return self.as_of is not None


def day_asked(request: PersonRequest) -> date:
    """`?on=`, else today where the organisation is; 400 in words for what is no day."""
    return _day(request, "on") or request.person.organisation.local_date(timezone.now())


def days_asked(request: PersonRequest) -> Days:
    """Both; what is known at the end of a day is judged on that day unless `on` says otherwise."""
    today = request.person.organisation.local_date(timezone.now())
    on, as_of = _day(request, "on"), _day(request, "as_of")
    asked = {name: day.isoformat() for name, day in (("on", on), ("as_of", as_of)) if day}
    return Days(on=on or as_of or today, as_of=as_of if as_of and as_of < today else None, asked=asked)


def _day(request: PersonRequest, name: str) -> date | None:
    asked = request.GET.get(name, "").strip()
    if not asked:
        return None
    try:
        return date.fromisoformat(asked)
    except ValueError as error:
        raise BadRequest(_("Write the day as 2026-06-30.")) from error
