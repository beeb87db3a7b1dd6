"""Pages over HTTP, as somebody who is signed in sees them."""

import re
import time
from dataclasses import dataclass
from http.client import HTTPConnection
from urllib.parse import urlencode

from register.models import Person
from tests.visits import visiting

PATIENCE = 30


@dataclass(frozen=True)
class Page:
    """What came back, and after how many seconds."""

    status: int
    text: str
    seconds: float


class Browser:
    """One person's session at one port."""

    def __init__(self, port: int, person: Person) -> None:
        self.port, self.cookies = port, {"sessionid": visiting(person).cookies["sessionid"].value}

    def get(self, path: str) -> Page:
        return self._ask("GET", path, None)

    def post(self, path: str, **fields: str) -> Page:
        """A form of the page that was last seen."""
        return self._ask("POST", path, urlencode({"csrfmiddlewaretoken": self.cookies["csrftoken"], **fields}))

    def _ask(self, method: str, path: str, body: str | None) -> Page:
        began = time.monotonic()
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, path, body, headers)
        response = connection.getresponse()
        text = response.read().decode()
        for cookie in response.headers.get_all("Set-Cookie") or []:
            if found := re.match(r"(csrftoken|sessionid)=([^;]+)", cookie):
                self.cookies[found[1]] = found[2]
        connection.close()
        return Page(response.status, text, time.monotonic() - began)


def form_that_leads_to(page: Page, word: str) -> str:
    """The address of the page's first form whose address holds this word."""
    return next(address for address in re.findall(r'action="([^"]+)"', page.text) if word in address)
