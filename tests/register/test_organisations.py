"""Organisations begin with what is usual in their country and set the rest themselves."""

from datetime import datetime

import pytest

from register.errors import InvalidInput, NotPermitted
from register.models import Account, AuditEvent, Organisation, Person
from register.permissions import require_human
from register.services import tokens
from register.services.organisations import create_organisation, update_organisation


@pytest.mark.parametrize(
    ("country", "expected"),
    [
        ("NO", ("nb", "NOK", "Europe/Oslo", "BP3")),
        ("DK", ("da", "DKK", "Europe/Copenhagen", "Gennemførelse")),
        ("SE", ("en", "SEK", "Europe/Stockholm", "Execution")),
        ("FI", ("en", "EUR", "Europe/Helsinki", "Execution")),
        ("IS", ("en", "ISK", "Atlantic/Reykjavik", "Execution")),
        ("GB", ("en", "GBP", "Europe/London", "Execution")),
    ],
)
def test_an_organisation_begins_as_usual_in_its_country(db: None, now: datetime, country: str, expected) -> None:
    made = create_organisation(name=" Andebu ", country=country, by=None, now=now)
    assert made.name == "Andebu"
    assert (made.language, made.currency, made.time_zone, made.gate_label("approve_execution")) == expected
    assert AuditEvent.objects.get().organisation == made


def test_a_gate_without_a_label_of_its_own_has_that_of_the_country(andebu: Organisation) -> None:
    andebu.gate_labels = {"close": "Slutt"}
    assert (andebu.gate_label("close"), andebu.gate_label("approve_concept")) == ("Slutt", "BP1")
    assert andebu.gate_label("no gate") == ""


def test_an_unknown_country_or_a_taken_name_is_refused(andebu: Organisation, now: datetime) -> None:
    with pytest.raises(InvalidInput):
        create_organisation(name="Paris", country="FR", by=None, now=now)
    with pytest.raises(InvalidInput) as caught:
        create_organisation(name="ANDEBU", country="NO", by=None, now=now)
    assert (caught.value.errors[0].field, caught.value.errors[0].code) == ("name", "unique")


def test_organisations_are_made_by_those_who_run_the_installation(administrator: Person, now: datetime) -> None:
    with pytest.raises(NotPermitted):
        create_organisation(name="Re", country="NO", by=administrator, now=now)
    Account.objects.filter(pk=administrator.account_id).update(is_installation_admin=True)
    by = Person.objects.get(pk=administrator.pk)
    assert create_organisation(name="Re", country="NO", language="en", by=by, now=now).language == "en"


def test_the_organisations_settings_are_its_administrators(
    andebu: Organisation, administrator: Person, member: Person, stranger: Person, now: datetime
) -> None:
    changes = {
        "time_zone": "Europe/Stockholm",
        "currency": "SEK",
        "gate_labels": {"close": "Slutt"},
        "closed_days": [
            {"from": "2026-07-06", "to": "2026-07-24"},
            {"from": "2026-12-24", "to": "2026-12-24", "yearly": True},
        ],
        "holiday_month": 7,
        "limits": {
            "on_track": "0.85",
            "at_risk": 0.7,
            "grace_days": 7,
            "lag_days": {"month": 30},
            "reminder_ladder": {
                "before": [21, 7, 0],
                "superior": 10,
                "controller": None,
                "kinds": {"measure": {"after": [3, 10]}, "close_gap": {"silent": True}},
            },
            "digest_hour": 6,
            "follow_up_months": [6, 12],
        },
    }
    changed = update_organisation(organisation=andebu, changes=changes, by=administrator, now=now)
    assert (changed.currency, changed.version) == ("SEK", 2)
    for by in (member, stranger):
        with pytest.raises(NotPermitted):
            update_organisation(organisation=andebu, changes={"currency": "DKK"}, by=by, now=now)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"time_zone": "Mars/Base"}, "time_zone"),
        ({"currency": "kr"}, "currency"),
        ({"currency": 7}, "currency"),
        ({"gate_labels": ["BP1"]}, "gate_labels"),
        ({"gate_labels": {"lunch": "BP7"}}, "gate_labels"),
        ({"gate_labels": {"close": "x" * 41}}, "gate_labels"),
        ({"limits": []}, "limits"),
        ({"limits": {"speed": 1}}, "limits/speed"),
        ({"limits": {"on_track": 2}}, "limits/on_track"),
        ({"limits": {"on_track": "much"}}, "limits/on_track"),
        ({"limits": {"on_track": True}}, "limits/on_track"),
        ({"limits": {"grace_days": -1}}, "limits/grace_days"),
        ({"limits": {"lag_days": {"week": 3}}}, "limits/lag_days"),
        ({"limits": {"digest_hour": 24}}, "limits/digest_hour"),
        *(
            ({"limits": {"reminder_ladder": ladder}}, "limits/reminder_ladder")
            for ladder in (
                [],
                {"before": [1.5]},
                {"before": [-3]},
                {"before": 3},
                {"before": [1] * 13},
                {"after": [0]},
                {"superior": "soon"},
                {"superior": 400},
                {"owner": [7]},
                {"kinds": []},
                {"kinds": {"Lunch at 12": {"before": [1]}}},
                {"kinds": {"measure": 3}},
                {"kinds": {"measure": {"silent": False}}},
                {"kinds": {"measure": {"silent": True, "before": [1]}}},
                {"kinds": {"measure": {"kinds": {}}}},
            )
        ),
        *(
            ({"closed_days": days}, "closed_days")
            for days in (
                {},
                ["2026-07-06"],
                [{"from": "2026-07-06"}],
                [{"from": "2026-07-06", "to": "2026-07-05"}],
                [{"from": "2026-07-06", "to": "2026-02-30"}],
                [{"from": "2026-07-06", "to": 7}],
                [{"from": "2026-07-06", "to": "2026-07-06", "yearly": 1}],
                [{"from": "2026-07-06", "to": "2026-07-06", "name": "Summer"}],
                [{"from": "2026-07-06", "to": "2026-07-06"}] * 101,
            )
        ),
        ({"holiday_month": 13}, "holiday_month"),
        ({"language": "fr"}, "language"),
        ({"is_example": True}, "is_example"),
    ],
)
def test_settings_that_make_no_sense_are_refused(
    andebu: Organisation, administrator: Person, now: datetime, changes, field: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        update_organisation(organisation=andebu, changes=changes, by=administrator, now=now)
    assert [error.field for error in caught.value.errors] == [field]


def test_a_machine_neither_signs_nor_decides(andebu: Organisation, administrator: Person, now: datetime) -> None:
    machine = tokens.make_service_token(organisation=andebu, by=administrator, now=now, name="Sync")[0].person
    with pytest.raises(NotPermitted):
        require_human(machine)
    require_human(administrator)
    require_human(None)
