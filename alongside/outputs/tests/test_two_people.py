import re

import pytest

from alongside.kit.sheets import Sheet
from alongside.outputs.brief import brief
from alongside.outputs.communication import communication
from alongside.outputs.feedback import feedback
from alongside.outputs.pitch import cue_cards, pitch, talk
from alongside.outputs.plan import action_plan, easy_plan
from alongside.outputs.tests.cast import HEALTH, US_TWO, answers, both
from alongside.outputs.tests.paper import Paper

CODE = "#pagebreak() $x$"


def print_communication(sheet=None, **how):
    one = answers(
        "communication",
        {"good-times": f"After 6 {CODE}"},
        {"receive-best": "phone", "receive-never/letter": True, "pace/breaks": True},
        {
            "words-mine": ["Deaf"],
            "what-you-see": [{"when-i": "I go quiet.", "it-helps": "Give me a minute."}],
        },
    )
    other = answers("communication", {"hours": "Weekdays 9 to 6"}, {"receive-best": "text"})
    agreed = answers(
        "communication-together", {"reach": "A text, then a call."}, {"look-again": "2027-02-01"}
    )
    sheet = sheet or HEALTH.sheet("communication")
    joint = HEALTH.sheet("communication-together")
    return communication(sheet, joint, both(one, other), agreed, seen=US_TWO, organisation="Northmoor", **how)


def print_feedback(**how):
    one = answers(
        "feedback-preferences", {"helped": f"She shut the door. {CODE}"}, {"hard-news/ask-first": True}
    )
    other = answers("feedback-preferences", {"enough-sign": "I close my notebook."})
    return feedback(HEALTH.sheet("feedback-preferences"), both(one, other), seen=US_TWO, **how)


PITCH = {
    "who-we-are": f"I am Amina. {CODE}",
    "one-moment": "At ten past nine a man asked.",
    "what-it-shows": "I run that desk.",
    "what-we-ask": "Give us one morning.",
    "for-whom": "The ward managers",
}


def print_pitch(**how):
    said = answers("pitch", PITCH, {"owner-says": "may"})
    return pitch(HEALTH.sheet("pitch"), both(), said, seen=US_TWO, may_be_said="Amina says: not yet.", **how)


TALK = {
    "opening": f"The lift doors opened. {CODE}",
    "service-now": "We ask first now.",
    "last-line": "Thank you.",
}


def print_talk(**how):
    said = answers("talk", TALK, {}, {"will-not-answer": ["What did you do?"]})
    return talk(HEALTH.sheet("talk"), both(), said, seen=US_TWO, **how)


def print_cards(**how):
    return cue_cards(HEALTH.sheet("talk"), both(), answers("talk", TALK), **how)


def plan_answers():
    return answers(
        "action-plan",
        {"aim": f"Everyone is asked one question first. {CODE}", "time": "Four hours each"},
        {"our-say": "co-design", "ways/training": True},
        {
            "actions": [
                {
                    "action": "Sit at the desk",
                    "leads": "both",
                    "by-when": "2027-01-20",
                    "why": "It was never asked",
                },
                {"action": "Rewrite the letter", "leads": "partner"},
                {"action": "Ask the board", "leads": "somebody-else", "helps": "Ruth"},
            ],
            "reviews": [{"day": "2027-01-10"}],
        },
    )


def print_plan(**how):
    return action_plan(HEALTH.sheet("action-plan"), both(), plan_answers(), seen=US_TWO, **how)


def print_easy_plan(**how):
    return easy_plan(HEALTH.sheet("action-plan"), both(), plan_answers(), seen=US_TWO, **how)


def print_brief(**how):
    said = answers(
        "brief",
        {"what": f"The first week at home. {CODE}"},
        {"decide-by": "2027-05-12"},
        {"cannot-change": [{"thing": "The building", "because": "No money"}]},
    )
    return brief(HEALTH.sheet("brief"), said, programme="Home", no_effect="Nothing changes your care.", **how)


EVERY = [
    print_communication,
    print_feedback,
    print_pitch,
    print_talk,
    print_cards,
    print_plan,
    print_easy_plan,
    print_brief,
]


@pytest.mark.parametrize("printed", EVERY)
def test_every_paper_keeps_its_promises_to_screen_readers(printed):
    paper = Paper(printed())
    assert paper.is_tagged
    assert paper.promises_pdf_ua
    assert paper.language == "en-GB"
    assert paper.title
    assert "H1" in paper.tags()


@pytest.mark.parametrize("printed", EVERY)
def test_signs_that_people_type_are_printed_and_not_obeyed(printed):
    assert CODE in Paper(printed()).words


@pytest.mark.parametrize(
    "printed", [print_communication, print_feedback, print_pitch, print_talk, print_plan]
)
def test_who_can_see_stands_before_the_heading(printed):
    words = Paper(printed()).words
    assert "Us two Amina and Ben can see this." in words
    assert words.index("Us two") < words.index("Amina and Ben can see this.") < 60


@pytest.mark.parametrize(
    "printed", [print_communication, print_feedback, print_pitch, print_talk, print_plan, print_brief]
)
def test_large_print_has_no_letter_under_fourteen_points(printed):
    assert Paper(printed(large=True)).smallest_type() >= 14
    assert Paper(printed()).smallest_type() < 14


def test_the_two_answer_side_by_side_and_an_empty_half_says_so():
    words = Paper(print_communication()).words
    assert "The best way to tell me something Phone call Text message" in words
    assert "Weekdays 9 to 6" in words
    assert "left open" in words
    assert "When I: I go quiet." in words
    assert "Letter" in words


def test_a_column_is_a_column_to_a_screen_reader():
    tags = Paper(print_communication()).tags()
    assert "Table" in tags
    assert "TH" in tags


def test_what_both_agreed_stands_below_with_who_agreed_and_when():
    words = Paper(print_communication()).words
    assert "A text, then a call." in words
    assert "1 February 2027" in words
    assert "Agreed on Thursday 12 November 2026, by voice" in words
    assert "Ben Not agreed yet" in words


def test_a_question_that_an_organisation_added_comes_out_with_both_answers():
    data = HEALTH.data["sheets"]["communication"]
    extra = {"key": "dogs", "kind": "short", "ask": "Dogs in the room", "easy": "Are dogs OK?"}
    sheet = Sheet.of({**data, "questions": [*data["questions"], extra]})
    one, other = (
        answers("communication", {"dogs": "Yes, always"}),
        answers("communication", {"dogs": "Outside"}),
    )
    joint = HEALTH.sheet("communication-together")
    words = Paper(communication(sheet, joint, both(one, other), answers("communication-together"))).words
    assert "Dogs in the room Yes, always Outside" in words


def test_a_question_without_any_answer_takes_no_room():
    assert "Why to avoid them" not in Paper(print_communication()).words


def test_easy_words_are_printed_when_asked_for():
    assert "What is the best way to tell you something?" in Paper(print_communication(easy=True)).words
    assert "What is the best way to tell you something?" not in Paper(print_communication()).words


def test_each_has_a_feedback_sheet_of_their_own_and_the_left_one_is_first():
    paper = Paper(print_feedback())
    assert paper.pages == 2
    assert "She shut the door." in paper.page(1)
    assert "Ask me first" in paper.page(1)
    assert "I close my notebook." in paper.page(2)
    assert "She shut the door." not in paper.page(2)


def test_the_thirty_seconds_say_who_speaks():
    words = Paper(print_pitch()).words
    assert words.index("I am Amina.") < words.index("I run that desk.") < words.index("Give us one morning.")
    assert "Ben Line 3: what it shows us" in words
    assert "Amina and Ben Line 4" in words
    assert "All lines together: 30 seconds" in words
    assert "Amina says: not yet." in words
    assert "Who are we saying it to? The ward managers" in words


def test_the_talk_gives_each_part_its_minutes():
    words = Paper(print_talk()).words
    assert "All parts together: 10 minutes" in words
    assert "2.5 minutes" in words
    assert "30 seconds" in words
    assert "Questions we do not take" in words


def test_an_answer_about_permission_is_not_part_of_the_words():
    assert "I decide each time" not in Paper(print_pitch()).words


def test_a_cue_card_has_one_part_large_print_and_whose_turn_comes_next():
    paper = Paper(print_cards())
    assert paper.pages == 3
    assert paper.size == (210, 148)
    assert "The lift doors opened." in paper.page(1)
    assert "Then Ben" in paper.page(1)
    assert "We ask first now." not in paper.page(1)
    assert "This is the last one" in paper.page(3)
    assert paper.smallest_type() >= 14


def test_a_long_part_goes_on_to_a_second_card_that_says_whose_it_is():
    said = answers("talk", {"opening": "I asked four times and nobody came. " * 30})
    paper = Paper(cue_cards(HEALTH.sheet("talk"), both(), said))
    assert paper.pages > 1
    assert "Amina goes on" in paper.page(2)


def test_a_plan_names_who_leads_each_action():
    words = Paper(print_plan()).words
    assert "1. Sit at the desk" in words
    assert re.search("Sit at the desk.*Who leads (B )?Amina and Ben.*Rewrite the letter", words)
    assert re.search("Rewrite the letter.*Who leads Amina 3. Ask the board.*Who leads Someone else", words)
    assert "20 January 2027" in words
    assert "We design it with them and they decide" in words
    assert "Tell the story when staff are trained" in words


def test_an_easy_plan_uses_the_easy_words_of_the_sheet_and_type_of_sixteen_points():
    paper = Paper(print_easy_plan())
    assert "What do we want to do?" in paper.words
    assert "We design it together" in paper.words
    assert "Who is in charge of it? Amina and Ben" in paper.words


def test_pictures_of_an_easy_plan_are_not_read_out():
    assert Paper(print_easy_plan()).alternatives() == ["Amina in her garden"]


def test_a_brief_ends_with_the_promise_that_nothing_changes():
    words = Paper(print_brief()).words
    assert "What is the project? The first week at home." in words
    assert "12 May 2027" in words
    assert "Because: No money" in words
    assert "Nothing changes your care." in words


LONG = "And then I waited, and somebody came, and it was not the one who had said so. " * 120


@pytest.mark.parametrize(
    "printed",
    [
        lambda: communication(
            HEALTH.sheet("communication"),
            HEALTH.sheet("communication-together"),
            both(answers("communication", {"hours": f"{LONG} last words"})),
            answers("communication-together", {"reach": f"{LONG} last words"}),
        ),
        lambda: feedback(
            HEALTH.sheet("feedback-preferences"),
            both(answers("feedback-preferences", {"helped": f"{LONG} last words"})),
        ),
        lambda: pitch(HEALTH.sheet("pitch"), both(), answers("pitch", {"who-we-are": f"{LONG} last words"})),
        lambda: talk(HEALTH.sheet("talk"), both(), answers("talk", {"audience": f"{LONG} last words"})),
        lambda: action_plan(
            HEALTH.sheet("action-plan"),
            both(),
            answers(
                "action-plan",
                {"time": LONG},
                {},
                {"actions": [{"action": "Go", "why": f"{LONG} last words"}]},
            ),
        ),
        lambda: easy_plan(
            HEALTH.sheet("action-plan"),
            both(),
            answers(
                "action-plan",
                {"time": LONG},
                {},
                {"actions": [{"action": "Go", "why": f"{LONG} last words"}]},
            ),
        ),
        lambda: brief(HEALTH.sheet("brief"), answers("brief", {"what": f"{LONG} last words"})),
    ],
)
def test_what_is_much_too_long_goes_on_to_the_next_page_and_is_not_cut(printed):
    paper = Paper(printed())
    assert paper.pages > 2
    assert paper.words.count("And then I waited") >= 119  # one may lie across the end of a page
    assert "last words" in paper.words
