"""What somebody has taken over, on one page: for themselves, and for whoever arranges that somebody else does."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_safe

from projects.reports.taken_over import taken_over_by
from register.models import Person
from register.sessions import PersonRequest


@require_safe
def taken_over(request: PersonRequest) -> HttpResponse:
    """One's own; to be printed when one changes jobs."""
    return _page(request, request.person)


@require_safe
def person_taken_over(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Somebody else's, for administrators."""
    if pk != request.person.pk and not request.person.standing.administrator:
        raise Http404
    return _page(request, get_object_or_404(Person.objects.visible_to(request.person), pk=pk))


def _page(request: PersonRequest, someone: Person) -> HttpResponse:
    today = someone.organisation.local_date(timezone.now())
    context = {
        "someone": someone,
        "is_mine": someone.pk == request.person.pk,
        "today": today,
        "taken": taken_over_by(someone, request.person, today),
    }
    return render(request, "projects/taken_over.html", context)


urlpatterns = [
    path("taken-over/", taken_over, name="taken_over"),
    path("people/<uuid:pk>/taken-over/", person_taken_over, name="person_taken_over"),
]
