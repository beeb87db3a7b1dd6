import uuid
from typing import TYPE_CHECKING, Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from register.models.people import Person


class AccountManager(BaseUserManager["Account"]):
    def get_by_natural_key(self, username: str | None) -> "Account":
        return self.get(email__iexact=(username or "").strip())


class AccountQuerySet(models.QuerySet):
    def visible_to(self, person: "Person") -> "AccountQuerySet":
        """One's own account and no other: who else has an account is nobody's business."""
        return self.filter(id=person.account_id)


class Account(AbstractBaseUser):
    """What one signs in with: one per e-mail address in the installation, in however many organisations."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("e-mail address"), max_length=254, unique=True)
    is_active = models.BooleanField(_("may sign in"), default=True)
    is_installation_admin = models.BooleanField(_("runs the installation"), default=False)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)

    objects = AccountManager.from_queryset(AccountQuerySet)()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        constraints = [
            models.UniqueConstraint(Lower("email"), name="register_account_email_once"),
        ]

    def __str__(self) -> str:
        return self.email

    @property
    def is_staff(self) -> bool:
        return self.is_installation_admin

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        return self.is_active and self.is_installation_admin

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_active and self.is_installation_admin


class LinkKind(models.TextChoices):
    INVITATION = "invitation", _("Invitation")
    RESET = "reset", _("New password")


class AccountLink(models.Model):
    """A link sent by mail with which a password is chosen, once and for a limited time. Only its hash is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="links")
    kind = models.CharField(max_length=12, choices=LinkKind)
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=LinkKind.values), name="register_accountlink_known_kind"
            ),
        ]


class AttemptCounter(models.Model):
    """How often something that can be guessed at was tried in the present window of time.

    `subject` is a keyed hash of what is counted (an e-mail or network address), so that no list of addresses arises.
    """

    subject = models.CharField(max_length=64, primary_key=True)
    window_start = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)
