"""Targets and years that a file adds beside what was promised: changes of a promise, kept as on the pages."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from projects.interchange.reading import Row
from projects.models import PromisedFigure, PromisedYear, Rebaselined
from projects.services import promised_money, promises
from register.models import Organisation, Person


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
) -> None:
    """What came new beside a promise waits for a yes, with the reason of the import."""
    promised = Promised(organisation)
    how: dict[str, Any] = {"old": {}, "reason": reason, "by": by, "now": now}
    for target in _new(rows["targets"]):
        if promised.indicator(target.indicator_id):
            new = promises.target_of(target)
            promises.note_change(indicator=target.indicator, what=Rebaselined.TARGET_ADDED, new=new, **how)
    for year in _new(rows["benefit_years"]):
        if promised.benefit(year.benefit_id):
            promised_money.note_year(year.benefit, new=promised_money.year_of(year), **how)


def _new(rows: Iterable[Row]) -> Iterable[Any]:
    return (row.stored for row in rows if row.is_new)
