"""The roof: settings, URLs, the API's root and the task queue. Sees all, seen by none."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
