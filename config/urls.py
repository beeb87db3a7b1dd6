"""Every address of the installation."""

from django.urls import URLPattern, URLResolver, path

from config.health import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("health", health, name="health"),
]
