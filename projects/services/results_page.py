"""The organisation's page for everybody: opened, described and closed by an administrator."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from projects.models import ResultsPage
from projects.reports.personal_names import Names
from projects.services import checks
from register.errors import InvalidInput, NotPossible
from register.models import Organisation, Person
from register.permissions import require_administrator, require_human
from register.services import audit, editing

FIELDS = ("key", "slug", "is_open", "introduction")


@transaction.atomic
def make_results_page(
    *, organisation: Organisation, fields: Mapping[str, Any], by: Person | None, now: datetime
) -> ResultsPage:
    """Give the organisation its one page. Nobody sees it until it is open."""
    _check(organisation, fields, by=by)
    if ResultsPage.objects.filter(organisation=organisation).exists():
        raise NotPossible(_("The organisation has its page already: change that one."), code="exists")
    return editing.create(row=ResultsPage(organisation=organisation, **fields), by=by, now=now)


@transaction.atomic
def update_results_page(
    *,
    page: ResultsPage,
    changes: Mapping[str, Any],
    by: Person | None,
    now: datetime,
    expected_version: int | None = None,
    reason: str = "",
) -> ResultsPage:
    """Open or close it, say something at its top. Closed, it is as if there were none."""
    _check(page.organisation, changes, by=by)
    return editing.update(row=page, changes=changes, by=by, now=now, expected_version=expected_version, reason=reason)


def _check(organisation: Organisation, values: Mapping[str, Any], *, by: Person | None) -> None:
    require_administrator(by, organisation.pk)
    require_human(by, _("A service token cannot decide what everybody may see. A person must do this."))
    checks.only(FIELDS, values)
    audit.hold(organisation.pk)
    found = Names(organisation.pk).found_in(values.get("introduction") or "")
    if found:
        words = _("Names and addresses of persons are never shown openly. Leave out: %(names)s.")
        raise InvalidInput.single("introduction", words % {"names": ", ".join(found)}, code="personal")
