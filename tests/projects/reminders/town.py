"""A small municipality with every kind of duty, and what happens in it during 2026."""

from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

from projects.models import (
    BenefitYear,
    BudgetEntry,
    BudgetLine,
    Condition,
    FollowUp,
    Gap,
    MoneyChange,
    Prerequisite,
    Project,
    RealisationAction,
)
from projects.services import (
    benefit_parts,
    benefit_years,
    budget_entries,
    conditions,
    measurements,
    milestones,
    projects,
    promises,
    transitions,
)
from register.models import Absence, Organisation, Person
from register.services import people, roles
from tests import factories as make
from tests.projects.reminders.oracle import Waiting, always, until
from workflows.models import Notice

ALL_YEAR = (date(2026, 1, 5), date(2026, 12, 31))


def day(text: str) -> date:
    return date.fromisoformat(f"2026-{text}")


def afternoon(on: date) -> datetime:
    return datetime.combine(on, time(14, 0), UTC)


class Town:
    """`happens` are the things done on an afternoon, `duties` what the oracle is told of."""

    def __init__(self) -> None:
        self.duties: list[Waiting] = []
        self.happens: dict[date, list[Callable[[datetime], Any]]] = defaultdict(list)
        self.organisation: Organisation = make.an_organisation("Andebu")
        self.people: dict[str, Person] = {}
        self.top = make.a_unit(self.organisation, "Municipality")
        self.home = make.a_unit(self.organisation, "Home care", parent=self.top)
        make.a_role(self.who("Tor"), "line_manager", self.top)
        make.a_role(self.who("Lise"), "line_manager", self.home)
        make.a_role(self.who("Kai"), "controller")
        make.a_role(self.who("Dag"), "decision_maker")
        self.project = self.a_project("P")
        self.on("06-30", lambda now: roles.assign(person=self.who("Kari"), role="controller", by=None, now=now))
        Absence.objects.create(
            organisation=self.organisation,
            person=self.who("Berit"),
            deputy=self.who("Stig"),
            from_date=day("06-08"),
            to_date=day("06-12"),
        )

    def who(self, name: str) -> Person:
        if name not in self.people:
            self.people[name] = make.a_person(self.organisation, name)
        return self.people[name]

    def on(self, text: str, happens: Callable[[datetime], Any]) -> None:
        self.happens[day(text)].append(happens)

    def a_project(self, title: str, **fields: Any) -> Project:
        held = {"leader": self.who("Lea"), "owner": self.who("Olav"), "benefits_responsible": self.who("Brit")}
        return make.a_project(self.organisation, title=title, unit=self.home, **{**held, **fields})

    def waits(self, title: str, due: str, owner: Any, **fields: Any) -> None:
        """Escalated in the project's line, unless it is said otherwise."""
        fields = {name: day(value) if isinstance(value, str) else value for name, value in fields.items()}
        line = {
            "superior": always("Lise"),
            "project": always("Olav", "Brit"),
            "controller": until(day("06-30"), ["Kai"], ["Kai", "Kari"]),
        }
        who = always(owner) if isinstance(owner, str) else owner
        self.duties.append(Waiting(title, date.fromisoformat(due) if len(due) > 5 else day(due), who, **line | fields))

    # What happens.

    def milestone(self, name: str, due: str, responsible: str = "", **fields: Any) -> Any:
        return make.a_milestone(
            fields.pop("project", self.project),
            title=name,
            due_date=day(due),
            responsible=self.who(responsible) if responsible else None,
            **fields,
        )

    def change(self, row: Any, **changes: Any) -> Callable[[datetime], Any]:
        return lambda now: milestones.update_milestone(
            milestone=type(row).objects.get(pk=row.pk), changes=changes, by=self.who("Lea"), now=now
        )

    def take(self, row: Any, name: str, by: str, **given: Any) -> Callable[[datetime], Any]:
        """A step, on the row as it stands then."""
        step = {"name": name, "by": self.who(by), "comment": "Because.", "given": given}
        return lambda now: transitions.take(subject=type(row).objects.get(pk=row.pk), now=now, **step)


def the_year() -> Town:
    town = Town()
    _milestones(town)
    _people_who_leave(town)
    _dates_that_move(town)
    _what_may_not_be_seen(town)
    _other_dated_duties(town)
    _figures(town)
    _benefits_and_gates(town)
    _a_handover(town)
    return town


def _milestones(town: Town) -> None:
    reach = "Reach the milestone “%s”"
    town.milestone("Never reached", "06-10", "Berit")
    with_deputy = {day("06-10"): ["Berit", "Stig"]}
    town.waits(reach % "Never reached", "06-10", lambda on: with_deputy.get(on, ["Berit"]))
    row = town.milestone("Before the 17th of May", "05-18", "Per")
    town.on("05-20", town.change(row, reached_date=day("05-20")))
    town.waits(reach % "Before the 17th of May", "05-18", "Per", done="05-20")
    town.milestone("Easter Monday", "04-06")
    town.waits(reach % "Easter Monday", "04-06", "Lea")
    town.milestone("Christmas", "12-26", "Per")
    town.waits(reach % "Christmas", "12-26", "Per")
    town.milestone("The superior's own", "03-02", "Lise")
    town.waits(reach % "The superior's own", "03-02", "Lise", superior=always("Tor"))
    town.milestone("The owner's own", "03-02", "Olav")
    town.waits(reach % "The owner's own", "03-02", "Olav")
    town.on("08-20", lambda now: town.milestone("Late thought", "09-01", "Per", created_at=now))
    town.waits(reach % "Late thought", "09-01", "Per", asked="08-20")
    on_hold = town.a_project("Q", state="on_hold", review_date=day("10-15"))
    town.milestone("Of a project on hold", "07-01", "Per", project=on_hold)
    town.waits("Decide how “Q” goes on: it is on hold", "10-15", "Olav")


def _people_who_leave(town: Town) -> None:
    town.milestone("Gina's", "10-01", "Gina")
    town.on("09-20", lambda now: people.deactivate(person=town.who("Gina"), by=None, now=now))
    town.waits("Reach the milestone “Gina's”", "10-01", until(day("09-20"), ["Gina"], ["Lea"]))
    whose = {"asked": "09-20", "superior": always("Tor")}
    town.waits("Without an owner: The milestone “Gina's”", "10-04", "Lise", **whose)
    row = town.milestone("From Berit to Per", "11-11", "Berit")
    town.on("11-11", town.change(row, responsible=town.who("Per")))
    town.waits("Reach the milestone “From Berit to Per”", "11-11", until(day("11-11"), ["Berit"], ["Per"]))


def _dates_that_move(town: Town) -> None:
    row = town.milestone("Put off by a week", "07-15", "Per")
    town.on("07-10", town.change(row, due_date=day("07-22")))
    town.waits("Reach the milestone “Put off by a week”", "07-15", "Per", done="07-10")
    town.waits("Reach the milestone “Put off by a week”", "07-22", "Per", asked="07-10")


def _what_may_not_be_seen(town: Town) -> None:
    """Whoever stands in for somebody in a restricted project does not see it, and is not told of it."""
    hidden = town.a_project("R", restricted=True)
    town.milestone("Behind closed doors", "06-11", "Berit", project=hidden)
    town.waits("Reach the milestone “Behind closed doors”", "06-11", "Berit")


def _other_dated_duties(town: Town) -> None:
    shared = {"organisation": town.organisation, "project": town.project, "created_at": make.START}
    condition = Condition.objects.create(text="Rooms are found", owner=town.who("Per"), due_date=day("03-16"), **shared)
    met = {"condition": condition, "note": "Found.", "by": town.who("Per")}
    town.on("03-25", lambda now: conditions.fulfil(**met, now=now))
    town.waits("Fulfil the condition “Rooms are found”", "03-16", "Per", done="03-25")
    Gap.objects.create(code="no_goal", gate="approve_planning", owner=None, due_date=day("08-03"), **shared)
    town.waits("Fill a gap: Neither the project nor any of its benefits is linked to a goal.", "08-03", "Lea")
    follow_up = FollowUp.objects.create(months=3, due_date=day("09-14"), **shared)
    town.waits(f"{follow_up}: look at the benefits together", "09-14", "Brit")
    _what_a_benefit_needs(town, shared)
    _what_was_promised(town)
    benefit = make.a_benefit(town.project, title="Later known", owner=town.who("Eva"))
    make.an_indicator(
        benefit,
        name="Queue",
        frequency="",
        measurer=town.who("Mona"),
        baseline_state="deferred",
        baseline_value=None,
        baseline_date=None,
        baseline_due_date=day("02-20"),
    )
    town.waits("Measure the baseline of “Queue”", "02-20", "Mona")


def _what_a_benefit_needs(town: Town, shared: dict[str, Any]) -> None:
    """An action that is taken in time, one whose doer is not named, and a prerequisite that is settled late."""
    benefit = make.a_benefit(town.project, title="With actions", owner=town.who("Eva"))
    of_benefit = {"organisation": town.organisation, "benefit": benefit, "created_at": make.START}
    made = RealisationAction.objects.create(
        title="Teach the nights", responsible=town.who("Per"), due_date=day("05-11"), **of_benefit
    )
    done = {"changes": {"status": "done"}, "by": town.who("Per")}
    town.on("05-06", lambda now: benefit_parts.update_action(action=made, now=now, **done))
    town.waits("Do what the benefit needs: Teach the nights", "05-11", "Per", done="05-06")
    RealisationAction.objects.create(title="Tell the relatives", due_date=day("06-17"), **of_benefit)
    town.waits("Do what the benefit needs: Tell the relatives", "06-17", "Eva")
    bought = Prerequisite.objects.create(title="Sensors", handler=town.who("Per"), due_date=day("04-20"), **shared)
    settled = {"changes": {"status": "settled"}, "by": town.who("Per")}
    town.on("04-29", lambda now: benefit_parts.update_prerequisite(prerequisite=bought, now=now, **settled))
    town.waits("See to it that this is in place: Sensors", "04-20", "Per", done="04-29")
    Prerequisite.objects.create(title="Old rules", kind="barrier", due_date=day("09-08"), **shared)
    town.waits("Take this out of the way: Old rules", "09-08", "Lea")


def _what_was_promised(town: Town) -> None:
    """A year of which other figures are planned than were promised, and a line that is booked before its year."""
    benefit = make.a_benefit(town.project, title="Fewer hours", owner=town.who("Eva"))
    of_benefit = {"organisation": town.organisation, "benefit": benefit, "created_at": make.START}
    year = BenefitYear.objects.create(year=2027, gross=Decimal(500), **of_benefit)
    change: dict[str, Any] = {"changes": {"gross": Decimal(400)}, "by": town.who("Eva"), "reason": "One ward less."}
    town.on("02-10", lambda now: benefit_years.update_year(year=year, now=now, **change))
    wait: dict[str, Any] = {"by": town.who("Olav")}
    town.on("03-05", lambda now: promises.approve_change(change=MoneyChange.objects.get(), now=now, **wait))
    fewer = "Say whether this may be other than promised: Fewer hours"
    town.waits(fewer, "02-24", "Olav", asked="02-10", done="03-05", at_once=True)
    line = BudgetLine.objects.create(organisation=town.organisation, code="1.3", name="Care", created_at=make.START)
    entry = BudgetEntry.objects.create(budget_line=line, year=2027, promised=Decimal(500), **of_benefit)
    booked: dict[str, Any] = {"changes": {"booked": Decimal(400)}, "by": town.who("Kai")}
    town.on("12-28", lambda now: budget_entries.update_entry(entry=entry, now=now, **booked))
    everybody = until(day("06-30"), ["Kai"], ["Kai", "Kari"])
    town.waits("Book 500 NOK on 1.3 Care in the budget for 2027", "12-31", everybody, done="12-28")


def _figures(town: Town) -> None:
    """A quarter's figure is due 60 days after it; the first is reported, disputed, reported again and verified."""
    benefit = make.a_benefit(town.project, title="Less waiting", owner=town.who("Eva"))
    indicator = make.an_indicator(benefit, name="Waiting", measurer=town.who("Mona"))
    row = lambda: indicator.measurements.get(period_end=date(2026, 3, 31))  # noqa: E731 looked up when it is there

    def report(now: datetime) -> Any:
        return measurements.update_measurement(
            measurement=row(), changes={"value": Decimal(50)}, by=town.who("Mona"), now=now
        )

    for on, name, by in (
        ("05-20", "report", "Mona"),
        ("05-27", "dispute", "Brit"),
        ("06-03", "report", "Mona"),
        ("06-24", "verify", "Brit"),
    ):
        town.on(on, lambda now, name=name, by=by: town.take(row(), name, by, value=Decimal(50))(now))
    first, check = "Report “Waiting” for 2026-Q1", "Check “Waiting” for 2026-Q1"
    town.waits(first, "05-30", "Mona", done="05-20")
    town.waits(check, "06-03", "Brit", asked="05-20", done="05-27")
    town.waits(first, "06-10", "Mona", asked="05-27", done="06-03")
    town.waits(check, "06-17", "Brit", asked="06-03", done="06-24")
    for title, due, asked in (
        ("Report “Waiting” for 2026-Q2", "08-29", "03-31"),
        ("Report “Waiting” for 2026-Q3", "11-29", "06-30"),
        ("Report “Waiting” for 2026-Q4", "2027-03-01", "09-30"),
    ):
        town.waits(title, due, "Mona", asked=asked)


def _benefits_and_gates(town: Town) -> None:
    benefit = make.a_benefit(town.project, title="Calm", state="identified", owner=town.who("Eva"))
    town.on("02-10", town.take(benefit, "profile", "Lea"))
    town.on("03-20", town.take(benefit, "accept", "Eva"))
    calm = "Say whether you will own the benefit “Calm”"
    town.waits(calm, "02-24", "Eva", asked="02-10", done="03-20", at_once=True)
    idea = town.a_project("Idea", state="draft", alternatives="Nothing")
    make.a_benefit(idea, state="identified")
    Project.objects.filter(pk=idea.pk).update(background="Too long waiting")
    town.on("03-02", town.take(idea, "submit", "Lea"))
    town.on("03-18", town.take(idea, "send_back", "Dag"))
    town.waits(
        "Decide on BP1 for “Idea”", "03-16", "Dag", asked="03-02", done="03-18", at_once=True, superior=always("Lise")
    )
    named = {"changes": {"benefits_responsible": town.who("Bo")}, "by": town.who("Lea")}
    other = town.a_project("S")
    town.on("10-05", lambda now: projects.update_project(project=Project.objects.get(pk=other.pk), **named, now=now))
    town.waits(
        "Say whether you will be benefits-responsible of “S”",
        "10-19",
        "Bo",
        asked="10-05",
        at_once=True,
        project=always("Olav"),
    )


def _a_handover(town: Town) -> None:
    ward = make.a_unit(town.organisation, "Ward", parent=town.home)
    make.a_role(town.who("Hans"), "line_manager", ward)
    handover = make.a_handover(
        town.project,
        receiving_unit=ward,
        line_manager=town.who("Hans"),
        lasting_results="Rooms",
        anchoring="Budget",
        way_forward="Use them",
        first_action="Move in",
        first_action_owner=town.who("Hans"),
        first_action_due=day("12-01"),
        closing_milestone=make.a_milestone(town.project, kind="closing", title="Closing", reached_date=day("02-01")),
        takes_over_on=day("12-01"),
    )
    town.on("10-12", town.take(handover, "send", "Lea"))
    take_over = "Take over “P” for Ward"
    town.waits(take_over, "10-26", "Hans", asked="10-12", at_once=True)


def undelivered() -> int:
    """What was written and is neither sent nor needless; nothing may be left over."""
    return Notice.objects.filter(status__in=("new", "leased", "dead")).count()
