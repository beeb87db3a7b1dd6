"""Names and addresses of an organisation's people in texts that everybody may read: found, or left out."""

import re
from functools import cached_property
from uuid import UUID

from register.models import Person

ADDRESS = re.compile(r"[^\s@<>()]+@[^\s@<>()]+\.[^\s@<>().,;:]+")
WITHHELD = "…"


class Names:
    """The people of one organisation, looked up once, those who have left included."""

    def __init__(self, organisation_id: UUID) -> None:
        self.organisation_id = organisation_id

    @cached_property
    def known(self) -> list[str]:
        """First and last names together: a single word may be a word of any text."""
        rows = Person.objects.filter(organisation_id=self.organisation_id, is_service=False)
        names = {" ".join(name.split()) for name in rows.values_list("name", flat=True)}
        return sorted((name for name in names if " " in name), key=lambda name: (-len(name), name))

    def found_in(self, text: str) -> list[str]:
        """The names and addresses that the text holds, each once."""
        plain = " ".join(text.split()).casefold()
        found = [name for name in self.known if name.casefold() in plain and _whole(name).search(plain)]
        return found + sorted(set(ADDRESS.findall(text)))

    def without(self, text: str) -> str:
        """The text with an ellipsis in the place of each of them."""
        for one in self.found_in(text):
            spaced = r"\s+".join(re.escape(part) for part in one.split())
            text = re.sub(spaced, WITHHELD, text, flags=re.IGNORECASE)
        return text


def _whole(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(name.casefold())}")
