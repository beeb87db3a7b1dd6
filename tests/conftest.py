"""What every test may ask for."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.db import connection
from django.db.backends.base.operations import BaseDatabaseOperations
from django.test import override_settings
from django.utils import translation
from hypothesis import settings as generated
from playwright.sync_api import Browser, Page, sync_playwright
from pytest_django import DjangoDbBlocker, Settings
from pytest_django.live_server_helper import LiveServer

from register import audit_triggers
from tests.kept import keeper
from tests.mailbox import Mailbox
from tests.services import chromium_program, leave_out, spare_port

generated.register_profile("varig", deadline=None)  # a busy machine is no fault of a formula
generated.load_profile("varig")

CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

LONG = (
    "tests/faults",
    "tests/projects/reminders",
    "tests/journeys",
    "tests/bench",
    "tests/architecture/test_api_input",
)
UNMEASURED = (*LONG, "tests/projects/formulas/test_status_properties")


class QuickArgon2(Argon2PasswordHasher):
    time_cost, memory_cost, parallelism = 1, 8, 1


@pytest.fixture(scope="session", autouse=True)
def _plain_static_files(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Pages of tests need no collected files."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    default = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    folder = tmp_path_factory.mktemp("collected")
    with override_settings(STORAGES={"default": default, "staticfiles": plain}, STATIC_ROOT=folder):
        yield


@pytest.fixture(scope="session", autouse=True)
def _nobody_holds_the_database(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """In the end, when it is dropped: a thread or program of a test may be slow to leave."""
    yield
    with django_db_blocker.unblock():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )


@pytest.fixture(scope="session", autouse=True)
def _tests_may_empty_the_database() -> Iterator[None]:
    """After a test with transactions of its own all tables are emptied, which the audit trail refuses others."""
    empty = BaseDatabaseOperations.execute_sql_flush

    def empty_without_triggers(self: BaseDatabaseOperations, sql_list: list[str]) -> None:
        audit_triggers.remove(self.connection)
        empty(self, sql_list)
        audit_triggers.install(self.connection)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseOperations, "execute_sql_flush", empty_without_triggers)
        yield


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first, so that no process waits at the end for another; the storm mostly waits, others work then."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONG))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Coverage costs a third of the time: it is left out where a test is long, or of other things."""
    plugin = item.config.pluginmanager.getplugin("_cov")
    measuring = plugin.cov_controller if plugin else None
    if measuring and measuring.started == item.nodeid.startswith(UNMEASURED):
        measuring.pause() if measuring.started else measuring.resume()
    return (yield)


@pytest.fixture(scope="session", autouse=True)
def _passwords_are_checked_quickly() -> Iterator[None]:
    """By the same algorithm, with less work for whoever guesses."""
    with override_settings(PASSWORD_HASHERS=["tests.conftest.QuickArgon2"]):
        yield


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """A request leaves its language behind, as a thread of the web server may; no test reads the one before it."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def _from_the_start() -> None:
    keeper.begin()


@pytest.fixture
def now() -> datetime:
    """The moment at which a test happens: a Monday morning in Oslo."""
    return datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def smtp_server(settings: Settings) -> Iterator[Mailbox]:
    """A real SMTP server that Django is told to use; `smtp_server.messages` are those that arrived."""
    mailbox = Mailbox()
    controller = mailbox.serve(spare_port())
    controller.start()
    settings.EMAIL_BACKEND = "workflows.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = controller.hostname, controller.port
    yield mailbox
    controller.stop()


@pytest.fixture
def site(live_server: LiveServer, settings: Settings) -> str:
    """The address of a running Varig, for the browser (`page`) to visit."""
    settings.BASE_URL = live_server.url
    return live_server.url


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, as it runs in a container without a screen."""
    program = chromium_program() or leave_out("Chromium")
    with sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=program, args=CHROMIUM_FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A browser's page of its own, with no cookies yet."""
    context = browser.new_context()
    yield context.new_page()
    context.close()
