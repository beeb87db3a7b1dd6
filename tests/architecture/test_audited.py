"""Every model leaves its trace in the audit trail, or is listed with the reason why not."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps

from projects.models import (
    BenefitYear,
    FollowUp,
    Forecast,
    Gap,
    Handover,
    Measurement,
    Project,
    ReferenceFigure,
    SamplingCheck,
    Series,
)
from projects.reports.duties import duties_of
from projects.reports.history_words import ACTIONS, STEPS
from projects.reports.holdings import held_by
from projects.services import (
    benefit_links,
    benefit_years,
    benefits,
    calendar_feeds,
    changes,
    courses,
    evaluations,
    evidence,
    figure_requests,
    follow_ups,
    gaps,
    handover_comments,
    lessons,
    publications,
    remaining_work,
    reorganising,
    results_page,
    saved_views,
    snoozes,
    successions,
    targets,
)
from register.models import Account, AuditEvent
from register.services import absences, accounts, organisations, strategy, tokens, units
from tests.architecture.sources import PACKAGES
from tests.cast import Cast
from workflows.models import Notice, NoticeStatus
from workflows.services import notices

NOT_AUDITED = {
    "register.auditevent": "it is the trail",
    "register.audithead": "it is the end of the trail",
    "register.auditpersonalvalue": "it is the part of the trail that can be forgotten",
    "register.accountlink": "the password that is set by it is in the trail; a link alone changes nothing",
    "register.attemptcounter": "it counts what failed, and is emptied every day",
    "register.tenure": "the line of the unit itself says who came and who went",
    "projects.reminder": "the notice that it became says what was sent to whom",
    "projects.reminderround": "it only says when a round may begin",
    "projects.importrun": "a file on its way in; every row that it becomes, or is undone, is in the trail",
}


@pytest.mark.django_db
def test_every_model_is_audited_or_listed_with_a_reason(now: datetime) -> None:
    live_through_everything(Cast(now))
    models = {model._meta.label_lower for model in apps.get_models() if model._meta.app_label in PACKAGES}
    audited = set(AuditEvent.objects.values_list("subject_type", flat=True))
    assert models - audited == NOT_AUDITED.keys()
    done = set(AuditEvent.objects.filter(about__in=Project.objects.values("pk")).values_list("action", flat=True))
    verbs = {one: one.partition(".")[2] for one in done if one not in STEPS}
    assert {one for one, verb in verbs.items() if verb not in ACTIONS and not verb.startswith("signed.")} == set()


def live_through_everything(cast: Cast) -> None:
    """One change of everything, by the services themselves."""
    run_a_project(cast)
    answer_otherwise(cast)
    say_more_of_figures(cast)
    promise_money(cast)
    run_an_organisation(cast)
    cast.before_the_board()


def run_a_project(cast: Cast) -> None:
    now = cast.now
    due = {"text": "Ask the union.", "owner": cast.leader, "due_date": date(2026, 6, 1)}
    handover = Handover.objects.get(project=cast.planning(title="With work that is left"))
    left = {"item": "One more course.", "owner": cast.leader, "due_date": date(2026, 6, 1)}
    remaining_work.create_item(handover=handover, fields=left, by=cast.leader, now=now)
    handover_comments.comment(handover=handover, section="costs", text="Who pays?", by=cast.line_manager, now=now)
    cast.take(cast.concept(title="With a condition"), "approve_planning", cast.decision_maker, conditions=[due])
    project = cast.realising()
    cast.parts_of_benefit(project.benefits.get())
    benefits.plan_measurements(project.benefits.get(), by=None, now=now.replace(year=2027), given={})
    cast.take(Measurement.objects.earliest("period_end"), "waive", cast.controller, comment="Nobody counted.")
    follow_up = FollowUp.objects.earliest("due_date")
    follow_ups.complete(follow_up=follow_up, note="On the way.", by=follow_up.responsible, now=now)
    evaluations.evaluate(project=project, changes={"side_effects": "Less noise."}, by=cast.responsible, now=now)
    draw_and_show(cast, project)
    lessons.create_lesson(project=project, fields={"text": "Begin earlier."}, by=cast.leader, now=now)
    cast.money(project.benefits.get())
    gap = Gap.objects.create(
        organisation=cast.organisation, project=project, code="x", gate="y", due_date=date(2026, 4, 1)
    )
    gaps.close(gap=gap, note="Filled.", by=cast.leader, now=now)
    held = held_by(cast.owner, date(2026, 3, 2))
    successions.propose(held=held, to=cast.member, by=cast.owner, now=now)
    reorganising.move(unit=cast.unit, into=None, by=cast.administrator, now=now)


def draw_and_show(cast: Cast, project: Project) -> None:
    """A line of the map, and a result for everybody."""
    by_leader = {"project": project, "by": cast.leader, "now": cast.now}
    change = changes.create_change(fields={"title": "Rounds by screen"}, **by_leader)
    benefit_links.create_link(fields={"from_change": change, "to_benefit": project.benefits.get()}, **by_leader)
    publications.prepare(project=project, fields={"headline": "Fewer falls"}, by=cast.owner, now=cast.now)
    here = {"organisation": cast.organisation, "by": cast.administrator, "now": cast.now}
    results_page.make_results_page(fields={"slug": "andebu"}, **here)


def answer_otherwise(cast: Cast) -> None:
    """A figure that is asked of a colleague, a duty that is put off, a calendar."""
    measurement, now = Measurement.objects.filter(state="due").latest("period_end"), cast.now
    measurer = measurement.indicator.measurer
    figure_requests.ask(measurement=measurement, email="per@andebu.example", by=measurer, now=now)
    cast.proposed(title="To be decided")
    [duty] = duties_of(cast.decision_maker, now)
    snoozes.snooze(duty=duty, until=date(2026, 3, 5), reason="Ill.", by=cast.decision_maker, now=now)
    calendar_feeds.make(person=measurer, by=measurer, now=now)
    saved_views.save_view(owner=measurer, fields={"title": "Mine"}, by=measurer, now=now)


def say_more_of_figures(cast: Cast) -> None:
    """Evidence, what stands beside the figures, another target, and a judgement that a newer one follows."""
    now, measurement = cast.now, Measurement.objects.filter(state="due").latest("period_end")
    indicator, benefit = measurement.indicator, measurement.indicator.benefit
    who = {"by": benefit.owner, "now": now}
    evidence.add_link(measurement=measurement, link="https://www.ssb.no/", **who)
    rows: dict[type[Any], dict[str, Any]] = {
        Series: {"start_date": date(2026, 7, 1), "definition": "By ward.", "comparability": "comparable"},
        Forecast: {"due_date": date(2027, 12, 31), "value": Decimal(40)},
        ReferenceFigure: {"name": "Norway", "value": Decimal(50), "source": "SSB"},
        SamplingCheck: {"sampled": 40, "usable": 12},
    }
    for model, fields in rows.items():
        courses.create_beside(model=model, indicator=indicator, fields=fields, **who)
    later = {"value": Decimal(20), "due_date": date(2029, 12, 31)}
    targets.create_target(indicator=indicator, fields=later, reason="It goes on.", **who)
    judged = benefits.update_benefit(benefit=benefit, changes={"judgement": "on_track"}, **who)
    judged = benefits.verify_judgement(benefit=judged, by=cast.responsible, now=now)
    benefits.update_benefit(benefit=judged, changes={"judgement": "at_risk"}, **who)


def promise_money(cast: Cast) -> None:
    """Money that is promised, and other money than was promised."""
    project = cast.planning(title="Costed")
    cast.money(project.benefits.get())
    cast.take(project, "approve_execution", cast.owner)
    year, change = BenefitYear.objects.get(benefit__project=project), {"volume": Decimal(900)}
    benefit_years.update_year(year=year, changes=change, by=cast.leader, now=cast.now, reason="One ward less.")


def run_an_organisation(cast: Cast) -> None:
    now, who = cast.now, cast.administrator
    organisations.update_organisation(organisation=cast.organisation, changes={"budget_label": "B"}, by=who, now=now)
    strategy.create_goal(organisation=cast.organisation, fields={"title": "Health", "level": "goal"}, by=who, now=now)
    strategy.create_programme(organisation=cast.organisation, title="Care", by=who, now=now)
    units.create_unit(organisation=cast.organisation, name="Roads", by=who, now=now)
    days = {"from_date": date(2026, 7, 1), "to_date": date(2026, 7, 9)}
    absences.register_absence(person=cast.leader, deputy=cast.member, by=cast.leader, now=now, **days)
    tokens.make_service_token(organisation=cast.organisation, by=who, now=now, name="The data warehouse")
    account = Account.objects.create(email="anne@andebu.example")
    accounts.set_password(account=account, password="a long and secret one", now=now)
    notices.enqueue(
        organisation=cast.organisation, recipient=who, kind="x", once_key="x", payload={}, send_after=now, now=now
    )
    Notice.objects.filter(once_key="x").update(status=NoticeStatus.DEAD)
    notices.retry_dead(notice=Notice.objects.get(once_key="x"), by=who, now=now)
