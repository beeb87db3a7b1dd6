from datetime import datetime

import pytest

from tests.cast import Cast


@pytest.fixture
def cast(db: None, now: datetime) -> Cast:
    return Cast(now)
