"""Taking a register in: choose a file, say what its columns mean, read what it would do, say yes; and undo it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from projects.forms.imports import ColumnsForm, HeadingsForm, ImportForm, WordsForm
from projects.interchange import runs, working
from projects.interchange.foreign.mapping import Mapping
from projects.interchange.foreign.samples import samples_of
from projects.interchange.foreign.sheets import read_sheets
from projects.interchange.progress import as_it_is
from projects.models import ImportRun, ImportStage
from register.errors import Refusal
from register.forms.refusals import refusals_in
from register.sessions import PersonRequest
from register.views.access import for_administrators

RECENT = 20
WITHOUT_FILE = ("content", "kept", "result", "mapping")


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def import_page(request: PersonRequest) -> HttpResponse:
    """Takes a file; below it the imports so far."""
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            run = _taken(request, form.cleaned_data["file"], form.cleaned_data["reason"])
            return redirect(run)
    recent = ImportRun.objects.visible_to(request.person).select_related("person").defer(*WITHOUT_FILE)
    context = {"form": form, "recent": recent.order_by("-created_at", "-pk")[:RECENT]}
    return render(request, "projects/import_page.html", context)


def _taken(request: PersonRequest, file: Any, reason: str) -> ImportRun:
    now = timezone.now()
    run = runs.upload(content=file.read(), file_name=file.name, reason=reason, by=request.person, now=now)
    return working.at_once(run=run, now=now)


@require_safe
@for_administrators
def import_run(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Where an import is, and what can be done about it. The page asks anew while a worker is at it."""
    run = _run(request, pk)
    if request.htmx and not run.is_working:
        return HttpResponseClientRefresh()
    context: dict[str, Any] = {"run": run, "stage": str(run.stage)}
    if run.stage == ImportStage.MAPPING or (request.GET.get("columns") and _can_be_mapped(run)):
        context |= _columns(run)
        return render(request, "projects/import_columns.html", context)
    if run.stage == ImportStage.CHECKED:
        context["words"] = WordsForm(run=run)
    return render(request, "projects/import_run.html", context)


def _can_be_mapped(run: ImportRun) -> bool:
    return run.is_foreign and run.stage in (ImportStage.CHECKED, ImportStage.CANCELLED, ImportStage.FAILED)


def _columns(run: ImportRun, form: ColumnsForm | None = None) -> dict[str, Any]:
    """The form with a few cells below each heading, so that nobody needs to look at the file."""
    form, said, found = form or ColumnsForm(run=run), Mapping.of_json(run.mapping), samples_of(run)
    headings = HeadingsForm(
        sheets=found.sheets,
        initial={"sheet": said.sheet, "first": said.first + 1, "last": said.last + 1},
        prefix="at",
    )
    columns = [(field, found.cells.get(place, [])) for place, field in form.columns()]
    return {"form": form, "columns": columns, "headings": headings, "rows": found.rows}


@require_POST
@for_administrators
def import_headings(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Another sheet, or other rows of headings."""
    run = _run(request, pk)
    form = HeadingsForm(request.POST, sheets=[one.name for one in read_sheets(bytes(run.content))], prefix="at")
    if form.is_valid():
        run = runs.look_again(run=run, by=request.person, now=timezone.now(), **form.span)
    return redirect(run)


@require_POST
@for_administrators
def import_columns(request: PersonRequest, pk: UUID) -> HttpResponse:
    """What the columns mean; then the file is looked at."""
    run = _run(request, pk)
    form = ColumnsForm(request.POST, run=run)
    if not form.is_valid():
        context = {"run": run, "stage": str(run.stage), **_columns(run, form)}
        return render(request, "projects/import_columns.html", context)
    return redirect(_looked_at(request, run, form.mapping()))


@require_POST
@for_administrators
def import_words(request: PersonRequest, pk: UUID) -> HttpResponse:
    """What unknown words mean; then the file is looked at once more."""
    run = _run(request, pk)
    form = WordsForm(request.POST, run=run)
    if not form.is_valid():
        return render(request, "projects/import_run.html", {"run": run, "stage": str(run.stage), "words": form})
    said = runs.remembered_words(run, form.said(), keep_unread=form.cleaned_data["keep_unread"])
    return redirect(_looked_at(request, run, said))


def _looked_at(request: PersonRequest, run: ImportRun, said: Mapping) -> ImportRun:
    now = timezone.now()
    return working.at_once(run=runs.say_columns(run=run, said=said, by=request.person, now=now), now=now)


@require_POST
@for_administrators
def import_step(request: PersonRequest, pk: UUID, step: str) -> HttpResponse:
    """Imports it, gives it up, or takes it back."""
    run = _run(request, pk)
    try:
        done = STEPS[step](run=run, by=request.person, now=timezone.now())
    except Refusal as refused:
        messages.error(request, str(refused))
        return redirect(run)
    done = working.at_once(run=done, now=timezone.now())
    if done.stage == ImportStage.IMPORTED and step == "start":
        words = _("Imported: created %(created)d, changed %(changed)d, unchanged %(unchanged)d.")
        messages.success(request, words % done.result)
    return redirect(run)


def _run(request: PersonRequest, pk: UUID) -> ImportRun:
    seen = ImportRun.objects.visible_to(request.person).select_related("organisation", "person")
    return as_it_is(get_object_or_404(seen, pk=pk))


STEPS = {"start": runs.start, "cancel": runs.cancel, "undo": runs.undo}

urlpatterns = [
    path("settings/import/", import_page, name="import_page"),
    path("settings/import/<uuid:pk>/", import_run, name="import_run"),
    path("settings/import/<uuid:pk>/headings/", import_headings, name="import_headings"),
    path("settings/import/<uuid:pk>/columns/", import_columns, name="import_columns"),
    path("settings/import/<uuid:pk>/words/", import_words, name="import_words"),
    *(path(f"settings/import/<uuid:pk>/{step}/", import_step, {"step": step}, name=f"import_{step}") for step in STEPS),
]
