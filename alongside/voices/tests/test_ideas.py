"""Ideas: two columns and no answers; dots that nobody sees before everybody has put theirs; who designs along."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from alongside.kit.fields import new_row_id
from alongside.portfolio.piece import begin_piece
from alongside.portfolio.sheet import Mine
from alongside.voices import covering, idea, themes
from alongside.voices.tests.said import TELL, a_round_to_read, browser, of_pair, said, text_of


@pytest.fixture
def round(db):
    return a_round_to_read()


@pytest.fixture
def amina(round):
    return browser(round.pair.partner)


@pytest.fixture
def ben(round):
    return browser(round.pair.professional)


def an_idea(round):
    return begin_piece("idea", pair=round.pair, by=round.pair.partner)


def write(round, piece, person, key, words):
    mine = Mine(round.pair, round.pair.content.sheet("idea"), person, piece.public)
    question = mine.sheet.question(key)
    row = new_row_id() if question.kind == "list" else ""
    name = f"{key}/{row}/line" if row else key
    changes = {"texts": {name: words}, "values": {}, "rows": {"add": [f"{key}/{row}"]} if row else {}}
    mine.post(question, mine.see(question).token, new_row_id(), changes, by=person)


def test_both_columns_hold_the_lines_of_both_and_nobody_answers(round, amina, ben):
    piece = an_idea(round)
    write(round, piece, round.pair.partner, "idea", "Ring on the second day")
    write(round, piece, round.pair.partner, "good", "It is the hardest day")
    write(round, piece, round.pair.professional, "worry", "Who does it in August?")
    for reader in (amina, ben):
        page = text_of(reader.get(of_pair(round, "piece", piece.public)))
        good, worry = page.index("Good about this"), page.index("Worry about this")
        assert good < page.index("It is the hardest day") < worry < page.index("Who does it in August?")
        assert "Reply" not in page


def test_nobody_sees_dots_before_both_have_put_theirs(round, amina, ben):
    piece = an_idea(round)
    amina.post(of_pair(round, "ideas"), {f"dots-{piece.public}": "4"})
    assert "Dots: " not in text_of(ben.get(of_pair(round, "ideas")))
    assert "Dots: " not in text_of(ben.get(of_pair(round, "piece", piece.public)))
    assert idea.count(round.pair) == {}
    assert idea.my_dots(round.pair, round.pair.professional) == {}
    ben.post(of_pair(round, "ideas"), {f"dots-{piece.public}": "1"})
    for reader in (amina, ben):
        assert "Dots: 5" in text_of(reader.get(of_pair(round, "ideas")))


def test_there_are_five_dots_and_no_more(round, amina):
    one, two = an_idea(round), an_idea(round)
    answer = amina.post(of_pair(round, "ideas"), {f"dots-{one.public}": "4", f"dots-{two.public}": "2"})
    assert answer.status_code == 422
    assert "there are 5" in text_of(answer)
    assert not idea.has_put(round.pair, round.pair.partner)
    amina.post(of_pair(round, "ideas"), {f"dots-{one.public}": "99"})
    assert idea.my_dots(round.pair, round.pair.partner) == {}


def test_after_the_count_nothing_changes_before_all_choose_again(round, amina, ben):
    piece = an_idea(round)
    for reader in (amina, ben):
        reader.post(of_pair(round, "ideas"), {f"dots-{piece.public}": "1"})
    amina.post(of_pair(round, "ideas"), {f"dots-{piece.public}": "5"})
    assert idea.count(round.pair) == {piece.pk: 2}
    amina.post(of_pair(round, "choose-again"))
    assert not idea.is_counted(round.pair)
    assert idea.my_dots(round.pair, round.pair.partner) == {}


def test_choosing_again_does_not_show_what_the_other_put_before_the_count(round, amina, ben):
    piece = an_idea(round)
    amina.post(of_pair(round, "ideas"), {f"dots-{piece.public}": "3"})
    ben.post(of_pair(round, "choose-again"))
    assert idea.my_dots(round.pair, round.pair.partner) == {piece.pk: 3}


# --- designing with others


def sol(round, amina) -> Client:
    """Sol, whom the two invited by a link, and who said yes."""
    amina.post(of_pair(round, "co-designers"), {"name": "Sol"})
    page = amina.get(of_pair(round, "co-designers")).content.decode()
    link = re.search(r"/design/[^<\s]+", page)[0]
    client = Client()
    assert "Would you design this with us?" in text_of(client.get(link))
    client.post(link)
    return client


def designing(round, page, *more) -> str:
    return reverse(f"voices:{page}", args=[round.pair.public, *more])


def test_somebody_who_was_asked_sees_ideas_and_headings_covered_and_nothing_else(round, amina):
    answer, piece = said(round), an_idea(round)
    covering.read_first(answer, [(TELL.index("Anna"), TELL.index("Kowalska") + 8)], by=round.pair.partner)
    themes.put_under(
        answer, themes.begin_theme("Kind", pair=round.pair, by=round.pair.partner), by=round.pair.partner
    )
    said(round, "Nobody has read Zebedee.")
    guest = sol(round, amina)
    page = guest.get(designing(round, "designing")).content.decode()
    assert "was kind" in page
    assert "Kowalska" not in page
    assert "Zebedee" not in page
    assert guest.get(designing(round, "designing-idea", piece.public)).status_code == 200
    for there in ("themes", "quotes", "ideas", "co-designers", "asking"):
        assert guest.get(of_pair(round, there)).status_code == 404, there
    assert guest.get(reverse("journey:pair", args=[round.pair.public])).status_code == 404


def test_their_lines_and_dots_count_and_the_count_waits_for_them(round, amina, ben):
    piece, guest = an_idea(round), sol(round, amina)
    guest.post(designing(round, "designing-idea", piece.public), {"side": "worry", "words": "Not at night."})
    assert "Not at night." in text_of(ben.get(of_pair(round, "piece", piece.public)))
    for reader in (amina, ben):
        reader.post(of_pair(round, "ideas"), {f"dots-{piece.public}": "1"})
    assert not idea.is_counted(round.pair)
    assert "Still to put theirs: Sol" in text_of(amina.get(of_pair(round, "ideas")))
    guest.post(designing(round, "designing-ideas"), {f"dots-{piece.public}": "5"})
    assert idea.count(round.pair) == {piece.pk: 7}


def test_when_it_ends_their_pages_are_gone_and_what_they_brought_in_stays(round, amina):
    piece, guest = an_idea(round), sol(round, amina)
    guest.post(designing(round, "designing-idea", piece.public), {"side": "good", "words": "It is quick."})
    (designer,) = round.pair.co_designers.all()
    amina.post(of_pair(round, "end-co-designer", designer.pk))
    assert guest.get(designing(round, "designing")).status_code == 404
    assert "It is quick." in text_of(amina.get(of_pair(round, "piece", piece.public)))


def test_a_link_that_was_made_up_opens_nothing(round):
    assert Client().get(reverse("voices:design-link", args=["nonsense"])).status_code == 404


def test_somebody_who_was_asked_and_did_not_say_yes_sees_nothing(round, amina):
    amina.post(of_pair(round, "co-designers"), {"name": "Sol"})
    (designer,) = round.pair.co_designers.all()
    assert browser(designer.person).get(designing(round, "designing")).status_code == 404
