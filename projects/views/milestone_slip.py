"""What happens to which goal when this milestone slips; nothing is changed by looking."""

from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from projects.formulas.following_dates import months_after
from projects.models import Milestone
from projects.reports.milestone_slip import slip_of
from register.forms.fields import DayField
from register.sessions import PersonRequest

MONTHS = 3


class AnotherDayForm(forms.Form):
    to = DayField(label=_("If it comes on"))


@require_safe
def milestone_slip(request: PersonRequest, pk: UUID) -> HttpResponse:
    """The day is in the address, so that the answer can be sent to somebody."""
    rows = Milestone.objects.visible_to(request.person).select_related("project__organisation", "organisation")
    milestone: Milestone = get_object_or_404(rows, pk=pk)
    today = milestone.organisation.local_date(timezone.now())
    usual = months_after(milestone.reached_date or milestone.due_date or today, MONTHS)
    form = AnotherDayForm(request.GET) if "to" in request.GET else AnotherDayForm({"to": usual.isoformat()})
    context = {"milestone": milestone, "project": milestone.project, "form": form}
    if form.is_valid():
        context["slip"] = slip_of(milestone, form.cleaned_data["to"], today)
    return render(request, "projects/milestone_slip.html", context)


urlpatterns = [path("milestones/<uuid:pk>/slip/", milestone_slip, name="milestone_slip")]
