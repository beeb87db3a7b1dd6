"""The benefit map of a project of the story, and what of it is shown to everybody."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from demo.walk.cast import Cast
from demo.walk.diary import Diary
from projects.models import Benefit, Milestone, Publication
from projects.services import benefit_links, changes, publications, results_page

if TYPE_CHECKING:
    from demo.walk.project_walk import ProjectWalk

OPENED_BEFORE = timedelta(days=30)


class MapWalk:
    """Notes in the diary when the map is drawn, and when results are shown."""

    def __init__(self, cast: Cast, diary: Diary, project: "ProjectWalk") -> None:
        self.cast, self.diary, self.project, self.story = cast, diary, project, project.story

    def note(self) -> None:
        if "changes" in self.story:
            self.diary.note(self.project.begun, 30, self.draw)
        if "open_results" in self.story:
            self.diary.note(opened_on(self.cast), 200, self.show)

    def draw(self, at: datetime) -> None:
        project, told = self.cast.project(self.project.key), {"by": self.project.person("leader"), "now": at}
        ends: dict[str, dict[str, Any]] = {}
        for row in self.story["changes"]:
            change = changes.create_change(project=project, fields=self.cast.fields(row, "key", "title"), **told)
            ends[change.key] = {"from_change": change, "to_change": change}
        for kind, model in (("milestone", Milestone), ("benefit", Benefit)):
            for one in model._default_manager.filter(project=project):
                ends[one.key] = {f"from_{kind}": one, f"to_{kind}": one}
        for line in self.story["map"]:
            start, end = ends[line["from"]], ends[line["to"]]
            fields = {name: one for name, one in start.items() if name.startswith("from_")}
            fields |= {name: one for name, one in end.items() if name.startswith("to_")}
            fields |= {"weight": line["weight"]} if "weight" in line else {}
            benefit_links.create_link(project=project, fields=fields, **told)

    def show(self, at: datetime) -> None:
        project, owner = self.cast.project(self.project.key), self.project.person("owner")
        for row in self.story["open_results"]:
            fields = {"headline": row["headline"], "story": row["story"]}
            if "benefit" in row:
                fields["benefit"] = project.benefits.get(key=row["benefit"])
            made: Publication = publications.prepare(project=project, fields=fields, by=owner, now=at)
            if row.get("shown", True):
                publications.publish(publication=made, by=owner, now=at)


def open_page(cast: Cast, page: dict[str, Any]) -> None:
    """The administrator opens the organisation's page."""
    at = cast.at(opened_on(cast))
    fields = {"slug": page["slug"], "introduction": page["introduction"], "is_open": True}
    by = cast.people[page["by"]]
    results_page.make_results_page(organisation=cast.organisation, fields=fields, by=by, now=at)


def opened_on(cast: Cast) -> date:
    return cast.day_0 - OPENED_BEFORE
