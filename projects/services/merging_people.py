"""Who is the same human being in two organisations that become one."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from register.errors import InvalidInput
from register.models import Organisation, Person, RoleAssignment
from register.services import editing

Pair = tuple[UUID, UUID]


def match_people(gone: Organisation, into: Organisation, *, by: Person | None, now: datetime) -> list[Pair]:
    """Tie each person who is known in the other organisation, by account or address, to who they are there.

    The row that goes stays for the audit trail, without account and access. Whoever had left the other organisation
    and is active in this one comes back, without the roles they had there.
    """
    there = list(Person.objects.filter(organisation=into, is_service=False))
    by_account = {one.account_id: one for one in there if one.account_id}
    by_address = {one.email.lower(): one for one in there}
    pairs: dict[UUID, UUID] = {}
    taken: set[UUID] = set()
    for person in Person.objects.filter(organisation=gone, is_service=False).select_related("account"):
        same = by_account.get(person.account_id) if person.account_id else None
        same = same or by_address.get(person.email.lower())
        if same is None:
            continue
        if same.pk in taken:
            words = _(
                "Two people here are the same person there: %(address)s. Change the address of one of them first."
            )
            raise InvalidInput.single("gone", words % {"address": person.email}, code="ambiguous")
        pairs[person.pk] = same.pk
        taken.add(same.pk)
        _tie(person, same, by=by, now=now)
    return list(pairs.items())


def names_that_differ(gone: Organisation, into: Organisation) -> list[tuple[str, str]]:
    """Whose name is spelled otherwise there: a text that names them reads otherwise from then on."""
    there = {one.email.lower(): one.name for one in Person.objects.filter(organisation=into, is_service=False)}
    here = Person.objects.filter(organisation=gone, is_service=False).order_by("name_sort")
    both = ((one.name, there.get(one.email.lower(), one.name)) for one in here)
    return [(old, new) for old, new in both if old != new]


def _tie(person: Person, same: Person, *, by: Person | None, now: datetime) -> None:
    account, comes_back = person.account, person.is_active and not same.is_active
    left = person.left_at or now
    Person.objects.filter(pk=person.pk).update(account=None, is_active=False, left_at=left, merged_into=same)
    changes: dict[str, object] = {}
    if same.account_id is None and account is not None:
        changes["account"] = account
    if comes_back:
        for role in RoleAssignment.objects.filter(person=same):
            editing.delete(row=role, by=by, now=now, about=same.pk)
        changes |= {"is_active": True, "left_at": None}
    if changes:
        action = "reactivated" if comes_back else "changed"
        editing.update(row=same, changes=changes, by=by, now=now, action=action)
