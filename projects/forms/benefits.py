"""What is known of a benefit: in one line at first, in five minutes, or in full. The same fields behind all of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from projects.lifecycles.project import Track
from projects.models import Benefit, Project
from projects.reports.benefit_gaps import FITS, KNOWN, OUTSIDE, VALUE, WHAT, WHEN, WHO, Lacking
from register.forms.rows import RowForm

QUESTIONS = {
    "title": _("What is better, and for whom? For example: Fewer falls at night."),
    "kind": _("Money in a budget, time that is freed, something that is counted, or something that people judge?"),
    "is_disbenefit": _("Something gets worse, and that is accepted and watched."),
    "receivers": _("For example: 140 citizens with home care at night."),
    "duration": _("Does it come once, or does it last?"),
    "importance": _("High, medium, low, or in your own word."),
    "how_known": _("What will we see, hear or count?"),
    "use_kind": _("Leave it empty where neither money nor time is freed."),
    "use_service": _("By name, where it goes to another service."),
    "use_of_value": _("What is done with the money or time that is freed?"),
    "use_decided_by": _("Until this is decided, the benefit's value is shown as a potential."),
    "receiving_unit": _("Empty: it goes with every handover of the project."),
    "attribution_share": _("100 where nothing else plays a part. Empty: not judged."),
    "milestone": _("When this milestone moves, the dates below move with it, and the owner is told."),
    "months_after_milestone": _("Empty: the dates keep their distance to the milestone."),
    "start_date": _("Comes by itself where months from a milestone are given. For example 2026-Q2 or 2026-05-01."),
    "outside_organisation": _("Leave it empty where the benefit shows with us."),
    "outside_owner_email": _("They report by a link in a mail, without an account."),
    "part_of": _("The larger benefit that this one is part of; only the larger one is summed."),
    "restates": _("The same gain said in another unit; only the other one is summed."),
    "owner": _("Somebody in the line who stays when the project ends."),
}
IN_FIVE_MINUTES = {
    "title": _("What gets better"),
    "due_date": _("When shall it be seen"),
    "how_known": _("How will we know"),
    "use_kind": _("What becomes of freed money or time"),
    "owner": _("Who owns it when the project is over"),
}
SHORT, FULL = "short", "full"


@dataclass(frozen=True)
class FormPart:
    """One section of a form, with what it lacks as the benefit stands."""

    key: str
    heading: Any
    explanation: Any
    fields: Sequence[forms.BoundField]
    lacking: Sequence[Lacking]


class BenefitRowForm(RowForm):
    model = Benefit

    def __init__(self, *args: Any, project: Project | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, question in QUESTIONS.items():
            if name in self.fields:
                self.fields[name].help_text = question
        self._offer_what_is_near(self.row.project if isinstance(self.row, Benefit) else project)

    def _offer_what_is_near(self, project: Project | None) -> None:
        """Milestones of the project; other benefits of it, its programme and its unit, and the one chosen."""
        near = Q(project=project) if project else Q()
        if project and project.programme_id:
            near |= Q(project__programme=project.programme_id)
        if project and project.unit_id:
            near |= Q(project__unit=project.unit_id)
        for name in ("part_of", "restates"):
            if name in self.fields:
                chosen = Q(pk=getattr(self.row, f"{name}_id", None))
                others = self.fields[name].queryset.select_related("project")  # type: ignore[attr-defined]
                others = others.filter(near | chosen).exclude(pk=getattr(self.row, "pk", None))
                self.fields[name].queryset = others  # type: ignore[attr-defined]
        if "milestone" in self.fields and project:
            self.fields["milestone"].queryset = project.milestones.order_by("due_date", "id")  # type: ignore[attr-defined]


class QuickBenefitForm(BenefitRowForm):
    """One line: what, how it shows, who."""

    shown = ("title", "kind", "owner")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.help_text = ""


class ShortBenefitForm(BenefitRowForm):
    """Five minutes: what the light track asks for, and whether freed money or time is going to be used."""

    hides_optional = True
    shown = (
        *("title", "kind", "beneficiaries", "owner", "how_known", "due_date", "use_kind", "use_service"),
        *("is_disbenefit", "is_emergent"),
    )
    change_reason = forms.CharField(required=False, max_length=2000, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in IN_FIVE_MINUTES.items():
            self.fields[name].label = label
        self.fields["title"].help_text = _("For example: Fewer falls at night.")
        self.fields["how_known"].widget.attrs["rows"] = 2

    def parts(self, lacking: Iterable[Lacking]) -> list[FormPart]:
        """One part without a heading."""
        here = [one for one in lacking if one.field in self.fields]
        return [FormPart("", "", "", [self[name] for name in self.shown], here)]


class BenefitForm(BenefitRowForm):
    """Everything that is said of a benefit, but not its figures."""

    hides_optional = True
    PARTS = (
        (
            *(WHAT, _("What gets better, and for whom"), ""),
            *("title", "description", "kind", "is_disbenefit", "is_emergent", "beneficiaries", "receivers"),
            *("duration", "importance", "importance_reason"),
        ),
        (WHO, _("Who answers for it"), "", "owner", "receiving_unit"),
        (WHEN, _("When it comes"), "", "milestone", "months_after_milestone", "start_date", "due_date"),
        (
            *(VALUE, _("What the freed value is used for"), ""),
            *("cashability", "use_kind", "use_service", "use_of_value", "use_decided_by", "use_decided_on"),
        ),
        (KNOWN, _("How we will know"), "", "how_known", "attribution_share", "attribution_reason"),
        (FITS, _("How it fits together"), "", "goals", "part_of", "restates"),
        (
            *(OUTSIDE, _("If it shows in another organisation")),
            _("Somebody there owns it and reports. The owner above is then its custodian here."),
            *("outside_organisation", "outside_owner_name", "outside_owner_email", "outside_involved_on"),
        ),
    )
    shown = tuple(name for part in PARTS for name in part[3:])
    change_reason = forms.CharField(label=_("Reason for the change"), required=False, max_length=2000)

    def parts(self, lacking: Iterable[Lacking]) -> list[FormPart]:
        """The fields under their headings, each heading with what it lacks."""
        found = list(lacking)
        return [
            FormPart(key, heading, words, [self[name] for name in names], [one for one in found if one.section == key])
            for key, heading, words, *names in self.PARTS
        ]


def form_for(project: Project, asked: str) -> type[ShortBenefitForm] | type[BenefitForm]:
    """The one that is asked for, else the one of the project's track."""
    if asked == SHORT or (asked != FULL and project.track == Track.LIGHT):
        return ShortBenefitForm
    return BenefitForm


class JudgementForm(RowForm):
    """How a person judges it: a benefit that cannot be counted, or one beside its figures."""

    model = Benefit
    shown = ("judgement", "judgement_words", "judged_on")
