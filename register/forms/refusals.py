"""A refusal becomes words in the form it answers."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from register.errors import InvalidInput, Refusal


@contextmanager
def refusals_in(form: Any) -> Iterator[None]:
    """Run a service; what it refuses is shown in the form, and the block's remaining lines are left out."""
    try:
        yield
    except Refusal as refusal:
        if hasattr(form, "show"):
            form.show(refusal)
        else:
            show_in(form, refusal)


def show_in(form: Any, refusal: Refusal) -> None:
    """Each field's words at the field; all others, and those of fields the form lacks, at the top."""
    errors = refusal.errors if isinstance(refusal, InvalidInput) else []
    for error in errors:
        form.add_error(error.field if error.field in form.fields else None, str(error.words))
    if not errors:
        form.add_error(None, str(refusal))
