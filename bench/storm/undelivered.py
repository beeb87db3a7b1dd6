"""Promise 7: what cannot be delivered stands on the administrator's page, and /health is not green."""

import time

from bench.storm.browser import Browser, form_that_leads_to
from bench.storm.outcome import Outcome, several
from bench.storm.parts import Manners, worker
from bench.storm.register import fill
from bench.storm.stage import Stage
from bench.storm.weather import missing
from register.models import Organisation, Person, RoleAssignment
from workflows.models import Notice

WORDS = "No such person here"
SIZES = {"short": (12, 4), "medium": (60, 20), "full": (60, 20)}
"""Items and people."""
PAGE = "/settings/mails/"


def run(stage: Stage, size: str) -> Outcome:
    """A mail server that knows nobody; then the same, with what was given up called needless."""
    items, people = SIZES[size]
    found = _refuse_all(stage, "Ukjent", items, people)
    sent_again = found.pop("sent_again")
    without = _refuse_all(stage, "Uten", items, people, off="giving up")
    return Outcome(
        done=f"a mail server that refuses {several(people, 'digest')} for good",
        figure=f"{found['on_page']:.0f} of {found['people']:.0f} on the page with the server's words, "
        f"/health {'not green' if found['amber'] else 'green'}; sent again by the button: {sent_again:.0f}",
        control=f"given up in silence: {without['on_page']:.0f} on the page",
        kept=found["on_page"] == found["people"] and bool(found["amber"]) and sent_again == 1,
        red=without["on_page"] < without["people"],
        measures={**found, "sent_again": sent_again},
        controls=without,
    )


def _refuse_all(stage: Stage, name: str, items: int, people: int, off: str = "") -> dict[str, float]:
    Notice.objects.all().delete()
    stage.mailbox.forget()
    stage.mailbox.manners = Manners(refuses=1)
    expected = fill(items, people, name)
    command = stage.manage("remind", off=off)
    command.communicate(timeout=120)
    organisation = Organisation.objects.get(name=f"{name} kommune")
    administrator = Person.objects.create(organisation=organisation, name="Admin", email="a@x.example", language="nb")
    RoleAssignment.objects.create(organisation=organisation, person=administrator, role="administrator")
    with stage.web() as port:
        browser = Browser(port, administrator)
        page, health = browser.get(PAGE), browser.get("/health")
        found = {
            "people": len(expected),
            "on_page": page.text.count(WORDS),
            "amber": float('"status": "green"' not in health.text),
            "sent_again": 0.0,
        }
        if WORDS in page.text:
            stage.mailbox.manners = Manners()
            browser.post(form_that_leads_to(page, "again"))
            found["sent_again"] = _deliver(stage, people, expected)
    return found


def _deliver(stage: Stage, people: int, expected: dict[str, set[str]]) -> float:
    """How many mails come once the server takes them: the one that was asked for again."""
    started = worker(sweep=1)
    started.start()
    deadline = time.monotonic() + 60
    while missing(stage.mailbox, expected)[0] == people and time.monotonic() < deadline:
        time.sleep(0.1)
    started.end()
    return float(stage.mailbox.taken.total())
