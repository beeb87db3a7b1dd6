"""My duties in my own calendar: the page where its address is made, and what calendar programs fetch there."""

from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from projects.models import CalendarFeed
from projects.reports.calendar import calendar_of, fingerprint
from projects.services import calendar_feeds
from register.sessions import PersonRequest


@require_http_methods(["GET", "HEAD", "POST"])
def my_calendar(request: PersonRequest) -> HttpResponse:
    """The address is shown once, when it is made."""
    address, person = "", request.person
    if request.method == "POST":
        secret = calendar_feeds.make(person=person, by=person, now=timezone.now())
        address = f"{settings.BASE_URL}{reverse('projects:calendar')}?{urlencode({'key': secret})}"
    feed = CalendarFeed.objects.filter(person=person).first()
    shown = {"address": address, "subscribe": "webcal" + address[address.find("://") :] if address else ""}
    return render(request, "projects/my_calendar.html", {**shown, "feed": feed})


@require_POST
def my_calendar_revoke(request: PersonRequest) -> HttpResponse:
    """Nobody fetches it any more."""
    calendar_feeds.revoke(person=request.person, by=request.person, now=timezone.now())
    messages.success(request, _("The address works no longer."))
    return redirect("projects:my_calendar")


@login_not_required
@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """The secret is a parameter, not part of the path: paths stand in logs. Unknown ones find nothing here."""
    person = calendar_feeds.recognise(secret=request.GET.get("key", ""))
    if person is None:
        return _sealed(HttpResponse(status=404))
    content = calendar_of(person, timezone.now())
    tag = fingerprint(content)
    if request.headers.get("If-None-Match", "").removeprefix("W/") == tag:
        response = HttpResponse(status=304)
    else:
        response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
        response.headers["Content-Disposition"] = 'inline; filename="varig.ics"'
    response.headers["ETag"] = tag
    return _sealed(response)


def _sealed(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


urlpatterns = [
    path("me/calendar/", my_calendar, name="my_calendar"),
    path("me/calendar/revoke/", my_calendar_revoke, name="my_calendar_revoke"),
    path("calendar/duties.ics", calendar, name="calendar"),
]
