"""What an organisation has already, by the names that people write into their sheets."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from projects.interchange.foreign.headings import plain
from projects.interchange.showing import key_of
from projects.models import Benefit, Project
from register.models import Goal, Organisation, Person, Programme, Unit


class Directory:
    """Finds keys and addresses by name; what has a name twice is not found by it."""

    def __init__(self, organisation: Organisation) -> None:
        own = {"organisation": organisation}
        self.currency = organisation.currency
        self.people = _once(
            (plain(name), email)
            for email, name in Person.objects.filter(**own, is_service=False, is_active=True).values_list(
                "email", "name"
            )
        )
        self.units = _once(
            (plain(row.name), key_of(row)) for row in Unit.objects.filter(**own).only("pk", "key", "name")
        )
        self.goals = _once(
            (plain(row.title), key_of(row)) for row in Goal.objects.filter(**own).only("pk", "key", "title")
        )
        self.programmes = _once(
            (plain(row.title), key_of(row)) for row in Programme.objects.filter(**own).only("pk", "key", "title")
        )
        self.projects = self._projects(Project.objects.filter(**own).only("pk", "key", "title", "reference"))
        self._benefits: dict[str, Mapping[str, str]] = {}

    @staticmethod
    def _projects(rows: Iterable[Project]) -> dict[str, Project]:
        """By key, by reference and by title, the surer first."""
        found: dict[str, Project] = {}
        projects = list(rows)
        for name in ("title", "reference", "key"):
            for project in projects:
                if value := getattr(project, name):
                    found[plain(value)] = project
        return found

    def person(self, text: str) -> str | None:
        """The address of somebody who is written as a name, as “name, first name”, or as an address."""
        words = text.strip()
        address = next((word.strip("<>()[],;") for word in words.split() if "@" in word), "")
        if address:
            return address.lower() if is_address(address) else None
        if "," in words:
            last, _comma, first = words.partition(",")
            return self.people.get(plain(f"{first} {last}")) or self.people.get(plain(words))
        return self.people.get(plain(words))

    def project(self, text: str) -> Project | None:
        return self.projects.get(plain(text))

    def benefit(self, project: Project | None, title: str) -> str | None:
        """The key of a benefit that the project has under this title."""
        if project is None:
            return None
        place = str(project.pk)
        if place not in self._benefits:
            rows = Benefit.objects.filter(project=project).only("pk", "key", "title")
            self._benefits[place] = _once((plain(row.title), key_of(row)) for row in rows)
        return self._benefits[place].get(plain(title))


def is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def _once(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    twice: set[str] = set()
    for name, value in pairs:
        if name in found:
            twice.add(name)
        found[name] = value
    return {name: value for name, value in found.items() if name not in twice and name}
