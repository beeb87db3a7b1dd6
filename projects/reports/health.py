"""How a project stands, in sentences made from data: what it waits for, and what is lacking or late."""

from collections.abc import Iterator
from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from projects.formulas.status import Code
from projects.lifecycles.gates import gate_ahead
from projects.lifecycles.project import ProjectState, Track
from projects.models import Project
from projects.reports.holdings import without_owner
from projects.reports.status import benefit_statuses
from projects.requirements.planning import baseline_settled
from projects.requirements.shape import living_benefits, measurable_benefits

ROLES_COUNT = (ProjectState.PROPOSED, ProjectState.CONCEPT, ProjectState.PLANNING)
FOLLOWED = (ProjectState.EXECUTING, ProjectState.HANDING_OVER, ProjectState.REALISING, ProjectState.EVALUATING)
BAD = (Code.OFF_TRACK, Code.MISSED, Code.BEYOND)
OVER = (ProjectState.CLOSED, ProjectState.STOPPED, ProjectState.REJECTED)


def health_of(project: Project, today: date) -> str:
    """One to three sentences, the most pressing first. Give a project `with_parts()`."""
    waits = [*_referred(project, today), *_waiting(project), *_left_behind(project, today)]
    sentences = [*waits, *_off_track(project, today), *_late(project, today), *_lacking(project)]
    return " ".join(sentences[:3]) or _quiet(project)


def _referred(project: Project, today: date) -> Iterator[str]:
    """The body that the gate ahead waits for."""
    referral = project.referral_at(gate_ahead(project))
    if referral is None:
        return
    words = {"body": referral.body.name, "day": _day(referral.meeting_date)}
    if referral.meeting_date < today:
        yield _("Waits for %(body)s: it met on %(day)s, and its decision is not recorded yet.") % words
    else:
        yield _("Waits for %(body)s, which meets on %(day)s.") % words


def _waiting(project: Project) -> Iterator[str]:
    if project.state == ProjectState.PROPOSED and not project.referral_at(gate_ahead(project)):
        yield _("Waits for a decision since %(day)s.") % {"day": _day(project.state_changed_at)}
    if project.state == ProjectState.ON_HOLD and project.review_date:
        yield _("On hold; to be looked at again on %(day)s.") % {"day": _day(project.review_date)}
    for handover in project.handovers.all():
        if handover.state == "sent":
            words = {"unit": handover.receiving_unit.name, "day": _day(handover.sent_at)}
            yield _("Waits for the line manager of %(unit)s since %(day)s.") % words
    if project.state in ROLES_COUNT and project.track == Track.FULL:
        yield from _unaccepted_roles(project)


def _unaccepted_roles(project: Project) -> Iterator[str]:
    if project.owner and not project.owner_accepted_at:
        yield _("%(name)s has not accepted to be project owner yet.") % {"name": project.owner.name}
    if project.benefits_responsible and not project.benefits_responsible_accepted_at:
        name = project.benefits_responsible.name
        yield _("%(name)s has not accepted to be benefits-responsible yet.") % {"name": name}


def _off_track(project: Project, today: date) -> Iterator[str]:
    benefits = living_benefits(project)
    if project.state not in FOLLOWED or not benefits:
        return
    found = benefit_statuses(benefits, on=today, organisation=project.organisation)
    bad = sum(status.code in BAD for status in found.values())
    if bad:
        yield _("Not as planned: %(bad)d of %(all)d benefits.") % {"bad": bad, "all": len(benefits)}


def _late(project: Project, today: date) -> Iterator[str]:
    if project.state in OVER:
        return
    late = [row for row in project.milestones.all() if row.due_date and not row.reached_date and row.due_date < today]
    if len(late) == 1:
        yield _("“%(title)s” was due on %(day)s.") % {"title": late[0].title, "day": _day(late[0].due_date)}
    elif late:
        yield ngettext("%(count)d milestone is late.", "%(count)d milestones are late.", len(late)) % {
            "count": len(late)
        }


def _left_behind(project: Project, today: date) -> Iterator[str]:
    """What rests on nobody any more: the oldest by name, the others by number."""
    held = [one for one in without_owner(project.organisation, today, project=project.pk) if one.why != "not_accepted"]
    if not held:
        return
    words = {"what": held[0].title, "day": _day(held[0].since), "more": len(held) - 1}
    if len(held) == 1:
        yield _("Without an owner since %(day)s: %(what)s.") % words
    else:
        yield (
            ngettext(
                "Without an owner since %(day)s: %(what)s, and %(more)d more.",
                "Without an owner since %(day)s: %(what)s, and %(more)d more.",
                words["more"],
            )
            % words
        )


def _lacking(project: Project) -> Iterator[str]:
    if project.state in (ProjectState.STOPPED, ProjectState.REJECTED):
        return
    benefits = living_benefits(project)
    if not benefits:
        yield _("No benefit is named yet.")
        return
    without = [
        benefit
        for benefit in measurable_benefits(project)
        if not any(baseline_settled(indicator) for indicator in benefit.indicators.all())
    ]
    orphans = [benefit for benefit in benefits if not benefit.owner_id and not benefit.owner_asked_at]
    words = {"without": len(without), "orphans": len(orphans), "all": len(benefits)}
    if without and len(benefits) == 1:
        yield _("Its benefit has no baseline yet.")
    elif without:
        yield _("Without a baseline: %(without)d of %(all)d benefits.") % words
    if orphans and len(benefits) == 1:
        yield _("Its benefit has no owner yet.")
    elif orphans:
        yield _("Without an owner: %(orphans)d of %(all)d benefits.") % words


def _quiet(project: Project) -> str:
    if project.state in OVER:
        return _("Ended on %(day)s.") % {"day": _day(project.state_changed_at)} if project.state_changed_at else ""
    return _("Nothing is late and nothing is lacking.")


def _day(moment: date | datetime | None) -> str:
    if isinstance(moment, datetime):
        moment = localtime(moment).date()
    return date_format(moment, "DATE_FORMAT") if moment else "—"
