"""Conversation cards: a word that both use must be one that is worth a talk."""

import pytest

from alongside.portfolio.cards import content_words


def both(one: str, other: str) -> set[str]:
    return set(content_words(one)) & set(content_words(other))


@pytest.mark.parametrize(
    ("one", "other", "word"),
    [
        (
            "The radio on while I cook, and nobody talks over it",
            "Sunday football on the radio, all of it",
            "radio",
        ),
        ("Friday prayers with my father", "My father's allotment, where I learned to be patient", "father"),
        ("I sing in two choirs", "The choir on Thursday nights", "choir"),
        ("Carp fishing before anybody is up", "Fishing off the pier with my grandson", "fishing"),
    ],
)
def test_a_thing_that_both_mention_makes_a_card(one, other, word):
    assert both(one, other) == {word}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("I listen to the end before I answer", "People say that I listen and stay calm"),
        ("Send me the questions the day before", "Do not send me a text late at night"),
        ("I remember what people told me last time", "I remember faces and never numbers"),
        ("Starting meetings on time", "Short meetings, with a break in the middle"),
        ("Do not rush me. I am thinking", "I feel rushed when there is no plan"),
        ("Being helped without being told what to do", "I like helping people find the right place"),
        ("Somebody who explains things in plain words", "Explain it twice, and give me a moment"),
        ("Kids settle when I am in the room", "A room with a window that opens"),
    ],
)
def test_a_word_that_anybody_says_about_anything_makes_none(one, other):
    assert both(one, other) == set()
