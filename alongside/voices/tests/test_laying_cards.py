"""Cards: an order of one's own, and one's own card."""

import pytest

from alongside.voices import cards
from alongside.voices.contribution import PENDING, Contribution, Statement


def test_cards_are_laid_once(open_round):
    cards.lay_cards(open_round)
    assert Statement.objects.filter(round=open_round).count() == 3


def test_two_people_meet_the_cards_in_orders_of_their_own_that_stay(open_round):
    numbers = list(range(40))
    assert cards.in_order(numbers, 1) == cards.in_order(numbers, 1)
    assert cards.in_order(numbers, 1) != cards.in_order(numbers, 2)
    assert sorted(cards.in_order(numbers, 1)) == numbers


def test_a_card_that_somebody_wrote_before_is_not_written_twice(open_round):
    me = Contribution.objects.create(round=open_round)
    question = open_round.question("cards")
    mine = cards.add_card(question, "The lift is broken", by=me)
    assert (mine.state, mine.number) == (PENDING, 4)
    with pytest.raises(cards.Same):
        cards.add_card(question, "the lift  is broken.", by=me)
    for n in range(cards.OWN_AT_MOST - 1):
        cards.add_card(question, f"Idea {n}", by=me)
    with pytest.raises(cards.TooMany):
        cards.add_card(question, "One more", by=me)
