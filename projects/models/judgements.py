"""A judgement that was vouched for and has been followed by a newer one."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from projects.models.base import PartOfProject
from projects.models.benefits import Benefit, Judgement
from projects.models.indicators import PartOfBenefitQuerySet
from projects.models.projects import Project
from register.models import Person, Resource


class EarlierJudgement(PartOfProject):
    """What somebody verified before the newer judgement that stands on the benefit; it counts until that is verified
    too, and on days before it."""

    benefit = models.ForeignKey(
        Benefit, models.CASCADE, related_name="earlier_judgements", verbose_name=_("benefit"), editable=False
    )
    judgement = models.CharField(_("judgement"), max_length=20, choices=Judgement.choices, editable=False)
    judgement_words = models.TextField(_("reason for the judgement"), blank=True, editable=False)
    judged_on = models.DateField(_("judged on"), editable=False)
    judged_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", editable=False)
    judgement_verified_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )

    objects = PartOfBenefitQuerySet.as_manager()

    class Meta:
        constraints = [*Resource.Meta.constraints]
        indexes = [*Resource.Meta.indexes]

    def __str__(self) -> str:
        return f"{self.benefit} · {self.get_judgement_display()}"

    @property
    def project(self) -> Project:
        return self.benefit.project
