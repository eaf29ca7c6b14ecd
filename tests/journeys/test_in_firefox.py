"""The same typing together in Firefox, beside two people in Chromium and a form without a script."""

import re
import time

import pytest

from tests.firefox import Firefox
from tests.journeys.test_in_a_browser import chromium, server, visitor
from tests.journeys.test_typing_together import AIM, Box

__all__ = ["chromium", "server", "visitor"]
pytestmark = [pytest.mark.firefox, pytest.mark.xdist_group("a browser")]
AREA = "document.querySelector('form[rel=next] textarea')"
SAVED = "document.querySelector('[data-live-saved]')?.textContent === 'Saved'"
BUTTON = "form[rel=next] button[type=submit]"


class FoxVisitor:
    """Somebody of the demo in Firefox."""

    def __init__(self, fox: Firefox, world: dict):
        self.fox, self.world = fox, world

    def come_in(self, key: str) -> None:
        link = next(person["sign_in"] for person in self.world["people"] if person["key"] == key)
        self.fox.open(link)
        self.go_on()
        if "/device/" in self.fox.run("location.pathname"):
            self.go_on()

    def go_on(self) -> None:
        """Press the button that goes on, and wait for another page."""
        self.fox.run("window.before = true")
        self.fox.run(
            """(() => { const form = document.querySelector('main form[rel~=next]');
            form.querySelectorAll('input[type=radio]').forEach((one) => one.click());
            form.querySelector('button[type=submit]').click(); })()"""
        )
        self.fox.wait_for("!window.before && document.readyState === 'complete'")

    def open(self, address: str) -> None:
        pair = next(pair for pair in self.world["pairs"] if pair["key"] == "jerome-priya")
        self.fox.open(address.replace("{jerome-priya}", pair["url"].rstrip("/")))

    @property
    def words(self) -> str:
        return self.fox.run(f"{AREA}.value")


@pytest.fixture
def jerome(server, tmp_path):
    fox = Firefox(tmp_path / "firefox")
    one = FoxVisitor(fox, server)
    try:
        one.come_in("jerome")
        yield one
    finally:
        fox.stop()


def test_three_pages_and_a_form_write_in_one_box_and_every_word_is_there_once(jerome, visitor):
    two = [Box(visitor("priya")), Box(visitor("jerome"))]
    plain = visitor("priya", java_script_enabled=False)
    plain.open(AIM)
    jerome.open(AIM)
    jerome.fox.wait_for(SAVED)
    jerome.fox.run(f"{AREA}.focus(), {AREA}.setSelectionRange(0, 0)")
    two[0].put_caret(len(two[0].words))
    two[1].put_caret(two[1].words.index(" ") + 1)
    begun, number = time.monotonic(), 0
    while time.monotonic() - begun < 5 or number < 10:
        jerome.fox.type(f"f{number} ")
        two[0].page.keyboard.type(f" a{number}")
        two[1].page.keyboard.type(f"b{number} ")
        here = jerome.fox.run(f"{AREA}.value.slice(0, {AREA}.selectionStart)")
        assert here.endswith(f"f{number} "), "the caret is not behind what was typed last"
        if number == 4:
            area = plain.page.locator("form[rel=next] textarea")
            area.fill(area.input_value() + " plain4")
            plain.page.locator(BUTTON).first.click()
        number += 1
    last = f"f{number - 1} "
    for box in two:
        box.wait_for(last)
        box.wait_for("plain4")
        box.wait_until_saved()
    jerome.fox.wait_for(f"{AREA}.value.includes('plain4') && {AREA}.value.includes('a{number - 1}')")
    jerome.fox.wait_for(SAVED)
    time.sleep(0.5)
    assert jerome.words == two[0].words == two[1].words
    for mark in [f"{who}{count}" for who in "fab" for count in range(number)] + ["plain4"]:
        assert len(re.findall(rf"\b{mark}\b", jerome.words)) == 1, mark


def test_back_after_posting_never_pairs_old_words_with_a_new_number(jerome, visitor):
    """`no-store` makes Back read the page anew; Firefox must not put the old typed words into it."""
    priya = Box(visitor("priya"))
    jerome.open(AIM)
    jerome.fox.wait_for(SAVED)
    jerome.fox.run(f"{AREA}.focus(), {AREA}.setSelectionRange(0, 0)")
    jerome.fox.type("Typed and posted. ")
    jerome.go_on()
    priya.put_caret(len(priya.words))
    priya.page.keyboard.type(" Said after that.")
    priya.wait_until_saved()
    jerome.fox.back()
    jerome.fox.wait_for(f"location.pathname.endsWith('/q/aim/') && {AREA}.value.includes('Said after that.')")
    jerome.fox.wait_for(SAVED)
    priya.wait_until_saved()
    assert jerome.words == priya.words
    for words in ("Typed and posted.", "Said after that."):
        assert jerome.words.count(words) == 1
    jerome.go_on()
    priya.page.reload()
    assert priya.words.count("Typed and posted.") == priya.words.count("Said after that.") == 1
