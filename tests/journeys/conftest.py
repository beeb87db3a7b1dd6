from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page

from register.models import Account, Person
from tests.cast import Cast

Visit = Callable[[Person], Page]


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return Cast(datetime.now(UTC))


@pytest.fixture
def visit(site: str, page: Page) -> Visit:
    """The browser, with somebody signed in."""

    def sign_in(person: Person) -> Page:
        if person.account is None:
            person.account = Account.objects.create(email=person.email)
            person.save()
        client = Client()
        client.force_login(person.account)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.clear_cookies()
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": site}])
        page.goto(site)
        return page

    return sign_in
