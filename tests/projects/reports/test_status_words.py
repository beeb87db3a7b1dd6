from datetime import date

import pytest
from django.utils import translation

from projects.formulas.judgement import Judgement, judged_status, limit_status
from projects.formulas.status import Code, Reason, status_on
from projects.reports import status_words
from projects.reports.figure_words import day_in_words
from projects.reports.status_words import STATUS_LABELS, status_sentence
from tests.projects.formulas.builders import indicator, measured, point, target

END_2020 = date(2020, 12, 31)
DAY = date(2021, 1, 31)
LONG = {"targets": [target("6", date(2021, 12, 30))], "baseline_date": date(2020, 1, 2), "benefit_start": None}


def said(facts, day=DAY):
    with translation.override("en"):
        return status_sentence(status_on(facts, day))


def with_figure(text, **given):
    return indicator(figures=[measured(text, END_2020)], **given)


def test_a_stale_figure_is_grey_and_says_when_the_next_was_expected():
    assert (
        said(with_figure("8", frequency="quarter"), date(2021, 7, 1))
        == "Grey: latest figure 31 Dec 2020; the next was expected by 1 Jun 2021."
    )


@pytest.mark.parametrize(
    ("facts", "day", "sentence"),
    [
        (indicator(), date(2019, 1, 1), "Not started: the start date is still ahead."),
        (indicator(), DAY, "Grey: no figure yet; the first is expected by 1 Apr 2021."),
        (indicator(), date(2021, 5, 1), "Grey: no figure yet; the first was expected by 1 Apr 2021."),
        (indicator(follow_up_runs=False), DAY, "Grey: no figure yet."),
        (
            with_figure("8", targets=[]),
            DAY,
            "Grey: no target; the latest figure, 31 Dec 2020, is better than the baseline.",
        ),
        (
            with_figure("11", targets=[]),
            DAY,
            "Grey: no target; the latest figure, 31 Dec 2020, is worse than the baseline.",
        ),
        (
            with_figure("10", targets=[]),
            DAY,
            "Grey: no target; the latest figure, 31 Dec 2020, is the same as the baseline.",
        ),
        (
            with_figure("8", targets=[], baseline=None),
            DAY,
            "Grey: no target to compare with; latest figure 31 Dec 2020.",
        ),
        (with_figure("8", direction=""), DAY, "Grey: it is not said whether the figure should increase or decrease."),
        (with_figure("6", targets=[target("6")]), DAY, "Green: the target is reached; latest figure 31 Dec 2020."),
        (
            with_figure("7", targets=[target("6", END_2020)]),
            DAY,
            "Red: the target due 31 Dec 2020 was not reached; latest figure 31 Dec 2020.",
        ),
        (
            with_figure("8", targets=[target("6")]),
            DAY,
            "Grey: the target is not reached, and no date is set for it; latest figure 31 Dec 2020.",
        ),
        (
            with_figure("8", follow_up_runs=False),
            DAY,
            "Grey: latest figure 31 Dec 2020; there is none for the target's date, 31 Dec 2021.",
        ),
        (with_figure("6"), DAY, "Green: the target due 31 Dec 2021 is already reached; latest figure 31 Dec 2020."),
        (with_figure("8", **LONG), DAY, "Green: 100% of the change expected by 31 Dec 2020."),
        (with_figure("8.3", **LONG), DAY, "Yellow: 85% of the change expected by 31 Dec 2020."),
        (with_figure("9", **LONG), DAY, "Red: 50% of the change expected by 31 Dec 2020."),
        (with_figure("11", **LONG), DAY, "Red: by 31 Dec 2020 the figure had moved the wrong way from the baseline."),
        (
            with_figure("9", benefit_start=date(2021, 1, 1)),
            DAY,
            "Green: no change was expected by 31 Dec 2020, and the figure is no worse than the baseline.",
        ),
        (
            with_figure("11", benefit_start=date(2021, 1, 1)),
            DAY,
            "Red: no change was expected by 31 Dec 2020, but the figure is worse than the baseline.",
        ),
        (
            with_figure("8", baseline=None, targets=[target("8", END_2020), target("6", date(2022, 1, 1))]),
            DAY,
            "Green: the newest target due by 31 Dec 2020 is met.",
        ),
        (
            with_figure("9", baseline=None, targets=[target("8", END_2020), target("6", date(2022, 1, 1))]),
            DAY,
            "Red: the newest target due by 31 Dec 2020 is not met.",
        ),
        (
            with_figure("9", baseline=None),
            DAY,
            "Grey: there is no dated baseline to compare with, and no target was due by 31 Dec 2020.",
        ),
    ],
)
def test_each_reason_is_one_sentence(facts, day, sentence):
    assert said(facts, day) == sentence


def test_a_limit_and_a_judgement_have_their_own_sentences():
    limit = {"targets": [target(point("9", "at_most"))]}
    judged = judged_status([Judgement(Code.ON_TRACK, END_2020, "verified", "a")], DAY)
    with translation.override("en"):
        assert status_sentence(limit_status(with_figure("9", **limit), DAY)).startswith("Green: within its limit;")
        assert status_sentence(limit_status(with_figure("9.1", **limit), DAY)).startswith("Red: beyond its limit;")
        assert status_sentence(judged) == "Judged by a person: on track."
        assert status_sentence(judged_status([], DAY)) == "Grey: no verified judgement yet."


@pytest.mark.parametrize(
    ("language", "written"), [("da", "31. dec. 2020"), ("nb", "31. des. 2020"), ("en", "31 Dec 2020")]
)
def test_dates_are_written_in_the_language_of_the_reader(language, written):
    with translation.override(language):
        assert written in status_sentence(status_on(with_figure("6"), DAY))


def test_without_an_active_language_it_is_english():
    with translation.override(None):
        assert "31 Dec 2020" in status_sentence(status_on(with_figure("6"), DAY))


def test_every_status_and_every_reason_has_words():
    assert set(STATUS_LABELS) == set(Code)
    assert {reason for reason, _ in status_words._SENTENCES} == set(Reason)


@pytest.mark.parametrize(
    ("language", "entered", "words"),
    [
        ("en", "2026-Q3", "2026-Q3"),
        ("nb", "2026-Q3", "3. kvartal 2026"),
        ("da", "2025-H2", "2. halvår 2025"),
        ("nb", "2026-T2", "2. tertial 2026"),
        ("nb", "2026", "2026"),
    ],
)
def test_a_part_of_a_year_is_written_as_its_readers_say_it(language, entered, words):
    with translation.override(language):
        assert day_in_words(entered) == words
