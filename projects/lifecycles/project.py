"""The life of a project, on one page: every state, every way out, who takes it and what it asks."""

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import RETURN_VALUE, FSMField, transition

from projects import gate_permissions as gates
from projects import permissions
from projects.requirements import closing, planning, proposing
from projects.requirements import gates as every
from projects.requirements import handing_over as handing
from workflows.models.lifecycle import LifecycleModel


class Track(models.TextChoices):
    """How much a project is asked for on its way."""

    FULL = "full", _("Full")
    LIGHT = "light", _("Light")


class ProjectState(models.TextChoices):
    """The states of contract and glossary."""

    DRAFT = "draft", _("Draft")
    PROPOSED = "proposed", _("Idea for decision")
    CONCEPT = "concept", _("Concept")
    PLANNING = "planning", _("Planning")
    EXECUTING = "executing", _("Executing")
    HANDING_OVER = "handing_over", _("Handing over")
    REALISING = "realising", _("In operation, realising benefits")
    EVALUATING = "evaluating", _("Evaluating")
    CLOSED = "closed", _("Follow-up ended")
    ON_HOLD = "on_hold", _("On hold")
    STOPPED = "stopped", _("Stopped")
    REJECTED = "rejected", _("Not approved")


State = ProjectState
BEFORE_REALISING = (State.DRAFT, State.PROPOSED, State.CONCEPT, State.PLANNING, State.EXECUTING, State.HANDING_OVER)
RUNNING = (State.CONCEPT, State.PLANNING, State.EXECUTING, State.HANDING_OVER, State.REALISING)
ANSWER = ("outcome", "conditions", "review_date", "round")
GATES = ("approve_concept", "approve_planning", "approve_execution", "start_handover", "complete_handover", "close")
DECISION = ("comment", "body", "decided_on", "case_number", "item_number", "link")


def _decided(project: Any) -> tuple[str, ...]:
    """In the light track the handover is taken without an answer to a gate."""
    return ("comment",) if _light(project) else (*ANSWER, *DECISION)


def _full(project: Any) -> bool:
    return project.track == Track.FULL


def _light(project: Any) -> bool:
    return project.track == Track.LIGHT


def _where_it_came_from(project: Any) -> str:
    return str(project.state_before_hold)


class ProjectLifecycle(LifecycleModel):
    """The state of a project and what a pause must remember."""

    state = FSMField(_("state"), default=State.DRAFT, choices=State.choices, protected=True)
    state_before_hold = models.CharField(max_length=20, choices=State.choices, blank=True, editable=False)
    review_date = models.DateField(_("review date"), null=True, blank=True)

    class Meta:
        abstract = True

    @transition(
        field=state,
        source=State.DRAFT,
        target=State.PROPOSED,
        permission=permissions.LEADS,
        conditions=proposing.SUBMIT,
        custom={"label": _("Propose"), "onward": True, "asks": ("comment",)},
    )
    def submit(self, given: Mapping[str, Any]) -> None:
        """Ask for the project to be taken up."""

    @transition(
        field=state,
        source=State.PROPOSED,
        target=State.DRAFT,
        permission=permissions.LEADS,
        custom={"label": _("Withdraw the proposal"), "asks": ("comment",)},
    )
    def withdraw(self, given: Mapping[str, Any]) -> None:
        """Take the proposal back."""

    @transition(
        field=state,
        source=State.PROPOSED,
        target=State.CONCEPT,
        permission=gates.at_gate("approve_concept", permissions.DECIDES),
        conditions=[proposing.OWNER_NAMED, *every.at_gate("approve_concept")],
        custom={
            "label": _("Approve the concept phase"),
            "onward": True,
            "asks": (*ANSWER, *DECISION),
            "applies": _full,
        },
    )
    def approve_concept(self, given: Mapping[str, Any]) -> None:
        """Gate 1: take the idea up."""

    @transition(
        field=state,
        source=State.CONCEPT,
        target=State.PLANNING,
        permission=gates.at_gate("approve_planning", permissions.DECIDES),
        conditions=[*planning.APPROVE_PLANNING, *every.at_gate("approve_planning")],
        custom={
            "label": _("Approve the planning phase"),
            "onward": True,
            "asks": (*ANSWER, *DECISION),
        },
    )
    def approve_planning(self, given: Mapping[str, Any]) -> None:
        """Gate 2: plan it."""

    @transition(
        field=state,
        source=State.PROPOSED,
        target=State.EXECUTING,
        permission=gates.at_gate("approve_execution", permissions.OWNS),
        conditions=[*planning.APPROVE_EXECUTION_LIGHT, *every.at_gate("approve_execution")],
        custom={
            "label": _("Approve execution"),
            "onward": True,
            "asks": (*ANSWER, *DECISION),
            "applies": _light,
        },
    )
    @transition(
        field=state,
        source=State.PLANNING,
        target=State.EXECUTING,
        permission=gates.at_gate("approve_execution", permissions.OWNS),
        conditions=[*planning.APPROVE_EXECUTION, *every.at_gate("approve_execution")],
        custom={
            "label": _("Approve execution"),
            "onward": True,
            "asks": (*ANSWER, *DECISION),
        },
    )
    def approve_execution(self, given: Mapping[str, Any]) -> None:
        """Gate 3: carry it out."""

    @transition(
        field=state,
        source=State.EXECUTING,
        target=State.HANDING_OVER,
        permission=gates.at_gate("start_handover", permissions.STARTS_HANDOVER),
        conditions=[*handing.START, *every.at_gate("start_handover")],
        custom={"label": _("Start the handover"), "onward": True, "asks": _decided},
    )
    def start_handover(self, given: Mapping[str, Any]) -> None:
        """Gate 4: ask the line to take over."""

    @transition(
        field=state,
        source=State.HANDING_OVER,
        target=State.REALISING,
        permission=gates.at_gate("complete_handover", permissions.COMPLETES_HANDOVER),
        conditions=[*handing.COMPLETE, *every.at_gate("complete_handover")],
        custom={"label": _("Complete the handover"), "onward": True, "asks": _decided},
    )
    def complete_handover(self, given: Mapping[str, Any]) -> None:
        """Gate 5: the project ends, the line realises the benefits."""

    @transition(
        field=state,
        source=State.HANDING_OVER,
        target=State.EXECUTING,
        permission=permissions.OWNS,
        custom={"label": _("Return to execution"), "asks": ("comment",), "requires": ("comment",)},
    )
    def return_to_execution(self, given: Mapping[str, Any]) -> None:
        """Go back: something must be delivered before the line can take over."""
        self.recommended_at = None

    @transition(
        field=state,
        source=State.REALISING,
        target=State.EVALUATING,
        permission=permissions.ANSWERS_FOR_BENEFITS,
        conditions=[closing.MEASUREMENTS_DONE],
        custom={"label": _("Start the evaluation"), "onward": True, "asks": ("comment",)},
    )
    def start_evaluation(self, given: Mapping[str, Any]) -> None:
        """Judge the outcomes."""

    @transition(
        field=state,
        source=State.EVALUATING,
        target=State.REALISING,
        permission=permissions.DECIDES,
        custom={
            "label": _("Continue realising"),
            "asks": ("comment", "conditions"),
            "requires": ("conditions",),
        },
    )
    def continue_realising(self, given: Mapping[str, Any]) -> None:
        """More can be taken out: new actions, each with a date."""

    @transition(
        field=state,
        source=[State.EVALUATING, State.REALISING],
        target=State.CLOSED,
        permission=gates.at_gate("close", permissions.DECIDES),
        conditions=[closing.OUTCOMES_JUDGED, closing.LESSONS_RECORDED, *every.at_gate("close")],
        custom={
            "label": _("End the follow-up"),
            "onward": True,
            "asks": ("outcome", "conditions", "round", *DECISION),
            "requires": ("comment",),
        },
    )
    def close(self, given: Mapping[str, Any]) -> None:
        """Gate 6: the decision that follow-up ends."""

    @transition(
        field=state,
        source=State.PROPOSED,
        target=State.DRAFT,
        permission=gates.at_first_gate(permissions.DECIDES),
        custom={"label": _("Send back"), "asks": ("comment", "round"), "requires": ("comment",)},
    )
    def send_back(self, given: Mapping[str, Any]) -> None:
        """Ask the leader to work on it."""

    @transition(
        field=state,
        source=State.PROPOSED,
        target=State.REJECTED,
        permission=gates.at_first_gate(permissions.DECIDES),
        custom={"label": _("Do not approve"), "asks": (*DECISION, "round"), "requires": ("comment",)},
    )
    def reject(self, given: Mapping[str, Any]) -> None:
        """The idea is not taken up."""

    @transition(
        field=state,
        source=State.REJECTED,
        target=State.DRAFT,
        permission=permissions.LEADS,
        custom={"label": _("Revise"), "onward": True, "asks": ("comment",), "requires": ("comment",)},
    )
    def revise(self, given: Mapping[str, Any]) -> None:
        """Work on a rejected idea again."""

    @transition(
        field=state,
        source=State.PROPOSED,
        target=State.ON_HOLD,
        permission=permissions.OWNS,
        custom={"label": _("Put on hold"), "requires": ("comment", "review_date"), "answers_a_gate": True},
    )
    @transition(
        field=state,
        source=list(RUNNING),
        target=State.ON_HOLD,
        permission=permissions.OWNS,
        custom={"label": _("Put on hold"), "asks": ("comment", "review_date"), "requires": ("comment", "review_date")},
    )
    def hold(self, given: Mapping[str, Any]) -> None:
        """Pause, until a day when somebody looks again."""
        self.state_before_hold = self.state
        self.review_date = given["review_date"]

    @transition(
        field=state,
        source=State.ON_HOLD,
        target=RETURN_VALUE(State.PROPOSED, *RUNNING),
        permission=permissions.OWNS,
        custom={"label": _("Resume"), "onward": True, "asks": ("comment",), "leads_to": _where_it_came_from},
    )
    def resume(self, given: Mapping[str, Any]) -> str:
        """Go on where the project was paused."""
        back, self.state_before_hold, self.review_date = self.state_before_hold, "", None
        return back

    @transition(
        field=state,
        source=[*BEFORE_REALISING, State.ON_HOLD],
        target=State.STOPPED,
        permission=permissions.DECIDES,
        conditions=[closing.LESSONS_RECORDED],
        custom={"label": _("Stop the project"), "asks": DECISION, "requires": ("comment",)},
    )
    def stop(self, given: Mapping[str, Any]) -> None:
        """End it before its time; its benefits are withdrawn."""
        self.state_before_hold, self.review_date = "", None

    @transition(
        field=state,
        source=State.STOPPED,
        target=State.PLANNING,
        permission=permissions.DECIDES,
        custom={"label": _("Reopen"), "asks": ("comment",), "requires": ("comment",)},
    )
    @transition(
        field=state,
        source=State.CLOSED,
        target=RETURN_VALUE(State.REALISING, State.EVALUATING),
        permission=permissions.DECIDES,
        custom={
            "label": _("Reopen"),
            "asks": ("comment", "outcome"),
            "requires": ("comment",),
            "leads_to": lambda project: State.REALISING,
        },
    )
    def reopen(self, given: Mapping[str, Any]) -> str:
        """Take it up again; ``outcome`` may name ``evaluating`` for a closed one."""
        return State.EVALUATING if given.get("outcome") == State.EVALUATING else State.REALISING
