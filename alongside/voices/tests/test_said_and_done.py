"""The public page of a programme: the newest first, quotes only with a yes, no small number, a feed that parses."""

import xml.etree.ElementTree as ET

import pytest
from django.test import Client

from alongside.people.tests.cast import asked, text_of
from alongside.voices import heard, quotes
from alongside.voices.tests.afterwards import (
    DONE,
    a_change,
    read_it,
    somebody_said,
    told,
    under,
)
from alongside.voices.tests.cast import an_open_round, two
from alongside.voices.withdrawal import take_back

pytestmark = pytest.mark.django_db

WORDS = "Nobody answers on Sunday. My sister rang nine times."
SENTENCE = "Nobody answers on Sunday."
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def pair(db):
    pair = two()
    asked(pair, pair.partner, by=pair.programme.coordinator)
    return pair


def at(pair, more="") -> str:
    return f"/said-and-done/{pair.programme.public}/{more}"


def page(pair, client=None) -> str:
    return text_of((client or Client()).get(at(pair)))


def test_before_anybody_was_asked_it_says_so(pair):
    assert "Nobody has been asked yet." in page(pair)


def test_while_nothing_has_come_of_it_it_says_by_when(pair):
    an_open_round(pair)
    assert "Nothing has come of it yet. The first answer is due by" in page(pair)


def test_a_programme_that_is_not_there_is_no_page(pair):
    assert Client().get("/said-and-done/n0n5en5e77/").status_code == 404


def test_the_newest_stands_first(pair):
    for name in ("First thing", "Second thing"):
        told(a_change(pair, texts={"you-said": name}))
    words = page(pair)
    assert words.index("Second thing") < words.index("First thing")


def test_a_few_people_are_never_a_number_and_from_eight_on_they_are(pair):
    round = an_open_round(pair)
    people = [somebody_said(round, WORDS) for _ in range(9)]
    told(a_change(pair, theme=under("Sundays", *people[:7])))
    assert "A few people said" in page(pair)
    told(a_change(pair, theme=under("Nights", *people), texts={"you-said": "Nights"}))
    assert "9 people said something like this." in page(pair)
    assert "7 people" not in page(pair)


def test_a_number_that_was_shown_stays_when_somebody_takes_back_their_words(pair):
    round = an_open_round(pair)
    people = [somebody_said(round, WORDS) for _ in range(9)]
    told(a_change(pair, theme=under("Nights", *people)))
    take_back(people[0])
    heard.count_again()
    assert "9 people said something like this." in page(pair)


def test_a_quote_stands_there_only_while_its_author_says_yes(pair):
    person = somebody_said(an_open_round(pair), WORDS)
    read_it(person)
    told(a_change(pair, theme=under("Sundays", person)))
    quote = quotes.ask_for(person.answers.get(), SENTENCE, by=pair.partner)
    assert SENTENCE not in page(pair)
    quotes.say(quote, True)
    assert SENTENCE in page(pair)
    quotes.say(quote, False)
    assert SENTENCE not in page(pair)
    quotes.say(quote, True)
    take_back(person)
    assert SENTENCE not in page(pair)


def test_promises_are_added_up(pair):
    told(a_change(pair))
    told(a_change(pair, state="did-not", texts={"because": "money"}))
    told(a_change(pair, state="not-yet", not_yet_by="2099-01-01"))
    assert "Promises kept: 1. Late: 0. Not done, with a reason: 1. Open: 1." in page(pair)


def test_an_open_licence_is_said_only_where_one_was_chosen(pair):
    round = an_open_round(pair)
    told(a_change(pair))
    assert "Say where it is from" not in page(pair)
    round.licence = "cc-by-4-0"
    round.save()
    assert "Say where it is from: St Bride's, CC BY 4.0" in page(pair).replace("&#39;", "'")


def test_easy_read_is_chosen_without_an_account_and_kept(pair):
    told(a_change(pair))
    client = Client()
    assert "Here is what came of it" not in page(pair, client)
    assert client.post(at(pair, "reading/"), {"reading": "easy"}).headers["Location"] == at(pair)
    assert "This is what people said, and what we did about it." in page(pair, client)
    assert "sessionid" not in client.cookies


def test_markup_in_what_the_two_wrote_stays_words(pair):
    told(a_change(pair, texts={"we-did": "<script>alert(1)</script> & more"}))
    assert "<script>alert(1)" not in Client().get(at(pair)).content.decode()
    entry = feed(pair).find(f"{ATOM}entry/{ATOM}summary")
    assert "<script>alert(1)</script> & more" in entry.text


def feed(pair) -> ET.Element:
    response = Client().get(at(pair, "feed/"))
    assert response["Content-Type"].startswith("application/atom+xml")
    return ET.fromstring(response.content)


def test_the_feed_is_atom_with_what_atom_asks_for(pair):
    told(a_change(pair, texts={"we-did": DONE}))
    told(a_change(pair, state="did-not", texts={"because": "money", "you-said": "Toast"}))
    found = feed(pair)
    assert found.tag == f"{ATOM}feed"
    for needed in ("id", "title", "updated"):
        assert found.find(f"{ATOM}{needed}").text
    entries = found.findall(f"{ATOM}entry")
    assert [entry.find(f"{ATOM}title").text for entry in entries] == [
        "Toast: We did not, because", "I did not know who to call on Sunday: We did"
    ]  # fmt: skip
    assert len({entry.find(f"{ATOM}id").text for entry in entries}) == 2
    for entry in entries:
        assert entry.find(f"{ATOM}updated").text
        assert at(pair) in entry.find(f"{ATOM}link").attrib["href"]
        assert "12:00:00" in entry.find(f"{ATOM}updated").text  # a day, and no time
