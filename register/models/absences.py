from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from register.models.base import Resource

LONG = timedelta(days=60)


class Absence(Resource):
    """The days a person is away, both included, and who acts for them."""

    person = models.ForeignKey(
        "register.Person", on_delete=models.CASCADE, related_name="absences", verbose_name=_("person")
    )
    from_date = models.DateField(_("from"))
    to_date = models.DateField(_("to"))
    deputy = models.ForeignKey(
        "register.Person", on_delete=models.PROTECT, related_name="stands_in", verbose_name=_("deputy")
    )

    class Meta:
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        constraints = [
            *Resource.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(to_date__gte=models.F("from_date")),
                name="register_absence_ends_after_start",
                violation_error_message=_("The absence ends before it begins."),
            ),
            models.CheckConstraint(
                condition=~models.Q(person=models.F("deputy")),
                name="register_absence_deputy_is_another",
                violation_error_message=_("Choose somebody else as deputy."),
            ),
        ]
        indexes = [*Resource.Meta.indexes]

    def __str__(self) -> str:
        return f"{self.from_date}/{self.to_date}"

    @property
    def is_long(self) -> bool:
        """More than 60 days, the first and the last included: a deputy is not enough then."""
        return self.to_date - self.from_date >= LONG
