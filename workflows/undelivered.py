"""What could not be delivered, for an administrator to look at and send again."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from register.sessions import PersonRequest
from register.views.access import for_administrators
from workflows.models import Notice
from workflows.services import notices

MOST = 200


@require_safe
@for_administrators
def undelivered(request: PersonRequest) -> HttpResponse:
    """Given up, or late by more than a day, with the mail server's words."""
    rows = notices.dead_notices(organisation=request.person.organisation, now=timezone.now())
    newest = rows.select_related("recipient").order_by("-created_at")[:MOST]
    return render(request, "workflows/undelivered.html", {"rows": newest})


@require_POST
@for_administrators
def send_again(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Once more, after whatever was wrong has been put right."""
    notice = get_object_or_404(Notice.objects.visible_to(request.person), pk=pk)
    notices.retry_dead(notice=notice, by=request.person, now=timezone.now())
    messages.success(request, _("It is sent again."))
    return redirect("workflows:undelivered")


@require_POST
@for_administrators
def drop(request: PersonRequest, pk: UUID) -> HttpResponse:
    """It is not to be sent any more, for a reason."""
    notice = get_object_or_404(Notice.objects.visible_to(request.person), pk=pk)
    notices.drop(notice=notice, reason=request.POST.get("reason", ""), by=request.person, now=timezone.now())
    messages.success(request, _("It is given up, and the reason is kept."))
    return redirect("workflows:undelivered")
