"""My duties: what waits for the person, worst first."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "projects/home.html", {})


urlpatterns = [path("", home, name="home")]
