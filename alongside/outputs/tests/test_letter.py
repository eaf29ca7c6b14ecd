import pytest

from alongside.outputs.letter import blocks, invitation_card, invitation_letter, letter, paper_key_letter
from alongside.outputs.tests.cast import HEALTH
from alongside.outputs.tests.paper import Paper

LINK = "https://example.org/in/RIVER7421"
NAMES = {
    "first_name": "*Amina* #x",
    "name": "Ben",
    "organisation": "Northmoor Hospital",
    "phone": "01632 960 144",
    "short_link": "example.org/in",
    "code": "RIVER 7421",
    "coordinator": "Marta Nowak",
    "coordinator_role": "Coordinator",
    "other_languages": "Polish and Welsh",
    "date_today": "25 November 2026",
    "paper_words": "otter lamp seven hill paper moon",
    "review_date": "1 March 2027",
    "answer_by": "1 January 2027",
}


def fill(text):
    return HEALTH.fill(text, **NAMES)


def body(name, way):
    return HEALTH.messages[name][way]["body"]


def print_invitation(**how):
    return invitation_letter(
        body("invitation", "letter"), fill, link=LINK, to=["Amina Yusuf", "14 Mill Lane"], **how
    )


def print_key(**how):
    return paper_key_letter(body("code", "letter-with-a-paper-key"), fill, to=["Amina Yusuf"], **how)


def print_card():
    return invitation_card(body("invitation", "invitation-card"), fill, link=LINK)


@pytest.mark.parametrize("printed", [print_invitation, print_key, print_card])
def test_letters_keep_their_promises_to_screen_readers(printed):
    paper = Paper(printed())
    assert paper.is_tagged
    assert paper.promises_pdf_ua
    assert paper.language == "en-GB"
    assert paper.title


@pytest.mark.parametrize("printed", [print_invitation, print_key, print_card])
def test_a_star_in_a_name_stays_a_star(printed):
    assert "*Amina* #x" in Paper(printed()).words


def test_an_invitation_is_one_page_with_address_code_and_square():
    paper = Paper(print_invitation())
    assert paper.pages == 1
    assert "14 Mill Lane" in paper.words
    assert "type RIVER 7421" in paper.words
    assert f"A square code that opens {LINK}" in paper.alternatives()
    assert "LI" in paper.tags()
    assert "**" not in paper.words


def test_an_invitation_in_large_print_loses_nothing():
    paper = Paper(print_invitation(large=True))
    assert paper.smallest_type() >= 14
    assert "I write to you once more in ten days" in paper.words


def test_the_title_of_an_invitation_says_nothing_about_a_service():
    assert Paper(print_invitation()).title == "A question for you"


def test_a_paper_key_has_its_words_and_no_square_for_whoever_finds_it():
    paper = Paper(print_key())
    assert "otter lamp seven hill paper moon" in paper.words
    assert paper.alternatives() == []


def test_the_card_folds_to_a6_with_the_outside_first():
    paper = Paper(print_card())
    assert paper.size == (210, 148)
    assert paper.pages == 2
    assert "Two people. An equal say." in paper.page(1)
    assert "RIVER 7421" in paper.page(1)
    assert "My answer:" in paper.page(2)
    assert "You can stop on any day." in paper.page(2)
    assert "Folded card" not in paper.words


def test_boxes_and_lines_of_the_card_are_drawn_for_a_pen():
    words = Paper(print_card()).words
    assert "☐" not in words
    assert "___" not in words
    assert "Yes, I would like to" in words


def test_any_message_can_be_a_letter():
    paper = Paper(letter(body("plan-signed", "letter"), fill, title="A letter for you"))
    assert "on 1 March 2027." in paper.words
    assert paper.title == "A letter for you"


def test_words_are_filled_in_after_the_marks_are_read():
    assert blocks("**Hello {first_name}**", fill)[0]["lines"][0] == [
        {"look": "bold", "words": "Hello "},
        {"look": "bold", "words": "*Amina* #x"},
    ]
