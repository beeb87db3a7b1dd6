import datetime
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from register.models.base import Resource, ResourceQuerySet

if TYPE_CHECKING:
    from register.models.people import Person


class ApiTokenQuerySet(ResourceQuerySet):
    def visible_to(self, person: "Person") -> "ApiTokenQuerySet":
        """One's own; for an administrator also those of the organisation's machines."""
        mine = models.Q(person=person)
        if person.standing.administrator:
            mine |= models.Q(kind=ApiToken.Kind.SERVICE)
        return self.filter(mine, organisation_id=person.organisation_id)


class ApiToken(Resource):
    """A key to the API in one organisation. The secret is shown once; only its hash is kept."""

    class Kind(models.TextChoices):
        PERSONAL = "personal", _("Personal")
        SERVICE = "service", _("For a machine")

    class Scope(models.TextChoices):
        READ = "read", _("Read")
        WRITE = "write", _("Read and write")

    NOT_AUDITED: ClassVar = frozenset({"digest"})

    person = models.ForeignKey(
        "register.Person", on_delete=models.PROTECT, related_name="tokens", editable=False, verbose_name=_("acts as")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, editable=False)
    name = models.CharField(_("name"), max_length=200)
    scopes = models.JSONField(_("scopes"), default=list)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    expires = models.DateTimeField(_("expires"), editable=False)
    last_used = models.DateTimeField(_("last used"), null=True, editable=False)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")
        constraints = [
            *Resource.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(kind__in=["personal", "service"]), name="register_apitoken_known_kind"
            ),
        ]
        indexes = [*Resource.Meta.indexes]

    def __str__(self) -> str:
        return self.name

    def allows(self, scope: str) -> bool:
        """Whether the token may be used to `read` or `write`; the right to write includes that to read."""
        return scope in self.scopes or (scope == self.Scope.READ and self.Scope.WRITE in self.scopes)

    def is_expired(self, now: datetime.datetime) -> bool:
        return self.expires <= now
