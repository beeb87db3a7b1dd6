"""Taking on a role on a project, or saying no."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from projects.services import projects
from projects.views.frame import project_seen_by
from register.sessions import PersonRequest, safe_next


@require_POST
def role_accept(request: PersonRequest, pk: UUID, role: str) -> HttpResponse:
    """The person named takes it on."""
    project = project_seen_by(request.person, pk)
    projects.accept_role(project=project, role=role, by=request.person, now=timezone.now())
    messages.success(request, _("Thank you. You have taken on the role."))
    return redirect(safe_next(request, project.get_absolute_url()))


@require_POST
def role_decline(request: PersonRequest, pk: UUID, role: str) -> HttpResponse:
    """The person named says no, and why."""
    project = project_seen_by(request.person, pk)
    reason = request.POST.get("reason", "").strip()
    projects.decline_role(project=project, role=role, by=request.person, now=timezone.now(), reason=reason)
    messages.success(request, _("The leader is told, and names somebody else."))
    return redirect(safe_next(request, project.get_absolute_url()))


urlpatterns = [
    path("projects/<uuid:pk>/roles/<slug:role>/accept/", role_accept, name="role_accept"),
    path("projects/<uuid:pk>/roles/<slug:role>/decline/", role_decline, name="role_decline"),
]
