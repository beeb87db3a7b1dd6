"""The text that a line manager signs, section by section; nothing stands here that is not in the snapshot."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from projects.models import HandoverSection
from projects.reports.benefit_text import BenefitText, IndicatorText, benefit_text
from projects.reports.figure_words import NONE, day_in_words, number, with_unit
from projects.reports.snapshot_words import LABELS
from projects.reports.text_parts import Block, Entry, Facts, Figures, Points, Section, Words

Kept = Mapping[str, Any]


@dataclass(frozen=True)
class HandoverText:
    """The whole text in its order; `kept` is the snapshot it was made from."""

    kept: Kept
    sections: Sequence[Section]

    @property
    def takes_over_on(self) -> str:
        return day_in_words(self.kept.get("takes_over_on", ""))

    @property
    def first_action_due(self) -> str:
        return day_in_words(self.kept.get("first_action_due", ""))


def handover_text(kept: Kept) -> HandoverText:
    """A snapshot as page and paper show it; a section of which nothing is said is left out."""
    sections = (Section(one.value, str(one.label), BLOCKS[one](kept)) for one in HandoverSection)
    return HandoverText(kept=kept, sections=[section for section in sections if section.blocks])


def _what(kept: Kept) -> list[Block]:
    project = kept["project"]
    title = " · ".join(part for part in (project["title"], project.get("reference", "")) if part)
    facts = [
        (_("Project"), title),
        (_("From"), day_in_words(kept.get("takes_over_on", "")) or NONE),
        (_("Line manager who takes over"), kept.get("line_manager") or NONE),
        (_("Handed over by"), project.get("leader") or NONE),
        (_("Project owner"), project.get("owner") or NONE),
    ]
    purpose = [Words(project["purpose"])] if project.get("purpose") else []
    return [*purpose, Facts(facts, brief=True), *_said(kept, "handed_over")]


def _benefits(kept: Kept) -> list[Entry | Block]:
    found = [(one, benefit_text(one, kept.get("figures_when_sent", {}))) for one in kept.get("benefits", [])]
    entries = [_entry(one.get("id", ""), number, benefit) for number, (one, benefit) in enumerate(found, start=1)]
    return [*entries] or [Words(_("No benefit goes with this handover."), quiet=True)]


def _entry(key: str, number: int, benefit: BenefitText) -> Entry:
    hints = [_("Owner: %(owner)s") % {"owner": benefit.owner or NONE}, benefit.kind]
    if benefit.due:
        hints.append(_("to be seen by %(day)s") % {"day": benefit.due})
    blocks: list[Block] = [Words(benefit.description)] if benefit.description else []
    blocks += [_figures(one) for one in benefit.indicators]
    if benefit.how_known and not benefit.indicators:
        blocks.append(Facts([(_("How we will know"), benefit.how_known)]))
    used = [words for words in (benefit.use, benefit.use_of_value) if words]
    if used:
        blocks.append(Facts([(_("Use of the freed value"), "\n".join(used))]))
    return Entry(
        key=key,
        heading=f"{number}. {benefit.title}",
        tag=_("Dis-benefit") if benefit.is_disbenefit else "",
        hint=" · ".join(hint for hint in hints if hint),
        blocks=blocks,
    )


def _figures(one: IndicatorText) -> Figures:
    return Figures(
        one.name,
        [
            (_("Before"), one.start_missing or one.start),
            (_("Target"), "\n".join(one.goals) or NONE),
            (_("Latest when sent"), one.latest),
        ],
    )


def _costs(kept: Kept) -> list[Block]:
    amounts = {"operating_cost": money_in_words(kept), "hours_per_month": hours_in_words(kept)}
    rows = [(_label(name), words) for name, words in amounts.items() if words]
    facts = [Facts(rows, brief=True)] if rows else []
    return [*facts, *_said(kept, "operating_cost_note", "budget_consequence")]


def money_in_words(kept: Kept) -> str:
    """ "250 000 NOK"; empty where no cost is given."""
    cost = kept.get("operating_cost")
    return with_unit(number(Decimal(cost)), kept.get("operating_currency", "")) if cost else ""


def hours_in_words(kept: Kept) -> str:
    """ "6 hours per month"; empty where no time is given."""
    hours = kept.get("hours_per_month")
    return _("%(hours)s hours per month") % {"hours": number(Decimal(hours))} if hours else ""


def _remaining(kept: Kept) -> list[Entry | Block]:
    words = [Words(kept["remaining_work"])] if kept.get("remaining_work") else []
    items = [_item(number, one) for number, one in enumerate(kept.get("remaining_items", []), start=1)]
    return [*words, *items] or [Words(_("Nothing is named as unfinished."))]


def _item(number: int, one: Kept) -> Entry:
    until = _("by %(day)s") % {"day": day_in_words(one["due"])}
    return Entry(key=one["id"], heading=f"{number}. {one['item']}", tag="", hint=f"{one['owner']}, {until}", blocks=[])


def _report(kept: Kept) -> list[Block]:
    indicators = [one for benefit in kept.get("benefits", []) for one in benefit_text(benefit, {}).indicators]
    said = _said(kept, "reporting")
    if not indicators:
        return [Words(_("There is no figure to report.")), *said]
    responsible = kept["project"].get("benefits_responsible") or _("the benefits-responsible")
    checked = _("Each figure is checked by %(name)s or a controller. Varig asks by mail when one is due.")
    return [Points([_duty(one) for one in indicators]), Words(checked % {"name": responsible}), *said]


def _duty(one: IndicatorText) -> tuple[str, str, str]:
    often = f"{one.name}, {one.how_often.lower()}" if one.how_often else one.name
    return often, one.measurer or _("nobody is named to measure it"), one.method


def _risks(kept: Kept) -> list[Block]:
    return _said(kept, "risks", "preconditions")


def _running(kept: Kept) -> list[Block]:
    return _said(kept, *("operations_owner", "task_split", "agreements", "training", "documentation", "routines"))


def _said(kept: Kept, *names: str) -> list[Block]:
    """What is said of each; of what nothing is said, nothing is shown."""
    rows = [(_label(name), kept[name]) for name in names if kept.get(name)]
    return [Facts(rows)] if rows else []


def _label(name: str) -> str:
    return capfirst(str(LABELS[name]))


def _operations(kept: Kept) -> list[Block]:
    asked = {
        "closing_milestone": _("The milestone that marks the end"),
        "lasting_results": _("Which results last"),
        "anchoring": _("How they are anchored"),
        "way_forward": _("The way on"),
    }
    rows = [(label, kept.get(name) or NONE) for name, label in asked.items()]
    return [Facts([*rows, (_("The first action"), _first_action(kept))])]


def _first_action(kept: Kept) -> str:
    due = day_in_words(kept.get("first_action_due", ""))
    by = _("by %(day)s") % {"day": due} if due else ""
    who = ", ".join(part for part in (kept.get("first_action_owner", ""), by) if part)
    return "\n".join(part for part in (kept.get("first_action", ""), who) if part) or NONE


PARTS: Mapping[str, Sequence[str]] = {
    HandoverSection.WHAT: ("project", "receiving_unit", "line_manager", "takes_over_on", "handed_over"),
    HandoverSection.BENEFITS: ("benefits",),
    HandoverSection.COSTS: (
        *("operating_cost", "operating_currency", "operating_cost_note", "hours_per_month", "budget_consequence"),
    ),
    HandoverSection.REMAINING: ("remaining_work", "remaining_items"),
    HandoverSection.REPORT: ("reporting",),
    HandoverSection.RISKS: ("risks", "preconditions"),
    HandoverSection.RUNNING: (
        *("operations_owner", "task_split", "agreements", "training", "documentation", "routines"),
    ),
    HandoverSection.OPERATIONS: (
        *("closing_milestone", "lasting_results", "anchoring", "way_forward"),
        *("first_action", "first_action_owner", "first_action_due"),
    ),
}
"""Which parts of a snapshot, and of the handover itself, each section tells of."""

BLOCKS: Mapping[str, Callable[[Kept], Sequence[Block | Entry]]] = {
    HandoverSection.WHAT: _what,
    HandoverSection.BENEFITS: _benefits,
    HandoverSection.COSTS: _costs,
    HandoverSection.REMAINING: _remaining,
    HandoverSection.REPORT: _report,
    HandoverSection.RISKS: _risks,
    HandoverSection.RUNNING: _running,
    HandoverSection.OPERATIONS: _operations,
}
