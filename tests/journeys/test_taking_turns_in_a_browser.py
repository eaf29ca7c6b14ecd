"""Taking turns in a real browser: the other's box becomes read-only under their hands, and nothing typed is lost."""

import pytest
from playwright.sync_api import expect

from tests.journeys.test_in_a_browser import chromium, server, visitor
from tests.journeys.test_typing_together import Box, jerome, priya

__all__ = ["chromium", "jerome", "priya", "server", "visitor"]
pytestmark = pytest.mark.xdist_group("a browser")


def press(box: Box, words: str) -> None:
    box.page.locator("[data-turns]").get_by_role("button", name=words).click()


def test_the_turn_goes_to_and_fro_while_both_pages_stay_open(jerome, priya):
    priya.put_caret(0)
    priya.page.keyboard.type("Typed before. ")
    press(jerome, "Write one at a time here")
    expect(priya.area).not_to_be_editable()
    expect(jerome.area).to_be_editable()
    jerome.wait_for("Typed before. ")
    jerome.put_caret(0)
    jerome.page.keyboard.type("While it is mine. ")
    priya.wait_for("While it is mine. ")
    press(priya, "May I?")
    expect(jerome.page.get_by_text("Priya would like to write here.")).to_be_visible()
    press(jerome, "Here you are")
    expect(priya.area).to_be_editable()
    expect(jerome.area).not_to_be_editable()
    press(jerome, "Write both at once again")
    for box in (jerome, priya):
        expect(box.area).to_be_editable()
        box.wait_until_saved()
    assert jerome.words == priya.words


def test_a_page_that_lost_its_line_hears_afterwards_that_the_turn_is_over(jerome, priya):
    press(jerome, "Write one at a time here")
    expect(priya.area).not_to_be_editable()
    priya.page.context.set_offline(True)
    press(jerome, "Write both at once again")
    expect(jerome.area).to_be_editable()
    priya.page.context.set_offline(False)
    priya.page.reload()
    expect(priya.area).to_be_editable()
