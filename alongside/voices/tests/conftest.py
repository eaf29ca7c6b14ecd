import pytest
from django.core.cache import cache

from alongside.kit import messages
from alongside.voices.tests.cast import an_open_round


@pytest.fixture(autouse=True)
def nothing_tried_yet():
    """Tries are counted for the whole process; each test begins at nought, and its messages go out."""
    cache.clear()
    yield
    messages.wait_until_sent()


@pytest.fixture
def open_round(db):
    return an_open_round()
