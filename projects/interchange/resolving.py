"""Finds out which rows of the register those of a file are, and which rows their references mean."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from projects.interchange.format import IN_ORDER, PEOPLE, Column
from projects.interchange.known import Known
from projects.interchange.problems import Problem
from projects.interchange.reading import Row
from register.models import Organisation, Person


class Resolver:
    """Goes through all rows twice: first each gets its row of the register, new or old; then references are set."""

    def __init__(self, organisation: Organisation, rows: dict[str, list[Row]]) -> None:
        self.organisation = organisation
        self.rows = rows
        self.known = Known(organisation, rows)
        self.in_file: dict[str, dict[str, Any]] = {sheet.name: {} for sheet in IN_ORDER}
        self.emails: dict[str, Person] = {}
        self.new_people: dict[str, Person] = {}
        self.problems: list[Problem] = []

    def resolve(self) -> None:
        for sheet in IN_ORDER:
            for row in self.rows[sheet.name]:
                self._match(row)
            self._refuse_one_row_twice(self.rows[sheet.name])
        for sheet in IN_ORDER:
            references = [column for column in sheet.columns if column.to]
            for row in self.rows[sheet.name]:
                for column in references:
                    if column.name in row.values:
                        row.others[column.name] = self._look_up(row, column)

    def _match(self, row: Row) -> None:
        row.existing = self.known.find(row.sheet.name, row.key)
        if row.sheet.name == PEOPLE and "email" in row.values:
            self._match_person(row)
        if row.existing is not None and row.existing.organisation_id != self.organisation.pk:
            row.existing = None
        row.stored = row.existing or row.sheet.model(organisation=self.organisation, key=row.key)
        self.in_file[row.sheet.name][row.key] = row.stored
        if row.sheet.name == PEOPLE and "email" in row.values:
            self.emails[row.values["email"]] = row.stored

    def _match_person(self, row: Row) -> None:
        """Somebody known by e-mail address alone gets the file's key."""
        row.values["email"] = row.values["email"].lower()
        if row.values["email"] in self.emails:
            self.problems.append(row.problem("email", _("This e-mail address stands in another row already.")))
        same = self.known.person(row.values["email"])
        if row.existing is None and same is not None:
            row.existing = same
            if same.key:
                words = _("This e-mail address is registered already, with the key “%(key)s”.")
                self.problems.append(row.problem("email", words % {"key": same.key}))

    def _refuse_one_row_twice(self, rows: Iterable[Row]) -> None:
        first: dict[Any, int] = {}
        for row in rows:
            number = first.setdefault(row.stored.pk, row.number)
            if number != row.number:
                words = _("This is the same row of the register as row %(row)d.")
                self.problems.append(row.problem("key", words % {"row": number}))

    def _look_up(self, row: Row, column: Column) -> Any:
        named = row.values[column.name]
        if column.several:
            found = (self._one(row, column, key) for key in named)
            return [other for other in found if other is not None]
        return self._one(row, column, named) if named else None

    def _one(self, row: Row, column: Column, key: str) -> Any | None:
        if column.to == PEOPLE:
            return self._person(row, column, key)
        found = self.in_file[column.to].get(key) or self.known.find(column.to, key)
        if found is None:
            words = _("“%(key)s” is neither in the sheet %(sheet)s nor in the register.")
            self.problems.append(row.problem(column.name, words % {"key": key[:100], "sheet": column.to}))
        return found

    def _person(self, row: Row, column: Column, named: str) -> Person | None:
        email = named.lower()
        found = self.emails.get(email) or self.known.person(email) or self.new_people.get(email)
        return found or self._somebody_new(row, column, named)

    def _somebody_new(self, row: Row, column: Column, named: str) -> Person | None:
        """An unknown address is a person without an account."""
        try:
            validate_email(named)
        except ValidationError:
            words = _("“%(text)s” is not an e-mail address. People are named by theirs.")
            self.problems.append(row.problem(column.name, words % {"text": named[:100]}))
            return None
        person = Person(organisation=self.organisation, email=named.lower(), name=name_from(named.lower()))
        person.language = self.organisation.language
        self.new_people[person.email] = person
        return person


def name_from(email: str) -> str:
    """Until somebody says more."""
    return email.partition("@")[0]
