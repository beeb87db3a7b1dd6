# ruff: noqa: INP001 a script, run by hand
"""Take the pictures of the README from a freshly started demo: python docs/images/take.py http://127.0.0.1:8000

Needs the test packages and Chromium; run by hand when the pages have changed.
"""

import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

FOLDER = Path(__file__).parent
PASSWORD = "varig demo 2026"  # noqa: S105 the demo's own, shown on its start page
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]


def sign_in(browser: Browser, site: str, mailbox: str) -> Page:
    """A page of the invented municipality, in English."""
    page = browser.new_context(viewport={"width": 1280, "height": 860}, locale="en-GB").new_page()
    page.goto(f"{site}/sign-in/")
    page.fill("[name=email]", f"{mailbox}@eksempel.example")
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site}/")
    page.click("details.me summary")
    page.locator("details.me button[value=en]").click()
    page.wait_for_load_state("networkidle")
    return page


def keep(page: Page, name: str) -> None:
    page.wait_for_load_state("networkidle")
    page.screenshot(path=FOLDER / f"{name}.png")


def keep_end(page: Page, name: str, height: int) -> None:
    """The last part of a long page, where its buttons are."""
    page.wait_for_load_state("networkidle")
    top = page.evaluate("document.documentElement.scrollHeight") - height
    clip = {"x": 0, "y": top, "width": 1280, "height": height}
    page.screenshot(path=FOLDER / f"{name}.png", full_page=True, clip=clip)


def take(browser: Browser, site: str) -> None:
    manager = sign_in(browser, site, "manager")
    keep(manager, "duties")
    manager.locator("a[href*='/handovers/']").first.click()
    keep_end(manager, "handover", 1500)
    manager.goto(f"{site}/benefits/?status=on_track&q=kvelden")
    manager.locator("main tbody a[href*='/benefits/']").first.click()
    keep(manager, "benefit")
    controller = sign_in(browser, site, "controller")
    controller.goto(f"{site}/portfolio/")
    keep(controller, "portfolio")


if __name__ == "__main__":
    with sync_playwright() as playwright:
        take(playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS), sys.argv[1])
