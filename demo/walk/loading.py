"""Loads the demo once: registers of real cases, one organisation for each country, and Eksempel kommune."""

from datetime import datetime
from pathlib import Path
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction

from demo.example.story import email, read_story
from demo.walk.diary import Diary
from demo.walk.map_walk import open_page
from demo.walk.municipality import leave, set_up
from demo.walk.project_walk import ProjectWalk
from projects.interchange.csv_files import read_folder
from projects.interchange.importing import import_tables
from projects.interchange.tables import Table
from projects.services import saved_views
from projects.services.measurements import plan_all
from register.demo_accounts import keep_demo_accounts
from register.models import Account, Organisation
from register.services import organisations, people, roles
from register.services.people import Access
from workflows.models import Notice

REGISTERS = Path(__file__).parent.parent / "registers"
TOP_UNIT = "top"
PASSWORD = "varig demo 2026"  # noqa: S105 everybody shall know it; the demo runs on one's own machine only
SEES_THE_REGISTERS = {"admin": "administrator", "controller": "controller", "decider": "decision_maker"}


def load_demo(now: datetime) -> list[str]:
    """The names of the organisations made; none where the demo is there already."""
    story = read_story()
    if Organisation.objects.filter(name=story["organisation"]["name"]).exists():
        return []
    folders = sorted(folder for folder in REGISTERS.iterdir() if folder.is_dir())
    with transaction.atomic():
        made = [_example(story, now), *(_register(folder, now) for folder in folders)]
        Account.objects.filter(email__in=_to_try(story)).update(password=make_password(PASSWORD))
    keep_demo_accounts(PASSWORD, _to_try(story))
    return made


def _to_try(story: dict[str, Any]) -> dict[str, str]:
    """What each account is good for, by its e-mail address."""
    return {email(row["mailbox"]): row["try_it"] for row in story["people"] if "try_it" in row}


def _example(story: dict[str, Any], now: datetime) -> str:
    cast = set_up(story, now)
    diary = Diary(cast)
    for project in story["projects"]:
        ProjectWalk(cast, diary, project).note()
    open_page(cast, story["results_page"])
    for view in story["saved_views"]:
        owner, fields = cast.people[view["owner"]], {name: value for name, value in view.items() if name != "owner"}
        saved_views.save_view(owner=owner, fields=fields, by=owner, now=now)
    diary.live()
    Notice.objects.filter(organisation=cast.organisation).delete()  # nobody is mailed about a story's past
    leave(story, cast)
    plan_all(organisation=cast.organisation, now=now)
    return cast.organisation.name


def _register(folder: Path, now: datetime) -> str:
    """The register of one country, named as its top unit; some of the demo's accounts see it, too."""
    tables = read_folder(folder)
    organisation = organisations.create_organisation(name=_name_of(tables), country=folder.name, by=None, now=now)
    for mailbox, role in SEES_THE_REGISTERS.items():
        person = people.add_person(
            organisation=organisation, email=email(mailbox), by=None, now=now, access=Access.UNANNOUNCED
        )
        roles.assign(person=person, role=role, by=None, now=now)
    import_tables(organisation=organisation, tables=tables, by=None, now=now)
    return organisation.name


def _name_of(tables: list[Table]) -> str:
    units = next(table for table in tables if table.name == "units")
    key, name = units.header.index("key"), units.header.index("name")
    return next(str(line.cells[name]) for line in units.lines if line.cells[key] == TOP_UNIT)
