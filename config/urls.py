"""Every address of the installation."""

from django.urls import URLPattern, URLResolver, include, path

from config.health import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("health", health, name="health"),
    path("api/v1/", include("config.api.urls")),
    path("", include("register.urls")),
    path("", include("workflows.urls")),
    path("", include("projects.urls")),
]

handler500 = "config.failures.server_error"
