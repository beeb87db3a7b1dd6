"""A few words about what was done or seen; `version` is the one the person was looking at."""

from django import forms
from django.utils.translation import gettext_lazy as _


def _words(label: object) -> forms.CharField:
    return forms.CharField(label=label, max_length=20000, widget=forms.Textarea(attrs={"rows": 3}))  # type: ignore[arg-type]


class FulfilForm(forms.Form):
    """How a condition was met."""

    note = _words(_("How it was fulfilled"))
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
