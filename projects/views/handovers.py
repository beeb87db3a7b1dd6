"""A handover: reading it, preparing it, sending it and taking it back."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from projects import permissions
from projects.forms.handovers import HandoverForm, RemainingItemForm, item_forms
from projects.forms.signing import DecisionForm
from projects.models import Handover
from projects.reports.handover_costs import yearly_cost
from projects.reports.handover_page import HandoverPage, page_of
from projects.services import handovers, remaining_work, transitions
from projects.services.follow_up_plan import days_in_the_first_year
from projects.views.access import seen_by
from register.errors import Refusal
from register.models import Person
from register.sessions import PersonRequest, posted

ON_PAGE = require_http_methods(["GET", "HEAD", "POST"])
DONE = {
    "send": gettext_lazy("Sent. The line manager is told and has two weeks."),
    "revise": gettext_lazy("The next round is open. Change what is needed and send it again."),
    "recall": gettext_lazy("Taken back. Nobody can sign it until you send it again."),
    "reopen": gettext_lazy("The sign-off is open again: what was signed no longer counts."),
}


@require_safe
def handover_detail(request: PersonRequest, pk: UUID) -> HttpResponse:
    """What is signed, exactly; and for those who sign, the buttons beneath it."""
    handover = seen_by(request.person, Handover, pk)
    return show(request, page_of(handover, request.person, timezone.now()))


def show(request: PersonRequest, page: HandoverPage, form: DecisionForm | None = None, **more: Any) -> HttpResponse:
    """The page of a handover, with a decision that was refused still in its form."""
    handover = page.handover
    form = form or DecisionForm(person=request.person, kept=page.text.kept)
    context = {"page": page, "handover": handover, "project": handover.project, "form": form}
    if page.may_sign:
        today = handover.organisation.local_date(timezone.now())
        context["cost"] = yearly_cost(handover, days_in_the_first_year(handover, today))
    return render(request, "projects/handover_detail.html", {**context, **more})


@ON_PAGE
def handover_edit(request: PersonRequest, pk: UUID) -> HttpResponse:
    """What the handover says, over as many visits as it takes; it is read as it stands when it is sent."""
    handover = seen_by(request.person, Handover, pk)
    if refusal := permissions.PREPARES_HANDOVER.refusal(handover, request.person):
        messages.error(request, str(refusal))
        return redirect(handover)
    form = HandoverForm(posted(request), person=request.person, row=handover)
    rows = item_forms(posted(request), handover, request.person)
    written = request.method == "POST" and all([form.is_valid(), *(row.is_valid() for row in rows)])
    if written and _stored(form, rows, request.person):
        if section := request.POST.get("stay"):
            messages.success(request, _("Saved."))
            return redirect(f"{request.path}#part-{section}")
        messages.success(request, _("Saved. This is how the line manager will read it."))
        return redirect(handover)
    context = {"form": form, "rows": rows, "handover": handover, "project": handover.project}
    return render(request, "projects/handover_edit.html", context)


def _stored(form: HandoverForm, rows: Sequence[RemainingItemForm], by: Person) -> bool:
    """All or nothing; what is refused stands in the form or the row it concerns."""
    at: Any = form
    now, handover = timezone.now(), cast("Handover", form.row)
    try:
        with transaction.atomic():
            if form.changes:
                version = form.seen_version
                handovers.update_handover(
                    handover=handover, changes=form.changes, by=by, now=now, expected_version=version
                )
            for row in rows:
                at = row
                _store_item(row, handover, by, now)
    except Refusal as refusal:
        at.show(refusal)
        return False
    return True


def _store_item(row: RemainingItemForm, handover: Handover, by: Person, now: datetime) -> None:
    item: Any = row.row
    if item is None:
        if row.changes:
            remaining_work.create_item(handover=handover, fields=row.changes, by=by, now=now)
    elif row.cleaned_data.get("remove"):
        remaining_work.delete_item(item=item, by=by, now=now, expected_version=row.seen_version)
    elif row.changes:
        version = row.seen_version
        remaining_work.update_item(item=item, changes=row.changes, by=by, now=now, expected_version=version)


@require_POST
def handover_transition(request: PersonRequest, pk: UUID, name: str) -> HttpResponse:
    """Send, revise, take back or reopen; signing has a door of its own."""
    if name not in DONE:
        raise Http404
    handover = seen_by(request.person, Handover, pk)
    comment = request.POST.get("comment", "").strip()
    transitions.take(subject=handover, name=name, by=request.person, now=timezone.now(), comment=comment)
    messages.success(request, DONE[name])
    return redirect(handover)


urlpatterns = [
    path("handovers/<uuid:pk>/", handover_detail, name="handover_detail"),
    path("handovers/<uuid:pk>/edit/", handover_edit, name="handover_edit"),
    path("handovers/<uuid:pk>/steps/<slug:name>/", handover_transition, name="handover_transition"),
]
