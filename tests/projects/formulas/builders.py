"""Short ways to write down an indicator, and generated ones in which ties, gaps and contradictions are common."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from projects.formulas.facts import Figure, IndicatorFacts, TargetFact
from projects.formulas.values import Value


def point(text: str, comparator: str = "exact") -> Value:
    return Value(value=Decimal(text), comparator=comparator)


def between(low: str, high: str, comparator: str = "exact") -> Value:
    return Value(low=Decimal(low), high=Decimal(high), comparator=comparator)


def measured(value: Value | str, end: date | None, *, start=None, key="m", state="reported") -> Figure:
    return Figure(point(value) if isinstance(value, str) else value, start, end, key, state)


def target(value: Value | str, due: date | None = None, *, key="t") -> TargetFact:
    return TargetFact(point(value) if isinstance(value, str) else value, due, key)


def indicator(**given) -> IndicatorFacts:
    """Sick leave 10 % at the start of 2020, to be 6 % at the end of 2021; measured by the year."""
    lacks_nothing = {
        "direction": "decrease",
        "baseline": point("10"),
        "baseline_date": date(2020, 1, 1),
        "benefit_start": date(2020, 1, 1),
        "frequency": "year",
        "targets": [target("6", date(2021, 12, 31))],
        "figures": [],
    }
    return IndicatorFacts(**(lacks_nothing | given))


DAYS = st.one_of(
    st.sampled_from([date(2019, 12, 31), date(2020, 1, 1), date(2020, 6, 30), date(2020, 12, 31), date(2021, 12, 31)]),
    st.dates(date(2019, 1, 1), date(2023, 12, 31)),
)
NUMBERS = st.one_of(
    st.integers(-4, 12).map(Decimal), st.integers(-1000, 1000).map(lambda number: Decimal(number).scaleb(-2))
)
COMPARATORS = st.sampled_from(["exact", "exact", "about", "at_most", "at_least"])


@st.composite
def values(draw, *, may_be_missing: bool = True) -> Value:
    kind = draw(st.sampled_from(["point", "point", "point", "range", *(["missing"] if may_be_missing else [])]))
    comparator = draw(COMPARATORS)
    if kind == "point":
        return Value(value=draw(NUMBERS), comparator=comparator)
    if kind == "range":
        low, high = sorted([draw(NUMBERS), draw(NUMBERS)])
        return Value(low=low, high=high, comparator=comparator)
    return Value(comparator=comparator)


@st.composite
def figures(draw) -> list[Figure]:
    found = []
    for number in range(draw(st.integers(0, 5))):
        end = draw(st.one_of(st.none(), DAYS, DAYS, DAYS))
        length = draw(st.sampled_from([None, 0, 30, 91, 365]))
        start = end - timedelta(days=length) if end is not None and length is not None else None
        state = draw(st.sampled_from(["reported", "verified", "verified", "due", "waived", "disputed"]))
        found.append(Figure(draw(values()), start, end, f"m{number}", state))
    return found


@st.composite
def targets(draw) -> list[TargetFact]:
    undated = draw(st.sampled_from([False, False, False, True]))
    due_dates = draw(st.lists(DAYS, max_size=4))
    found = [TargetFact(draw(values()), due, f"t{number}") for number, due in enumerate(due_dates)]
    return [*found, TargetFact(draw(values()), None, "t9")] if undated else found


def indicators(*, directions=("increase", "decrease")) -> st.SearchStrategy[IndicatorFacts]:
    return st.builds(
        IndicatorFacts,
        direction=st.sampled_from(directions),
        measures=st.sampled_from(["level", "level", "change", "cumulative"]),
        baseline=st.one_of(st.none(), values(), values()),
        baseline_date=st.one_of(st.none(), DAYS),
        benefit_start=st.one_of(st.none(), DAYS),
        frequency=st.sampled_from([None, "month", "quarter", "four_months", "half_year", "year", "year"]),
        lag_days=st.sampled_from([None, None, 0, 30, 400]),
        targets=targets(),
        figures=figures(),
        follow_up_runs=st.sampled_from([True, True, True, False]),
    )
