"""What is prepared for the open results page: written, looked at as everybody would see it, shown, withdrawn."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from projects.forms.publications import PublicationForm, PublicationTextForm
from projects.models import Publication, ResultsPage
from projects.publishing_permission import PUBLISHES
from projects.reports.open_results import open_results
from projects.services import publications
from projects.services.permission import ensure
from projects.views.frame import project_seen_by
from register.forms.refusals import refusals_in
from register.sessions import PersonRequest, posted, safe_next

ON_PAGE = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def project_publications(request: PersonRequest, pk: UUID) -> HttpResponse:
    """What this project shows openly, and what is prepared."""
    project = project_seen_by(request.person, pk)
    context = {
        "project": project,
        "rows": project.publications.select_related("benefit").order_by("-is_public", "headline", "id"),
        "may_publish": PUBLISHES(project, request.person),
        "who": PUBLISHES.who_of(project),
        "results_page": _page_of(request),
    }
    return render(request, "projects/project_publications.html", context)


@ON_PAGE
def publication_create(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Choose what might be shown, and write it; nobody outside sees it yet."""
    project = project_seen_by(request.person, pk)
    ensure(PUBLISHES, subject=project, by=request.person)
    initial = {"benefit": request.GET.get("benefit", "")}
    form = PublicationForm(posted(request), person=request.person, project=project, initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            fields = {name: form.cleaned_data[name] for name in form.shown}
            row = publications.prepare(project=project, fields=fields, by=request.person, now=timezone.now())
            return redirect(row)
    context = {
        "form": form,
        "project": project,
        "heading": _("Prepare an open result"),
        "intro": _("Nobody outside sees it yet: on the next page you see exactly what would be shown."),
        "back": reverse("projects:project_publications", args=[pk]),
    }
    return render(request, "projects/part_edit.html", context)


@require_safe
def publication_detail(request: PersonRequest, pk: UUID) -> HttpResponse:
    """The preview: exactly what everybody sees, or would see."""
    row = _seen(request, pk)
    today = row.organisation.local_date(timezone.now())
    [result] = open_results(Publication.objects.filter(pk=row.pk), row.organisation, today)
    context = {
        "publication": row,
        "project": row.project,
        "result": result,
        "as_of": today,
        "is_shown": Publication.objects.shown().filter(pk=row.pk).exists(),
        "may_publish": PUBLISHES(row.project, request.person),
        "who": PUBLISHES.who_of(row.project),
        "results_page": _page_of(request),
    }
    return render(request, "projects/publication_detail.html", context)


@ON_PAGE
def publication_edit(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Write it otherwise; what was shown is withdrawn until it is published again."""
    row = _seen(request, pk)
    ensure(PUBLISHES, subject=row.project, by=request.person)
    form = PublicationTextForm(posted(request), person=request.person, row=row)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            version, who = form.seen_version, {"by": request.person, "now": timezone.now()}
            publications.update_publication(publication=row, changes=form.changes, expected_version=version, **who)
            return redirect(row)
    intro = _("What is shown now is withdrawn when you save, until you publish the new text.") if row.is_public else ""
    back = row.get_absolute_url()
    context = {"form": form, "project": row.project, "heading": row.headline, "back": back, "intro": intro}
    return render(request, "projects/part_edit.html", context)


@require_POST
def publication_publish(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Shown to everybody from now on: the version that the person was looking at."""
    row, version = _seen(request, pk), request.POST.get("version", "")
    seen = int(version) if version.isascii() and version.isdigit() else None
    publications.publish(publication=row, by=request.person, now=timezone.now(), expected_version=seen)
    messages.success(request, _("“%(headline)s” is shown to everybody.") % {"headline": row.headline})
    return redirect(safe_next(request, row.get_absolute_url()))


@require_POST
def publication_withdraw(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Gone at once."""
    row = _seen(request, pk)
    publications.withdraw(publication=row, by=request.person, now=timezone.now())
    words = _("“%(headline)s” is withdrawn. Whoever opened the page in the last minute may still have it on screen.")
    messages.success(request, words % {"headline": row.headline})
    return redirect(safe_next(request, row.get_absolute_url()))


@require_POST
def publication_delete(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Off the page, and away."""
    row = _seen(request, pk)
    publications.delete_publication(publication=row, by=request.person, now=timezone.now())
    messages.success(request, _("Deleted."))
    return redirect("projects:project_publications", row.project_id)


def _seen(request: PersonRequest, pk: UUID) -> Publication:
    rows = Publication.objects.visible_to(request.person).select_related("project", "organisation", "benefit")
    row: Publication = get_object_or_404(rows, pk=pk)
    return row


def _page_of(request: PersonRequest) -> ResultsPage | None:
    return ResultsPage.objects.visible_to(request.person).first()


urlpatterns = [
    path("projects/<uuid:pk>/open-results/", project_publications, name="project_publications"),
    path("projects/<uuid:pk>/open-results/new/", publication_create, name="publication_create"),
    path("open-results/<uuid:pk>/", publication_detail, name="publication_detail"),
    path("open-results/<uuid:pk>/edit/", publication_edit, name="publication_edit"),
    path("open-results/<uuid:pk>/publish/", publication_publish, name="publication_publish"),
    path("open-results/<uuid:pk>/withdraw/", publication_withdraw, name="publication_withdraw"),
    path("open-results/<uuid:pk>/delete/", publication_delete, name="publication_delete"),
]
