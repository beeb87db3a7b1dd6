"""The places in the register where a person stands: which rows, which column, and when it counts."""

from dataclasses import dataclass
from typing import Any

from django.db.models import F, Model, Q
from django.db.models.functions import TruncDate

from projects.lifecycles.benefit import OPEN, BenefitState
from projects.lifecycles.handover import ACCEPTED_STATES
from projects.models import (
    Benefit,
    Condition,
    FollowUp,
    Gap,
    Handover,
    Indicator,
    Milestone,
    Prerequisite,
    PrerequisiteStatus,
    Project,
    RealisationAction,
    Referral,
    RemainingItem,
    Risk,
)
from projects.models.benefit_parts import ACTION_OPEN, RiskStatus
from projects.models.successions import SUBJECT
from projects.reports.duty_scope import OVER, PART_OF_LIFE

AFTER_THE_PROJECT = ("realising", "evaluating")
VIA = {"benefit": ("indicator", "action", "risk"), "handover": ("remaining_item",)}
"""The kinds that lead to their project through something else."""
PROMISED = (BenefitState.ACCEPTED, BenefitState.TRACKING)


@dataclass(frozen=True)
class Slot:
    """One kind of holding.

    `units` lead to the unit it belongs to, the first that is set; `asked` is the moment from which the present
    holder has it; `declined` finds the rows whose last holder said no or has not said yes; `unnamed` those for whom
    nobody is named, and to whom nobody else sees either.
    """

    kind: str
    model: type[Model]
    field: str
    living: Q
    units: tuple[str, ...]
    related: tuple[str, ...] = ()
    asked: str = ""
    declined: Q | None = None
    unnamed: Q | None = None

    @property
    def project(self) -> str:
        """The way to the project."""
        if self.model is Project:
            return "pk"
        return next((f"{way}__project" for way in ("benefit", "handover") if self.kind in VIA[way]), "project")

    @property
    def subject(self) -> str:
        """The column of a succession that points at it."""
        return SUBJECT.get(self.kind, self.kind)

    def project_of(self, row: Any) -> Any:
        return row if self.model is Project else row.project


LEADER_IS_GONE = Q(project__leader__is_active=False, project__state__in=AFTER_THE_PROJECT)
"""After the project its leader has no duties of their own, and is not followed by anybody."""
NOBODY_AT_ALL = Q(owner=None, benefits_responsible=None, state__in=PART_OF_LIFE) & (
    Q(leader=None) | Q(leader__is_active=False, state__in=AFTER_THE_PROJECT)
)
NOT_PAST = Q(due_date__gte=TruncDate(F("created_at")))
"""What was past when it was registered is no duty of anybody's."""


def _role(kind: str, over: tuple[str, ...], unnamed: Q | None = None) -> Slot:
    return Slot(
        kind=kind,
        model=Project,
        field=kind,
        living=~Q(state__in=over),
        units=("unit_id",),
        related=("unit",),
        asked=f"{kind}_asked_at",
        declined=Q(**{f"{kind}__isnull": True, f"{kind}_asked_at__isnull": False}),
        unnamed=unnamed,
    )


def _part(
    kind: str,
    model: type[Model],
    field: str,
    open_while: Q,
    units: tuple[str, ...] = (),
    *,
    over: tuple[str, ...] = OVER,
    unnamed: Q | None = None,
) -> Slot:
    living = open_while & ~Q(project__state__in=over)
    units = (*units, "project__unit_id")
    return Slot(kind, model, field, living, units, related=("project__unit",), unnamed=unnamed)


def _of_benefit(kind: str, model: type[Model], field: str, open_while: Q) -> Slot:
    living = open_while & Q(benefit__state__in=OPEN) & ~Q(benefit__project__state__in=OVER)
    units = ("benefit__receiving_unit_id", "benefit__project__unit_id")
    return Slot(kind, model, field, living, units, related=("benefit__project__unit",))


_BENEFIT = Slot(
    kind="benefit",
    model=Benefit,
    field="owner",
    living=Q(state__in=OPEN) & ~Q(project__state__in=OVER),
    units=("receiving_unit_id", "project__unit_id"),
    related=("project__unit", "receiving_unit"),
    asked="owner_asked_at",
    declined=Q(owner__isnull=True, owner_asked_at__isnull=False) | Q(state__in=PROMISED, accepted_at__isnull=True),
)
_INDICATOR = _of_benefit("indicator", Indicator, "measurer", Q())
_HANDOVER = Slot(
    kind="handover",
    model=Handover,
    field="line_manager",
    living=Q(state__in=("draft", "sent", "returned")) & ~Q(project__state__in=OVER),
    units=("receiving_unit_id",),
    related=("project__unit", "receiving_unit"),
)
_OPERATIONS = Slot(
    kind="operations",
    model=Handover,
    field="operations_owner",
    living=Q(state__in=ACCEPTED_STATES) & ~Q(project__state__in=OVER),
    units=("receiving_unit_id",),
    related=("project__unit", "receiving_unit"),
)
_REMAINING = Slot(
    kind="remaining_item",
    model=RemainingItem,
    field="owner",
    living=Q(handover__state__in=("draft", "sent", "returned")) & ~Q(handover__project__state__in=OVER),
    units=("handover__receiving_unit_id",),
    related=("handover__project__unit", "handover__receiving_unit"),
)
_REFERRAL = Slot(
    kind="referral",
    model=Referral,
    field="secretary",
    living=Q(withdrawn_at=None, decision=None) & ~Q(project__state__in=OVER),
    units=("project__unit_id",),
    related=("project__unit", "body__secretary"),
)
_CONDITION_UNITS = ("sign_off__handover__receiving_unit_id",)
ALL = (
    _BENEFIT,
    _role("owner", OVER, NOBODY_AT_ALL),
    _role("benefits_responsible", OVER),
    _role("leader", (*OVER, *AFTER_THE_PROJECT)),
    _HANDOVER,
    _OPERATIONS,
    _INDICATOR,
    _REMAINING,
    _part("condition", Condition, "owner", Q(fulfilled_at=None), _CONDITION_UNITS, over=("stopped", "rejected")),
    _part("follow_up", FollowUp, "responsible", Q(done_at__isnull=True), ("handover__receiving_unit_id",)),
    _part(
        *("milestone", Milestone, "responsible", Q(reached_date__isnull=True)),
        unnamed=Q(responsible=None, on_remaining_work=False) & NOT_PAST & LEADER_IS_GONE,
    ),
    _part("gap", Gap, "owner", Q(closed_at__isnull=True), unnamed=Q(owner=None) & LEADER_IS_GONE),
    _of_benefit("action", RealisationAction, "responsible", Q(status__in=ACTION_OPEN)),
    _part(
        *("prerequisite", Prerequisite, "handler", Q(status=PrerequisiteStatus.OPEN)),
        unnamed=Q(handler=None) & NOT_PAST & LEADER_IS_GONE,
    ),
    _of_benefit("risk", Risk, "responsible", Q(status=RiskStatus.OPEN)),
    _REFERRAL,
)
SLOTS = {slot.kind: slot for slot in ALL}
