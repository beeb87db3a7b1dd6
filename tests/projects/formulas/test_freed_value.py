"""When freed money or time is taken out, and when it still is a potential."""

from dataclasses import replace
from datetime import date

import pytest

from projects.formulas.freed_value import FreedValue

TODAY = date(2026, 3, 2)
DECIDED = FreedValue(
    kind="financial_indirect",
    is_disbenefit=False,
    use_kind="redeployed",
    use_service="Home care at night",
    use_decided_by="The council",
    use_decided_on=TODAY,
)


def test_freed_time_is_taken_out_once_it_is_decided_for_which_service() -> None:
    assert not DECIDED.is_potential(TODAY)


@pytest.mark.parametrize("lacking", [{"use_kind": ""}, {"use_service": ""}, {"use_decided_by": ""}])
def test_it_stays_a_potential_while_one_of_the_answers_is_lacking(lacking: dict[str, str]) -> None:
    assert replace(DECIDED, **lacking).is_potential(TODAY)


def test_it_stays_a_potential_until_the_day_of_the_decision() -> None:
    assert replace(DECIDED, use_decided_on=date(2026, 3, 3)).is_potential(TODAY)
    assert replace(DECIDED, use_decided_on=None).is_potential(TODAY)


def test_a_cut_needs_no_service() -> None:
    assert not replace(DECIDED, use_kind="cut", use_service="", kind="financial_direct").is_potential(TODAY)


def test_what_frees_neither_money_nor_time_is_no_potential() -> None:
    undecided = replace(DECIDED, use_decided_on=None)
    assert not replace(undecided, kind="quantified", use_kind="").is_potential(TODAY)
    assert not replace(undecided, is_disbenefit=True).is_potential(TODAY)
    assert replace(undecided, kind="quantified").is_potential(TODAY)
