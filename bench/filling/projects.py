"""Projects in all states, six in ten of them executing, with goals, members and milestones."""

from bench.filling.layout import (
    BEGIN,
    DRAFTS,
    END,
    GOALS,
    LEADER,
    MILESTONES,
    ORGANISATIONS,
    PEOPLE,
    UNITS,
    Size,
    numbers,
)
from bench.insertion import insert, link, pk
from bench.words import TITLE
from projects.models import Milestone, Project

STATES = """(ARRAY['executing', 'executing', 'executing', 'planning', 'executing', 'executing', 'realising',
    'executing', 'concept', 'executing', 'executing', 'closed', 'executing', 'proposed', 'executing', 'executing',
    'draft', 'executing', 'realising', 'evaluating'])"""


def projects(size: Size) -> list[str]:
    """The projects with goals, members and milestones; the drafts at the end belong to the first organisation."""
    source = f"""(SELECT n, CASE WHEN n < {size.projects} THEN n % {ORGANISATIONS} ELSE 0 END AS o,
        n / {ORGANISATIONS} AS j, n >= {size.projects} AS spare FROM {numbers(size.projects + DRAFTS)}) AS numbered"""
    words = "'The present way takes too long, and nobody knows what it costs. ' || " + TITLE
    project = insert(
        Project,
        source,
        id=pk("project", "n"),
        organisation=pk("organisation", "o"),
        reference="'P-' || lpad(n::text, 6, '0')",
        title=f"{TITLE} || ' ' || n",
        unit=pk("unit", f"o * {UNITS} + j % {UNITS}"),
        theme="'Theme ' || j % 20",
        state=f"CASE WHEN spare THEN 'draft' ELSE {STATES}[1 + j % 20] END",
        restricted="NOT spare AND j % 50 = 8",
        leader=pk("person", f"o * {PEOPLE} + CASE WHEN spare THEN {LEADER} ELSE 100 + j * 7 % 100 END"),
        owner=pk("person", f"o * {PEOPLE} + 50 + j % 50"),
        benefits_responsible=pk("person", f"o * {PEOPLE} + 50 + j * 3 % 50"),
        background=words,
        purpose=words,
        vision=words,
        start_date=BEGIN,
        end_date=END,
        created_at="now() - interval '400 days' + n * interval '1 second'",
    )
    goals, members = Project.goals.through, Project.members.through
    goal, member = pk("goal", f"o * {GOALS} + j % {GOALS}"), pk("person", f"o * {PEOPLE} + 20 + (j + k) % 30")
    twice = f"{source}, generate_series(0, 1) AS k"
    thrice = f"{source}, generate_series(0, {MILESTONES - 1}) AS k"
    milestone = insert(
        Milestone,
        thrice,
        id=pk("milestone", f"n * {MILESTONES} + k"),
        organisation=pk("organisation", "o"),
        project=pk("project", "n"),
        title="'Milestone ' || k",
        due_date=f"({BEGIN} + (k + 1) * interval '4 months')::date",
        responsible=pk("person", f"o * {PEOPLE} + 50 + j % 50"),
    )
    return [
        project,
        link(goals, source, project=pk("project", "n"), goal=goal),
        link(members, twice, project=pk("project", "n"), person=member),
        milestone,
    ]
