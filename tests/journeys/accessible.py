"""What keeps somebody from using a page: found by axe, by scrolling sideways, by what the browser refused."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Page

WIDTHS = [320, 1440]
LEVELS = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    }
}


STILL = """() => Promise.all(document.getAnimations()
    .filter((one) => one.effect?.getComputedTiming().endTime !== Infinity)
    .map((one) => one.finished.catch(() => null)))"""


def faults(page: Page) -> list[str]:
    """What axe finds, and what scrolls sideways, once everything has come to rest."""
    page.evaluate(STILL)
    found = Axe().run(page, options=LEVELS).response["violations"]
    faults = [f"{page.url}: {one['id']}: {[node['html'][:160] for node in one['nodes'][:3]]}" for one in found]
    if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
        faults.append(f"{page.url} scrolls sideways")
    return faults


def walk(page: Page, site: str, paths: list[str]) -> list[str]:
    """The faults of each page at both widths, and what the browser complained of, such as the page's own policy."""
    found: list[str] = []

    def listen(said: ConsoleMessage) -> None:
        of_the_page_itself = said.location["url"] == page.url  # a page that answers 410, such as a link used up
        if said.type == "error" and not (of_the_page_itself and said.text.startswith("Failed to load resource")):
            found.append(f"{page.url}: {said.text}")

    page.on("console", listen)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        for path in paths:
            page.goto(f"{site}{path}")
            found += [f"{width} px: {fault}" for fault in faults(page)]
    return found
