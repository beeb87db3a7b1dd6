"""The day a page is asked about: ``?on=2026-06-30``, else today where the organisation is."""

from datetime import date

from django.core.exceptions import BadRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from register.sessions import PersonRequest


def day_asked(request: PersonRequest) -> date:
    """400 in words for what is no day."""
    asked = request.GET.get("on", "").strip()
    if not asked:
        return request.person.organisation.local_date(timezone.now())
    try:
        return date.fromisoformat(asked)
    except ValueError as error:
        raise BadRequest(_("Write the day as 2026-06-30.")) from error
