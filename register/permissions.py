"""Who may do what with an organisation's people and structure. `by=None` is the installation itself, which may."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from register.errors import NotPermitted, Words

if TYPE_CHECKING:
    from register.models import Person


def administers(by: "Person | None", organisation_id: UUID) -> bool:
    return by is None or (by.organisation_id == organisation_id and by.standing.administrator)


def require_administrator(by: "Person | None", organisation_id: UUID, words: Words | None = None) -> None:
    if not administers(by, organisation_id):
        raise NotPermitted(words or _("Only an administrator of the organisation can do this."))


def require_self_or_administrator(by: "Person | None", person: "Person", words: Words | None = None) -> None:
    if by is None or by.pk != person.pk or not by.is_active:
        require_administrator(by, person.organisation_id, words)


def require_installation_admin(by: "Person | None") -> None:
    """Only those who run the installation make or remove organisations; a machine never does."""
    if by is not None and not (
        by.is_active and by.account is not None and by.account.is_active and by.account.is_installation_admin
    ):
        raise NotPermitted(_("Only those who run the installation can do this."))


def require_human(by: "Person | None", words: Words | None = None) -> None:
    """A machine may neither sign nor decide."""
    if by is not None and by.is_service:
        raise NotPermitted(words or _("A service token can neither sign nor decide. A person must do this."))


def require_planner(by: "Person | None", organisation_id: UUID) -> None:
    """Goals and programmes are kept by administrators and controllers."""
    is_controller = by is not None and by.organisation_id == organisation_id and by.standing.has("controller")
    if not is_controller:
        require_administrator(by, organisation_id, _("Only an administrator or a controller can do this."))
