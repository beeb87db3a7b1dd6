"""What a transition asks for: who may take it, and what must hold first.

Both carry the words the user reads, so that the text beside a blocked button, the API's
listing and the refusal are the same sentence.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

type_words = str | Promise


@dataclass(frozen=True)
class Permission:
    """Who may do a thing. django-fsm calls it as ``permission(subject, person)``.

    ``refusal`` returns None when the person may, otherwise the sentence that says why not and who can.
    ``never`` likewise, for what not even an administrator may by overriding: to answer for both sides.
    """

    code: str
    who: type_words
    refusal: Callable[[Any, Any], type_words | None]
    never: Callable[[Any, Any], type_words | None] = lambda subject, person: None
    held_by: Callable[[Any], type_words] | None = None
    """Who that is for one subject, where it differs; else ``who``."""

    def __call__(self, subject: Any, person: Any) -> bool:
        return self.refusal(subject, person) is None

    def override_refusal(self, subject: Any, person: Any) -> type_words | None:
        """Why the person cannot pass over this rule, or None: an administrator may, with a reason."""
        if person is None or not person.standing.administrator or person.is_service:
            return _("Only an administrator can override what a step asks for.")
        return self.never(subject, person)

    def who_of(self, subject: Any) -> str:
        """Who may do it to this subject."""
        return str(self.held_by(subject) if self.held_by else self.who)


@dataclass(frozen=True)
class Unmet:
    """One requirement that does not hold, as shown on the page and sent by the API."""

    code: str
    detail: str
    who: str
    link: str
    fields: tuple[str, ...]


@dataclass(frozen=True)
class Requirement:
    """Something that must hold before a transition. django-fsm calls it as ``condition(subject)``.

    ``lacking`` names what is missing (an empty answer: it holds); ``reason`` may use ``%(what)s`` for those
    names; ``fields`` are the stored fields, ``resource.field``, that satisfy it; ``link`` leads to where.
    """

    code: str
    reason: type_words
    lacking: Callable[[Any], Sequence[str]]
    who: type_words
    fields: tuple[str, ...]
    link: Callable[[Any], str]

    def __call__(self, subject: Any) -> bool:
        return subject.overridden or not self.lacking(subject)

    def unmet(self, subject: Any) -> Unmet | None:
        """The requirement in words when it does not hold, else None."""
        names = self.lacking(subject)
        if not names:
            return None
        detail = str(self.reason)
        if "%(what)s" in detail:
            detail %= {"what": ", ".join(str(name) for name in names)}
        return Unmet(self.code, detail, str(self.who), self.link(subject), self.fields)


def holds(test: Callable[[Any], bool]) -> Callable[[Any], Sequence[str]]:
    """A plain yes-or-no question as the ``lacking`` of a requirement."""

    def lacking(subject: Any) -> Sequence[str]:
        return () if test(subject) else ("",)

    return lacking
