"""Benefits with indicators, targets and measurements, some of them on the expected path and some far from it."""

from bench.filling.layout import BEGIN, BENEFITS, DRAFTS, END, ORGANISATIONS, PEOPLE, QUARTER, Size
from bench.insertion import insert, pk
from projects.models import Benefit, Indicator, Measurement, Target


def figures(size: Size) -> list[str]:
    """Five benefits a project, each with an indicator, a target and some measurements; every eleventh has none."""
    source = f"""(SELECT b, b / {BENEFITS} AS n, b / {BENEFITS} / {ORGANISATIONS} AS j,
        CASE WHEN b / {BENEFITS} < {size.projects} THEN b / {BENEFITS} % {ORGANISATIONS} ELSE 0 END AS o,
        100 + b * 37 % 900 AS baseline, CASE WHEN b % 2 = 0 THEN 1.5 ELSE 0.5 END AS aim,
        (ARRAY[1.1, 0.95, 0.8, 0.5, 2.2, -0.1, 1.0])[1 + b % 7] AS pace
        FROM generate_series(0, {(size.projects + DRAFTS) * BENEFITS - 1}) AS b) AS numbered"""
    shared = {"organisation": pk("organisation", "o")}
    since = f"(extract(month FROM age({QUARTER}, {BEGIN})) + 12 * extract(year FROM age({QUARTER}, {BEGIN})))"
    ended = f"({QUARTER} - ({size.measurements} - 1 - i) * interval '3 months')::date"
    share = f"0.5 * pace * ({since} - 3 * ({size.measurements} - 1 - i)) / {since}"
    benefit = insert(
        Benefit,
        source,
        id=pk("benefit", "b"),
        project=pk("project", "n"),
        title="'Benefit ' || b",
        kind="(ARRAY['financial_direct', 'financial_indirect', 'quantified', 'quantified', 'quantified'])[1 + b % 5]",
        state="'accepted'",
        owner_asked_at="now() - interval '310 days'",
        accepted_at="now() - interval '300 days'",
        owner=pk("person", f"o * {PEOPLE} + 20 + b % 80"),
        start_date=BEGIN,
        **shared,
    )
    indicator = insert(
        Indicator,
        source,
        id=pk("indicator", "b"),
        benefit=pk("benefit", "b"),
        name="'Indicator ' || b",
        unit="(ARRAY['NOK', 'hours', 'cases', 'days', 'complaints'])[1 + b % 5]",
        direction="CASE WHEN aim > 1 THEN 'increase' ELSE 'decrease' END",
        frequency="'quarter'",
        baseline_state="'measured'",
        baseline_value="baseline",
        baseline_date=BEGIN,
        measurer=pk("person", f"o * {PEOPLE} + 20 + b % 80"),
        **shared,
    )
    target = insert(
        Target,
        source,
        id=pk("target", "b"),
        indicator=pk("indicator", "b"),
        due_date=END,
        value="baseline * aim",
        **shared,
    )
    measurement = insert(
        Measurement,
        f"{source}, generate_series(0, {size.measurements - 1}) AS i WHERE b % 11 > 0",
        id=pk("measurement", f"b * {size.measurements} + i"),
        indicator=pk("indicator", "b"),
        period_start=f"({ended} - interval '3 months')::date",
        period_end=f"{ended} - 1",
        value=f"round((baseline + baseline * (aim - 1) * {share})::numeric, 2)",
        state=f"CASE WHEN i < {size.measurements} - 1 THEN 'verified' ELSE 'reported' END",
        **shared,
    )
    return [benefit, indicator, target, measurement]
