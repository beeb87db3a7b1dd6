"""Settings: when people are reminded, and on which days nobody is at work."""

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from projects.forms.reminder_settings import ReminderSettingsForm
from projects.models import Receiver
from projects.services.ladder import day_of, ladder_of
from register.forms.refusals import refusals_in
from register.models import Organisation
from register.services import organisations
from register.sessions import PersonRequest, posted
from register.views.access import for_administrators

IN_SIX_WEEKS = timedelta(days=42)


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def reminder_settings(request: PersonRequest) -> HttpResponse:
    """The ladder, days off and the holiday month, with an example of what they lead to."""
    row, now = request.person.organisation, timezone.now()
    form = ReminderSettingsForm(posted(request), organisation=row)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            version = form.seen_version
            organisations.update_organisation(
                organisation=row, changes=form.changes, by=request.person, now=now, expected_version=version
            )
            messages.success(request, _("Saved."))
            return redirect("projects:reminder_settings")
    due = row.local_date(now) + IN_SIX_WEEKS
    context = {"form": form, "due": due, "example": _example(row, due)}
    return render(request, "projects/reminder_settings.html", context)


def _example(organisation: Organisation, due: date) -> list[tuple[date, Any]]:
    """On which days who would hear of something due on a day."""
    calendar = organisation.calendar
    rungs = ladder_of(organisation.limits, "")
    return [(day_of(due, rung.days, calendar), Receiver(rung.to).label) for rung in rungs]


urlpatterns = [path("settings/reminders/", reminder_settings, name="reminder_settings")]
