import pytest
from django.test import Client
from playwright.sync_api import Page


@pytest.mark.django_db(transaction=True)
def test_the_description_shows_in_a_browser_under_the_content_security_policy(site: str, page: Page) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{site}/api/v1/docs/")
    page.get_by_role("link", name="projects", exact=True).click(timeout=30_000)
    page.get_by_text("/api/v1/projects/{id}/transitions/{name}/").wait_for(timeout=30_000)
    assert complaints == []


def test_the_description_is_there_for_tools() -> None:
    answer = Client().get("/api/v1/schema/", headers={"Accept": "application/vnd.oai.openapi+json"})
    assert answer.json()["openapi"].startswith("3.1")
    assert Client().get("/api/v1/schema/").content.startswith(b"openapi: 3.1")
