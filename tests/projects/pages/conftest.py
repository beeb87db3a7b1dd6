"""Pages read the real clock, so their cast lives today."""

from datetime import datetime

import pytest

from tests.cast import this_hour


@pytest.fixture
def now() -> datetime:
    return this_hour()
