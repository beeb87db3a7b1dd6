"""Closing a gap of a project that was registered while it was running."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from projects.models import Gap
from projects.services import gaps
from register.sessions import PersonRequest


@require_POST
def gap_close(request: PersonRequest, pk: UUID) -> HttpResponse:
    """What was lacking is there now, or will not come; the note says which."""
    gap = get_object_or_404(Gap.objects.visible_to(request.person).select_related("project"), pk=pk)
    gaps.close(gap=gap, note=request.POST.get("note", ""), by=request.person, now=timezone.now())
    messages.success(request, _("Thank you. One gap less."))
    return redirect(gap.project)


urlpatterns = [path("gaps/<uuid:pk>/close/", gap_close, name="gap_close")]
