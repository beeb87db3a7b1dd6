"""The cast calls the API: the owner may, the member sees, the stranger knows nothing of it."""

import pytest

from tests.api_caller import Caller
from tests.cast import Cast


@pytest.fixture
def leader(cast: Cast) -> Caller:
    return Caller(cast.leader)


@pytest.fixture
def member(cast: Cast) -> Caller:
    return Caller(cast.member)


@pytest.fixture
def stranger(cast: Cast) -> Caller:
    return Caller(cast.stranger)


@pytest.fixture
def administrator(cast: Cast) -> Caller:
    return Caller(cast.administrator)
