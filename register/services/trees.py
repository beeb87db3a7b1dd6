"""Units and goals form trees."""

from django.utils.translation import gettext_lazy as _

from register.errors import InvalidInput
from register.models import Goal, Unit


def refuse_circle(row: Unit | Goal, parent: Unit | Goal | None) -> None:
    """Refuse a parent that is the row itself or lies below it. Call it with the organisation's chain held."""
    above = parent
    seen = set()
    while above is not None and above.pk not in seen:
        if above.pk == row.pk:
            raise InvalidInput.single("parent", _("This lies below itself. Choose another place."), code="circle")
        seen.add(above.pk)
        above = above.parent
