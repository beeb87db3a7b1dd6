"""The check page: what a hash stands for, or a file that somebody holds."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_http_methods

from projects.documents.reading import read_file
from projects.forms.checking import CheckForm
from projects.reports.record_check import findings
from register.sessions import PersonRequest


@require_http_methods(["GET", "HEAD", "POST"])
def check(request: PersonRequest) -> HttpResponse:
    """Within what the reader may see; somebody else's hash is as unknown as one that never was. Nothing is kept."""
    asked = request.method == "POST" or "sha256" in request.GET
    form = CheckForm(request.POST or request.GET, request.FILES) if asked else CheckForm()
    context = {"form": form}
    if asked and form.is_valid():
        given = form.cleaned_data["file"]
        file = read_file(given.read()) if given else None
        sha256 = file.sha256 if file else form.cleaned_data["sha256"]
        found = findings(sha256, request.person) if sha256 else []
        differs = bool(file and sha256) and form.cleaned_data["sha256"] not in ("", sha256)
        context |= {"asked": True, "file": file, "sha256": sha256, "found": found, "differs": differs}
    return render(request, "projects/check.html", context)


urlpatterns = [path("check/", check, name="check")]
