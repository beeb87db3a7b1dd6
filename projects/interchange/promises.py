"""What a file adds beside what was promised, or takes away again: changes of a promise, kept as on the pages."""

from datetime import datetime
from typing import Any

from projects.interchange.changing import tried
from projects.interchange.problems import Problem
from projects.interchange.reading import Row
from projects.models import PromisedFigure, PromisedYear, Rebaselined
from projects.services import budget_entries, promised_money, promises
from register.models import Organisation, Person

NOTED = ("targets", "benefit_years", "budget_entries")


class Promised:
    """Of which indicators and benefits something was promised; a query for each, when first asked."""

    def __init__(self, organisation: Organisation) -> None:
        self.organisation = organisation
        self._known: dict[Any, set[Any]] = {}

    def of(self, model: type[PromisedFigure | PromisedYear], column: str, pk: Any) -> bool:
        if model not in self._known:
            rows = model.objects.standing().filter(organisation=self.organisation)
            self._known[model] = set(rows.values_list(column, flat=True))
        return pk in self._known[model]

    def indicator(self, pk: Any) -> bool:
        return self.of(PromisedFigure, "indicator_id", pk)

    def benefit(self, pk: Any) -> bool:
        return self.of(PromisedYear, "benefit_id", pk)


def note_new(
    rows: dict[str, list[Row]], *, organisation: Organisation, reason: str, by: Person | None, now: datetime
) -> list[Problem]:
    """What came new beside a promise waits for a yes, with the reason of the import; where that lacks, it is named."""
    changes = Changes(organisation, reason=reason, by=by, now=now)
    new = ((sheet, row) for sheet in NOTED for row in rows[sheet] if row.is_new)
    return [problem for sheet, row in new for problem in tried(row, changes.note, sheet=sheet, new=row.stored)]


class Changes:
    """Of the promises of an organisation, by an import or by taking it back."""

    def __init__(self, organisation: Organisation, *, reason: str, by: Person | None, now: datetime) -> None:
        self.promised = Promised(organisation)
        self.how: dict[str, Any] = {"reason": reason, "by": by, "now": now}

    def note(self, *, sheet: str, old: Any = None, new: Any = None) -> None:
        """A row that comes or goes beside a promise."""
        row = old or new
        if sheet == "targets" and self.promised.indicator(row.indicator_id):
            what = Rebaselined.TARGET_ADDED if new else Rebaselined.TARGET_REMOVED
            before, after = ({} if one is None else promises.target_of(one) for one in (old, new))
            promises.note_change(indicator=row.indicator, what=what, old=before, new=after, **self.how)
        elif sheet == "benefit_years" and self.promised.benefit(row.benefit_id):
            before, after = promised_money.year_of(old), promised_money.year_of(new)
            promised_money.note_year(row.benefit, old=before, new=after, **self.how)
        elif sheet == "budget_entries" and self.promised.benefit(row.benefit_id):
            budget_entries.note_change(row.benefit, old, new, **self.how)
