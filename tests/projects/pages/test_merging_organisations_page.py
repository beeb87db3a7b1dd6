"""The page on which a whole municipality goes into another one."""

import pytest
from django.apps import apps
from django.test import Client
from django.utils import timezone

from register.models import Organisation, Person
from register.sessions import CHOSEN_ORGANISATION
from tests.cast import Cast, fresh, give_role, person
from tests.pages.conftest import SignIn, as_person  # noqa: F401 a fixture

PAGE = "/settings/organisation/merge/"


@pytest.fixture
def cast(db: None) -> Cast:
    return Cast(timezone.now())


def also_in(home: Organisation, somebody: Person, cast: Cast, **fields: str) -> Person:
    """The same account in another organisation."""
    other = person(home, "Both", now=cast.now, **fields)
    Person.objects.filter(pk=other.pk).update(account=fresh(somebody).account, email=somebody.email)
    return fresh(other)


def acts_in(home: Organisation, browser: Client) -> None:
    session = browser.session
    session[CHOSEN_ORGANISATION] = str(home.pk)
    session.save()


def test_who_administers_both_sees_what_would_follow_and_merges_by_writing_the_name(
    cast: Cast,
    as_person: SignIn,  # noqa: F811
) -> None:
    project, into = cast.draft(), cast.stranger.organisation
    cast.milestone(project)
    host = person(into, "Host", now=cast.now, role="administrator")
    browser = as_person(host)
    acts_in(into, browser)
    assert PAGE in browser.get("/settings/organisation/").content.decode()
    assert "administer no other organisation" in browser.get(PAGE).content.decode()
    here = also_in(cast.organisation, host, cast)
    sent = {"gone": cast.organisation.pk, "reason": "Reform"}
    assert "administer no other organisation" in browser.post(PAGE, sent).content.decode()
    give_role(here, "administrator", now=cast.now)
    looked = browser.post(PAGE, sent).content.decode()
    assert "tokens that end" not in looked
    assert "What would follow if" in looked
    assert "Nothing has been changed yet." in looked
    Person.objects.filter(pk=host.pk).update(language="nb")
    norwegian = browser.post(PAGE, sent).content.decode()
    automatic = {
        str(model._meta.verbose_name_plural).capitalize()
        for model in apps.get_models()
        if "verbose_name_plural" not in model._meta.original_attrs
    }
    assert not [words for words in automatic if f">{words}<" in norwegian]
    assert "Andre rader som hører til" in norwegian
    Person.objects.filter(pk=host.pk).update(language="en")
    refused = browser.post(PAGE, sent | {"sure": "1", "name": "Elsewhere"}).content.decode()
    assert f"Write {cast.organisation.name}" in refused
    assert fresh(project).organisation == cast.organisation
    browser.post(PAGE, sent | {"sure": "1", "name": cast.organisation.name.upper()})
    assert fresh(project).organisation == into
    assert fresh(cast.organisation).merged_into == into


def test_an_administrator_of_one_alone_merges_nothing(cast: Cast, as_person: SignIn) -> None:  # noqa: F811
    also_in(cast.stranger.organisation, cast.administrator, cast)
    sent = {"gone": cast.stranger.organisation_id, "sure": "1", "name": cast.stranger.organisation.name}
    as_person(cast.administrator).post(PAGE, sent)
    assert fresh(cast.stranger.organisation).closed_at is None
    assert as_person(cast.leader).get(PAGE).status_code == 403
