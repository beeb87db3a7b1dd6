"""The page of a colleague who was asked for one figure: no account, one question, one answer.

Looking uses nothing up, since mail scanners look, too. A link that is spent says so, whatever it was.
"""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from projects.forms.answers import AnswerForm
from projects.models import FigureRequest
from projects.services import figure_requests
from register.errors import InvalidInput, NotPossible, Refusal, TooManyAttempts
from register.forms.refusals import show_in
from register.sessions import posted


@login_not_required
@sensitive_post_parameters("link")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def figure_answer(request: HttpRequest) -> HttpResponse:
    """The secret is a parameter, not part of the path: paths stand in logs."""
    secret = request.POST.get("link") or request.GET.get("link", "")
    asked = figure_requests.find(secret=secret, now=timezone.now())
    if asked is None:
        return _sealed(render(request, "projects/figure_answer_spent.html", status=410))
    with translation.override(asked.colleague.language):
        return _sealed(_answer(request, asked, secret))


def _answer(request: HttpRequest, asked: FigureRequest, secret: str) -> HttpResponse:
    form = AnswerForm(posted(request))
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            address = request.META.get("REMOTE_ADDR", "")
            figure_requests.answer(secret=secret, given=form.cleaned_data, address=address, now=timezone.now())
            return render(request, "projects/figure_answer_thanks.html", {"asked": asked})
        except NotPossible:
            return render(request, "projects/figure_answer_spent.html", status=410)
        except (InvalidInput, TooManyAttempts) as refusal:
            status = _shown(form, refusal)
    measurement = asked.measurement
    context = {"form": form, "asked": asked, "secret": secret, "row": measurement, "indicator": measurement.indicator}
    return render(request, "projects/figure_answer.html", context, status=status)


def _shown(form: AnswerForm, refusal: Refusal) -> int:
    show_in(form, refusal)
    return 429 if isinstance(refusal, TooManyAttempts) else 200


def _sealed(response: HttpResponse) -> HttpResponse:
    """Not found by a search, and not told to another site.

    To our own it must be told: a browser that may not say where it comes from sends `Origin: null`, and is refused.
    """
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


urlpatterns = [path("answer/", figure_answer, name="figure_answer")]
