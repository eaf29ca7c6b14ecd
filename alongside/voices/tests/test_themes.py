"""Headings: by hand, several for one answer, and numbers that give nobody away."""

import pytest

from alongside.voices import covering, rules, themes
from alongside.voices.tests.said import a_round_to_read, browser, of_pair, said, text_of


@pytest.fixture
def round(db):
    return a_round_to_read()


@pytest.fixture
def amina(round):
    return browser(round.pair.partner)


def read(round, words="Ring on the second day.", covered=(), **more):
    answer = said(round, words, **more)
    covering.read_first(answer, covered, by=round.pair.partner)
    return answer


def heading(round, name="Whom to ring"):
    return themes.begin_theme(name, pair=round.pair, by=round.pair.partner)


def board(round):
    return themes.board(round.pair, rules.readable_answers(round.pair), easy=False)


def under(round, theme) -> list[int]:
    found = next(each for each in board(round) if each.theme == theme)
    return [each.answer.pk for each in found.said]


def move(amina, round, answer, **posted):
    return amina.post(of_pair(round, "move-answer", answer.pk), posted)


def test_an_answer_stands_under_no_heading_until_somebody_puts_it_there(round, amina):
    answer, ring = read(round), heading(round)
    assert under(round, None) == [answer.pk]
    assert under(round, ring) == []
    move(amina, round, answer, to=ring.public)
    assert under(round, None) == []
    assert under(round, ring) == [answer.pk]


def test_an_answer_can_stand_under_two_and_be_taken_out_of_one(round, amina):
    answer, ring, tablets = read(round), heading(round), heading(round, "Tablets")
    move(amina, round, answer, to=ring.public)
    move(amina, round, answer, **{"to": tablets.public, "from": ring.public, "also": "1"})
    assert under(round, ring) == under(round, tablets) == [answer.pk]
    move(amina, round, answer, **{"from": ring.public, "out": "1"})
    assert (under(round, ring), under(round, tablets)) == ([], [answer.pk])


def test_moving_it_takes_it_from_where_it_was(round, amina):
    answer, ring, tablets = read(round), heading(round), heading(round, "Tablets")
    move(amina, round, answer, to=ring.public)
    move(amina, round, answer, **{"to": tablets.public, "from": ring.public})
    assert (under(round, ring), under(round, tablets)) == ([], [answer.pk])


def test_taking_a_heading_out_loses_no_answer(round, amina):
    answer, ring = read(round), heading(round)
    move(amina, round, answer, to=ring.public)
    amina.post(of_pair(round, "change-theme", ring.public), {"out": "1"})
    assert under(round, None) == [answer.pk]


def test_a_heading_is_renamed_and_goes_earlier_and_later(round, amina):
    first, second = heading(round, "One"), heading(round, "Two")
    amina.post(of_pair(round, "change-theme", second.public), {"earlier": "1"})
    amina.post(of_pair(round, "change-theme", first.public), {"name": "  One,\nrenamed "})
    assert [str(theme) for theme in round.pair.themes.all()] == ["Two", "One, renamed"]
    amina.post(of_pair(round, "change-theme", second.public), {"later": "1"})
    amina.post(of_pair(round, "change-theme", second.public), {"later": "1"})
    assert [str(theme) for theme in round.pair.themes.all()] == ["One, renamed", "Two"]


def test_a_heading_without_words_is_asked_for_again(round, amina):
    answer = amina.post(of_pair(round, "themes"), {"name": "  "})
    assert answer.status_code == 422
    assert "Write the heading." in text_of(answer)


def test_what_nobody_has_read_stands_nowhere_and_what_was_read_stands_covered(round, amina):
    said(round, "Nobody has read Zebedee.")
    read(round, "Nurse Kowalska came.", [(6, 14)])
    page = amina.get(of_pair(round, "themes")).content.decode()
    assert "Zebedee" not in page
    assert "Kowalska" not in page
    assert "came." in page


def test_columns_are_the_same_list(round, amina):
    move(amina, round, read(round), to=heading(round).public)
    plain, columns = (
        amina.get(of_pair(round, "themes") + view).content.decode() for view in ("", "?columns")
    )
    assert plain.count("Ring on the second day.") == columns.count("Ring on the second day.")
    assert "columns--beside" in columns
    assert "columns--beside" not in plain


@pytest.mark.parametrize(
    ("own", "gathered", "words"),
    [
        (3, 0, "A few people said this"),
        (4, 3, "A few people said this"),
        (8, 0, "Said by 8 people · 8 answered themselves, 0 were asked or on paper"),
        (6, 5, "Said by 11 people · 6 answered themselves, 5 were asked or on paper"),
        (9, 2, "Said by 11 people"),
    ],
)
def test_a_number_is_given_from_eight_on_and_its_parts_only_where_neither_is_small(
    round, amina, own, gathered, words
):
    ring = heading(round)
    for n in range(own + gathered):
        themes.put_under(read(round, way="link" if n < own else "conversation"), ring, by=round.pair.partner)
    page = text_of(amina.get(of_pair(round, "theme", ring.public)))
    assert words in page
    assert ("answered themselves" in page) == ("answered themselves" in words)


def test_the_page_of_many_answers_asks_the_database_no_more_than_that_of_few(
    round, amina, django_assert_max_num_queries
):
    ring = heading(round)
    for n in range(40):
        themes.put_under(read(round, f"Number {n}"), ring, by=round.pair.partner)
        read(round, f"Other {n}")
    amina.get(of_pair(round, "themes"))  # the first page of a day also keeps the session awake
    with django_assert_max_num_queries(12):
        page = amina.get(of_pair(round, "themes"))
    assert page.content.decode().count("Number ") >= 10
    assert "Show all 40" in text_of(page)
    assert "Number" in text_of(amina.get(of_pair(round, "theme", ring.public) + "?from=30"))


def test_somebody_of_another_pair_can_neither_move_nor_read(round, amina):
    from alongside.people.person import introduce

    stranger, answer, ring = browser(introduce("Hester", "h@example.org")), read(round), heading(round)
    assert stranger.get(of_pair(round, "themes")).status_code == 404
    assert stranger.post(of_pair(round, "move-answer", answer.pk), {"to": ring.public}).status_code == 404
    assert under(round, ring) == []
