"""The lines of benefit maps in a file are held to the rules that the map itself has."""

from collections.abc import Callable

import pytest

from projects.models import BenefitLink, Change
from register.models import Organisation
from tests.projects.interchange.books import SMALL, Sheets
from tests.projects.interchange.conftest import Import, exported

pytestmark = pytest.mark.django_db
LINKS = [
    "key",
    "project",
    "from_milestone",
    "from_change",
    "from_benefit",
    "to_change",
    "to_benefit",
    "to_goal",
    "weight",
]
MAP: Sheets = {
    **SMALL,
    "goals": [["key", "title"], ["g1", "Safe at home"], ["g2", "Cheap"]],
    "milestones": [["key", "project", "title"], ["m1", "p1", "Tablets"]],
    "benefits": [["key", "project", "title", "goals"], ["b1", "p1", "Less leave", "g1"], ["b2", "p1", "More time", ""]],
    "changes": [["key", "project", "title"], ["c1", "p1", "Plan on the tablet"], ["c2", "p1", "Meet by video"]],
    "links": [
        LINKS,
        ["k1", "p1", "m1", "", "", "c1", "", "", ""],
        ["k2", "p1", "", "c1", "", "", "b1", "", "60"],
        ["k3", "p1", "", "", "b1", "", "", "g1", ""],
    ],
}


def test_a_map_goes_out_and_in_and_its_faults_are_named_by_row_and_column(
    bring: Import, home: Organisation, problems: Callable[..., list[str]]
) -> None:
    bring(MAP)
    assert [str(one) for one in BenefitLink.objects.order_by("key")] == [
        "Tablets → Plan on the tablet",
        "Plan on the tablet → Less leave",
        "Less leave → Safe at home",
    ]
    for kind in ("xlsx", "zip"):
        again = bring(exported(home, kind))
        assert (again.created, again.changed) == (0, 0), again.sheets
    bring({"links": [LINKS, ["k2", "p1", "", "c1", "", "", "b1", "", "70"]]})
    bring({"changes": [["key", "project", "title"], ["c1", "p1", "Plan at the bedside"]]})
    assert (BenefitLink.objects.get(key="k2").weight, Change.objects.get(key="c1").title) == (70, "Plan at the bedside")
    wrong = [
        ["k4", "p1", "", "c1", "", "", "b1", "", ""],
        ["k5", "p1", "", "c2", "", "", "b1", "", "40"],
        ["k6", "p1", "", "", "b1", "", "", "g2", ""],
        ["k7", "p1", "m1", "c2", "", "", "b2", "", ""],
        ["k8", "p1", "m1", "", "", "", "", "g1", ""],
        ["k9", "p1", "", "c1", "", "c2", "", "", ""],
        ["k10", "p1", "", "c2", "", "c1", "", "", ""],
    ]
    said = problems({"links": [LINKS, *wrong]})
    for words in (
        "row 2, to_benefit: The map has this line already",
        "row 3, weight: Together the lines to one place weigh at most 100 %",
        "row 4, to_goal: The benefit does not serve this goal",
        "row 5, from_change: A line has one start and one end",
        "row 6, to_goal: A map reads from left to right",
        "row 7, to_change: This leads round in a circle",
        "row 8, to_change: This leads round in a circle",
    ):
        assert any(words in one for one in said), (words, said)
