"""Comments on the sections of a handover: saying something, and settling it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from projects.models import Handover, HandoverComment
from projects.services import handover_comments
from projects.views.access import seen_by
from register.sessions import PersonRequest


@require_POST
def handover_comment(request: PersonRequest, pk: UUID, section: str) -> HttpResponse:
    """Say something to one section; the leader answers there."""
    handover = seen_by(request.person, Handover, pk)
    text = request.POST.get(f"about-{section}", "")
    handover_comments.comment(handover=handover, section=section, text=text, by=request.person, now=timezone.now())
    messages.success(request, _("Your comment is kept, and the leader is told."))
    return redirect(f"{handover.get_absolute_url()}#{section}")


@require_POST
def comment_settle(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Answer it, or let one's own rest."""
    comment = get_object_or_404(HandoverComment.objects.visible_to(request.person).select_related("handover"), pk=pk)
    answer = request.POST.get(f"answer-{pk}", "")
    handover_comments.settle(comment=comment, answer=answer, by=request.person, now=timezone.now())
    messages.success(request, _("The comment is settled."))
    return redirect(f"{comment.handover.get_absolute_url()}#{comment.section}")


urlpatterns = [
    path("handovers/<uuid:pk>/comments/<slug:section>/", handover_comment, name="handover_comment"),
    path("handovers/comments/<uuid:pk>/settle/", comment_settle, name="comment_settle"),
]
