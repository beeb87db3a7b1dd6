from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from typing import Any

import pytest

from projects.interchange.exporting import export_register
from projects.interchange.importing import ImportResult, import_file
from projects.interchange.problems import ImportRefused
from register.models import Organisation
from tests.factories import an_organisation
from tests.projects.interchange.books import Sheets, a_zip

Import = Callable[..., ImportResult]


@pytest.fixture
def home(db: None) -> Organisation:
    return an_organisation("Andebu")


@pytest.fixture
def bring(home: Organisation, now: datetime) -> Import:
    """Import sheets, or the bytes of a file, into Andebu."""

    def imported(sheets: Sheets | bytes, **given: Any) -> ImportResult:
        content = sheets if isinstance(sheets, bytes) else a_zip(sheets)
        return import_file(**{"organisation": home, "content": content, "by": None, "now": now, **given})

    return imported


@pytest.fixture
def problems(bring: Import) -> Callable[..., list[str]]:
    """What an import is refused for, as the controller reads it."""

    def refused(sheets: Sheets | bytes, **given: Any) -> list[str]:
        with pytest.raises(ImportRefused) as refusal:
            bring(sheets, **given)
        return [str(problem) for problem in refusal.value.problems]

    return refused


def exported(organisation: Organisation, kind: str = "zip") -> bytes:
    target = BytesIO()
    export_register(organisation=organisation, target=target, kind=kind, by=None)
    return target.getvalue()
