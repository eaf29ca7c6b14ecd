import pytest
from django.core.cache import cache

from alongside.kit import messages
from alongside.people.tests import cast


@pytest.fixture(autouse=True)
def nothing_tried_yet():
    """Tries are counted for the whole process; each test begins at nought, and its messages go out."""
    cache.clear()
    yield
    messages.wait_until_sent()


@pytest.fixture
def marta(db):
    return cast.marta()[0]


@pytest.fixture
def programme(marta):
    return marta.coordinates.get()


@pytest.fixture
def pair(programme, marta):
    return cast.amina_and_ben(programme, by=marta)


@pytest.fixture
def amina(pair):
    return pair.partner


@pytest.fixture
def ben(pair):
    return pair.professional
