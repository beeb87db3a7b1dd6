"""Forms over what is shown openly."""

from typing import Any

from projects.models import Benefit, Project, Publication, ResultsPage
from register.forms.rows import RowForm


class ResultsPageForm(RowForm):
    model = ResultsPage
    shown = ("slug", "introduction", "is_open")


class PublicationTextForm(RowForm):
    """What is said openly of something chosen before."""

    model = Publication
    shown: Any = ("headline", "story")


class PublicationForm(PublicationTextForm):
    """Choose one benefit, or none for a story of the whole project; each benefit once."""

    shown = ("benefit", "headline", "story")

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        free = Benefit.objects.filter(project=project, publications__isnull=True).exclude(state="withdrawn")
        self.fields["benefit"].queryset = free.order_by("title_sort", "id")  # type: ignore[attr-defined]
