"""The five words at the top of every page."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from workflows.services.notices import dead_notices


@dataclass(frozen=True)
class Section:
    """One word of the navigation; `paths` are how the addresses of its pages begin."""

    words: Promise
    name: str
    paths: tuple[str, ...]

    @property
    def url(self) -> str:
        return reverse(self.name)


DUTIES = Section(
    _("My duties"), "projects:home", ("/measurements/", "/duties/", "/handovers/", "/conditions/", "/follow-ups/")
)
PROJECTS = Section(_("Projects"), "projects:project_list", ("/projects/", "/changes/", "/map-lines/", "/open-results/"))
BENEFITS = Section(_("Benefits"), "projects:benefit_list", ("/benefits/", "/indicators/"))
PORTFOLIO = Section(_("Portfolio"), "projects:portfolio", ("/portfolio/", "/goals/"))
SETTINGS = Section(_("Settings"), "register:settings", ("/settings/",))


def navigation(request: HttpRequest) -> dict[str, Any]:
    """For the frame: the sections this person has, and the one they are in."""
    person = getattr(request, "person", None)
    if person is None:
        return {}
    sections, undelivered = [DUTIES, PROJECTS, BENEFITS, PORTFOLIO], 0
    if person.standing.administrator:
        sections.append(SETTINGS)
        undelivered = dead_notices(organisation=person.organisation, now=timezone.now()).count()
    present = next((section for section in sections if request.path.startswith(section.paths)), None)
    if request.path == "/":
        present = DUTIES
    return {"sections": sections, "present_section": present, "undelivered": undelivered}
