"""Finding words in what people wrote, the same on every database: æøå in either case, and tags as a whole."""

import unicodedata
from collections.abc import Iterable
from typing import Any

from django.db import models

MOST_WORDS = 10


def folded(text: str) -> str:
    """The text on one line, as it is compared: ``"  Pleje og\\nOMSORG"`` gives ``"pleje og omsorg"``."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def tag_line(tag: str) -> str:
    """A tag as it stands in the words that are searched: a line of its own, so that it is found whole."""
    return f"\n#{folded(tag)}\n"


def words_within(column: str, text: str) -> models.Q:
    """Every word of the text must be found somewhere in the column."""
    found = models.Q()
    for word in folded(text).split()[:MOST_WORDS]:
        found &= models.Q(**{f"{column}__contains": word})
    return found


class SearchWordsField(models.TextField):
    """A column to search in, written from other columns whenever the row is; lists in them are tags."""

    def __init__(self, *args: Any, sources: Iterable[str] = (), **kwargs: Any) -> None:
        self.sources = tuple(sources)
        super().__init__(*args, **{"editable": False, "default": "", "blank": True, **kwargs})

    def deconstruct(self) -> tuple[str, str, Any, dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "sources": self.sources}

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        values = [getattr(model_instance, source) for source in self.sources]
        words = [folded(value) for value in values if isinstance(value, str)]
        tags = [tag_line(tag) for value in values if not isinstance(value, str) for tag in value]
        found = " ".join(words) + "".join(tags)
        setattr(model_instance, self.attname, found)
        return found
