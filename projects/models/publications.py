"""What an organisation shows openly: its results page, and one by one what stands on it."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from projects.lifecycles.benefit import BenefitState
from projects.lifecycles.project import ProjectState
from projects.models.base import PartOfProject, PartOfProjectQuerySet
from projects.models.benefits import Benefit
from projects.models.projects import Project
from register.models import Person, Resource

NEVER_OPEN = (ProjectState.DRAFT, ProjectState.PROPOSED, ProjectState.REJECTED)


class ResultsPage(Resource):
    """An organisation's page for everybody. There is none until an administrator opens it."""

    slug = models.CharField(
        _("name in the address"),
        max_length=60,
        unique=True,
        validators=[RegexValidator(r"^[a-z0-9]+(-[a-z0-9]+)*\Z", _("Use small letters, digits and hyphens."))],
        error_messages={"unique": _("Another page has this address.")},
    )
    is_open = models.BooleanField(_("open to everybody, without signing in"), default=False)
    introduction = models.TextField(_("introduction"), blank=True)

    class Meta:
        constraints = [
            *Resource.Meta.constraints,
            models.UniqueConstraint(fields=["organisation"], name="projects_resultspage_one_each"),
        ]
        indexes = [*Resource.Meta.indexes]

    def __str__(self) -> str:
        return self.slug

    def get_absolute_url(self) -> str:
        return reverse("projects:open_results", args=[self.slug])


class PublicationQuerySet(PartOfProjectQuerySet):
    """What is prepared or shown, seen by whoever sees its project."""

    def shown(self) -> "PublicationQuerySet":
        """What everybody may read now: what was chosen, and may be shown still."""
        return self.shown_if_published().filter(is_public=True)

    def shown_if_published(self) -> "PublicationQuerySet":
        """Of nothing that is closed to view or given up."""
        return self.filter(
            project__restricted=False,
            organisation__closed_at__isnull=True,
            organisation_id=models.F("project__organisation_id"),
        ).exclude(Q(project__state__in=NEVER_OPEN) | Q(benefit__state=BenefitState.WITHDRAWN))


class Publication(PartOfProject):
    """One benefit, or the story of a whole project, prepared for the results page and shown once somebody says so."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="publications", verbose_name=_("project"))
    benefit = models.ForeignKey(
        Benefit,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="publications",
        verbose_name=_("benefit"),
        help_text=_("Its goal, what was promised and what is verified. Without one, the story stands alone."),
    )
    headline = models.CharField(_("headline"), max_length=200)
    story = models.TextField(_("story"), blank=True, help_text=_("What changed, in plain words, without names."))
    is_public = models.BooleanField(_("shown to everybody"), default=False, editable=False)
    published_at = models.DateTimeField(_("shown since"), null=True, blank=True, editable=False)
    published_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, editable=False, related_name="+")

    objects = PublicationQuerySet.as_manager()

    class Meta:
        constraints = [
            *Resource.Meta.constraints,
            models.UniqueConstraint(
                fields=["benefit"],
                condition=Q(benefit__isnull=False),
                name="projects_publication_benefit_once",
                violation_error_message=_("This benefit is on the results page already: change what is there."),
            ),
            models.CheckConstraint(
                condition=Q(is_public=False) | Q(published_at__isnull=False),
                name="projects_publication_says_since_when",
            ),
        ]
        indexes = [*Resource.Meta.indexes]

    def __str__(self) -> str:
        return self.headline

    def get_absolute_url(self) -> str:
        return reverse("projects:publication_detail", args=[self.pk])
