"""A cast and projects for tests: built by the services themselves, lacking nothing."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone

from projects.models import Benefit, BudgetEntry, DecidingBody, Handover, Indicator, Lesson, Milestone, Project, Target
from projects.services import (
    benefit_parts,
    benefit_years,
    budget_entries,
    checklists,
    deciding,
    handovers,
    money_catalogues,
    projects,
    referrals,
    sign_off,
    transitions,
)
from register.models import Goal, Organisation, Person, RoleAssignment, Unit
from register.services import editing
from tests.kept import kept


def organisation(name: str = "Testby kommune", country: str = "NO") -> Organisation:
    return Organisation.objects.create(
        name=name, country=country, language="en", currency="NOK", time_zone="Europe/Oslo"
    )


def person(organisation: Organisation, name: str, *, now: datetime, role: str = "", unit: Unit | None = None) -> Person:
    """Somebody in an organisation, with a role if one is named."""
    email = f"{name.lower().replace(' ', '.')}@{organisation.name.split()[0].lower()}.example"
    somebody = Person.objects.create(organisation=organisation, name=name, email=email, language="en", created_at=now)
    if role:
        give_role(somebody, role, now=now, unit=unit)
    return somebody


def give_role(somebody: Person, role: str, *, now: datetime, unit: Unit | None = None) -> None:
    organisation_id = somebody.organisation_id
    RoleAssignment.objects.create(
        organisation_id=organisation_id, person=somebody, role=role, unit=unit, created_at=now
    )
    somebody.__dict__.pop("standing", None)


def unit(organisation: Organisation, name: str, *, now: datetime, parent: Unit | None = None) -> Unit:
    return Unit.objects.create(organisation=organisation, name=name, parent=parent, created_at=now)


def this_hour() -> datetime:
    """For casts that live today, as pages do: the same moment for all of them, so that walks are kept."""
    return timezone.now().replace(minute=0, second=0, microsecond=0)


def fresh(row: Any) -> Any:
    """The row as it stands in the database now."""
    return type(row).objects.get(pk=row.pk)


@dataclass
class Cast:
    """Everybody a project needs, each with one role, and two who have none."""

    now: datetime
    organisation: Organisation = field(init=False)
    top: Unit = field(init=False)
    unit: Unit = field(init=False)
    leader: Person = field(init=False)
    owner: Person = field(init=False)
    responsible: Person = field(init=False)
    line_manager: Person = field(init=False)
    deputy: Person = field(init=False)
    superior: Person = field(init=False)
    decision_maker: Person = field(init=False)
    controller: Person = field(init=False)
    administrator: Person = field(init=False)
    member: Person = field(init=False)
    stranger: Person = field(init=False)

    def __post_init__(self) -> None:
        vars(self).update(self.everybody())
        for one in vars(self).values():
            if isinstance(one, (Person, Unit)) and one.organisation_id == self.organisation.pk:
                one.organisation = self.organisation

    @kept
    def everybody(self) -> dict[str, Any]:
        """All of them by name, and where they work."""
        self.organisation = organisation()
        top = unit(self.organisation, "Whole municipality", now=self.now)
        home = unit(self.organisation, "Home care", now=self.now, parent=top)
        return {
            "organisation": self.organisation,
            "top": top,
            "unit": home,
            "leader": self.person("Leader"),
            "owner": self.person("Owner"),
            "responsible": self.person("Responsible"),
            "line_manager": self.person("Line manager", "line_manager", home),
            "deputy": self.person("Deputy", "deputy", home),
            "superior": self.person("Superior", "line_manager", top),
            "decision_maker": self.person("Decision maker", "decision_maker"),
            "controller": self.person("Controller", "controller"),
            "administrator": self.person("Administrator", "administrator"),
            "member": self.person("Member"),
            "stranger": person(organisation("Nabo kommune"), "Stranger", now=self.now),
        }

    @kept
    def person(self, name: str, role: str = "", unit: Unit | None = None) -> Person:
        return person(self.organisation, name, now=self.now, role=role, unit=unit)

    def take(self, subject: Any, name: str, by: Person | None, **answers: Any) -> Any:
        """One step, on the row as it stands now."""
        comment = answers.pop("comment", "")
        return transitions.take(subject=fresh(subject), name=name, by=by, now=self.now, comment=comment, given=answers)

    # Each of these gives a project that lacks nothing for its next gate.

    @kept
    def draft(self, **fields: Any) -> Project:
        values = {
            "title": "Shorter days in bed",
            "unit": self.unit,
            "purpose": "Fewer falls.",
            "background": "Too many falls.",
            "alternatives": "Do nothing; hire more.",
            "owner": self.owner,
            "benefits_responsible": self.responsible,
            **fields,
        }
        project = projects.create_project(organisation=self.organisation, fields=values, by=self.leader, now=self.now)
        self.benefit(project)
        return project

    @kept
    def proposed(self, **fields: Any) -> Project:
        return self.take(self.draft(**fields), "submit", self.leader)

    @kept
    def concept(self, **fields: Any) -> Project:
        project = self.take(self.proposed(**fields), "approve_concept", self.decision_maker)
        for role, who in (("owner", self.owner), ("benefits_responsible", self.responsible)):
            projects.accept_role(project=fresh(project), role=role, by=who, now=self.now)
        goal = Goal.objects.create(organisation=self.organisation, title="Safe at home", level="goal")
        fresh(project).goals.add(goal)
        return fresh(project)

    @kept
    def planning(self, **fields: Any) -> Project:
        project = self.take(self.concept(**fields), "approve_planning", self.decision_maker)
        self.indicator(self.accepted_benefit(project))
        self.milestone(project, kind="handover")
        handovers.create_handover(project=project, fields={"receiving_unit": self.unit}, by=self.leader, now=self.now)
        return fresh(project)

    @kept
    def executing(self, **fields: Any) -> Project:
        project = self.take(self.planning(**fields), "approve_execution", self.owner)
        project = projects.recommend_handover(project=project, by=self.leader, now=self.now)
        project = projects.reconfirm_benefits(project=project, by=self.responsible, now=self.now)
        self.fill_in(project.handovers.get())
        return fresh(project)

    def stopped_and_taken_up(self, project: Project, now: datetime) -> Project:
        """Executing once, stopped, and planned anew: ready for another decision to execute."""
        self.now = now
        self.lesson(project)
        self.take(project, "stop", self.decision_maker, comment="Too dear.")
        again = self.take(project, "reopen", self.decision_maker, comment="Cheaper now.")
        self.accepted_benefit(again)
        return fresh(again)

    @kept
    def handing_over(self, **fields: Any) -> Project:
        return self.take(self.executing(**fields), "start_handover", self.owner)

    @kept
    def taken_over(self, **fields: Any) -> Project:
        """Handing over, signed, the closing milestone reached: ready to be completed."""
        project = self.handing_over(**fields)
        self.sign(self.sent(project))
        project.milestones.filter(kind="closing").update(reached_date=date(2026, 2, 1))
        return fresh(project)

    @kept
    def realising(self, **fields: Any) -> Project:
        return self.take(self.taken_over(**fields), "complete_handover", self.owner)

    @kept
    def closed(self, **fields: Any) -> Project:
        project = self.realising(**fields)
        project.benefits.update(outcome="realised", outcome_explanation="As hoped.")
        self.lesson(project)
        return self.take(project, "close", self.decision_maker, comment="Enough is known.")

    # Bodies that decide.

    @kept
    def body(self, *members: Person, gate: str = "", unit: Unit | None = None, **fields: Any) -> DecidingBody:
        """A body that decides at a gate, or at all, everywhere or for a unit."""
        here = {"organisation": self.organisation, "by": self.administrator, "now": self.now}
        values = {"name": "Board", "rule": "any_one", "members": members, **fields}
        body = deciding.create_body(fields=values, **here)
        deciding.create_decider(fields={"gate": gate, "body": body, "unit": unit}, **here)
        return body

    @kept
    def before_the_board(self) -> Project:
        """An idea of a unit of its own, answered by one of two members; its checklist begun; then sent to a meeting."""
        here = {"organisation": self.organisation, "by": self.administrator, "now": self.now}
        harbour = unit(self.organisation, "Harbour", now=self.now, parent=self.top)
        members = (self.owner, self.member)
        body = self.body(*members, gate="approve_concept", unit=harbour, rule="all", secretary=self.controller)
        items = [{"text": "Is it needed?"}]
        made = checklists.make_edition(gate="approve_concept", track="full", items=items, **here)
        project = self.proposed(title="For the board", unit=harbour)
        code, by_leader = made.items[0]["code"], {"by": self.leader, "now": self.now, "project": project}
        checklists.answer_item(gate="approve_concept", item=code, state="done", **by_leader)
        self.take(project, "approve_concept", self.member)
        referrals.refer(body=body, fields={"meeting_date": date(2026, 4, 1)}, **by_leader)
        return fresh(project)

    # The parts of a project.

    @kept
    def benefit(self, project: Project, **fields: Any) -> Benefit:
        values = {"title": "Fewer falls", "kind": "quantified", "owner": self.line_manager, **fields}
        row = Benefit(organisation=self.organisation, project=project, **values)
        return editing.create(row=row, by=self.leader, now=self.now, about=project.pk)

    @kept
    def accepted_benefit(self, project: Project) -> Benefit:
        benefit = self.take(project.benefits.get(), "profile", self.leader)
        return self.take(benefit, "accept", benefit.owner)

    @kept
    def indicator(self, benefit: Benefit, **fields: Any) -> Indicator:
        values = {
            "name": "Falls",
            "unit": "falls",
            "direction": "decrease",
            "method": "Counted in the journal.",
            "measurer": self.line_manager,
            "frequency": "quarter",
            "baseline_state": "measured",
            "baseline_value": Decimal(40),
            "baseline_date": date(2025, 12, 31),
            **fields,
        }
        row = Indicator(organisation=self.organisation, benefit=benefit, **values)
        indicator = editing.create(row=row, by=self.leader, now=self.now, about=benefit.project_id)
        self.target(indicator)
        return indicator

    @kept
    def target(self, indicator: Indicator, **fields: Any) -> Target:
        values = {"value": Decimal(20), "due_date": date(2027, 12, 31), **fields}
        row = Target(organisation=self.organisation, indicator=indicator, **values)
        return editing.create(row=row, by=self.leader, now=self.now, about=indicator.benefit.project_id)

    @kept
    def parts_of_benefit(self, benefit: Benefit, **fields: Any) -> None:
        """A prerequisite, an action and a risk; ``fields`` are those of the two that fall due."""
        told: dict[str, Any] = {"by": self.leader, "now": self.now}
        needed = {"title": "Sensors are bought", "benefits": [benefit], **fields}
        benefit_parts.create_prerequisite(project=benefit.project, fields=needed, **told)
        benefit_parts.create_action(benefit=benefit, fields={"title": "Teach the night shift", **fields}, **told)
        benefit_parts.create_risk(benefit=benefit, fields={"title": "Nobody looks at the alarms"}, **told)

    @kept
    def money(self, benefit: Benefit) -> BudgetEntry:
        """A year of its profile by volume and price, and a budget line on which it is booked."""
        here: Any = {"by": self.controller, "now": self.now}
        price = {"name": f"An hour of {benefit.pk}", "price": Decimal(500), "price_year": 2026}
        hour = money_catalogues.create_unit_price(organisation=self.organisation, fields=price, **here)
        code = {"code": f"1.{benefit.pk.hex}", "name": "Home care"}
        line = money_catalogues.create_budget_line(organisation=self.organisation, fields=code, **here)
        year = {"year": 2027, "volume": Decimal(1000), "unit_price": hour, "running_cost": Decimal(100000)}
        benefit_years.create_year(benefit=benefit, fields=year, by=benefit.owner, now=self.now)
        placed = {"budget_line": line, "year": 2027, "booked": Decimal(300000)}
        return budget_entries.create_entry(benefit=benefit, fields=placed, **here)

    @kept
    def milestone(self, project: Project, **fields: Any) -> Milestone:
        values = {"title": "Handed over", "kind": "other", **fields}
        row = Milestone(organisation=self.organisation, project=project, **values)
        return editing.create(row=row, by=self.leader, now=self.now, about=project.pk)

    @kept
    def lesson(self, project: Project) -> Lesson:
        row = Lesson(organisation=self.organisation, project=project, text="Start earlier.")
        return editing.create(row=row, by=self.leader, now=self.now, about=project.pk)

    @kept
    def fill_in(self, handover: Handover) -> Handover:
        changes = {
            "takes_over_on": date(2026, 4, 1),
            "closing_milestone": "The pilot is over",
            "lasting_results": "A routine.",
            "anchoring": "In the rota.",
            "way_forward": "Go on.",
            "first_action": "Talk to the night shift.",
        }
        return handovers.update_handover(handover=handover, changes=changes, by=self.leader, now=self.now)

    @kept
    def sent(self, project: Project) -> Handover:
        return fresh(self.take(project.handovers.get(), "send", self.leader))

    def sign(self, handover: Handover, by: Person | None = None, decision: str = "accept", **answers: Any) -> Handover:
        handover, moment = fresh(handover), answers.pop("now", self.now)
        answers.setdefault("snapshot_sha256", handover.snapshot_sha256)
        answers.setdefault("authenticated_by", "password, 2026-01-05 09:00 UTC")
        answer = sign_off.Answer(decision=decision, **answers)
        return sign_off.decide(handover=handover, answer=answer, by=by or self.line_manager, now=moment)
