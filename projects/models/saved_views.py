"""A way of looking that somebody wants to find again: which page, narrowed and put together how."""

from typing import Any
from urllib.parse import parse_qsl

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from register.models import Person, Resource


class ViewedPage(models.TextChoices):
    """The pages whose address is what they show."""

    PORTFOLIO = "portfolio", _("Portfolio")
    BENEFITS = "benefits", _("Benefits")
    PROJECTS = "projects", _("Projects")


ADDRESSES = {
    ViewedPage.PORTFOLIO: "projects:portfolio",
    ViewedPage.BENEFITS: "projects:benefit_list",
    ViewedPage.PROJECTS: "projects:project_list",
}


class SavedViewQuerySet(models.QuerySet[Any]):
    def visible_to(self, person: Person) -> "SavedViewQuerySet":
        """One's own, and what others of the organisation share."""
        return self.filter(Q(owner=person) | Q(is_shared=True), organisation=person.organisation_id)


class SavedView(Resource):
    """The address of a page under a name; `query` is its query string. Private, or shared with the organisation."""

    owner = models.ForeignKey(Person, models.PROTECT, related_name="saved_views", verbose_name=_("owner"))
    title = models.CharField(_("name of the view"), max_length=200)
    page = models.CharField(_("page"), max_length=20, choices=ViewedPage.choices, default=ViewedPage.PORTFOLIO)
    query = models.CharField(_("filter"), max_length=2000, blank=True)
    is_shared = models.BooleanField(_("shared with the organisation"), default=False)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        constraints = [
            *Resource.Meta.constraints,
            models.CheckConstraint(condition=Q(page__in=ViewedPage.values), name="projects_savedview_known_page"),
        ]
        indexes = [*Resource.Meta.indexes]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        address = reverse(ADDRESSES[ViewedPage(self.page)])
        return f"{address}?{self.query}" if self.query else address

    @property
    def parameters(self) -> dict[str, str]:
        """What the query string asks for, by name."""
        return dict(parse_qsl(self.query))
