"""All settings, from the environment; docs/settings.md explains each. Unsafe ones are refused by config/checks.py."""

from datetime import timedelta
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
import dj_email_url
from django.core.exceptions import ImproperlyConfigured
from environs import Env

from config.logs import logging_settings

env = Env()
BASE_DIR = Path(__file__).resolve().parent.parent


def text(name: str, default: str = "") -> str:
    """A setting as text; one that is set to nothing counts as unset."""
    return env.str(name, "") or default


def secret_of(data_dir: Path) -> str:
    """The secret that `./varig start` made and keeps, or an unsafe one that no web server or worker starts with."""
    kept = data_dir / "secret_key"
    return kept.read_text(encoding="ascii").strip() if kept.exists() else "unset"


# Where this installation lives
DEBUG = env.bool("DEBUG", False)
DATA_DIR = Path(text("DATA_DIR", f"{BASE_DIR}/var")).resolve()
DATA_DIR.mkdir(parents=True, exist_ok=True)
BASE_URL = text("BASE_URL", "http://127.0.0.1:8000").rstrip("/")
HTTPS = BASE_URL.startswith("https://")
LOOPBACK_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
ON_LOOPBACK = urlsplit(BASE_URL).hostname in {"127.0.0.1", "localhost", "::1"}
SECRET_KEY = text("SECRET_KEY") or secret_of(DATA_DIR)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", LOOPBACK_HOSTS if ON_LOOPBACK else [])
TRUSTED_PROXIES = [ip_network(network) for network in text("TRUSTED_PROXIES").split(",") if network]

INSTALLED_APPS = [
    "projects",
    "workflows",
    "register",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "tree_queries",
    "django_htmx",
    "django.forms",
    "csp",
]
MIDDLEWARE = [
    "config.middleware.TrustedProxies",
    "config.middleware.RequestLog",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "register.middleware.ActAsPerson",
    "django.contrib.messages.middleware.MessageMiddleware",
    "register.middleware.PersonRequired",
    "register.middleware.RefusalsInWords",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "config" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.navigation.navigation",
            ],
        },
    },
]

FORM_RENDERER = "config.rendering.Renderer"

# The database: PostgreSQL where one is given, otherwise SQLite in the data directory
SQLITE = {
    "transaction_mode": "IMMEDIATE",
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA busy_timeout=5000"
    ),
}
POSTGRESQL = {"options": "-c lock_timeout=3s -c statement_timeout=15s -c idle_in_transaction_session_timeout=30s"}
DATABASE = dj_database_url.parse(text("DATABASE_URL", f"sqlite:///{DATA_DIR}/varig.sqlite3"))
DATABASES = {
    "default": DATABASE
    | {
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": DATABASE.get("OPTIONS", {}) | (SQLITE if "sqlite" in DATABASE["ENGINE"] else POSTGRESQL),
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Signing in
AUTH_USER_MODEL = "register.Account"
LOGIN_URL = "register:sign_in"
LOGIN_REDIRECT_URL = "projects:home"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_RESET_TIMEOUT = int(timedelta(hours=1).total_seconds())
SESSION_COOKIE_AGE = int(timedelta(hours=8).total_seconds())

# The browser's own safeguards; cookies and HTTPS follow BASE_URL
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = ["^health$"]
SECURE_HSTS_SECONDS = int(timedelta(days=365).total_seconds()) if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")  # only a trusted proxy's reaches Django
SECURE_REFERRER_POLICY = "same-origin"
CSRF_TRUSTED_ORIGINS = [BASE_URL]
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500

# Language and time
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("da", "Dansk"), ("nb", "Norsk bokmål")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "UTC"
USE_TZ = True
FORMAT_MODULE_PATH = ["config.formats"]
USE_THOUSAND_SEPARATOR = True

# The REST API: closed unless a view opens itself, one form in and out
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "register.api.authentication.TokenAuthentication",
        "register.api.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["register.api.permissions.Known"],
    "DEFAULT_PARSER_CLASSES": ["register.api.parsing.ExactJSONParser"],
    "DEFAULT_RENDERER_CLASSES": ["register.api.rendering.FastJSONRenderer"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "register.api.rendering.AlwaysJSON",
    "DEFAULT_METADATA_CLASS": None,
    "DEFAULT_SCHEMA_CLASS": "config.api.schema.ResourceSchema",
    "EXCEPTION_HANDLER": "config.api.errors.as_problem",
    "UNAUTHENTICATED_USER": None,
    "URL_FORMAT_OVERRIDE": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Varig",
    "DESCRIPTION": "A register for benefits realisation. See docs/api.md for how it is used.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SWAGGER_UI_SETTINGS": {
        "deepLinking": True,
        "docExpansion": "none",
    },  # all open at once takes a browser half a minute
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": False,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "POSTPROCESSING_HOOKS": ["config.api.schema.add_components"],
}

# What the browser loads
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "build" / "collected"
STATICFILES_DIRS = [folder for folder in [BASE_DIR / "build" / "static"] if folder.exists()]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Mail: an SMTP server where one is given, otherwise files in the data directory
MAIL_FOLDER = DATA_DIR / "mails"
MAIL_SERVER = dj_email_url.parse(text("EMAIL_URL", f"file:///{MAIL_FOLDER}"))
if "EMAIL_BACKEND" not in MAIL_SERVER:
    raise ImproperlyConfigured(
        "EMAIL_URL begins with a word that is not known: write smtp://user:password@host:587/?tls=True."
    )
SMTP = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_BACKEND = "workflows.smtp.EmailBackend" if MAIL_SERVER["EMAIL_BACKEND"] == SMTP else MAIL_SERVER["EMAIL_BACKEND"]
EMAIL_FILE_PATH = MAIL_FOLDER
EMAIL_HOST, EMAIL_PORT = MAIL_SERVER["EMAIL_HOST"], MAIL_SERVER["EMAIL_PORT"]
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = MAIL_SERVER["EMAIL_HOST_USER"], MAIL_SERVER["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS, EMAIL_USE_SSL = MAIL_SERVER["EMAIL_USE_TLS"], MAIL_SERVER["EMAIL_USE_SSL"]
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = SERVER_EMAIL = text("EMAIL_FROM", f"Varig <varig@{urlsplit(BASE_URL).hostname}>")

INVITATIONS = "workflows.services.invitations.enqueue"  # what register.services.accounts calls to have people invited
DOORBELL = "config.celery.ring"  # what workflows.services.doorbell calls when there is something to send

# Tasks: Redis only carries the doorbell; what is due stands in the database's rows
EMBEDDED_WORKER = not text("REDIS_URL")
CELERY_BROKER_URL = text("REDIS_URL", "memory://localhost/")
CELERY_BROKER_TRANSPORT_OPTIONS = (
    {"polling_interval": 0.05}
    if EMBEDDED_WORKER
    else {
        "visibility_timeout": 300,
        "unacked_restore_interval": 1,
        "unacked_restore_throttle": 1,
        "socket_timeout": 5,
        "socket_connect_timeout": 2,
        "socket_keepalive": True,
        "health_check_interval": 10,
        "max_retries": 1,
    }
)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_SOFT_TIME_LIMIT = 60
CELERY_TASK_TIME_LIMIT = 90
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0, "interval_step": 0.2, "interval_max": 0.2}
CELERY_TASK_SERIALIZER = CELERY_EVENT_SERIALIZER = CELERY_RESULT_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_ETA_TASK_LIMIT = 100
CELERY_WORKER_MAX_TASKS_PER_CHILD = 500
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 30
CELERY_WORKER_ENABLE_SOFT_SHUTDOWN_ON_IDLE = True
CELERY_WORKER_ENABLE_REMOTE_CONTROL = False
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"
CELERY_ENABLE_UTC = True
CELERY_BEAT_SCHEDULER = "celery.beat:Scheduler"  # keeps nothing on disk that a crash could spoil
# With the lease of 60 s a sweep every 20 s replaces a dead worker within 90 s, and leaves time to send what it held.
CELERY_BEAT_SCHEDULE = {
    name: {"task": f"projects.{name}", "schedule": timedelta(seconds=20), "options": {"expires": 60}}
    for name in ("sweep", "run_imports")
}

LOGGING = logging_settings()
LOGGING_CONFIG = "config.logs.configure"
