"""Pages read the real clock, so their cast lives today."""

from datetime import datetime

import pytest
from django.utils import timezone


@pytest.fixture
def now() -> datetime:
    return timezone.now()
