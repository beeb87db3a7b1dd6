"""What stands without an owner, what rests on a person, and the answer of whoever is asked to take it on."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from projects import permissions
from projects.forms.successions import ProposalForm, references_in
from projects.models import Succession
from projects.reports.holding_page import leaving_words, listed, url_of
from projects.reports.holding_words import subject_words
from projects.reports.holdings import Held, held_by, one_by_one
from projects.reports.oversight import OVERSEEING, oversees, oversees_all, queue_of, roles_of, roles_without_holder
from projects.services import successions
from register.errors import NotPermitted
from register.forms.refusals import refusals_in
from register.models import Person
from register.sessions import PersonRequest, posted, safe_next

ON_PAGE = require_http_methods(["GET", "HEAD", "POST"])


@ON_PAGE
def without_owner(request: PersonRequest) -> HttpResponse:
    """The queue: everything living that rests on nobody, and asking somebody to take it on."""
    if not oversees(request.person):
        raise NotPermitted(_("Only administrators, controllers and those who run a unit see what is without an owner."))
    held = queue_of(request.person, timezone.now())
    form = ProposalForm(posted(request), person=request.person)
    if _proposed(request, form, held):
        return redirect("projects:without_owner")
    roles = roles_without_holder(request.person) if request.person.standing.administrator else []
    return _list(request, "projects/without_owner.html", form, held, roles=roles)


@ON_PAGE
def person_holdings(request: PersonRequest, pk: UUID) -> HttpResponse:
    """What rests on somebody: before they leave, after they have left, or when they change jobs."""
    reader, now = request.person, timezone.now()
    someone: Person = get_object_or_404(Person.objects.visible_to(reader).select_related("organisation"), pk=pk)
    held = held_by(someone, someone.organisation.local_date(now))
    if not oversees_all(reader) and reader.pk != someone.pk:
        units = reader.standing.unit_ids(*OVERSEEING)
        held = [one for one in held if one.unit in units]
        if not held:
            raise Http404
    form = ProposalForm(posted(request), person=reader, not_to=someone)
    if _proposed(request, form, held):
        return redirect("projects:person_holdings", someone.pk)
    roles = roles_of(someone)
    words = leaving_words(someone, held, roles)
    return _list(request, "projects/person_holdings.html", form, held, someone=someone, roles=roles, words=words)


@require_safe
def succession_detail(request: PersonRequest, pk: UUID) -> HttpResponse:
    """What somebody is asked to take on, by whom and why."""
    row, reader = _seen(request, pk), request.person
    held = one_by_one(row.organisation, [(row.kind, row.subject.pk)], row.organisation.local_date(timezone.now()))
    context = {
        "succession": row,
        "project": row.project,
        "what": subject_words(row.kind, row.subject),
        "url": url_of(row.subject, row.project),
        "asks_reader": row.is_open and permissions.TAKES_ON(row, reader),
        "may_withdraw": any(permissions.HANDS_ON(one, reader) for one in held),
    }
    return render(request, "projects/succession_detail.html", context)


@require_POST
def succession_accept(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Yes, I take it on."""
    row = _seen(request, pk)
    successions.accept(succession=row, by=request.person, now=timezone.now())
    messages.success(request, _("Thank you. It rests on you from now on."))
    return redirect(safe_next(request, row.get_absolute_url()))


@require_POST
def succession_accept_several(request: PersonRequest) -> HttpResponse:
    """Yes to all that is listed; what cannot be taken on is said, and stays as it is."""
    ids = [pk for _kind, pk in references_in([f"asked.{value}" for value in request.POST.getlist("asked")])]
    rows = Succession.objects.visible_to(request.person).filter(pk__in=ids).order_by("created_at", "pk")
    answered = successions.accept_several(asked=list(rows), by=request.person, now=timezone.now())
    if taken := len(answered.taken):
        words = ngettext(
            "%(count)d thing rests on you from now on.", "%(count)d things rest on you from now on.", taken
        )
        messages.success(request, words % {"count": taken})
    for row, words in answered.refused:
        messages.warning(request, f"{subject_words(row.kind, row.subject)}: {words}")
    return redirect("projects:home")


@require_POST
def succession_decline(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Not me, and why."""
    row = _seen(request, pk)
    words = request.POST.get("reason", "")
    successions.decline(succession=row, reason=words, by=request.person, now=timezone.now())
    messages.success(request, _("Thank you. It stands without an owner until somebody else says yes."))
    return redirect(safe_next(request, reverse("projects:home")))


@require_POST
def succession_withdraw(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Ask no longer."""
    row = _seen(request, pk)
    today = row.organisation.local_date(timezone.now())
    for held in one_by_one(row.organisation, [(row.kind, row.subject.pk)], today):
        successions.withdraw(succession=row, held=held, by=request.person, now=timezone.now())
        messages.success(request, _("The question is withdrawn."))
    return redirect(safe_next(request, reverse("projects:home")))


def _seen(request: PersonRequest, pk: UUID) -> Succession:
    rows = Succession.objects.visible_to(request.person).select_related("project", "to_person", "from_person")
    row: Succession = get_object_or_404(rows.select_related("organisation", "proposed_by", "absence"), pk=pk)
    return row


def _proposed(request: PersonRequest, form: ProposalForm, held: list[Held]) -> bool:
    """Whether somebody was asked; what was refused stands in the form."""
    if request.method != "POST" or not form.is_valid():
        return False
    ticked = {f"{kind}.{pk}" for kind, pk in references_in(request.POST.getlist("held"))}
    chosen = held if request.POST.get("all") else [one for one in held if one.reference in ticked]
    with refusals_in(form):
        asked = successions.propose_each(
            held=chosen,
            to=form.cleaned_data["to_person"],
            words=form.cleaned_data["words"],
            by=request.person,
            now=timezone.now(),
        )
        words = ngettext("Asked about %(count)d thing.", "Asked about %(count)d things.", len(asked))
        messages.success(request, words % {"count": len(asked)})
        return True
    return False


def _list(request: PersonRequest, template: str, form: ProposalForm, held: list[Held], **more: Any) -> HttpResponse:
    ticked = set(request.POST.getlist("held"))
    lines = listed(held, request.person.organisation, timezone.now(), ticked)
    return render(request, template, {"form": form, "lines": lines, **more})


urlpatterns = [
    path("portfolio/without-owner/", without_owner, name="without_owner"),
    path("settings/people/<uuid:pk>/holdings/", person_holdings, name="person_holdings"),
    path("successions/accept/", succession_accept_several, name="succession_accept_several"),
    path("successions/<uuid:pk>/", succession_detail, name="succession_detail"),
    path("successions/<uuid:pk>/accept/", succession_accept, name="succession_accept"),
    path("successions/<uuid:pk>/decline/", succession_decline, name="succession_decline"),
    path("successions/<uuid:pk>/withdraw/", succession_withdraw, name="succession_withdraw"),
]
