"""What is wrong with a file, named by sheet, row and column, in words a controller understands."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from register.errors import Refusal


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """`row` is the number seen at the sheet's edge; 0 where the whole sheet is meant, and no column then."""

    sheet: str
    row: int
    column: str
    words: str

    def __str__(self) -> str:
        place = {"sheet": self.sheet, "row": self.row, "column": self.column, "words": self.words}
        if self.row and self.column:
            return _("%(sheet)s, row %(row)d, %(column)s: %(words)s") % place
        if self.row:
            return _("%(sheet)s, row %(row)d: %(words)s") % place
        return _("%(sheet)s: %(words)s") % place


class FileRefused(Refusal):
    """The file cannot be opened at all, or is not to be trusted."""

    code = "file_refused"


class ImportRefused(Refusal):
    """Nothing was stored; `problems` are all that were found, sheet by sheet from the top."""

    code = "import_refused"

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = list(problems)
        super().__init__(gettext_lazy("Nothing was imported. Mend what is named here, and try again."))
