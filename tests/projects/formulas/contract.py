"""Section 3 of the contract once more, as slowly and plainly as it reads; it shares no code with the product."""

from datetime import timedelta
from fractions import Fraction

FREQUENCY = {"month": 31, "quarter": 92, "four_months": 123, "half_year": 184, "year": 366, None: 366}
LAG = {"month": 20, "quarter": 60, "four_months": 60, "half_year": 60, "year": 90, None: 90}


def number(value, direction):
    """A range counts by its less favourable end when measured, by its less demanding end when a target."""
    if value is None:
        return None
    if value.value is not None:
        return Fraction(str(value.value))
    if value.low is None or value.high is None:
        return None
    return Fraction(str(value.low if direction == "increase" else value.high))


def newest_of(facts, day, *, verified=False):
    best = None
    for one in facts.figures:
        if number(one.value, facts.direction) is None or one.period_end is None or one.period_end > day:
            continue
        if one.state in ("due", "waived", "disputed") or (verified and one.state != "verified"):
            continue
        if best is None:
            best = one
            continue
        if one.period_end != best.period_end:
            best = one if one.period_end > best.period_end else best
            continue
        length = one.period_end - (one.period_start or one.period_end)
        best_length = best.period_end - (best.period_start or best.period_end)
        if length != best_length:
            best = one if length < best_length else best
        elif one.key > best.key:
            best = one
    return best


def baseline_of(facts):
    b = number(facts.baseline, facts.direction)
    return Fraction(0) if b is None and facts.measures != "level" else b


def final_of(facts):
    with_number = [t for t in facts.targets if number(t.value, facts.direction) is not None]
    undated = sorted((t for t in with_number if t.due_date is None), key=lambda t: t.key)
    dated = sorted((t for t in with_number if t.due_date is not None), key=lambda t: (t.due_date, t.key))
    return (undated or dated or [None])[-1]


def met(v, t, direction):
    wanted = number(t.value, direction)
    slack = abs(wanted) * Fraction(5, 100) if t.value.comparator == "about" else 0
    return v >= wanted - slack if direction == "increase" else v <= wanted + slack


def expected(facts, b, begin, day):
    """Walk the path from corner to corner."""
    at, e = begin, b
    if day <= at:
        return e
    if facts.benefit_start and facts.benefit_start > at:
        at = facts.benefit_start
        if day <= at:
            return e
    due_days = {t.due_date for t in facts.targets if t.due_date and number(t.value, facts.direction) is not None}
    for due in sorted(due_days):
        if due <= at:
            continue
        same_day = [t for t in facts.targets if t.due_date == due and number(t.value, facts.direction) is not None]
        wanted = number(max(same_day, key=lambda t: t.key).value, facts.direction)
        if day <= due:
            return e + (wanted - e) * (day - at).days / (due - at).days
        at, e = due, wanted
    return e


def status(facts, day):  # noqa: C901, PLR0911 - nine rules, as they stand
    newest, t, b = newest_of(facts, day), final_of(facts), baseline_of(facts)
    start, begin = facts.benefit_start, facts.baseline_date or facts.benefit_start
    lag = LAG[facts.frequency] if facts.lag_days is None else facts.lag_days
    # 1
    if newest is None:
        if (start and day < start) or (begin and day < begin):
            return "not_started", None
        return "unknown", "no_value"
    v, end = number(newest.value, facts.direction), newest.period_end
    # 2
    if facts.follow_up_runs and (day - end).days > FREQUENCY[facts.frequency] + lag + 14:
        return "unknown", "stale"
    # 3
    if t is None:
        return "unknown", "no_target"
    # 4
    if t.due_date is None:
        return ("achieved", None) if met(v, t, facts.direction) else ("unknown", "target_without_date")
    # 5
    if end >= t.due_date:
        return ("achieved" if met(v, t, facts.direction) else "missed"), None
    # 6
    if not facts.follow_up_runs or day > t.due_date + timedelta(days=lag + 14):
        return "unknown", "no_final_value"
    # 7
    if met(v, t, facts.direction):
        return "on_track", "reached_early"
    # 8
    if b is not None and begin is not None:
        e = expected(facts, b, begin, end)
        if e == b:
            no_worse = v >= b if facts.direction == "increase" else v <= b
            return ("on_track" if no_worse else "off_track"), None
        r = (v - b) / (e - b)
        return ("on_track" if r >= Fraction("0.9") else "at_risk" if r >= Fraction("0.75") else "off_track"), None
    # 9
    due = [
        x for x in facts.targets if x.due_date and x.due_date <= end and number(x.value, facts.direction) is not None
    ]
    if not due:
        return "unknown", "no_baseline"
    newest_target = max(due, key=lambda x: (x.due_date, x.key))
    return ("on_track" if met(v, newest_target, facts.direction) else "off_track"), None


def achievement(facts, day):
    newest, t, b = newest_of(facts, day), final_of(facts), baseline_of(facts)
    if newest is None or t is None or b is None:
        return None
    v, wanted = number(newest.value, facts.direction), number(t.value, facts.direction)
    if wanted == b:
        return Fraction(1 if met(v, t, facts.direction) else 0)
    exact = (v - b) / (wanted - b) * 10000
    below = exact.numerator // exact.denominator
    rest = exact - below
    up = rest > Fraction(1, 2) or (rest == Fraction(1, 2) and below % 2 == 1)
    return Fraction(below + (1 if up else 0), 10000)
