"""What was promised when execution was decided, its later changes, and judgements that newer ones followed."""

from typing import Any

from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from projects.api.courses import END, FIGURE, OF_INDICATOR
from projects.models import (
    ChangedMoney,
    EarlierJudgement,
    MoneyChange,
    PromisedFigure,
    PromisedYear,
    Rebaselined,
    Rebaselining,
)
from projects.services import promises
from register.api.base import Resource
from register.api.fields import Text
from register.api.filters import by_code, by_emptiness, by_id, by_number
from register.api.inputs import Input
from register.api.outputs import Output
from register.api.queries import refuse_strangers

OF_BENEFIT = {"benefit": by_id("benefit"), "project": by_id("benefit__project")}


class PromiseOutput(Output):
    """A baseline or a target as it was when execution was decided."""

    class Meta:
        model = PromisedFigure
        fields = [
            *("id", "key", "organisation", "indicator", "gate_decision", "decided_on", "is_baseline"),
            *("due_date", "due_date_entered", *FIGURE, *END),
        ]


class Promises(Resource):
    """What was promised. Nothing changes it; a new decision to execute adds new rows, and those count."""

    model = PromisedFigure
    output = PromiseOutput
    filters = OF_INDICATOR
    orderings = {"due_date": "due_date", "decided_on": "decided_on"}


class RebaseliningOutput(Output):
    """A change of what was promised: old, new, why, by whom, and who approved it."""

    class Meta:
        model = Rebaselining
        fields = [
            *("id", "key", "organisation", "indicator", "what", "old", "new", "reason", "changed_by", "changed_on"),
            *("approved_by", "approved_at", "approval", *END),
        ]


class ApprovalInput(Input):
    """What is said with the yes, for example the case it was decided in."""

    comment = Text(required=False)


class Approvable(Resource):
    """Changes of a promise, which somebody else approves."""

    inputs = {"approve": ApprovalInput}

    @action(detail=True, methods=["post"])
    def approve(self, request: Request, pk: Any) -> Response:
        """Say yes to it, as the project owner or a decision maker who did not make the change."""
        refuse_strangers(request, frozenset())
        row = self.get_row(pk)
        comment = self.read_body().get("comment", "")
        return self.answer(promises.approve_change(change=row, comment=comment, **self.caller))


class Rebaselinings(Approvable):
    """Changes of baselines and targets since execution was decided. They are written by the change itself."""

    model = Rebaselining
    output = RebaseliningOutput
    filters = {**OF_INDICATOR, "what": by_code("what", Rebaselined), "waiting": by_emptiness("approved_at")}
    orderings = {"changed_on": "changed_on"}


class PromisedYearRowOutput(Output):
    """A year of a benefit's money as it was when execution was decided; `budget_line` where it stood on one."""

    class Meta:
        model = PromisedYear
        fields = [
            *("id", "key", "organisation", "benefit", "gate_decision", "decided_on", "year", "budget_line"),
            *("currency", "price_level_year", "gross", "running_cost", "net", *END),
        ]


class PromisedYears(Resource):
    """The money that was promised. Nothing changes it; a new decision to execute adds new rows, and those count."""

    model = PromisedYear
    output = PromisedYearRowOutput
    filters = {**OF_BENEFIT, "year": by_number("year"), "budget_line": by_id("budget_line")}
    orderings = {"year": "year", "decided_on": "decided_on"}


class MoneyChangeOutput(Output):
    """A change of promised money: old, new, why, by whom, and who approved it."""

    class Meta:
        model = MoneyChange
        fields = [
            *("id", "key", "organisation", "benefit", "year", "what", "old", "new", "reason", "changed_by"),
            *("changed_on", "approved_by", "approved_at", "approval", *END),
        ]


class MoneyChanges(Approvable):
    """Changes of the money of benefits since execution was decided. They are written by the change itself."""

    model = MoneyChange
    output = MoneyChangeOutput
    filters = {
        **OF_BENEFIT,
        "year": by_number("year"),
        "what": by_code("what", ChangedMoney),
        "waiting": by_emptiness("approved_at"),
    }
    orderings = {"changed_on": "changed_on"}


class EarlierJudgementOutput(Output):
    """A judgement that was verified before the one that stands on the benefit."""

    class Meta:
        model = EarlierJudgement
        fields = [
            *("id", "key", "organisation", "benefit", "judgement", "judgement_words", "judged_on", "judged_by"),
            *("judgement_verified_by", *END),
        ]


class EarlierJudgements(Resource):
    """Verified judgements that newer ones have followed."""

    model = EarlierJudgement
    output = EarlierJudgementOutput
    filters = OF_BENEFIT
    orderings = {"judged_on": "judged_on"}
