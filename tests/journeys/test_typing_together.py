"""Two people in one box at the same time, in a real browser: nothing is lost, doubled or pushed aside."""

import re
import time

import pytest
from playwright.sync_api import expect

from tests.journeys.test_in_a_browser import Visitor, chromium, server, visitor
from tests.writing.conftest import demo, serve

__all__ = ["chromium", "demo", "serve", "server", "visitor"]
pytestmark = pytest.mark.xdist_group("a browser")

AIM = "{jerome-priya}/meeting-4/action-plan/q/aim/"


class Box:
    """The one text of a page, as somebody types in it."""

    def __init__(self, one):
        self.page = one.page
        one.open(AIM)
        self.area = self.page.locator("form[data-write] textarea")
        self.saved = self.page.locator("[data-live-saved]")
        expect(self.saved).to_have_text("Saved")

    @property
    def words(self) -> str:
        return self.area.input_value()

    def put_caret(self, at: int) -> None:
        self.area.focus()
        self.area.evaluate("(box, at) => box.setSelectionRange(at, at)", at)

    def caret(self) -> int:
        return self.area.evaluate("box => box.selectionStart")

    def wait_for(self, words: str) -> None:
        expect(self.area).to_have_value(re.compile(re.escape(words)))

    def wait_until_saved(self) -> None:
        expect(self.saved).to_have_text("Saved")


@pytest.fixture
def jerome(visitor):
    return Box(visitor("jerome", width=360))


@pytest.fixture
def priya(visitor):
    return Box(visitor("priya"))


def test_both_type_at_once_and_the_caret_of_each_stays_where_their_words_are(jerome, priya):
    jerome.put_caret(0)
    priya.put_caret(len(priya.words))
    for number in range(12):
        jerome.page.keyboard.type(f"j{number} ")
        priya.page.keyboard.type(f" p{number}")
        here = jerome.words[: jerome.caret()]
        assert here.endswith(f"j{number} "), "his caret is behind what he typed last"
    for box in (jerome, priya):
        box.wait_for("j11 ")
        box.wait_for(" p11")
        box.wait_until_saved()
    assert jerome.words == priya.words
    for mark in [f"{who}{number}" for who in "jp" for number in range(12)]:
        assert len(re.findall(rf"\b{mark}\b", jerome.words)) == 1


def test_a_page_without_scripts_posts_in_between_and_the_others_see_it_at_once(jerome, priya, visitor):
    plain = visitor("priya", java_script_enabled=False)
    plain.open(AIM)
    jerome.put_caret(0)
    jerome.page.keyboard.type("Typed meanwhile. ")
    jerome.wait_until_saved()
    area = plain.page.locator("form[rel=next] textarea")
    area.fill(area.input_value() + " Posted without a script.")
    plain.page.locator("form[rel=next] button[type=submit]").first.click()
    for box in (jerome, priya):
        box.wait_for("Posted without a script.")
        box.wait_for("Typed meanwhile.")
    assert jerome.words.count("Typed meanwhile.") == jerome.words.count("Posted without a script.") == 1


def test_going_on_after_typing_live_says_everything_once(jerome, priya):
    priya.put_caret(len(priya.words))
    priya.page.keyboard.type(" And then we tell everyone.")
    priya.wait_until_saved()
    with priya.page.expect_navigation():
        priya.page.locator("form[data-write] button[type=submit]").first.click()
    jerome.wait_for("And then we tell everyone.")
    assert jerome.words.count("And then we tell everyone.") == 1
    jerome.page.reload()
    assert jerome.words.count("And then we tell everyone.") == 1


def test_a_line_that_is_lost_keeps_the_words_says_so_and_brings_them_up_again(visitor, jerome):
    lines, gone = [], False

    def through(line):
        lines.append(line)
        if not gone:  # else it hangs in the air, as on a train
            line.connect_to_server()

    one = visitor("priya")
    one.page.route_web_socket(re.compile(r"/write/"), through)
    priya = Box(one)
    gone = True
    lines[-1].close()
    priya.put_caret(0)
    priya.page.keyboard.type("Said in a lift. ")
    expect(priya.saved).to_contain_text("Not saved")
    time.sleep(1)
    assert "Said in a lift." not in jerome.words
    gone = False
    lines[-1].close()
    jerome.wait_for("Said in a lift.")
    priya.wait_until_saved()
    assert priya.words.count("Said in a lift.") == 1


def test_undo_takes_back_mine_and_leaves_the_other_persons(jerome, priya):
    priya.put_caret(0)
    priya.page.keyboard.type("Hers stays. ")
    jerome.wait_for("Hers stays.")
    jerome.put_caret(len(jerome.words))
    jerome.page.keyboard.type(" His goes.")
    priya.wait_for("His goes.")
    jerome.page.keyboard.press("Control+z")
    expect(priya.area).not_to_have_value(re.compile("His goes"))
    assert "Hers stays." in priya.words


# --- the button is pressed while keys are on their way


@pytest.fixture
def at_a_slow_server(serve, chromium):
    """A function that opens Priya's box at a server of its own, on whose disk nothing is quick."""
    opened = []

    def come(*broken) -> Box:
        world = serve("disk-half-asleep", *broken)
        people = [
            who | {"sign_in": f"{world.base}/demo/{who['sign_in'].split('/demo/')[1]}"}
            for who in world.printed["people"]
        ]
        opened.append(chromium.new_context())
        one = Visitor(opened[-1].new_page(), world.printed | {"people": people, "base": world.base})
        one.come_in("priya")
        return Box(one)

    yield come
    for context in opened:
        context.close()


def type_and_press(box) -> None:
    """The first words have arrived; the last ones and the button come in one breath."""
    box.put_caret(len(box.words))
    box.page.keyboard.type(" First this.")
    expect(box.saved).to_have_text("Saved", timeout=20_000)
    box.page.keyboard.type(" Then that, in one breath.")
    with box.page.expect_navigation(timeout=40_000):
        box.page.keyboard.press("Tab")
        box.page.locator("form[data-write] button[type=submit]").first.press("Enter")


def words_at(box, address) -> str:
    """As they stand there once everything that was sent has come to the disk."""
    time.sleep(7)
    box.page.goto(address)
    return box.words


def test_what_was_typed_in_the_breath_of_pressing_is_there_once_and_the_way_goes_on(at_a_slow_server):
    priya = at_a_slow_server()
    address, before = priya.page.url, priya.words
    type_and_press(priya)
    assert priya.page.url != address
    assert words_at(priya, address) == before + " First this. Then that, in one breath."


def test_a_server_that_compares_words_would_double_them_or_ask_what_nobody_can_answer(at_a_slow_server):
    """The negative control."""
    priya = at_a_slow_server("deaf-to-what-comes-with-a-form")
    address, before = priya.page.url, priya.words
    type_and_press(priya)
    asked = priya.page.url == address
    assert asked or words_at(priya, address) != before + " First this. Then that, in one breath."
