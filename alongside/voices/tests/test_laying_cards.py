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


def test_a_card_that_lies_there_is_not_written_twice(open_round):
    me = Contribution.objects.create(round=open_round)
    question = open_round.question("cards")
    mine = cards.add_card(question, "The lift is broken", by=me)
    assert (mine.state, mine.number) == (PENDING, 4)
    assert cards.add_card(question, "the lift  is broken.", by=me) == mine
    with pytest.raises(cards.Same):
        cards.add_card(question, "The letter says what I need", by=me)


def test_nobody_finds_out_what_waits_to_be_read(open_round):
    question = open_round.question("cards")
    for person in range(2):
        me = Contribution.objects.create(round=open_round)
        assert cards.add_card(question, "My neighbour is Mr Unmistakable", by=me).number == 4 + person


def test_one_person_adds_so_many_and_no_more(open_round):
    me = Contribution.objects.create(round=open_round)
    for n in range(cards.OWN_AT_MOST):
        cards.add_card(open_round.question("cards"), f"Idea {n}", by=me)
    with pytest.raises(cards.TooMany):
        cards.add_card(open_round.question("cards"), "One more", by=me)
