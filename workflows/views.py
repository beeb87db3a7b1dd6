"""The page of kept mails: what the demonstration, which has no mail server, would have sent."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from register.models import Organisation
from workflows.services import mailbox

SHOWN = 100


def mails_are_open() -> bool:
    """Only in the demonstration on one's own machine: these mails hold links that let people in."""
    kept_in_a_folder = settings.EMAIL_BACKEND.endswith("filebased.EmailBackend")
    return kept_in_a_folder and settings.ON_LOOPBACK and Organisation.objects.filter(is_example=True).exists()


@login_not_required
@require_safe
def mail_list(request: HttpRequest) -> HttpResponse:
    """The newest first; ``?to=`` keeps those to one address."""
    if not mails_are_open():
        raise Http404
    recipient = request.GET.get("to", "").strip()
    mails = mailbox.kept_mails(recipient=recipient, limit=SHOWN)
    return render(request, "workflows/mails.html", {"mails": mails, "recipient": recipient, "shown": SHOWN})


@login_not_required
@require_safe
def mail_detail(request: HttpRequest, key: str) -> HttpResponse:
    """One mail, as plain text with its links."""
    mail = mailbox.kept_mail(key) if mails_are_open() else None
    if mail is None:
        raise Http404
    return render(request, "workflows/mail.html", {"mail": mail})
