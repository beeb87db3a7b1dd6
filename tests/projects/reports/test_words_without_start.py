"""A sentence about a figure says nothing of a start that is not known, and a step is told by its label."""

import pytest

from projects.models import Indicator
from projects.reports.benefit_words import movement
from projects.reports.history_words import step_in_words
from tests.cast import Cast


@pytest.mark.parametrize("is_disbenefit", [True, False])
def test_without_a_baseline_the_sentence_has_no_start(cast: Cast, is_disbenefit: bool) -> None:
    benefit = cast.draft().benefits.get()
    type(benefit).objects.update(is_disbenefit=is_disbenefit)
    cast.indicator(benefit, baseline_value=None, baseline_date=None, baseline_state="missing")
    words = movement(Indicator.objects.get())
    assert "no baseline is set" in words
    assert "\N{EN DASH}" not in words


def test_a_step_is_told_by_its_label_and_one_that_is_no_more_by_its_name() -> None:
    assert step_in_words("project", "complete_handover") == "Complete the handover"
    assert step_in_words("project", "long_gone") == "long gone"
