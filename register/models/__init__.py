from register.models.absences import Absence
from register.models.accounts import Account, AccountLink, AttemptCounter, LinkKind
from register.models.audit import INSTALLATION_CHAIN, AuditEvent, AuditHead, AuditPersonalValue
from register.models.base import Resource, ResourceQuerySet
from register.models.organisations import CountryCode, Language, Organisation
from register.models.people import Digest, Person
from register.models.roles import RoleAssignment
from register.models.searching import SearchWordsField
from register.models.sorting import SortKeyField, sort_key
from register.models.strategy import Goal, Programme
from register.models.tenures import Tenure
from register.models.tokens import ApiToken
from register.models.units import Unit

__all__ = [
    "INSTALLATION_CHAIN",
    "Absence",
    "Account",
    "AccountLink",
    "ApiToken",
    "AttemptCounter",
    "AuditEvent",
    "AuditHead",
    "AuditPersonalValue",
    "CountryCode",
    "Digest",
    "Goal",
    "Language",
    "LinkKind",
    "Organisation",
    "Person",
    "Programme",
    "Resource",
    "ResourceQuerySet",
    "RoleAssignment",
    "SearchWordsField",
    "SortKeyField",
    "Tenure",
    "Unit",
    "sort_key",
]
