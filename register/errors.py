"""What a service may raise. The doors translate: page, API and command each in their own way."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Self

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise


class Refusal(Exception):  # noqa: N818 one is not an error, but an answer
    """Something was asked that will not be done; the words tell the user why, and what to do, `about` which row."""

    code = "refused"

    def __init__(self, words: Words, *, code: str | None = None, about: Any = None) -> None:
        super().__init__(words)
        self.words = words
        self.code = code or self.code
        self.about = about

    def __str__(self) -> str:
        return str(self.words)


class NotPermitted(Refusal):
    """The person may see this, but not do it (403)."""

    code = "not_permitted"


class PasswordNeeded(NotPermitted):
    """The person may do this, but must first give the password once more (403)."""

    code = "reauthentication_required"


class NotPossible(Refusal):
    """Nobody can do this now (409); `requirements` are what is lacking, where that is the reason."""

    code = "not_possible"

    def __init__(self, words: Words, *, requirements: Sequence[Any] = (), code: str | None = None) -> None:
        super().__init__(words, code=code)
        self.requirements = list(requirements)


class Stale(Refusal):
    """The row has changed since it was read (412)."""

    code = "stale"

    def __init__(self, *, current_version: int, changed_fields: Iterable[str] = ()) -> None:
        super().__init__(_("Somebody has changed this since you opened it. Look at the new version and try again."))
        self.current_version = current_version
        self.changed_fields = sorted(changed_fields)


class TooManyAttempts(Refusal):
    """A limit on attempts has been reached (429)."""

    code = "too_many_attempts"

    def __init__(self, words: Words, *, retry_after: int) -> None:
        super().__init__(words)
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True)
class FieldError:
    """What is wrong with one field; an empty `field` means the whole."""

    field: str
    code: str
    words: Words


class InvalidInput(Refusal):
    """What was entered cannot be stored (400), field by field."""

    code = "invalid"

    def __init__(self, errors: Iterable[FieldError]) -> None:
        self.errors = list(errors)
        super().__init__(self.errors[0].words if self.errors else _("This cannot be stored."))

    @classmethod
    def single(cls, field: str, words: Words, code: str = "invalid") -> Self:
        return cls([FieldError(field=field, code=code, words=words)])
