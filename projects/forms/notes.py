"""A few words about what was done or seen; `version` is the one the person was looking at."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from projects.models import Condition
from register.forms.rows import RowForm


def _words(label: object) -> forms.CharField:
    return forms.CharField(label=label, max_length=20000, widget=forms.Textarea(attrs={"rows": 3}))  # type: ignore[arg-type]


class FulfilForm(forms.Form):
    """How a condition was met."""

    note = _words(_("How it was fulfilled"))
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)


class ConditionForm(RowForm):
    """Somebody else does it, or by another day; what was demanded stays."""

    model = Condition
    shown = ("owner", "due_date")
    change_reason = forms.CharField(label=_("Reason for the change"), max_length=2000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields([*self.shown, "change_reason"])
        self.fields["owner"].label = _("Who does it")
