"""One figure, typed on the home page."""

from django import forms
from django.utils.translation import gettext_lazy as _

from register.forms.fields import FigureField


class FigureForm(forms.Form):
    value = FigureField(label=_("Figure"))
