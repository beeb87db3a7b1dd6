"""The product's own settings. Where style and scripts have not been collected, pages name them without a hash."""

from config.settings import *  # noqa: F403 Django reads settings as the names of a module
from config.settings import DATA_DIR, STATIC_ROOT, STORAGES

if not (STATIC_ROOT / "staticfiles.json").exists():
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    STORAGES = {**STORAGES, "staticfiles": plain}
    STATIC_ROOT = DATA_DIR
