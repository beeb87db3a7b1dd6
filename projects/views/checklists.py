"""Going through the checklist of a gate that lies ahead."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from projects import permissions
from projects.forms.checklists import ItemForm
from projects.lifecycles.gates import gates_ahead
from projects.models import Project
from projects.reports.gate_way import gate_of
from projects.services import checklists
from projects.views.frame import project_seen_by
from register.errors import Refusal
from register.sessions import PersonRequest, posted


@require_http_methods(["GET", "HEAD", "POST"])
def project_checklist(request: PersonRequest, pk: UUID, gate: str) -> HttpResponse:
    """All items on one page; only what was changed is said anew."""
    project = project_seen_by(request.person, pk)
    if gate not in gates_ahead(project):
        raise Http404
    way = gate_of(project, gate)
    forms = [ItemForm(posted(request), one=one) for one in way.items]
    valid = [form.is_valid() for form in forms]  # of all of them, so that every error is shown
    if request.method == "POST" and all(valid) and _said(request, project, gate, forms):
        messages.success(request, _("Saved."))
        return redirect(project.get_absolute_url() + "#checklist")
    refusal = permissions.ANSWERS_CHECKLIST.refusal(project, request.person)
    context = {"project": project, "way": way, "forms": forms, "refusal": refusal}
    return render(request, "projects/project_checklist.html", context)


def _said(request: PersonRequest, project: Project, gate: str, forms: list[ItemForm]) -> bool:
    """Everything that was changed, or nothing where something is refused."""
    try:
        with transaction.atomic():
            for form in forms:
                if form.has_changed():
                    _say(request, project, gate, form)
    except Refusal:
        return False
    return True


def _say(request: PersonRequest, project: Project, gate: str, form: ItemForm) -> None:
    try:
        checklists.answer_item(
            project=project,
            gate=gate,
            item=form.one.item.code,
            by=request.person,
            now=timezone.now(),
            **form.cleaned_data,
        )
    except Refusal as refusal:
        form.show(refusal)
        raise


urlpatterns = [path("projects/<uuid:pk>/checklists/<slug:gate>/", project_checklist, name="project_checklist")]
"""The page is found for as long as the gate lies ahead; afterwards the list stands in the decision."""
