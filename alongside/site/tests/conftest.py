import pytest
from django.core.cache import cache

from alongside.journey.tests import cast
from alongside.kit import messages


@pytest.fixture(autouse=True)
def nothing_tried_yet():
    """Tries are counted for the whole process; each test begins at nought, and its messages go out."""
    cache.clear()
    yield
    messages.wait_until_sent()


@pytest.fixture
def pair(db):
    return cast.a_pair()


@pytest.fixture
def amina(pair):
    return pair.partner


@pytest.fixture
def ben(pair):
    return pair.professional


@pytest.fixture
def marta(pair):
    return pair.programme.coordinator
