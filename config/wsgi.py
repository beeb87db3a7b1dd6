"""What gunicorn serves."""

import os

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

from config import checks, embedded

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()

if refusal := checks.in_words():
    raise ImproperlyConfigured(refusal)
if settings.EMBEDDED_WORKER:
    embedded.start()
