"""When the last follow-up meeting was, and when the next one is."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from projects.reports.meeting_paper import Meeting
from register.forms.fields import DayField


class MeetingForm(forms.Form):
    """What cannot be read is half a year away."""

    hides_optional = True

    since = DayField(label=_("Last meeting"), required=False)
    until = DayField(label=_("Next meeting"), required=False)

    def meeting(self, on: date) -> Meeting:
        self.is_valid()
        since, until = (self.cleaned_data.get(name) or on for name in ("since", "until"))
        return Meeting(since=min(since, on), on=on, until=max(until, on))
