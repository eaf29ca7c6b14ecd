"""What happened to what I said: five steps behind a code, and the words only for whoever has the second key."""

import datetime
import re

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from alongside.people.tests.cast import text_of
from alongside.voices import answering, covering, felt, heard, marks, telling
from alongside.voices.reading import Suggestion
from alongside.voices.release import Felt
from alongside.voices.round import FrontChange
from alongside.voices.tests.afterwards import (
    CODE,
    DONE,
    a_change,
    a_decision,
    read_it,
    somebody_said,
    told,
    under,
)
from alongside.voices.tests.cast import an_open_round
from alongside.voices.themes import put_under
from alongside.voices.withdrawal import take_back

pytestmark = pytest.mark.django_db

WORDS = "Nobody answers on Sunday, my sister rang nine times."


def in_days(days: int):
    return time_machine.travel(timezone.now() + datetime.timedelta(days=days), tick=False)


def with_code(code=CODE) -> Client:
    client = Client()
    assert client.post("/code/", {"code": code}).status_code == 302
    return client


def with_words(person) -> Client:
    """A browser in which this person's own words are open."""
    client = Client()
    marks.put_mark(_Cookies(client), person, own=True)
    return client


class _Cookies:
    """What `put_mark` needs of a response, laid into a browser."""

    def __init__(self, client):
        self.client = client

    def set_cookie(self, name, value, **_):
        self.client.cookies[name] = value


def page(client, round) -> str:
    return text_of(client.get(f"/r/{round.short}/happened/"))


@pytest.fixture
def round(db):
    return an_open_round()


# --- nothing yet


def test_after_43_days_it_says_that_nothing_has_happened_for_43_days(round):
    somebody_said(round, WORDS, code=CODE)
    with in_days(43):
        words = page(with_code(), round)
    assert "Nothing has happened yet. It has been 43 days." in words
    assert "Nobody has read it yet." in words
    assert "Nothing is decided yet." in words
    assert "You can ask Ruth Ansah on" in words


def test_past_the_day_of_the_answer_it_says_who_sees_that_too(round):
    somebody_said(round, WORDS, code=CODE)
    with in_days(61):
        assert "nobody has said why. Marta sees this line too." in page(with_code(), round)


# --- the way, step by step


def test_from_an_answer_with_nothing_but_a_code_to_we_did_it(round):
    person = somebody_said(round, WORDS, code=CODE)
    today = timezone.localdate()
    assert f"On {today.day} " in page(with_code(), round)
    with in_days(5):
        read_it(person)
        assert "Amina read it on" in page(with_code(), round)
    with in_days(9):
        theme = under("Sundays", person, somebody_said(round, "On Sunday there is nobody."))
        assert "It stands in a theme, with what a few others said." in page(with_code(), round)
    with in_days(20):
        told(a_decision(round.pair, theme=theme))
        assert "The ward rings everyone on day two." in page(with_code(), round)
    with in_days(43):
        told(a_change(round.pair, theme=theme, texts={"we-did": DONE}))
        words = page(with_code(), round)
    assert DONE in words
    assert "Amina and Ben told you on" in words
    assert "Nothing has happened" not in words
    days = [(today + datetime.timedelta(days=n)).strftime("%-d %B %Y") for n in (0, 5, 9, 20, 43)]
    assert [day for day in days if f"On {day}" in words] == days


def test_a_release_about_something_else_is_not_theirs(round):
    mine = under("Sundays", somebody_said(round, WORDS, code=CODE))
    other = under("Toast", somebody_said(round, "There is no toast."))
    told(a_change(round.pair, theme=other, texts={"we-did": "There is toast."}))
    assert "There is toast." not in page(with_code(), round)
    told(a_change(round.pair, theme=mine, texts={"we-did": DONE}))
    assert DONE in page(with_code(), round)


def test_a_change_without_a_heading_is_that_of_its_decision(round):
    theme = under("Sundays", somebody_said(round, WORDS, code=CODE))
    other = under("Toast", somebody_said(round, "There is no toast.", code="lamp otter quiet seven"))
    decision = a_decision(round.pair, theme=theme)
    told(decision)
    told(a_change(round.pair, decision=decision.public, texts={"we-did": DONE}))
    assert DONE in page(with_code(), round)
    assert DONE not in page(with_code("lamp otter quiet seven"), round)
    assert other.pk


# --- what the code alone shows


def test_the_code_alone_shows_neither_words_nor_question_nor_heading(round):
    person = somebody_said(round, WORDS, code=CODE)
    read_it(person)
    under("Sundays without anybody", person)
    answering.choose_second_key(person, "1", "Rex")
    words = page(with_code(), round)
    for closed in (WORDS, "What should the next person be told?", "Sundays without anybody"):
        assert closed not in words
    assert "Your own words are closed." in words


def test_with_the_second_key_words_question_and_heading_are_there(round):
    person = somebody_said(round, WORDS, code=CODE)
    read_it(person)
    under("Sundays without anybody", person, somebody_said(round))
    words = page(with_words(person), round)
    for mine in (WORDS, "What should the next person be told?", "Sundays without anybody"):
        assert mine in words


def test_whoever_said_something_alone_reads_that_it_is_not_lost(round):
    under("Sundays", somebody_said(round, WORDS, code=CODE))
    assert "You were the only one who said this." in page(with_code(), round)


def test_without_a_code_there_is_only_the_box_for_one(round):
    somebody_said(round, WORDS, code=CODE)
    response = Client().get(f"/r/{round.short}/happened/")
    assert response.headers["Location"] == "/code/"


def test_a_number_of_others_is_said_from_eight_on_and_moves_in_steps(round):
    people = [somebody_said(round, WORDS, code=CODE if n == 0 else "") for n in range(18)]
    theme = under("Sundays", *people[:7])
    heard.count_again()
    assert "with what a few others said" in page(with_words(people[0]), round)
    under_more(theme, people[7:10])
    heard.count_again()
    assert "with what 9 others said" in page(with_words(people[0]), round)
    under_more(theme, people[10:13])
    heard.count_again()
    assert "with what 9 others said" in page(with_words(people[0]), round)  # three more could be found
    under_more(theme, people[13:])
    heard.count_again()
    assert "with what 17 others said" in page(with_words(people[0]), round)
    take_back(people[3])
    heard.count_again()
    assert "with what 17 others said" in page(with_words(people[0]), round)


def under_more(theme, people):
    for person in people:
        for answer in person.answers.all():
            put_under(answer, theme, by=theme.pair.partner)


def test_somebody_who_took_back_their_words_still_sees_what_came_of_the_round(round):
    person = somebody_said(round, WORDS, code=CODE)
    under("Sundays", person)
    told(a_change(round.pair, texts={"we-did": DONE}))
    take_back(person)
    words = page(with_code(), round)
    assert "You took back your words on" in words
    assert DONE in words
    assert WORDS not in words


def test_what_was_changed_on_the_first_page_stands_behind_the_code(round):
    somebody_said(round, WORDS, code=CODE)
    FrontChange.objects.create(round=round, what="Ruth decides now, and not the board.")
    assert "Ruth decides now, and not the board." in text_of(with_code().get(f"/r/{round.short}/happened/"))


def test_what_needed_no_decision_does_not_wait_for_one(round):
    somebody_said(round, WORDS, code=CODE)
    page = with_code().get(f"/r/{round.short}/happened/")
    assert text_of(page).count("Not yet") >= 2
    told(a_change(round.pair, texts={"we-did": DONE}))
    page = with_code().get(f"/r/{round.short}/happened/")
    decided = text_of(page).partition("It was decided")[2].partition("What came of it")[0]
    assert "Nothing had to be decided" in decided
    assert "Not yet" not in decided


# --- does this answer you?


def test_felt_is_kept_once_and_told_in_numbers_from_eight_on(round):
    people = [somebody_said(round, WORDS, code=f"otter lamp quiet {n}" if n else CODE) for n in ["", *"abcdefgh"]]
    release = told(a_change(round.pair, texts={"we-did": DONE}))
    where = f"/r/{round.short}/happened/felt/{release.pk}/"
    mine = with_code()
    mine.post(where, {"answers": "no", "line": "It rings and nobody picks up."})
    mine.post(where, {"answers": "partly", "counted": "counted-little", "line": "Better."})
    assert Felt.objects.get().answers == "partly"
    felt.count_felt()
    release.refresh_from_db()
    assert felt.shown(release)["answers"] is None
    for person in people[1:]:
        felt.say_felt(person, release, answers="yes")
    felt.count_felt()
    release.refresh_from_db()
    assert felt.shown(release)["answers"]["yes"] is None or felt.shown(release)["answers"]["yes"] == 8
    assert felt.shown(release)["answers"]["partly"] is None  # one person is never a number
    lines = [each.words for each in Suggestion.objects.filter(about="answer")]
    assert sorted(lines) == ["Better.", "It rings and nobody picks up."]
    assert felt.other_views(round.pair) == []  # not before the first reader has covered it


def test_what_is_no_answer_is_not_kept(round):
    somebody_said(round, WORDS, code=CODE)
    release = told(a_change(round.pair))
    with_code().post(f"/r/{round.short}/happened/felt/{release.pk}/", {"answers": "<b>", "counted": "x"})
    assert not Felt.objects.exists()


def test_a_release_that_was_taken_down_cannot_be_answered(round):
    somebody_said(round, WORDS, code=CODE)
    release = told(a_change(round.pair))
    telling.take_down(release, by=round.pair.partner)
    response = with_code().post(f"/r/{round.short}/happened/felt/{release.pk}/", {"answers": "yes"})
    assert response.status_code == 404


def test_somebody_who_sees_it_differently_is_read_by_the_two_and_not_counted(round):
    person = somebody_said(round, WORDS, code=CODE)
    told(a_change(round.pair))
    with_code().post(f"/r/{round.short}/happened/other/", {"about": "answer", "words": "That number is engaged."})
    found = Suggestion.objects.get()
    assert (found.about, found.words, found.contribution) == ("answer", "That number is engaged.", person)
    assert felt.other_views(round.pair) == []  # whoever reads first covers it before
    covering.read_line_first(found, [], by=round.pair.partner)
    assert felt.other_views(round.pair) == [found]


def test_the_page_asks_a_dozen_questions_at_most(round, django_assert_max_num_queries):
    person = somebody_said(round, WORDS, code=CODE)
    theme = under("Sundays", person)
    for number in range(5):
        told(a_change(round.pair, theme=theme, texts={"we-did": f"{number}"}))
    client = with_code()
    client.get(f"/r/{round.short}/happened/")
    with django_assert_max_num_queries(14):
        client.get(f"/r/{round.short}/happened/")


def test_no_time_finer_than_the_day_stands_on_it(round):
    somebody_said(round, WORDS, code=CODE)
    told(a_change(round.pair))
    assert not re.search(r"\b\d\d:\d\d\b", page(with_code(), round))
