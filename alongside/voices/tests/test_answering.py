"""Somebody answers a round without an account."""

import pytest
from django.db import connection

from alongside.voices.contribution import (
    DO_NOT_KNOW,
    LEFT_OUT,
    PENDING,
    RATHER_NOT,
    Answer,
    Contribution,
    Reach,
    Statement,
    Vote,
)
from alongside.voices.reading import Suggestion
from alongside.voices.round import close_round
from alongside.voices.tests.answerer import Answerer, on_a_screen
from alongside.voices.tests.cast import a_planned_round, an_open_round


@pytest.fixture
def somebody(open_round):
    return Answerer(open_round)


def kept(question: str) -> Answer:
    return Answer.objects.get(question=question)


# --- the first page


def test_the_first_page_says_everything_that_somebody_must_know_before(somebody):
    page = somebody.at().content.decode()
    assert somebody.page.status_code == 200
    for words in (
        "The first week at home", "Amina", "Ben", "Ruth Ansah", "Who rings people in the first week",
        "The number of beds", "You can stop in the middle", "Nobody watches this day and night",
        "we have to tell Ruth", "Only a few people could answer",
    ):  # fmt: skip
        assert words in page, words


def test_each_page_has_an_easy_reading_chosen_without_a_session(somebody):
    somebody.at()
    somebody.post("reading/", reading="easy", back=f"/r/{somebody.round.short}/q/tell/")
    assert somebody.page["Location"].endswith("/q/tell/")
    assert "What should we tell the next person?" in somebody.at("q/tell/").content.decode()
    assert "alongside" not in somebody.browser.cookies
    somebody.post("reading/", reading="easy", back="https://elsewhere.example/")
    assert somebody.page["Location"] == f"/r/{somebody.round.short}/"


def test_a_round_that_is_planned_is_not_there(db):
    round = a_planned_round()
    assert Answerer(round).at().status_code == 404
    assert Answerer(round).at("q/tell/").status_code == 404


def test_a_round_that_opens_later_says_when(db):
    somebody = Answerer(an_open_round(open_from="2199-01-02"))
    assert "2 January 2199" in somebody.at().content.decode()
    assert somebody.at("q/tell/").status_code == 302


def test_a_round_that_is_over_takes_words_and_counts_nobody(db):
    somebody = Answerer(an_open_round(open_until="2020-01-02"))
    assert "2 January 2020" in somebody.at().content.decode()
    somebody.at("late/")
    somebody.post("late/", words="It was the lift")
    assert "with Amina and Ben" in somebody.at(said="1").content.decode()
    assert Suggestion.objects.get().words == "It was the lift"
    assert somebody.mine.sent is None


def test_a_round_that_was_closed_says_why(somebody):
    close_round(somebody.round, "Ruth has decided already", by=somebody.round.pair.partner)
    assert "Ruth has decided already" in somebody.at().content.decode()
    assert somebody.post("q/tell/", **{".tell": "Too late"}).status_code == 302
    assert not Answer.objects.exists()


# --- with a name or without


def test_with_no_name_is_the_first_of_the_ways(somebody):
    page = somebody.at("known/").content.decode()
    assert page.index("With no name") < page.index("you can reach me") < page.index("With my name")
    somebody.post("known/", somebody.hidden(), known="anonymous")
    assert somebody.page["Location"].endswith("/q/first-night/")
    assert somebody.mine.known == "anonymous"


def test_a_name_is_sealed_and_stands_on_no_row_in_plain(somebody):
    somebody.at("known/named/")
    somebody.post("known/named/", somebody.hidden(), name="Dorothy Unmistakable")
    assert somebody.mine.name == "Dorothy Unmistakable"
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM voices_contribution")
        assert b"Dorothy" not in bytes(cursor.fetchone()[0])


def test_a_way_to_reach_somebody_lies_apart_and_is_for_the_coordinator(somebody):
    page = somebody.at("known/contactable/").content.decode()
    assert "Marta can, because somebody has to send the message" in page
    somebody.post("known/contactable/", somebody.hidden(), how="email", where="me@example.org", safe="yes")
    reach = Reach.objects.get()
    assert (reach.how, reach.address, reach.discreet) == ("email", "me@example.org", True)
    somebody.post("known/", known="anonymous")
    assert not Reach.objects.exists()


def test_what_is_missing_is_said_and_nothing_begins(somebody):
    somebody.at("known/contactable/")
    assert somebody.post("known/contactable/", somebody.hidden(), how="email").status_code == 422
    somebody.at("known/named/")
    assert somebody.post("known/named/", somebody.hidden(), name="  ").status_code == 422
    assert not Contribution.objects.exists()
    for way in ("contactable", "named"):
        assert somebody.post("known/", known=way)["Location"].endswith(f"/known/{way}/")


def test_only_the_ways_that_the_round_allows_are_there(db):
    somebody = Answerer(an_open_round(**{"named/contactable": False, "named/named": False}))
    assert f"/r/{somebody.round.short}/q/first-night/" in somebody.at().content.decode()
    assert somebody.at("known/named/").status_code == 404


# --- one question a page


def test_every_kind_of_question_is_kept_as_what_it_is(somebody):
    somebody.answer("first-night", "nobody", note="Only the cat")
    somebody.at("q/helped/")
    shown = {somebody.box("helped") + ".shown": "1", somebody.box("helped"): ["call", "list"]}
    somebody.post("q/helped/", somebody.hidden(), **shown)
    somebody.answer("clear", "middle")
    somebody.answer("days", "2,5")
    somebody.answer("whom", "The pharmacist")
    somebody.answer("tell", "Take the list with you")
    assert (kept("first-night").picked, kept("first-night").note) == (["nobody"], "Only the cat")
    assert kept("helped").picked == ["call", "list"]
    assert kept("clear").picked == ["middle"]
    assert float(kept("days").number) == 2.5
    assert kept("whom").words == "The pharmacist"
    assert kept("tell").words == "Take the list with you"
    assert Contribution.objects.count() == 1


def test_leaving_out_not_knowing_and_not_saying_are_answers(somebody):
    for key, passed in (("first-night", LEFT_OUT), ("days", DO_NOT_KNOW), ("tell", RATHER_NOT)):
        somebody.at(f"q/{key}/")
        assert somebody.post(f"q/{key}/", somebody.hidden(), passed=passed).status_code == 302
        assert kept(key).passed == passed
    somebody.answer("clear", "unsure")
    assert kept("clear").passed == DO_NOT_KNOW


def test_an_empty_answer_goes_on_and_is_none(somebody):
    assert somebody.answer("tell", " ").status_code == 302
    assert not Answer.objects.exists()


def test_an_answer_is_changed_and_not_counted_twice(somebody):
    somebody.answer("tell", "First")
    assert "First" in somebody.at("q/tell/").content.decode()
    somebody.answer("tell", "Second")
    assert kept("tell").words == "Second"


def test_what_cannot_be_understood_is_said_beside_its_box_and_stays(somebody):
    assert somebody.answer("days", "about four").status_code == 422
    assert "from 0 to 60" in somebody.html
    assert "about four" in somebody.html
    assert somebody.answer("days", "61").status_code == 422
    assert somebody.answer("first-night", "the-moon").status_code == 422
    assert not Answer.objects.exists()


def test_markup_formulas_and_odd_characters_are_text(somebody):
    odd = '<script>alert(1)</script> =HYPERLINK("x") \x00 😀'
    somebody.answer("tell", odd)
    assert kept("tell").words == '<script>alert(1)</script> =HYPERLINK("x")  😀'
    page = somebody.at("last/").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_a_lone_surrogate_is_no_error(somebody):
    somebody.at("q/tell/")
    body = f"{somebody.box('tell')}=%ED%A0%80half"
    for name, value in somebody.hidden().items():
        body += f"&{name}={value}"
    kind = "application/x-www-form-urlencoded"
    assert (
        somebody.browser.post(f"/r/{somebody.round.short}/q/tell/", body, content_type=kind).status_code
        == 302
    )
    assert kept("tell").words.endswith("half")


def test_a_megabyte_in_a_box_is_not_kept_and_not_lost(somebody):
    assert somebody.answer("tell", "word " * 200_000).status_code == 422
    assert "980,000 characters longer" in somebody.html
    assert somebody.html.count("word word word") > 1000
    assert not Answer.objects.exists()
    somebody.answer("tell", "word " * 4000)
    assert len(kept("tell").words) == 20_000


def test_two_presses_are_one_answer_of_one_person(somebody):
    somebody.at("q/tell/")
    form, box = somebody.hidden(), somebody.box("tell")
    somebody.post("q/tell/", form, **{box: "Once"})
    again = Answerer(somebody.round)  # the same form again, before the first one's cookie came
    again.post("q/tell/", form, **{box: "Once"})
    assert Contribution.objects.count() == Answer.objects.count() == 1


def test_an_old_page_does_not_overwrite_what_was_said_since(somebody):
    somebody.answer("tell", "First")
    somebody.at("q/tell/")
    old, box = somebody.hidden(), somebody.box("tell")
    somebody.answer("tell", "Second")
    somebody.post("q/tell/", old, **{box: "From the old page"})
    assert somebody.page.status_code == 409
    assert "Second" in somebody.html
    assert "From the old page" in somebody.html
    assert kept("tell").words == "Second"
    somebody.post("q/tell/", somebody.hidden(), **{somebody.box("tell"): "From the old page"})
    assert kept("tell").words == "From the old page"


def test_a_page_of_somebody_else_saves_nothing(somebody):
    somebody.answer("tell", "Mine")
    somebody.at("q/whom/")
    theirs, box = somebody.hidden(), somebody.box("whom")
    next_one = Answerer(somebody.round)
    next_one.post("q/whom/", theirs, **{box: "Not mine"})
    assert next_one.page.status_code == 409
    assert Answer.objects.count() == 1


def test_a_question_that_is_not_there_is_not_there(somebody):
    assert somebody.at("q/nonsense/").status_code == 404
    assert somebody.post("q/nonsense/").status_code == 404


# --- cards


def test_cards_come_one_by_one_and_each_is_voted_on_once(somebody):
    seen = set()
    somebody.at("q/cards/")
    for vote in ("agree", "disagree", "not-sure"):
        card = somebody.hidden()
        seen.add(card["card"])
        somebody.post("q/cards/", card, vote=vote)
        assert somebody.page.status_code == 302
        somebody.page = somebody.browser.get(somebody.page["Location"])
    assert len(seen) == 3
    assert "That was the last card" in somebody.html
    assert sorted(Vote.objects.values_list("value", flat=True)) == [-1, 0, 1]
    somebody.at("q/cards/", at="0")
    somebody.post("q/cards/", somebody.hidden(), vote="disagree")
    assert Vote.objects.count() == 3


def test_the_order_of_cards_is_the_same_before_and_after_the_first_vote(somebody):
    somebody.at("q/cards/")
    first = somebody.hidden()
    somebody.post("q/cards/", first, vote="agree")
    somebody.at("q/cards/", at="0")
    assert somebody.hidden()["card"] == first["card"]


def test_a_card_can_be_left_and_the_pile_too(somebody):
    somebody.at("q/cards/")
    somebody.post("q/cards/", somebody.hidden(), vote="leave")
    assert somebody.page["Location"].endswith("?at=1")
    somebody.at("q/cards/", at="1")
    somebody.post("q/cards/", somebody.hidden(), vote="enough")
    assert "That is plenty" in somebody.browser.get(somebody.page["Location"]).content.decode()
    assert not Vote.objects.exists()


def test_a_card_of_ones_own_waits_until_somebody_has_read_it(somebody):
    somebody.at("q/cards/", at="end")
    somebody.post("q/cards/card/", somebody.hidden(), card="The lift is broken")
    card = Statement.objects.get(contribution__isnull=False)
    assert (card.state, card.words) == (PENDING, "The lift is broken")
    page = somebody.at("q/cards/", at="end").content.decode()
    assert "has not read it yet" in page
    other = Answerer(somebody.round)
    assert all("The lift is broken" not in other.at("q/cards/", at=str(n)).content.decode() for n in range(4))


def test_a_card_needs_words_and_is_not_written_twice(somebody):
    somebody.at("q/cards/", at="end")
    assert somebody.post("q/cards/card/", somebody.hidden(), card=" ").status_code == 422
    somebody.post("q/cards/card/", card="Somebody should ring on the second day")
    assert "written this card already" in somebody.html


# --- the end


def test_the_last_page_shows_everything_and_leads_back_to_each(somebody):
    somebody.answer("tell", "Take the list")
    page = somebody.at("last/").content.decode()
    assert "Take the list" in page
    assert somebody.answer("tell", "Take both lists", asked={"from": "last"})["Location"].endswith("/last/")
    somebody.at("last/")
    somebody.post("last/", somebody.hidden(), hard="The third question")
    assert somebody.page["Location"].endswith("/thanks/")
    assert somebody.mine.sent
    assert Suggestion.objects.get().about == "hard"


def test_stopping_in_the_middle_saves_this_answer_and_gives_the_code(somebody):
    somebody.answer("tell", "Half a thought", then="stop")
    assert kept("tell").words == "Half a thought"
    page = somebody.browser.get(somebody.page["Location"]).content.decode()
    assert "Your code" in page
    assert somebody.mine.code
    assert somebody.mine.sent


def test_a_robot_that_fills_in_what_nobody_sees_begins_nothing(somebody):
    somebody.at("q/tell/")
    somebody.post(
        "q/tell/", somebody.hidden(), **{somebody.box("tell"): "Buy this"}, leave_empty="https://spam.example"
    )
    assert somebody.page.status_code == 422
    assert not Contribution.objects.exists()


def test_many_answers_from_one_address_wait(somebody, monkeypatch):
    monkeypatch.setattr("alongside.voices.views.steps.AT_ONCE", 3)
    for _person in range(3):
        assert Answerer(somebody.round).answer("tell", "Again").status_code == 302
    late = Answerer(somebody.round)
    assert late.answer("tell", "Again").status_code == 429
    assert "Marta" in late.html
    assert "15 minutes" in late.html
    assert Answerer(somebody.round, REMOTE_ADDR="198.51.100.7").answer("tell", "Mine").status_code == 302
    assert on_a_screen(somebody.round).answer("tell", "From the ward").status_code == 302


def test_no_page_of_an_answer_is_kept_by_a_browser(somebody):
    somebody.answer("tell", "Mine")
    for path in ("", "known/", "q/tell/", "q/cards/", "last/"):
        assert "no-store" in somebody.at(path)["Cache-Control"], path
