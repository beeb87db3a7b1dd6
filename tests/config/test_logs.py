import json
import logging
from collections.abc import Iterator
from io import StringIO

import pytest
import structlog
from django.conf import settings
from django.test import Client

from config.logs import SHARED_STEPS


@pytest.fixture
def written() -> Iterator[StringIO]:
    """What a handler made as the settings say writes."""
    processors = settings.LOGGING["formatters"]["json"]["processors"]
    handler = logging.StreamHandler(StringIO())
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(foreign_pre_chain=SHARED_STEPS, processors=processors))
    logging.getLogger().addHandler(handler)
    yield handler.stream
    logging.getLogger().removeHandler(handler)


def lines(written: StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in written.getvalue().splitlines()]


@pytest.mark.django_db
def test_every_request_is_one_line_of_json_with_its_id(written: StringIO) -> None:
    Client().get("/health%0A{forged", headers={"X-Request-ID": "abc-1"})
    line = next(line for line in lines(written) if line["event"] == "request")
    assert (line["request_id"], line["method"], line["path"]) == ("abc-1", "GET", "/health\n{forged")


def test_lines_of_libraries_have_the_same_form_and_belong_to_no_past_request(written: StringIO) -> None:
    logging.getLogger("some.library").warning("two\nlines")
    assert lines(written)[0]["event"] == "two\nlines"
    assert "request_id" not in lines(written)[0]
