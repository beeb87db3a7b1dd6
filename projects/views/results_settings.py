"""Settings: the page for everybody, what stands on it and what is prepared, and how it would look."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone, translation
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from projects.forms.publications import ResultsPageForm
from projects.models import Publication, ResultsPage
from projects.reports.open_results import open_page
from projects.services import results_page
from register.forms.refusals import refusals_in
from register.sessions import PersonRequest, posted
from register.views.access import for_administrators


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def results_settings(request: PersonRequest) -> HttpResponse:
    """Open or close the page; the list of all that is chosen or prepared."""
    organisation = request.person.organisation
    row = ResultsPage.objects.visible_to(request.person).first()
    initial = {} if row else {"slug": slugify(organisation.name.translate(LETTERS))[:60].strip("-")}
    form = ResultsPageForm(posted(request), person=request.person, row=row, initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            who = {"by": request.person, "now": timezone.now()}
            if row:
                seen = form.seen_version
                results_page.update_results_page(page=row, changes=form.changes, expected_version=seen, **who)
            else:
                fields = {name: form.cleaned_data[name] for name in form.shown}
                results_page.make_results_page(organisation=organisation, fields=fields, **who)
            messages.success(request, _("Saved."))
            return redirect("projects:results_settings")
    rows = Publication.objects.visible_to(request.person).select_related("project")
    shown = set(rows.shown().values_list("pk", flat=True))
    listed = [(one, one.pk in shown) for one in rows.order_by("-is_public", "project__title_sort", "headline", "id")]
    return render(request, "projects/results_settings.html", {"form": form, "results_page": row, "rows": listed})


LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "Æ": "ae", "Ø": "oe", "Å": "aa", "ä": "ae", "ö": "oe"})


@require_safe
@for_administrators
def results_preview(request: PersonRequest) -> HttpResponse:
    """The page exactly as everybody sees it, or would if it were open."""
    organisation = request.person.organisation
    row = ResultsPage.objects.visible_to(request.person).select_related("organisation").first()
    page = row or ResultsPage(organisation=organisation)
    with translation.override(organisation.language):
        shown = open_page(page, organisation.local_date(timezone.now()))
        context = {"page": shown, "slug": page.slug, "language": organisation.language, "preview": True}
        return render(request, "projects/open_results.html", context)


urlpatterns = [
    path("settings/results/", results_settings, name="results_settings"),
    path("settings/results/preview/", results_preview, name="results_preview"),
]
