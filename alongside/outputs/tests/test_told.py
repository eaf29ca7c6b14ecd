"""What came of it on paper, read back: the poster on one page, the whole page, letters that name nobody."""

import pytest
from django.test import Client

from alongside.outputs.tests.paper import Paper
from alongside.people.tests.cast import asked
from alongside.voices.contribution import Reach
from alongside.voices.tests.afterwards import DONE, a_change, a_decision, somebody_said, told
from alongside.voices.tests.cast import an_open_round, two

pytestmark = pytest.mark.django_db

WORDS = "Nobody answers on Sunday, my sister rang nine times."


@pytest.fixture
def pair(db):
    pair = two()
    asked(pair, pair.partner, by=pair.programme.coordinator)
    return pair


def public(pair, page="") -> str:
    return f"/said-and-done/{pair.programme.public}/{page}"


def read(response) -> tuple[str, int]:
    """The words of a PDF and how many pages it has."""
    assert response["Content-Type"] == "application/pdf"
    paper = Paper(response.content)
    return paper.words, paper.pages


def test_a_poster_of_four_stands_on_one_page_with_a_no_among_them(pair):
    pieces = [a_change(pair, texts={"you-said": f"Thing {n}", "we-did": DONE * n}) for n in (1, 2, 3)]
    pieces.append(a_decision(pair, outcome="no"))
    for piece in pieces:
        told(piece)
    chosen = "&".join(f"told={piece.public}" for piece in pieces)
    words, pages = read(Client().get(public(pair, f"poster.pdf?{chosen}")))
    assert pages == 1
    question = "Who rings people in their first week at home?"
    for each in ("Thing 1", "Thing 2", "Thing 3", "We did", question, "Put up on"):
        assert each in words
    assert "Type your code at" in words


def test_one_alone_fills_its_page_in_larger_letters(pair):
    change = a_change(pair, texts={"we-did": DONE})
    told(change)
    words, pages = read(Client().get(public(pair, f"poster.pdf?told={change.public}")))
    assert (pages, DONE in words) == (1, True)


def test_the_line_that_the_two_wrote_for_a_wall_stands_on_it(pair):
    change = a_change(pair, texts={"we-did": DONE, "poster-line": "Ring 01632 960 077 on any Sunday."})
    told(change)
    words, _ = read(Client().get(public(pair, f"poster.pdf?told={change.public}")))
    assert "Ring 01632 960 077 on any Sunday." in words


def test_what_nobody_was_told_goes_on_no_wall(pair):
    change = a_change(pair)
    told(a_change(pair))
    assert Client().get(public(pair, f"poster.pdf?told={change.public}")).status_code == 404


def test_five_are_too_many_and_none_too_few(pair):
    pieces = [a_change(pair, texts={"you-said": f"Thing {n}"}) for n in range(5)]
    for piece in pieces:
        told(piece)
    client, all_of_them = Client(), [piece.public for piece in pieces]
    assert client.post(public(pair, "wall/"), {"told": all_of_them}).status_code == 422
    assert client.post(public(pair, "wall/"), {}).status_code == 422
    there = client.post(public(pair, "wall/"), {"told": all_of_them[:4]}).headers["Location"]
    assert client.get(there)["Content-Type"] == "application/pdf"


@pytest.mark.parametrize("print_", ["", "?print=large"])
def test_the_whole_page_can_be_taken_along_also_in_large_print(pair, print_):
    told(a_change(pair, texts={"we-did": DONE}))
    words, _ = read(Client().get(public(pair, f"said-and-done.pdf{print_}")))
    assert DONE in words
    assert "Promises kept: 1." in words


def test_letters_have_an_answer_and_no_name_and_no_address(pair):
    round = an_open_round(pair)
    for address in ("1 High Street", "2 High Street"):
        somebody_said(round, WORDS, how=Reach.LETTER, address=address)
    told(a_change(pair, texts={"we-did": DONE}))
    marta = Client()
    marta.force_login(pair.programme.coordinator)
    at = f"/programme/{pair.programme.public}/telling/"
    words, pages = read(marta.get(f"{at}letters.pdf"))
    assert pages == 2
    assert words.count("We did. Sunday has a number now") == 2
    for private in ("High Street", WORDS):
        assert private not in words
    words, _ = read(marta.get(f"{at}addresses.pdf"))
    assert "1 High Street" in words
    assert "Destroy the sheet of addresses" in words


def test_nobody_else_prints_letters_or_addresses(pair):
    somebody_said(an_open_round(pair), how=Reach.LETTER, address="1 High Street")
    told(a_change(pair))
    for person in pair.two:
        client = Client()
        client.force_login(person)
        for page in ("letters.pdf", "addresses.pdf"):
            assert client.get(f"/programme/{pair.programme.public}/telling/{page}").status_code == 404
