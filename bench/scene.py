"""Who asks for what in a filled database: tokens, a signed-in browser, and rows to ask for."""

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.contrib.sessions.backends.db import SessionStore
from django.test import Client
from django.utils import timezone

from bench.client import Request, ask
from bench.filling.layout import CONTROLLER, DRAFTS, LEADER, ORGANISATIONS, READER
from bench.insertion import Cursor, pk_of
from bench.words import two_words
from register.models import Person
from register.models.sorting import sort_key
from register.services import tokens

API = "/api/v1"
DEEPEST = 100
"""Pages of 200 that are followed on the way down."""


@dataclass(frozen=True)
class Scene:
    """All belong to the first organisation: an ordinary person reads, a leader writes, a controller oversees."""

    projects: int
    reader: str
    leader: str
    controller: str
    reads: str
    oversees: str
    """Cookies of the ordinary person and of the controller, signed in."""

    def words(self) -> tuple[str, str]:
        """Two words of the title of a project that the reader sees."""
        return two_words(0)

    def project(self, turn: int) -> str:
        """The id of some executing project of the organisation."""
        places = max(self.projects // (ORGANISATIONS * 20), 1)
        return str(pk_of("project", turn * 7919 % places * ORGANISATIONS * 20))

    def draft(self, visitor: int) -> str:
        return str(pk_of("project", self.projects + visitor % DRAFTS))

    def unit(self) -> str:
        return str(pk_of("unit", 0))


def scene(projects: int) -> Scene:
    """Make tokens and sessions in the database that Django uses now."""
    people = {
        name: _person(place) for name, place in (("reader", READER), ("leader", LEADER), ("controller", CONTROLLER))
    }
    secrets = {
        name: tokens.make_personal_token(person=person, by=person, now=timezone.now(), name="bench")[1]
        for name, person in people.items()
    }
    return Scene(projects=projects, reads=_cookie(people["reader"]), oversees=_cookie(people["controller"]), **secrets)


def _person(place: int) -> Person:
    return Person.objects.select_related("account", "organisation").get(pk=pk_of("person", place))


def _cookie(person: Person) -> str:
    browser = Client()
    assert person.account
    browser.force_login(person.account)
    assert SessionStore().exists(browser.cookies["sessionid"].value)
    return browser.cookies["sessionid"].value


def tidy(cursor: Cursor, scene: Scene) -> None:
    """Take away what visitors have created, and make what they have proposed drafts again."""
    cursor.execute("SET session_replication_role = replica")
    cursor.execute("DELETE FROM projects_project WHERE key LIKE 'bench %'")
    drafts = [scene.draft(visitor) for visitor in range(DRAFTS)]
    cursor.execute("UPDATE projects_project SET state = 'draft' WHERE id = ANY(%s::uuid[])", [drafts])
    cursor.execute("SET session_replication_role = DEFAULT")


def get(path: str, secret: str, **parameters: Any) -> Request:
    query = f"?{urlencode(parameters)}" if parameters else ""
    return Request("GET", f"{path}{query}", {"Authorization": f"Bearer {secret}"})


def post(path: str, secret: str, body: Any) -> Request:
    return Request("POST", path, {"Authorization": f"Bearer {secret}"}, body)


def page(path: str, session: str) -> Request:
    return Request("GET", path, {"Cookie": f"sessionid={session}"})


@dataclass(frozen=True)
class Depth:
    """A place far down the list: the API's own address of the page, and the row before it."""

    path: str
    title: str
    id: str
    pages: int


def go_down(port: int, scene: Scene) -> Depth:
    """Follow `next` by pages of 200 until there is only one more, and ask for fifty from there."""
    request = get(f"{API}/projects/", scene.reader, state="executing", page_size=200)
    pages, before = 0, request.path
    content = ask(port, request).json()
    while content["next"] and pages < DEEPEST:
        last, before, pages = content["results"][-1], content["next"], pages + 1
        content = ask(port, get(_path(before), scene.reader)).json()
    if not pages:  # everything fits on one page: begin behind its middle
        size = max(len(content["results"]) // 2, 1)
        content = ask(port, get(f"{API}/projects/", scene.reader, state="executing", page_size=size)).json()
        last, before = content["results"][-1], content["next"]
    return Depth(re.sub(r"page_size=\d+", "page_size=50", _path(before)), sort_key(last["title"]), last["id"], pages)


def _path(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}"
