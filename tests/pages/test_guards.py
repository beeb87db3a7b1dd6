"""Every page needs a person, and nothing on a page needs what the content security policy forbids."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

OPEN = {
    "health": "whoever watches the installation is no person",
    "register:sign_in": "one is not signed in yet",
    "register:forgot_password": "one cannot sign in",
    "register:choose_password": "the link of a mail stands for the sign-in",
    "workflows:mail_list": "the demonstration on one's own machine shows its mails; elsewhere there is no such page",
    "workflows:mail_detail": "the same",
    "projects:figure_answer": "a colleague who is asked for a figure has no account; the link stands for it",
    "projects:calendar": "a calendar program cannot sign in; the secret in the address stands for it",
    "projects:open_results": "what an organisation chose to show everybody",
    "projects:open_results_in": "the same in another language",
    "projects:open_results_json": "the same for machines",
    "register:choose_language": "the sign-in page can be read in any language",
}


def views(patterns: list, namespace: str = "") -> Iterator[tuple[str, object]]:
    """Every named page with its view; the API has a guard of its own."""
    for one in patterns:
        if isinstance(one, URLResolver):
            if "api" not in str(one.pattern):
                yield from views(one.url_patterns, f"{one.namespace}:" if one.namespace else namespace)
        elif isinstance(one, URLPattern):
            yield f"{namespace}{one.name}", one.callback


def test_every_page_needs_a_person_but_those_listed_with_a_reason() -> None:
    found = {name for name, view in views(get_resolver().url_patterns) if not getattr(view, "login_required", True)}
    assert found == set(OPEN)


@pytest.mark.django_db
def test_a_page_sends_those_who_are_not_signed_in_to_the_door(client: Client) -> None:
    assert client.get("/projects/").url == "/sign-in/?next=/projects/"


@pytest.mark.django_db
def test_scripts_and_styles_come_from_our_own_files_alone(client: Client) -> None:
    policy = client.get("/sign-in/")["Content-Security-Policy"]
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy
