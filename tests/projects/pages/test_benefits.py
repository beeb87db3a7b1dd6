"""A benefit's page: its sentence, its figures, its answers; and the forms behind it."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from projects.models import Benefit, Indicator, Measurement
from tests.cast import Cast, fresh
from tests.visits import visiting


@pytest.fixture
def benefit(cast: Cast) -> Benefit:
    """An accepted benefit with an indicator, in an executing project."""
    cast.executing()
    return Benefit.objects.get()


def test_the_page_begins_with_the_benefit_in_one_sentence(cast: Cast, benefit: Benefit) -> None:
    page = visiting(cast.member).get(benefit.get_absolute_url()).content.decode()
    falls = "\N{NO-BREAK SPACE}falls"
    assert f"Lower “Falls” from 40{falls} to 20{falls} by 31 December 2027." in page
    assert "Owner: Line manager, who accepted it on" in page


def test_the_chart_has_its_figures_as_a_table_and_as_data_without_inline_script(cast: Cast, benefit: Benefit) -> None:
    indicator = benefit.indicators.get()
    Measurement.objects.create(
        organisation=cast.organisation,
        indicator=indicator,
        period_end=date(2026, 3, 31),
        low=Decimal(30),
        high=Decimal(34),
    )
    page = visiting(cast.member).get(benefit.get_absolute_url()).content.decode()
    assert "30\N{EN DASH}34\N{NO-BREAK SPACE}falls" in page
    assert f'<script id="chart-{indicator.pk}" type="application/json">' in page
    assert "31 March 2026" in page


def test_a_missing_baseline_is_an_action_not_an_error(cast: Cast, benefit: Benefit) -> None:
    changes = {"baseline_value": None, "baseline_date": None, "baseline_state": "missing"}
    Indicator.objects.update(**changes)
    indicator, browser = Indicator.objects.get(), visiting(cast.leader)
    assert "Agree when to measure it" in browser.get(benefit.get_absolute_url()).content.decode()
    url = reverse("projects:indicator_baseline", args=[indicator.pk])
    assert "deferred" in browser.get(url).content.decode()
    agreed = {"version": indicator.version, "baseline_state": "deferred", "baseline_due_date": "2030-03-01"}
    browser.post(url, {**agreed, "baseline_reason": "The journal is new.", "baseline_comparator": "exact"})
    assert fresh(indicator).baseline_due_date == date(2030, 3, 1)
    assert "is to be measured by 1 March 2030" in browser.get(benefit.get_absolute_url()).content.decode()


def test_the_proposed_owner_accepts_in_one_press(cast: Cast) -> None:
    project = cast.concept()
    benefit = cast.take(project.benefits.get(), "profile", cast.leader)
    browser = visiting(cast.line_manager)
    assert "Not me" in browser.get(benefit.get_absolute_url()).content.decode()
    browser.post(reverse("projects:benefit_transition", args=[benefit.pk, "accept"]))
    assert fresh(benefit).state == "accepted"


def test_not_me_needs_a_word_and_leaves_the_benefit_without_owner(cast: Cast) -> None:
    benefit = cast.take(cast.concept().benefits.get(), "profile", cast.leader)
    url = reverse("projects:benefit_transition", args=[benefit.pk, "decline"])
    visiting(cast.line_manager).post(url, {"comment": "Ask the night ward."})
    assert fresh(benefit).owner is None


def test_the_outcome_is_judged_on_the_page(cast: Cast, benefit: Benefit) -> None:
    answers = {"outcome": "partly_realised", "comment": "Half of the wards."}
    browser = visiting(cast.responsible)
    browser.post(reverse("projects:benefit_transition", args=[benefit.pk, "conclude"]), answers)
    assert fresh(benefit).state == "partly_realised"
    assert "Half of the wards." in browser.get(benefit.get_absolute_url()).content.decode()


def test_a_benefit_is_added_to_the_table_in_one_line(cast: Cast) -> None:
    project = cast.concept()
    url, browser = reverse("projects:project_benefits", args=[project.pk]), visiting(cast.leader)
    answers = {"new-title": "Calmer nights", "new-kind": "qualitative", "new-owner": str(cast.line_manager.pk)}
    page = browser.post(url, answers, follow=True).content.decode()
    assert "Calmer nights" in page
    assert Benefit.objects.get(title="Calmer nights").owner == cast.line_manager


def test_an_empty_line_says_what_is_missing_at_the_field(cast: Cast) -> None:
    url = reverse("projects:project_benefits", args=[cast.concept().pk])
    page = visiting(cast.leader).post(url, {"new-title": "", "new-kind": "qualitative"}).content.decode()
    assert "id_new-title_error" in page


def test_definition_baseline_and_targets_are_saved_together(cast: Cast) -> None:
    benefit = cast.concept().benefits.get()
    answers = {
        "name": "Sick leave",
        "unit": "%",
        "direction": "decrease",
        "measures": "level",
        "frequency": "quarter",
        "baseline_state": "missing",
        "baseline_value": "7,4",
        "baseline_date": "2025",
        "target-new-0-value": "6.5",
        "target-new-0-due_date": "2027-H1",
        "target-new-0-comparator": "at_most",
        "target-new-1-comparator": "exact",
    }
    visiting(cast.leader).post(reverse("projects:indicator_create", args=[benefit.pk]), answers)
    indicator = benefit.indicators.get()
    assert (indicator.baseline_value, indicator.baseline_state) == (Decimal("7.4"), "measured")
    target = indicator.targets.get()
    assert (target.value, target.due_date, target.due_date_entered) == (Decimal("6.5"), date(2027, 6, 30), "2027-H1")


def edited(indicator: Indicator, **typed: str) -> dict[str, str]:
    target = indicator.targets.get()
    row = {"version": str(target.version), "value": "20", "due_date": "2027-12-31", "comparator": "exact"}
    return {
        "version": str(indicator.version),
        **{name: str(getattr(indicator, name)) for name in ("name", "unit", "direction", "measures", "frequency")},
        "measurer": str(indicator.measurer_id),
        "method": indicator.method,
        "baseline_state": "measured",
        "baseline_value": "40",
        "baseline_date": "2025-12-31",
        **{f"target-{target.pk}-{name}": value for name, value in row.items()},
        **typed,
    }


def test_what_was_approved_changes_only_with_a_reason_and_nothing_is_half_saved(cast: Cast, benefit: Benefit) -> None:
    indicator = benefit.indicators.get()
    url, browser = reverse("projects:indicator_edit", args=[indicator.pk]), visiting(cast.leader)
    target = indicator.targets.get()
    typed = {"name": "Falls at night", f"target-{target.pk}-value": "15"}
    page = browser.post(url, edited(indicator, **typed)).content.decode()
    assert "id_change_reason_error" in page
    assert fresh(indicator).name == "Falls"
    browser.post(url, edited(indicator, **typed, change_reason="The council asked for more."))
    assert (fresh(indicator).name, fresh(target).value) == ("Falls at night", Decimal(15))


def test_two_who_change_the_same_target_are_told_and_lose_nothing(cast: Cast, benefit: Benefit) -> None:
    indicator = benefit.indicators.get()
    target = indicator.targets.get()
    old = edited(indicator, change_reason="Mine.", **{f"target-{target.pk}-value": "15"})
    url, browser = reverse("projects:indicator_edit", args=[indicator.pk]), visiting(cast.leader)
    browser.post(url, edited(indicator, change_reason="First.", **{f"target-{target.pk}-value": "18"}))
    page = browser.post(url, old).content.decode()
    assert "Somebody has changed this since you opened it" in page
    assert 'value="15"' in page
    assert fresh(target).value == Decimal(18)


def test_the_status_is_that_of_the_day_asked_for(cast: Cast, benefit: Benefit) -> None:
    browser = visiting(cast.member)
    assert "As of 1 June 2031." in browser.get(f"{benefit.get_absolute_url()}?on=2031-06-01").content.decode()
    assert browser.get(f"{benefit.get_absolute_url()}?on=soon").status_code == 400


def test_a_judgement_counts_when_somebody_else_has_verified_it(cast: Cast) -> None:
    project = cast.executing()
    benefit = cast.benefit(project, title="Calmer nights", kind="qualitative")
    judged = {"version": str(benefit.version), "judgement": "on_track", "judgement_words": "Staff say so."}
    visiting(cast.line_manager).post(reverse("projects:benefit_judge", args=[benefit.pk]), judged)
    browser = visiting(cast.responsible)
    assert "Verify the judgement" in browser.get(benefit.get_absolute_url()).content.decode()
    browser.post(reverse("projects:judgement_verify", args=[benefit.pk]))
    assert fresh(benefit).judgement_verified_by == cast.responsible


def test_a_member_reads_but_is_offered_no_way_to_change(cast: Cast, benefit: Benefit) -> None:
    page = visiting(cast.member).get(benefit.get_absolute_url()).content.decode()
    assert "Edit figures and targets" not in page
    refused = visiting(cast.member).post(
        reverse("projects:benefit_edit", args=[benefit.pk]), {"version": benefit.version, "title": "Mine"}
    )
    assert "Only the benefit" in refused.content.decode()
    assert fresh(benefit).title == "Fewer falls"


@pytest.mark.parametrize("name", ["benefit_detail", "benefit_edit", "benefit_judge", "indicator_create"])
def test_for_a_stranger_a_benefit_does_not_exist(cast: Cast, benefit: Benefit, name: str) -> None:
    assert visiting(cast.stranger).get(reverse(f"projects:{name}", args=[benefit.pk])).status_code == 404


@pytest.mark.parametrize("name", ["indicator_edit", "indicator_baseline", "measurement_create"])
def test_for_a_stranger_an_indicator_does_not_exist(cast: Cast, benefit: Benefit, name: str) -> None:
    url = reverse(f"projects:{name}", args=[benefit.indicators.get().pk])
    assert visiting(cast.stranger).get(url).status_code == 404
