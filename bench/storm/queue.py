"""The product's worker and beat: `celery -A bench.storm.queue worker`.

VARIG_STORM_LEASE and VARIG_STORM_SWEEP are seconds where they shall be shorter than the product's own.
"""

import os
from datetime import timedelta

from bench.storm import unguarded  # sets Django up
from config import silence
from config.celery import app
from workflows.services import claims, delivery

__all__ = ["app"]
if lease := os.environ.get("VARIG_STORM_LEASE"):
    claims.LEASE = timedelta(seconds=float(lease))
    claims.FIRST_WAIT = timedelta(seconds=float(lease) / 2)
    delivery.LONGEST_MAIL = min(delivery.LONGEST_MAIL, float(lease) / 4)
if sweep := os.environ.get("VARIG_STORM_SWEEP"):
    silence.LONGEST = 3 * float(sweep)  # as shipped
    app.conf.beat_schedule = {"sweep": {"task": "projects.sweep", "schedule": timedelta(seconds=float(sweep))}}
unguarded.take_off()
