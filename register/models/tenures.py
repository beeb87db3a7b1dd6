from django.db import models
from django.utils.translation import gettext_lazy as _

from register.models.base import Resource


class Tenure(Resource):
    """That somebody ran a unit until a moment: what they took on for it is for whoever runs it now."""

    unit = models.ForeignKey("register.Unit", on_delete=models.CASCADE, related_name="tenures", verbose_name=_("unit"))
    person = models.ForeignKey(
        "register.Person", on_delete=models.PROTECT, related_name="tenures", verbose_name=_("person")
    )
    ended_at = models.DateTimeField(_("ended"))

    class Meta:
        verbose_name = _("tenure")
        verbose_name_plural = _("tenures")
        constraints = [*Resource.Meta.constraints]
        indexes = [
            *Resource.Meta.indexes,
            models.Index(fields=["person", "unit", "ended_at"], name="tenure_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.person}"
