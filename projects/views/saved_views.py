"""Keeping the present view of a page under a name, and letting it go."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from projects.models import SavedView, ViewedPage
from projects.services import saved_views
from register.errors import InvalidInput
from register.sessions import PersonRequest


@require_POST
def saved_view_create(request: PersonRequest) -> HttpResponse:
    """What the address shows now, under the name given."""
    given = {name: request.POST.get(name, "") for name in ("title", "page", "query")}
    fields = {**given, "is_shared": bool(request.POST.get("is_shared"))}
    try:
        view = saved_views.save_view(owner=request.person, fields=fields, by=request.person, now=timezone.now())
    except InvalidInput as refused:
        messages.error(request, " ".join(str(error.words) for error in refused.errors))
        return redirect(SavedView(page=_page(given["page"]), query=given["query"]).get_absolute_url())
    messages.success(request, _("Saved as “%(title)s”.") % {"title": view.title})
    return redirect(view)


@require_POST
def saved_view_delete(request: PersonRequest, pk: UUID) -> HttpResponse:
    view = SavedView.objects.visible_to(request.person).filter(pk=pk).first()
    if view is None:
        raise Http404
    saved_views.delete_view(view=view, by=request.person, now=timezone.now())
    messages.success(request, _("“%(title)s” is deleted.") % {"title": view.title})
    return redirect(view)


def _page(asked: str) -> str:
    return asked if asked in ViewedPage.values else ViewedPage.PORTFOLIO


urlpatterns = [
    path("views/save/", saved_view_create, name="saved_view_create"),
    path("views/<uuid:pk>/delete/", saved_view_delete, name="saved_view_delete"),
]
