"""The views that a person may open on a page: their own, and those that others share."""

from projects.models import SavedView
from register.models import Person


def views_of(person: Person, page: str) -> list[SavedView]:
    """In the order of their names."""
    rows = SavedView.objects.visible_to(person).filter(page=page).select_related("owner")
    return sorted(rows, key=lambda view: (view.title.casefold(), str(view.pk)))
