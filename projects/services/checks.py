"""What is asked of input before it is stored, beyond what a single column can say."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from projects.formulas.scales import check_on_scale
from projects.formulas.values import Value, ValueRefused, check_target_comparator, check_value
from projects.lifecycles.project import ProjectState
from projects.models import Benefit, Indicator
from register.errors import FieldError, InvalidInput
from register.models import Person

State = ProjectState
APPROVED_STATES = (State.EXECUTING, State.HANDING_OVER, State.REALISING, State.EVALUATING, State.CLOSED)
FIGURE = ("value", "low", "high", "comparator")
AWAY = _("Choose a person who is active: this one has left or is a machine.")


def only(allowed: Collection[str], values: Mapping[str, Any]) -> None:
    """Refuse every field that cannot be set here."""
    settable = {*allowed, *(f"{name}_entered" for name in allowed)}
    unknown = sorted(set(values) - settable)
    if unknown:
        words = _("This field cannot be set here.")
        raise InvalidInput([FieldError(name, "read_only", words) for name in unknown])


def active_people(values: Mapping[str, Any]) -> None:
    """Nobody who has left, and no machine, is given something to do."""
    wrong = [name for name, one in values.items() if is_away(one)]
    if wrong:
        raise InvalidInput([FieldError(name, "inactive", AWAY) for name in wrong])


def is_away(value: Any) -> bool:
    """A person who has left, or a machine."""
    return isinstance(value, Person) and (value.is_service or not value.is_active)


def figure(row: Any, changes: Mapping[str, Any], *, prefix: str = "", required: bool = True) -> Value:
    """The figure the row would have: one value, or a range from low to high. Nothing at all only where allowed."""
    given = {name: changes.get(f"{prefix}{name}", getattr(row, f"{prefix}{name}")) for name in FIGURE}
    value = Value(**given)
    if required or any(given[name] is not None for name in ("value", "low", "high")):
        try:
            check_value(value)
        except ValueRefused as refused:
            raise InvalidInput.single(f"{prefix}{refused.field}", str(refused), refused.code) from refused
    return value


def on_scale(indicator: Indicator, value: Value, *, prefix: str = "") -> None:
    """The figure is one of its indicator's scale, where that has one."""
    try:
        check_on_scale(value, *indicator.scale_of)
    except ValueRefused as refused:
        raise InvalidInput.single(f"{prefix}{refused.field}", str(refused), refused.code) from refused


def target_comparator(value: Value, direction: str, *, field: str = "comparator") -> None:
    """A target's limit points the same way as its indicator."""
    try:
        check_target_comparator(value.comparator, direction)
    except ValueRefused as refused:
        raise InvalidInput.single(field, str(refused), refused.code) from refused


def is_approved(benefit: Benefit) -> bool:
    """Whether baseline and targets are what somebody has said yes to."""
    return is_decided(benefit) or benefit.accepted_at is not None


def is_decided(benefit: Benefit) -> bool:
    """Whether execution was decided, so that another baseline or target is another promise."""
    project = benefit.project
    state = project.state_before_hold if project.state == State.ON_HOLD else project.state
    return state in APPROVED_STATES


def reason_for_change(benefit: Benefit, reason: str) -> None:
    """What was approved changes only with a reason."""
    if is_approved(benefit) and not reason.strip():
        words = _("This was approved as it is: give the reason for the change.")
        raise InvalidInput.single("change_reason", words, code="required")


def no_cycle(row: Any, field: str, other: Any) -> None:
    """Following ``field`` from the other row must not lead back to this one."""
    seen = {row.pk}
    while other is not None:
        if other.pk in seen:
            raise InvalidInput.single(field, _("This leads round in a circle: choose another benefit."), code="circle")
        seen.add(other.pk)
        other = getattr(other, field)


def changed(row: Any, values: Mapping[str, Any], names: Iterable[str]) -> bool:
    """Whether one of the named fields would be other than it is."""
    return any(name in values and values[name] != getattr(row, name) for name in names)
