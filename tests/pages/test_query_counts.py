"""A page of a list is as cheap for many rows as for a few."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver

from projects.services import lessons
from register.models import Goal, Programme, Unit
from tests.cast import Cast, this_hour
from tests.pages.conftest import SignIn


def addresses(resolver: URLResolver, prefix: str = "/") -> Iterator[str]:
    """Every page that is found without naming a row; the API has a guard of its own."""
    for one in resolver.url_patterns:
        pattern = f"{prefix}{one.pattern}"
        if isinstance(one, URLResolver):
            yield from addresses(one, pattern) if "api" not in pattern else ()
        elif isinstance(one, URLPattern) and "<" not in pattern:
            yield pattern


def queries_of(client: Client, page: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        client.get(page)
    return len(queries)


@pytest.mark.django_db
def test_no_page_of_a_list_asks_the_database_again_for_each_row(as_person: SignIn) -> None:
    cast = Cast(this_hour())
    live_through(cast, "The first")
    client = as_person(cast.administrator)
    pages = [page for page in addresses(get_resolver()) if client.get(page).status_code == 200]
    assert len(pages) > 15
    before = {page: queries_of(client, page) for page in pages}
    live_through(cast, "The second")
    counted = {page: queries_of(client, page) for page in pages}
    assert {page: (before[page], now) for page, now in counted.items() if now > before[page]} == {}


def live_through(cast: Cast, title: str) -> None:
    """A project with all its parts, and everything that an organisation has besides."""
    project = cast.realising(title=title)
    lessons.create_lesson(project=project, fields={"text": "Again."}, by=cast.leader, now=cast.now)
    cast.handing_over(title=f"{title}, on its way")
    cast.person(f"Somebody in {title}", "reader", cast.unit)
    for model, named in ((Unit, "name"), (Goal, "title"), (Programme, "title")):
        model.objects.create(organisation=cast.organisation, **{named: title})
