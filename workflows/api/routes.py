"""The resources of workflows, by name."""

from register.api.base import Resource
from workflows.api.mails import UndeliveredMails

ROUTES: list[tuple[str, type[Resource]]] = [("undelivered_mails", UndeliveredMails)]
