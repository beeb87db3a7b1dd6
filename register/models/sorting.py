"""Alphabetical order as Danes and Norwegians know it, the same on every database."""

import unicodedata
from typing import Any

from django.db import models

# æ, ø and å come after z, in that order; letters alone, so that no database's collation can reorder them.
NORDIC = str.maketrans({"æ": "zzza", "ä": "zzza", "ø": "zzzb", "ö": "zzzb", "å": "zzzc"})
LONGEST = 200


def sort_key(text: str) -> str:
    """The text in small letters without accents, æøå last: ``"Ålesund"`` gives ``"zzzclesund"``."""
    nordic = unicodedata.normalize("NFC", text).lower().translate(NORDIC)
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", nordic) if not unicodedata.combining(sign))
    return plain[:LONGEST]


class SortKeyField(models.CharField):
    """A column to order by, written from another column whenever the row is."""

    def __init__(self, *args: Any, source: str = "name", **kwargs: Any) -> None:
        self.source = source
        super().__init__(*args, **{"max_length": LONGEST, "editable": False, "default": "", **kwargs})

    def deconstruct(self) -> tuple[str, str, Any, dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "source": self.source}

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        value = sort_key(getattr(model_instance, self.source))
        setattr(model_instance, self.attname, value)
        return value
