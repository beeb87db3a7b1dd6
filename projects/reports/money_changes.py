"""Changes of promised money in words: what was changed, from what to what, why, and who approved it."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.approvals import APPROVES_CHANGE
from projects.models import Benefit, ChangedMoney, MoneyChange
from projects.reports.figure_words import NONE, number
from projects.reports.money_words import amount
from register.models import Person

PARTS = {
    "gross": gettext_lazy("gross %(figure)s"),
    "running_cost": gettext_lazy("running cost %(figure)s"),
    "net": gettext_lazy("net %(figure)s"),
}


@dataclass(frozen=True)
class ChangedAmounts:
    """One change; `may_approve` says whether the reader may say yes to it."""

    row: MoneyChange
    what: str
    old: str
    new: str
    may_approve: bool


def changes_of(benefit: Benefit, reader: Person) -> list[ChangedAmounts]:
    """Every change of a benefit's money since execution was decided, in their order."""
    rows = benefit.money_changes.select_related("changed_by", "approved_by", "benefit__project__owner")
    return [
        ChangedAmounts(
            row=row,
            what=what_changed(row),
            old=_kept(row.old, row),
            new=_kept(row.new, row),
            may_approve=row.approved_at is None and bool(APPROVES_CHANGE(row, reader)),
        )
        for row in rows.order_by("created_at", "pk")
    ]


def what_changed(row: MoneyChange) -> str:
    """The year with what became of it, or the terms of all years."""
    label = str(ChangedMoney(row.what).label)
    return f"{row.year}: {label}" if row.year else label


def _kept(kept: Mapping[str, str], row: MoneyChange) -> str:
    if not kept:
        return NONE
    if row.what == ChangedMoney.TERMS:
        if year := kept.get("price_level_year"):
            return _("%(currency)s, prices of %(year)s") % {"currency": kept["currency"], "year": year}
        return kept["currency"]
    said = [str(words) % {"figure": amount(Decimal(kept[name]))} for name, words in PARTS.items() if kept.get(name)]
    if kept.get("volume") and kept.get("price"):
        parts = {"volume": number(Decimal(kept["volume"])), "price": amount(Decimal(kept["price"]))}
        said.append(_("%(volume)s at %(price)s each") % parts)
    if kept.get("line"):
        said.append(kept["line"])
    moved = row.old.get("year") != row.new.get("year") and row.old and row.new
    return f"{kept['year']}: {', '.join(said)}" if moved else ", ".join(said)
