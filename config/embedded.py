"""The worker of a small installation without Redis: two threads inside the web server.

What is due stands in the database's rows, so a thread that dies with its process loses nothing.
"""

from threading import Thread

from celery.beat import EmbeddedService, Scheduler

from config.celery import app


def start() -> None:
    """Start the worker and the clock that rings it."""
    worker = app.WorkController(pool="solo", without_gossip=True, without_mingle=True, without_heartbeat=True)
    Thread(target=worker.start, name="embedded-worker", daemon=True).start()
    EmbeddedService(app, thread=True, scheduler_cls=Scheduler).start()
