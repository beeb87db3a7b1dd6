"""As whom a signed-in account acts: one organisation at a time, kept in the session."""

from uuid import UUID

from django.http import HttpRequest, QueryDict
from django.utils.http import url_has_allowed_host_and_scheme

from register.models import Account, Person
from register.models.people import PersonQuerySet

CHOSEN_ORGANISATION = "organisation"


class PersonRequest(HttpRequest):
    """A request that has passed the middleware: signed in, and acting as a person."""

    people: list[Person]
    person: Person


def people_of(account: Account) -> PersonQuerySet:
    """Everybody this account may act as: one person in each of its organisations, the one it has longest first."""
    people: PersonQuerySet = Person.objects.active().filter(account=account)
    return people.select_related("organisation", "account").order_by("created_at", "id")


def chosen_of(people: list[Person], request: HttpRequest) -> Person | None:
    """The one of an account's people that the session has chosen, else the first; None where there are none."""
    chosen = request.session.get(CHOSEN_ORGANISATION)
    named = (person for person in people if str(person.organisation_id) == chosen)
    return next(named, people[0] if people else None)


def choose_organisation(request: HttpRequest, organisation_id: UUID) -> Person | None:
    """Act in another of the account's organisations from now on; None, and no change, where it is not one of them."""
    person = people_of(request.user).filter(organisation_id=organisation_id).first()
    if person:
        request.session.cycle_key()
        request.session[CHOSEN_ORGANISATION] = str(organisation_id)
    return person


def is_ours(request: HttpRequest, url: str) -> bool:
    """Whether an address leads to this installation and nowhere else."""
    return url_has_allowed_host_and_scheme(url, allowed_hosts={request.get_host()}, require_https=request.is_secure())


def safe_next(request: HttpRequest, otherwise: str) -> str:
    """The page a request wants to go on to, if it is one of ours."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    return wanted if is_ours(request, wanted) else otherwise


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form was sent with; None where it is only looked at. An empty form that was sent counts as sent."""
    return request.POST if request.method == "POST" else None
