"""Settings: when an organisation reminds its people, and when each of them wants to be reminded."""

from datetime import time
from html import unescape
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from projects.reports.duty_words import KINDS
from register.models import Organisation
from tests.cast import Cast, fresh
from tests.pages.conftest import SignIn

pytestmark = pytest.mark.django_db
PAGE = "/settings/reminders/"


@pytest.fixture
def administrator(cast: Cast, as_person: SignIn) -> Client:
    return as_person(cast.administrator)


def filled_in(client: Client, **changes: Any) -> dict[str, Any]:
    """What the page would send, with changes."""
    form = client.get(PAGE).context["form"]
    sent = {name: form[name].value() for name in form.fields}
    return {name: "" if value is None else value for name, value in sent.items()} | changes


def send(client: Client, **changes: Any) -> HttpResponse:
    return client.post(PAGE, filled_in(client, **changes), follow=True)


def text(answer: HttpResponse) -> str:
    return unescape(answer.content.decode())


def stored(cast: Cast) -> Organisation:
    return fresh(cast.organisation)


def test_only_administrators_decide_when_people_are_reminded(cast: Cast, as_person: SignIn) -> None:
    assert as_person(cast.controller).get(PAGE).status_code == 403


def test_what_is_usual_is_shown_and_saved_as_nothing_of_its_own(cast: Cast, administrator: Client) -> None:
    page = text(administrator.get(PAGE))
    assert 'value="30, 14, 3, 0"' in page
    assert all(str(words) in page for words in KINDS.values())
    assert "Saved." in text(send(administrator))
    assert stored(cast).limits == {"digest_hour": 7}


def test_the_ladder_is_set_for_everything_and_for_one_kind(cast: Cast, administrator: Client) -> None:
    own = {"measure_way": "own", "measure_before": "5", "measure_superior": ""}
    answer = send(
        administrator, before="10, 0", after="", controller="", close_gap_way="silent", digest_hour="6", **own
    )
    assert "Saved." in text(answer)
    assert stored(cast).limits == {
        "digest_hour": 6,
        "reminder_ladder": {
            "before": [10, 0],
            "after": [],
            "controller": None,
            "kinds": {
                "measure": {"before": [5], "after": [7], "superior": None, "project": 21, "controller": 28},
                "close_gap": {"silent": True},
            },
        },
    }
    assert [who for _day, who in answer.context["example"]] == [
        *["whose duty it is"] * 2,
        "their superior",
        "project owner and benefits-responsible",
    ]
    assert "Saved." in text(send(administrator))
    assert stored(cast).limits["reminder_ladder"]["kinds"]["close_gap"] == {"silent": True}


def test_days_off_are_written_as_people_write_them(cast: Cast, administrator: Client) -> None:
    lines = "17.12.2026\n6.7.2026 - 24.7.2026\n\n24/12\n28.12. - 2.1.\n2026-05-15"
    send(administrator, closed_days=lines, holiday_month="7")
    assert stored(cast).closed_days == [
        {"from": "2026-12-17", "to": "2026-12-17"},
        {"from": "2026-07-06", "to": "2026-07-24"},
        {"from": "2020-12-24", "to": "2020-12-24", "yearly": True},
        {"from": "2020-12-28", "to": "2021-01-02", "yearly": True},
        {"from": "2026-05-15", "to": "2026-05-15"},
    ]
    assert stored(cast).holiday_month == 7
    form = administrator.get(PAGE).context["form"]
    assert form["closed_days"].value() == "17.12.2026\n6.7.2026 - 24.7.2026\n24.12.\n28.12. - 2.1.\n15.5.2026"
    assert not form["closed_days"].field.has_changed(stored(cast).closed_days, form["closed_days"].value())
    assert form["closed_days"].field.has_changed(stored(cast).closed_days, "soon")
    send(administrator, holiday_month="", closed_days="")
    assert (stored(cast).closed_days, stored(cast).holiday_month) == ([], None)


@pytest.mark.parametrize(
    "line", ["Christmas", "31.2.2026", "1.7.2026 - 5.7.", "1.1.2026 - 2.1.2026 - 3.1.2026", "1.7.2026 - summer"]
)
def test_a_day_off_that_cannot_be_read_is_shown_with_how_to_write_it(
    cast: Cast, administrator: Client, line: str
) -> None:
    answer = send(administrator, closed_days=line)
    assert f"“{line}” cannot be read." in text(answer)
    assert line in answer.context["form"]["closed_days"].value()
    assert stored(cast).closed_days == []


def test_days_off_that_end_before_they_begin_are_refused(cast: Cast, administrator: Client) -> None:
    assert "ends before it begins" in text(send(administrator, closed_days="2.7.2026 - 1.7.2026"))


def test_what_the_service_refuses_stands_on_the_page(cast: Cast, administrator: Client) -> None:
    many = "\n".join(f"{day}.{month}." for month in range(1, 11) for day in range(1, 12))
    assert "Give each time off" in text(send(administrator, closed_days=many))
    assert "This limit cannot have that value." in text(send(administrator, before="900"))


def test_who_saves_over_somebody_elses_change_is_told_and_keeps_what_they_typed(
    cast: Cast, administrator: Client
) -> None:
    before = filled_in(administrator, after="9")
    send(administrator, before="20")
    answer = administrator.post(PAGE, before)
    assert answer.context["form"]["after"].value() == "9"
    assert stored(cast).limits["reminder_ladder"] == {"before": [20]}
    again = {name: answer.context["form"][name].value() or "" for name in answer.context["form"].fields}
    administrator.post(PAGE, again)
    assert stored(cast).limits["reminder_ladder"] == {"after": [9]}


def test_a_person_chooses_when_reminders_come(cast: Cast, as_person: SignIn) -> None:
    client = as_person(cast.member)
    page = client.get("/me/")
    assert "As the organisation: Europe/Oslo" in text(page)
    sent = {"name": "Member", "language": "en", "version": page.context["form"]["version"].value()}
    choice = {"digest": "weekly", "digest_weekday": "3", "digest_time": "08:30", "time_zone": "Europe/Helsinki"}
    client.post("/me/", {**sent, **choice})
    me = fresh(cast.member)
    assert (me.digest, me.digest_weekday, me.digest_time, me.time_zone) == ("weekly", 3, time(8, 30), "Europe/Helsinki")
    page = client.get("/me/")
    assert 'value="08:30"' in text(page)
    none = {"digest": "daily", "digest_weekday": "1", "digest_time": "", "time_zone": ""}
    client.post("/me/", {**sent, **none, "version": page.context["form"]["version"].value()})
    me = fresh(cast.member)
    assert (me.digest, me.digest_time, me.time_zone) == ("daily", None, "")
