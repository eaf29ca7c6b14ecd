import pytest
from django.core.cache import cache

from alongside.kit import messages
from alongside.people.tests.cast import asked
from alongside.voices import planning
from alongside.voices.round import begin_round
from alongside.voices.tests.cast import an_open_round, two
from alongside.voices.tests.plans import both_say_yes, planned, signed_in


@pytest.fixture(autouse=True)
def nothing_tried_yet():
    """Tries are counted for the whole process; each test begins at nought, and its messages go out."""
    cache.clear()
    yield
    messages.wait_until_sent()


@pytest.fixture
def open_round(db):
    return an_open_round()


# --- two people who plan a round


@pytest.fixture
def pair(db):
    pair = two()
    asked(pair, pair.partner, by=pair.programme.coordinator)
    return pair


@pytest.fixture
def amina(pair):
    return signed_in(pair.partner)


@pytest.fixture
def ben(pair):
    return signed_in(pair.professional)


@pytest.fixture
def round(pair):
    return begin_round(pair=pair, by=pair.partner)


@pytest.fixture
def opened(round):
    planned(round)
    both_say_yes(round)
    assert planning.open_to_people(round, by=round.pair.partner)
    return round
