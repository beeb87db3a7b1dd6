"""Who may do what with an organisation's people and structure. `by=None` is the installation itself, which may."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from register.errors import NotPermitted, Words

if TYPE_CHECKING:
    from register.models import Organisation, Person


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


def require_administrator_of_both(by: "Person | None", gone: "Organisation", into: "Organisation") -> None:
    """Whoever administers both organisations by one account, and whoever runs the installation, may join them."""
    if by is None or (by.account is not None and by.account.is_installation_admin):
        return require_installation_admin(by)
    if not by.is_active or {gone.pk, into.pk} - administered_by(by):
        raise NotPermitted(
            _(
                "Only somebody who administers both organisations with one account can merge them. The administrators "
                "of each can give you that role there, or whoever runs the installation does it."
            )
        )
    return None


def administered_by(person: "Person") -> set[UUID]:
    """The organisations that this human being administers, by one account; a machine none."""
    if person.account_id is None or person.is_service:
        return set()
    selves = type(person)._default_manager.filter(account_id=person.account_id, is_active=True)
    return {one.organisation_id for one in selves if one.standing.administrator}


def require_human(by: "Person | None", words: Words | None = None) -> None:
    """A machine may neither sign nor decide."""
    if by is not None and by.is_service:
        raise NotPermitted(words or _("A service token can neither sign nor decide. A person must do this."))


def require_planner(by: "Person | None", organisation_id: UUID) -> None:
    """Goals and programmes are kept by administrators and controllers."""
    is_controller = by is not None and by.organisation_id == organisation_id and by.standing.has("controller")
    if not is_controller:
        require_administrator(by, organisation_id, _("Only an administrator or a controller can do this."))
