import pytest
from django.test import override_settings

from config import checks

SAFE = {
    "SECRET_KEY": "9f1c7a3be5d2486071a4c8e3f5b2d690",
    "ALLOWED_HOSTS": ["varig.example"],
    "DEBUG": False,
    "BASE_URL": "https://varig.example",
    "HTTPS": True,
    "ON_LOOPBACK": False,
}


def test_safe_settings_are_not_refused() -> None:
    with override_settings(**SAFE):
        assert checks.in_words() == ""


@pytest.mark.parametrize(
    ("unsafe", "what_to_set"),
    [
        ({"SECRET_KEY": "unset"}, "SECRET_KEY"),
        ({"SECRET_KEY": "changeme" * 2}, "SECRET_KEY"),
        ({"SECRET_KEY": "a" * 64}, "SECRET_KEY"),
        ({"SECRET_KEY": "django-insecure-9f1c7a3be5d2486071a4c8e3f5b2d690"}, "SECRET_KEY"),
        ({"ALLOWED_HOSTS": []}, "ALLOWED_HOSTS"),
        ({"ALLOWED_HOSTS": ["varig.example", "*"]}, "ALLOWED_HOSTS"),
        ({"DEBUG": True}, "DEBUG"),
        ({"BASE_URL": "http://varig.example", "HTTPS": False}, "BASE_URL"),
    ],
)
def test_an_unsafe_setting_is_refused_with_what_to_set(unsafe: dict[str, object], what_to_set: str) -> None:
    with override_settings(**SAFE | unsafe):
        assert len(checks.unsafe_settings()) == 1
        assert what_to_set in checks.in_words()


def test_plain_http_and_debug_are_fine_on_loopback() -> None:
    at_home = {"BASE_URL": "http://127.0.0.1:8000", "HTTPS": False, "ON_LOOPBACK": True, "DEBUG": True}
    with override_settings(**SAFE | at_home):
        assert checks.unsafe_settings() == []
