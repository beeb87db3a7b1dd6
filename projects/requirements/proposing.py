"""Before an idea is proposed and taken up."""

from django.utils.translation import gettext_lazy as _

from projects.requirements.shape import filled, living_benefits, page
from workflows.rules import Requirement, holds

LEADER = _("the project's leader")

OWNER_NAMED = filled("owner", reason=_("Nobody is named as project owner."), who=LEADER, code="no_owner")

SUBMIT = [
    filled("title", reason=_("The project has no title."), who=LEADER),
    filled("unit", reason=_("The project belongs to no unit yet."), who=LEADER),
    filled("purpose", reason=_("Say what the project is for: its purpose is empty."), who=LEADER),
    filled("background", reason=_("Say why now: the background is empty."), who=LEADER),
    filled("owner", reason=_("Propose a project owner."), who=LEADER, code="no_proposed_owner"),
    Requirement(
        code="no_benefits",
        reason=_("The project has no expected benefits yet. Name at least one, in words."),
        lacking=holds(lambda project: bool(living_benefits(project))),
        who=LEADER,
        fields=("benefits.title",),
        link=page("project_benefits"),
    ),
]
