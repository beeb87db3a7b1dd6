"""The product's worker and beat in a hurry: `celery -A tests.faults.quick worker`; VARIG_TEST_LEASE is in seconds."""

import os
from datetime import timedelta

import django
from django.apps import apps

from config.celery import app

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
if not apps.ready:
    django.setup()

from workflows.services import claims, delivery

claims.LEASE = timedelta(seconds=float(os.environ.get("VARIG_TEST_LEASE", "4")))
delivery.LONGEST_MAIL = 0.5
app.conf.beat_schedule = {"sweep": {"task": "projects.sweep", "schedule": timedelta(seconds=1)}}
