"""Merging another organisation into one's own: see what would follow, write its name, do it."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from projects.forms.merging_organisations import MergeOrganisationForm
from projects.reports.kind_words import kinds_in_words
from projects.services import merging_organisations
from projects.services.merging_people import names_that_differ
from register.forms.refusals import refusals_in
from register.sessions import PersonRequest, posted
from register.views.access import for_administrators


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def merge_organisation(request: PersonRequest) -> HttpResponse:
    """Counted first; the second time it is done, whole or not at all."""
    form = MergeOrganisationForm(posted(request), person=request.person)
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        homes = {"gone": form.cleaned_data["gone"], "into": request.person.organisation}
        asked = {**homes, "by": request.person, "now": timezone.now()}
        with refusals_in(form):
            if form.is_sure:
                merging_organisations.merge(**asked, reason=form.cleaned_data["reason"])
                messages.success(request, _("%(gone)s is now part of %(into)s.") % homes)
                return redirect("register:units")
            context |= {"rows": list(_in_words(merging_organisations.rehearse(**asked))), **homes}
            context["differing"] = names_that_differ(**homes)
    return render(request, "projects/merge_organisation.html", context)


def _in_words(counts: dict[str, int]) -> Iterator[tuple[str, int]]:
    """What would follow, the kinds of rows by their own names; those that have none are counted together."""
    words = {
        "people_matched": _("People known in both, who become one"),
        "references_renamed": _("References that get the old organisation's name before them"),
        "tokens_revoked": _("API tokens that end"),
        "administrators_ended": _("Administrators whose role ends"),
        "handovers_sent_anew": _("Sent handovers that are put up for signature anew"),
    }
    words = kinds_in_words() | words
    for name in filter(counts.get, counts):
        if label := words.get(name):
            yield label[:1].upper() + label[1:], counts[name]
    if others := sum(number for name, number in counts.items() if name not in words):
        yield _("Other rows that belong to them"), others


urlpatterns = [path("settings/organisation/merge/", merge_organisation, name="merge_organisation")]
