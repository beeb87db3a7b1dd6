"""What else may be answered to "what was it?": later, ask a colleague, not now."""

from django import forms
from django.utils.translation import gettext_lazy as _

from projects.services.figure_requests import LONGEST_WORDS
from register.forms.fields import DayField, FigureField


def _words(label: object, **options: object) -> forms.CharField:
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": 2}), **options)  # type: ignore[arg-type]


class ExpectedForm(forms.Form):
    """When the figure comes."""

    expected_on = DayField(label=_("The figure comes on"))
    reason = _words(_("Why not before"), required=False, max_length=2000)


class AskForm(forms.Form):
    """Who is asked."""

    email = forms.EmailField(label=_("E-mail address of your colleague"), max_length=254)
    name = forms.CharField(label=_("Name"), required=False, max_length=200)
    words = _words(_("A few words to go with it"), required=False, max_length=LONGEST_WORDS)


class SnoozeForm(forms.Form):
    """Until when, and why."""

    until = DayField(label=_("Remind me on"), help_text=_("A working day, within 14 days."))
    reason = _words(_("Why not now"), max_length=2000)


class AnswerForm(forms.Form):
    """The one figure that a colleague was asked for."""

    value = FigureField(label=_("Value"))
    note = _words(_("Is there anything to say about it?"), required=False, max_length=2000)
