"""When the last follow-up is done: somebody must judge what came of it, before follow-up can be ended."""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Greatest

from projects.models import Benefit, Condition, FollowUp, Lesson, Project
from projects.models.projects import ProjectQuerySet
from projects.reports.asked_duties import asked
from projects.reports.duty_scope import Found, Scope, first_active

OF_PROJECT = FollowUp.objects.filter(project=OuterRef("pk"))
UNJUDGED = (
    Benefit.objects.filter(project=OuterRef("pk"))
    .exclude(state="withdrawn")
    .filter(Q(outcome="") | Q(outcome_explanation=""))
)
CONDITIONS = Condition.objects.filter(project=OuterRef("pk"))
LESSONS = Lesson.objects.filter(project=OuterRef("pk"))


def evaluate(scope: Scope) -> Iterator[Found]:
    """Projects whose follow-ups are all done and whose outcomes nobody has judged, to the benefits-responsible."""
    rows = followed_up_to_the_end().filter(Exists(UNJUDGED) | ~Exists(LESSONS))
    rows = scope.narrow(rows, project="pk", people=("benefits_responsible", "owner"))
    rows = rows.select_related("benefits_responsible", "owner").order_by("last_done_at", "pk")
    for row in scope.each(rows):
        person = first_active(row.benefits_responsible, row.owner)
        if person and scope.concerns(person):
            yield asked("evaluate", row, row, person, row.last_done_at, scope, unit=row.unit_id)


def followed_up_to_the_end() -> ProjectQuerySet:
    """Every follow-up is done, and there was one, and no action is open; ``last_done_at`` is since when it is so."""
    last_seen = OF_PROJECT.exclude(done_at=None).order_by("-done_at").values("done_at")[:1]
    last_act = CONDITIONS.exclude(fulfilled_at=None).order_by("-fulfilled_at").values("fulfilled_at")[:1]
    rows = Project.objects.filter(
        ~Exists(OF_PROJECT.filter(done_at=None)),
        ~Exists(CONDITIONS.filter(fulfilled_at=None)),
        Exists(OF_PROJECT),
        state__in=("realising", "evaluating"),
    )
    since_act, since_step = Coalesce(Subquery(last_act), "created_at"), Coalesce("state_changed_at", "created_at")
    return rows.annotate(last_done_at=Greatest(Subquery(last_seen), since_act, since_step))
