"""The mails about a figure that somebody asked a colleague for: the question, and that it was answered."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from projects.models import FigureRequest
from projects.reports.figure_words import day_in_words, in_words
from projects.services.figure_requests import is_wanted, request_of, secret_of
from workflows.mail import Mail, Skip
from workflows.models import Notice

NEEDLESS = Skip("The question has been answered or withdrawn, or the figure is there already.")


def requested(notice: Notice, ahead: Any) -> Mail | Skip:
    """The one question, with the link that answers it."""
    asked = request_of(notice.payload["request"])
    if asked is None or not asked.is_open(ahead.now) or not is_wanted(asked):
        return NEEDLESS
    link = f"{settings.BASE_URL}{reverse('projects:figure_answer')}?{urlencode({'link': secret_of(asked)})}"
    until = date_format(asked.expires_at)
    subject = _("By %(day)s: %(name)s asks you for “%(indicator)s” for %(period)s") % {
        "day": until,
        "name": asked.asked_by.name,
        **_figure_words(asked),
    }
    return _mail("figure_requested", asked, notice, link=link, until=until, subject=subject)


def answered(notice: Notice, ahead: Any) -> Mail | Skip:
    """Who asked is told what was answered, and may confirm it."""
    asked = request_of(notice.payload["request"])
    if asked is None or asked.measurement.state != "reported" or asked.measurement.confirmed_at is not None:
        return NEEDLESS
    indicator = asked.measurement.indicator
    figure = in_words(asked.measurement.figure, indicator.unit, indicator.scale_of)
    link = f"{settings.BASE_URL}{asked.measurement.get_absolute_url()}"
    subject = _("%(name)s has answered: “%(indicator)s” for %(period)s is %(figure)s") % {
        "name": asked.colleague.name,
        "figure": figure,
        **_figure_words(asked),
    }
    return _mail("figure_answered", asked, notice, link=link, figure=figure, subject=subject)


def _figure_words(asked: FigureRequest) -> dict[str, str]:
    measurement = asked.measurement
    return {"indicator": measurement.indicator.name, "period": day_in_words(measurement.period_label)}


def _mail(template: str, asked: FigureRequest, notice: Notice, **shown: Any) -> Mail:
    indicator = asked.measurement.indicator
    shown |= {"asked": asked, "unit": indicator.unit, "recipient": notice.recipient, **_figure_words(asked)}
    text, html = (render_to_string(f"projects/mails/{template}.{kind}", shown) for kind in ("txt", "html"))
    return Mail(subject=shown["subject"], text=text, html=html)
