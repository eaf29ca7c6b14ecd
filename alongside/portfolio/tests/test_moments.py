"""The moments of a story: its line goes with the words, and what stays with the storyteller is marked."""

from django.conf import settings

from alongside.kit.sheets import Answers, load
from alongside.portfolio.moments import moments_of

TOLD = Answers(
    {
        "texts": {
            "moments/aaaaaaaaaa/name": "The stairs",
            "moments/aaaaaaaaaa/what-happened": "I sat down on the third one.",
            "moments/aaaaaaaaaa/own-feelings": "Like a coat taken off",
            "moments/bbbbbbbbbb/name": "What my sister said",
        },
        "values": {
            "moments/aaaaaaaaaa/feelings/afraid": True,
            "moments/aaaaaaaaaa/height": "low",
            "moments/bbbbbbbbbb/height": "high",
            "moments/bbbbbbbbbb/keep": "mine-only",
        },
        "rows": {"moments/aaaaaaaaaa": "1", "moments/bbbbbbbbbb": "2", "moments/cccccccccc": "3"},
    }
)


def told(easy=False):
    return moments_of(load(settings.CONTENT).sheet("story"), TOLD, say=str, easy=easy)


def test_a_moment_has_its_name_its_words_and_how_it_felt_in_both_kinds_of_words():
    stairs = told()[0]
    assert (stairs.title, stairs.words) == ("The stairs", "I sat down on the third one.")
    assert stairs.feelings == ("Afraid", "Like a coat taken off")
    assert told(easy=True)[0].feelings[0] == "Scared"


def test_the_line_goes_down_for_what_was_low_and_says_so_in_a_word():
    stairs, sister = told()
    assert stairs.height < sister.height
    assert (stairs.where, sister.where) == ("Low", "High")


def test_a_moment_that_stays_with_the_storyteller_is_marked_and_an_empty_one_is_none():
    assert [moment.out for moment in told()] == [False, True]
