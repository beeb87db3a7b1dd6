"""The text that a line manager signs, section by section; nothing stands here that is not in the snapshot."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from projects.reports.benefit_text import BenefitText, IndicatorText, benefit_text
from projects.reports.figure_words import NONE, day_in_words
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
    sections = (Section(key, heading(), blocks(kept)) for key, (heading, blocks) in SECTIONS.items())
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
    return [*purpose, Facts(facts, brief=True)]


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
    if benefit.use_of_value:
        blocks.append(Facts([(_("Use of the freed value"), benefit.use_of_value)]))
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


def _remaining(kept: Kept) -> list[Block]:
    return [Words(kept.get("remaining_work") or _("Nothing is named as unfinished."))]


def _report(kept: Kept) -> list[Block]:
    indicators = [one for benefit in kept.get("benefits", []) for one in benefit_text(benefit, {}).indicators]
    if not indicators:
        return [Words(_("There is no figure to report."))]
    responsible = kept["project"].get("benefits_responsible") or _("the benefits-responsible")
    checked = _("Each figure is checked by %(name)s or a controller. Varig asks by mail when one is due.")
    return [Points([_duty(one) for one in indicators]), Words(checked % {"name": responsible})]


def _duty(one: IndicatorText) -> tuple[str, str, str]:
    often = f"{one.name}, {one.how_often.lower()}" if one.how_often else one.name
    return often, one.measurer or _("nobody is named to measure it"), one.method


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


SECTIONS: dict[str, tuple[Callable[[], str], Callable[[Kept], Sequence[Block | Entry]]]] = {
    "what": (lambda: _("What you take over, and from when"), _what),
    "benefits": (lambda: _("Your benefits, one by one"), _benefits),
    "remaining": (lambda: _("What is not finished"), _remaining),
    "report": (lambda: _("What you must report, when, to whom"), _report),
    "operations": (lambda: _("From project to operations"), _operations),
}
