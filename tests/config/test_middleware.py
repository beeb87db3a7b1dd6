from ipaddress import ip_network

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from pytest_django import Settings

from config.middleware import RequestLog, TrustedProxies


@pytest.fixture(autouse=True)
def _one_trusted_network(settings: Settings) -> None:
    settings.TRUSTED_PROXIES = [ip_network("10.0.0.0/8")]


def answer(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"{request.META['REMOTE_ADDR']} {request.scheme}")


def words_for(address: str, **headers: str) -> str:
    request = RequestFactory().get(
        "/", REMOTE_ADDR=address, headers={name.replace("_", "-"): headers[name] for name in headers}
    )
    return TrustedProxies(answer)(request).content.decode()


def test_a_trusted_proxy_says_who_asks_and_how() -> None:
    assert words_for("10.0.0.1", x_forwarded_for="203.0.113.9", x_forwarded_proto="https") == "203.0.113.9 https"


def test_of_several_hops_the_last_untrusted_one_counts() -> None:
    assert words_for("10.0.0.1", x_forwarded_for="1.1.1.1, 203.0.113.9, 10.0.0.2") == "203.0.113.9 http"


def test_nobody_else_is_believed() -> None:
    assert words_for("203.0.113.9", x_forwarded_for="10.0.0.1", x_forwarded_proto="https") == "203.0.113.9 http"


def test_a_proxy_without_an_address_is_not_trusted() -> None:
    assert words_for("", x_forwarded_for="203.0.113.9") == " http"


@pytest.mark.parametrize("given", ["abc-123", "a" * 64])
def test_a_given_request_id_is_echoed(given: str) -> None:
    response = RequestLog(answer)(RequestFactory().get("/", headers={"X-Request-ID": given}))
    assert response["X-Request-ID"] == given


@pytest.mark.parametrize("given", ["", "a b", "a" * 65, 'x","forged":"y'])
def test_a_strange_request_id_is_replaced(given: str) -> None:
    response = RequestLog(answer)(RequestFactory().get("/", headers={"X-Request-ID": given}))
    assert response["X-Request-ID"] != given
    assert len(response["X-Request-ID"]) == 32
