"""A case's project: its canvas, its programme and its milestones."""

import re

from demo.conversion.people import add_person, add_unit
from demo.conversion.register import Register
from demo.conversion.sources import Case

STATES = {"in operation": "realising", "started": "executing", "evaluated": "evaluating"}
MILESTONE_KINDS = (
    ("benefit", r"neutral|net zero|guarantee in force"),
    (
        "closing",
        r"project end|programme ends|programme finished|works finished|renovation finished|final results"
        r"|installation of measures|all lamps are|all lights converted",
    ),
    (
        "deliverable",
        r"finished|opened as meeting|festival|study|events|report|workshop|evaluation|lamps replaced"
        r"|able to use",
    ),
)


def add_project(register: Register, case: Case) -> None:
    row = case.project
    unit = add_unit(register, case)
    register.add(
        "projects",
        case.key,
        reference=case.key,
        title=project_title(case),
        unit=unit,
        programme=add_programme(register, row["programme"]),
        theme=row["theme"],
        track="full",
        state=project_state(case),
        leader=add_person(register, case, "leader"),
        owner=add_person(register, case, "owner"),
        benefits_responsible=add_person(register, case, "benefits"),
        background=background(case),
        purpose=row["purpose"],
        success_factors="\n".join(measure["measure"] for measure in case.measures),
        start_date=row["start"],
        end_date=row["end"],
    )
    register.carry(row, *case.measures)
    add_milestones(register, case)


def project_title(case: Case) -> str:
    row = case.project
    theme = row["theme"][:1].upper() + row["theme"][1:]
    return row["project_name"] or f"{theme}, {row['organisation']}"


def project_state(case: Case) -> str:
    """Follow-up is over where the project has ended by its source or its result was told; see the README."""
    state = case.project["state_at_source"]
    if state == "completed":
        return "closed" if case.project["end"] or case.measurements else "realising"
    if state == "unknown":
        return "realising" if case.measurements else "executing"
    return STATES[state]


def background(case: Case) -> str:
    lessons = case.project["lessons"]
    paragraphs = [
        case.project["background"],
        f"What was learnt: {lessons}" if lessons else "",
        "Sources:\n" + "\n".join(case.source_addresses()),
    ]
    return "\n\n".join(filter(None, paragraphs))


def add_programme(register: Register, title: str) -> str:
    key = re.sub(r"\W+", "-", title.lower()).strip("-")
    return register.add("programmes", key, title=title) if title else ""


def add_milestones(register: Register, case: Case) -> None:
    for number, row in enumerate(case.milestones, start=1):
        register.add(
            "milestones",
            f"{case.key}-MS{number}",
            project=case.key,
            title=row["title"],
            kind=milestone_kind(row["title"]),
            due_date=row["due_date"],
            reached_date=row["reached_date"],
        )
        register.carry(row)


def milestone_kind(title: str) -> str:
    return next((kind for kind, words in MILESTONE_KINDS if re.search(words, title, re.IGNORECASE)), "other")
