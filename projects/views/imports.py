"""Taking a register in: choose a file, read what it would do, say yes."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from projects.forms.imports import ImportForm
from projects.interchange import waiting
from projects.interchange.problems import ImportRefused
from projects.models import WaitingImport
from register.forms.refusals import refusals_in
from register.sessions import PersonRequest
from register.views.access import for_administrators

MOST_SHOWN = 200


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def import_page(request: PersonRequest) -> HttpResponse:
    """Shows what a file would do, cell by cell; nothing is stored yet."""
    form = ImportForm(request.POST or None, request.FILES or None)
    shown: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            shown = _look_at(request, form.cleaned_data["file"], form.cleaned_data["reason"])
    return render(request, "projects/import_page.html", {"form": form, **shown})


@require_POST
@for_administrators
def import_confirm(request: PersonRequest, pk: int) -> HttpResponse:
    """Imports the file that was looked at."""
    kept = get_object_or_404(WaitingImport.objects.visible_to(request.person), pk=pk)
    try:
        result = waiting.confirm(waiting=kept, by=request.person, now=timezone.now())
    except ImportRefused as refused:
        return render(request, "projects/import_page.html", {"form": ImportForm(), **_problems(refused)})
    counts = {"created": result.created, "changed": result.changed, "unchanged": result.unchanged}
    words = _("Imported: created %(created)d, changed %(changed)d, unchanged %(unchanged)d.")
    messages.success(request, words % counts)
    return redirect("projects:import_page")


def _look_at(request: PersonRequest, file: Any, reason: str) -> dict[str, Any]:
    try:
        result = waiting.preview(
            content=file.read(), file_name=file.name, reason=reason, by=request.person, now=timezone.now()
        )
    except ImportRefused as refused:
        return _problems(refused)
    changes = [(sheet.sheet, change) for sheet in result.sheets for change in sheet.changes]
    return {
        "result": result,
        "changes": changes[:MOST_SHOWN],
        "more_changes": max(0, len(changes) - MOST_SHOWN),
        "waiting": WaitingImport.objects.get(person=request.person),
    }


def _problems(refused: ImportRefused) -> dict[str, Any]:
    return {
        "problems": refused.problems[:MOST_SHOWN],
        "how_many": len(refused.problems),
        "more_problems": max(0, len(refused.problems) - MOST_SHOWN),
    }


urlpatterns = [
    path("settings/import/", import_page, name="import_page"),
    path("settings/import/<int:pk>/confirm/", import_confirm, name="import_confirm"),
]
