"""Benefits: what shall be better, and who in the line answers for it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from projects.api.benefit_money import BenefitReports, complete_money, say_money
from projects.api.days import days_asked
from projects.api.rewindable import Rewindable
from projects.api.transitions import Transitions
from projects.api.yields import YieldsOfBenefits
from projects.formulas.freed_value import FreedValue
from projects.formulas.status import Code
from projects.lifecycles.benefit import BenefitState
from projects.models import (
    Beneficiaries,
    Benefit,
    BenefitKind,
    Cashability,
    Duration,
    FreedValueUse,
    Milestone,
    Project,
)
from projects.models.benefit_profile import FREED_VALUE
from projects.models.benefits import BenefitOutcome, Judgement
from projects.reports.known_rows import KnownRows
from projects.reports.status import BenefitStatus, benefit_statuses
from projects.services import benefits
from register.api.authentication import person_of
from register.api.base import Creatable, Edit, Editable
from register.api.fields import Choice, Day, Figure, Flag, LastDay, Reference, References, Text, Whole
from register.api.filters import by_code, by_flag, by_id, by_linked, by_words
from register.api.inputs import Reason, RowInput
from register.api.outputs import FigureShown, Output, Row, WholeShown
from register.models import Goal, Person, Unit


class BenefitOutput(Output):
    """A benefit: what shall be better, and who in the line answers for it.

    `is_potential`: money or time is freed, and nobody has decided yet what becomes of it. `custodian`: its owner
    here, where the benefit shows in another organisation and is owned there.
    """

    status = serializers.ChoiceField(list(Code))
    status_reason = serializers.CharField()
    is_potential = serializers.BooleanField()
    custodian = serializers.UUIDField(allow_null=True)

    net_present_value = FigureShown()
    payback_year = WholeShown(allow_null=True)

    class Meta:
        model = Benefit
        fields = [
            *("id", "key", "organisation", "project", "title", "description", "kind", "is_disbenefit", "beneficiaries"),
            *("owner", "owner_asked_at", "accepted_at", "receiving_unit", "state", "state_changed_at"),
            *("receivers", "duration", "cashability", "is_emergent"),
            *("use_of_value", "use_kind", "use_service", "use_decided_by", "use_decided_on", "is_potential"),
            *("importance", "importance_reason", "attribution_share", "attribution_reason"),
            *("goals", "part_of", "restates", "milestone", "months_after_milestone"),
            *("start_date", "start_date_entered", "due_date", "due_date_entered", "how_known"),
            *("outside_organisation", "outside_owner_name", "outside_owner_email", "outside_involved_on", "custodian"),
            *("judgement", "judgement_words", "judged_on", "judged_by", "judgement_verified_by"),
            *("currency", "price_level_year", "decision_year", "net_present_value", "payback_year"),
            *("status", "status_reason", "outcome", "outcome_explanation", "created_at", "updated_at", "version"),
        ]

    @classmethod
    def complete(cls, rows: list[Row], request: Request) -> None:
        organisation = person_of(request).organisation
        today = organisation.local_date(timezone.now())
        found = Benefit.objects.filter(pk__in=[row["id"] for row in rows])
        statuses = benefit_statuses(found, on=days_asked(request).on, organisation=organisation)
        cls.say(rows, statuses, today)
        complete_money(rows, request)

    @classmethod
    def say(cls, rows: list[Row], statuses: Mapping[UUID, BenefitStatus], day: date) -> None:
        """What follows from the columns, and the statuses."""
        for row in rows:
            row |= {"status": statuses[row["id"]].code, "status_reason": statuses[row["id"]].sentence}
            known = {name: row[name] for name in FREED_VALUE} | {"use_kind": row["use_kind"] or ""}
            row["is_potential"] = FreedValue(**known).is_potential(day)
            row["custodian"] = row["owner"] if row["outside_organisation"] else None


class DescribedBenefit(RowInput):
    """What is said of a benefit when it is expected."""

    fixed = ("project",)

    project = Reference(Project, required=True)
    title = Text()
    description = Text(required=False)
    kind = Choice(BenefitKind)
    is_disbenefit = Flag(required=False)
    beneficiaries = Choice(Beneficiaries)
    owner = Reference(Person)
    receiving_unit = Reference(Unit)
    receivers = Text(required=False)
    duration = Choice(Duration)
    cashability = Choice(Cashability)
    is_emergent = Flag(required=False)
    use_of_value = Text(required=False)
    use_kind = Choice(FreedValueUse)
    use_service = Text(required=False)
    use_decided_by = Text(required=False)
    use_decided_on = LastDay()
    importance = Text(required=False)
    importance_reason = Text(required=False)
    attribution_share = Figure()
    attribution_reason = Text(required=False)
    goals = References(Goal)
    part_of = Reference(Benefit)
    restates = Reference(Benefit)
    milestone = Reference(Milestone)
    months_after_milestone = Whole()
    start_date = Day()
    due_date = Day()
    how_known = Text(required=False)
    outside_organisation = Text(required=False)
    outside_owner_name = Text(required=False)
    outside_owner_email = Text(required=False)
    outside_involved_on = LastDay()
    currency = Text(required=False)
    price_level_year = Whole()
    decision_year = Whole()


class NewBenefitInput(DescribedBenefit):
    """A benefit of a running project is registered in the state it is in, by an administrator."""

    state = Choice(BenefitState, optional=False)


class BenefitInput(DescribedBenefit):
    """What people say of it on the way and at the end."""

    judgement = Choice(Judgement)
    judgement_words = Text(required=False)
    judged_on = LastDay()
    outcome = Choice(BenefitOutcome)
    outcome_explanation = Text(required=False)


class Benefits(BenefitReports, YieldsOfBenefits, Transitions, Rewindable, Creatable, Editable):
    """What shall be better. There is no DELETE: a benefit that is not expected any more is withdrawn."""

    model = Benefit
    output = BenefitOutput
    inputs = {
        **Transitions.inputs,
        "create": NewBenefitInput,
        "update": BenefitInput,
        "partial_update": BenefitInput,
        "verify_judgement": Reason,
    }
    answers = {**Transitions.answers, **BenefitReports.answers, **YieldsOfBenefits.answers}
    parameters_of = {**BenefitReports.parameters_of, **YieldsOfBenefits.parameters_of}
    orderings = {
        "title": "title_sort",
        **{name: name for name in ("state", "start_date", "due_date", "state_changed_at")},
    }
    default_ordering = "title"
    columns_of = {"unit": "unit_of_project", "goal": "goals"}
    words_of = {"q": "title"}
    filters = {
        "organisation": by_id("organisation"),
        "project": by_id("project"),
        "unit": by_id("project__unit"),
        "receiving_unit": by_id("receiving_unit"),
        "owner": by_id("owner"),
        "goal": by_linked("goals", Benefit),
        "part_of": by_id("part_of"),
        "state": by_code("state", BenefitState),
        "kind": by_code("kind", BenefitKind),
        "is_disbenefit": by_flag("is_disbenefit"),
        "is_emergent": by_flag("is_emergent"),
        "milestone": by_id("milestone"),
        "use_kind": by_code("use_kind", FreedValueUse),
        "q": by_words("title"),
    }

    def shape_then(self, rows: Sequence[Row], known: KnownRows, request: Request) -> list[Row]:
        judged, moneys = known.judged({row["id"] for row in rows}), known.moneys(rows)
        shaped = self.output.shape_columns([{name: row[name] for name in self.output.stored()} for row in rows])
        self.output.say(shaped, {pk: one.status for pk, one in judged.items()}, known.knowledge.day)
        say_money(shaped, moneys)
        return shaped

    def create_row(self, fields: dict[str, Any]) -> Benefit:
        return benefits.create_benefit(project=fields.pop("project"), fields=fields, **self.caller)

    def update_row(self, row: Benefit, changes: dict[str, Any], how: Edit) -> Benefit:
        return benefits.update_benefit(benefit=row, changes=changes, **how)

    @action(detail=True, methods=["post"], url_path="judgement/verify")
    def verify_judgement(self, request: Request, pk: Any) -> Response:
        """Vouch for the judgement of a benefit that cannot be counted; by somebody else than its judge."""
        row = self.get_row(pk)
        self.read_body()
        return self.answer(benefits.verify_judgement(benefit=row, **self.caller))
