"""The people of an organisation: asking them in, their roles, their absences, letting them go."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from register.forms.people import AbsenceForm, InvitationForm, PersonForm, RoleForm
from register.forms.refusals import refusals_in
from register.keyset import count_up_to, page_of
from register.models import Absence, Person, RoleAssignment
from register.services import absences, people, roles
from register.sessions import PersonRequest, posted, safe_next
from register.views.access import for_administrators, own

PAGE_SIZE = 50
ON_PAGE = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@for_administrators
def person_list(request: PersonRequest) -> HttpResponse:
    """Searched by name or address, a page at a time."""
    rows = Person.objects.visible_to(request.person).filter(is_service=False)
    words = request.GET.get("q", "").strip()
    found = rows.filter(name__icontains=words) | rows.filter(email__icontains=words) if words else rows
    try:
        page = page_of(
            found.prefetch_related("assignments__unit"),
            order=("name_sort",),
            size=PAGE_SIZE,
            after=request.GET.get("after", ""),
            before=request.GET.get("before", ""),
        )
    except ValueError as error:
        raise BadRequest(str(error)) from error
    counts = {"found": count_up_to(found), "everybody": count_up_to(rows)}
    return render(request, "register/people.html", {"page": page, "words": words, **counts})


@ON_PAGE
@for_administrators
def person_invite(request: PersonRequest) -> HttpResponse:
    """A mail with a link; whether the address is known elsewhere stays unknown."""
    organisation = request.person.organisation
    initial = {"language": organisation.language}
    form = InvitationForm(posted(request), person=request.person, initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            fields = {name: form.cleaned_data[name] for name in form.shown}
            person = people.add_person(organisation=organisation, **fields, **_by(request))
            messages.success(request, _("An invitation is on its way to %(email)s.") % {"email": person.email})
            return redirect("register:person", person.pk)
    return render(request, "register/row_edit.html", {"form": form, "heading": _("Invite somebody"), "back": ".."})


@ON_PAGE
@for_administrators
def person_page(request: PersonRequest, pk: UUID) -> HttpResponse:
    """One person, with roles and absences."""
    person = own(request, Person, pk)
    form = PersonForm(posted(request), person=request.person, row=person)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            people.update_person(
                person=person, changes=form.changes, **_by(request), expected_version=form.seen_version
            )
            return _back(request, pk, _("Saved."))
    return _page(request, person, form=form)


@require_POST
@for_administrators
def role_give(request: PersonRequest, pk: UUID) -> HttpResponse:
    """One more role."""
    person = own(request, Person, pk)
    form = RoleForm(request.POST, person=request.person)
    if form.is_valid():
        with refusals_in(form):
            role = {"role": form.cleaned_data["role"], "unit": form.cleaned_data["unit"]}
            roles.assign(person=person, **role, **_by(request))
            return _back(request, pk, _("The role is given."))
    return _page(request, person, role_form=form)


@require_POST
@for_administrators
def role_take(request: PersonRequest, pk: UUID) -> HttpResponse:
    """One role less."""
    assignment = own(request, RoleAssignment, pk)
    roles.remove(assignment=assignment, **_by(request))
    return _back(request, assignment.person_id, _("The role is taken away."))


@require_POST
@for_administrators
def absence_add(request: PersonRequest, pk: UUID) -> HttpResponse:
    """From when to when, and who stands in."""
    person = own(request, Person, pk)
    form = AbsenceForm(request.POST, person=request.person)
    if form.is_valid():
        with refusals_in(form):
            days = {name: form.cleaned_data[name] for name in form.shown}
            absences.register_absence(person=person, **days, **_by(request))
            return _back(request, pk, _("The absence is noted."))
    return _page(request, person, absence_form=form)


@require_POST
@for_administrators
def absence_delete(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Back earlier than thought."""
    absence = own(request, Absence, pk)
    absences.delete_absence(absence=absence, **_by(request))
    return _back(request, absence.person_id, _("The absence is taken away."))


@require_POST
@for_administrators
def person_step(request: PersonRequest, pk: UUID, step: str) -> HttpResponse:
    """Invite again, close the organisation to a person, or let them in again."""
    service, words = STEPS[step]
    service(person=own(request, Person, pk), **_by(request))
    messages.success(request, str(words()))
    return redirect(safe_next(request, reverse("register:person", args=[pk])))


STEPS: dict[str, Any] = {
    "invite": (people.give_account, lambda: _("An invitation is on its way.")),
    "deactivate": (people.deactivate, lambda: _("The organisation is closed to this person from now on.")),
    "reactivate": (people.reactivate, lambda: _("This person can come in again.")),
}


def _by(request: PersonRequest) -> dict[str, Any]:
    return {"by": request.person, "now": timezone.now()}


def _back(request: PersonRequest, pk: UUID, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("register:person", pk)


def _page(request: PersonRequest, person: Person, **forms: Any) -> HttpResponse:
    context = {
        "someone": person,
        "form": PersonForm(person=request.person, row=person),
        "role_form": RoleForm(person=request.person, auto_id="role_%s"),
        "absence_form": AbsenceForm(person=request.person, auto_id="absence_%s"),
        "roles": person.assignments.select_related("unit").order_by("role"),
        "absences": person.absences.select_related("deputy").order_by("from_date"),
        **forms,
    }
    return render(request, "register/person.html", context)


urlpatterns = [
    path("settings/people/", person_list, name="people"),
    path("settings/people/invite/", person_invite, name="people_invite"),
    path("settings/people/<uuid:pk>/", person_page, name="person"),
    path("settings/people/<uuid:pk>/roles/", role_give, name="role_give"),
    path("settings/people/<uuid:pk>/absences/", absence_add, name="absence_add"),
    *[path(f"settings/people/<uuid:pk>/{step}/", person_step, {"step": step}, name=f"person_{step}") for step in STEPS],
    path("settings/roles/<uuid:pk>/take/", role_take, name="role_take"),
    path("settings/absences/<uuid:pk>/delete/", absence_delete, name="absence_delete"),
]
