"""Somebody who was given an address answers, and comes back: without a script, in a browser, and on a shared screen."""

import json
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from alongside.kit.tests.browser import launching
from alongside.voices.tests.answerer import Answerer
from alongside.voices.tests.cast import an_open_round
from tests.serving import Serving, filled

ROOT = Path(__file__).resolve().parents[2]
AXE = (ROOT / "tests" / "material" / "axe.min.js").read_text()
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}
FIRST_VISIT = 60 * 1000  # bytes over the line, with everything that the page needs
pytestmark = pytest.mark.xdist_group("a browser")


# --- in process


def test_a_whole_round_without_a_script_and_the_way_back(db):
    """Given an address, somebody answers, leaves, comes back, and takes their words back."""
    somebody = Answerer(an_open_round())
    page = somebody.at().content.decode()
    way_on = re.search(r'href="(/r/[^"]+)" rel="next"', page)[1]
    somebody.page = somebody.browser.get(way_on)
    somebody.post("known/", somebody.hidden(), known="anonymous")
    while "/last/" not in somebody.page["Location"]:
        path = somebody.page["Location"].removeprefix(f"/r/{somebody.round.short}/")
        somebody.follow()
        if (
            'rel="next"' in somebody.html
            and "<form" in somebody.html
            and "That was the last card" not in somebody.html
        ):
            said = {"vote": "agree"} if "/cards/" in path else {"passed": "do-not-know"}
            somebody.post(path, somebody.hidden(), **said)
        else:
            somebody.page = {"Location": re.search(r'href="(/r/[^"]+)" rel="next"', somebody.html)[1]}
    code = somebody.finish()
    assert somebody.keep_second_key().status_code == 302
    somebody.post("clear/")
    assert somebody.browser.post("/code/", {"code": code}).status_code == 302
    assert somebody.post("mine/", only="marmalade").status_code == 302
    assert "do not know" in somebody.at("mine/").content.decode()
    assert "It is gone" in somebody.post("mine/back/").content.decode()


# --- in a browser


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """The product as bin/serve starts it, with an open round; its address and that of the round."""
    folder = tmp_path_factory.mktemp("a round's data")
    made = json.loads(filled(folder, "tests.journeys.begin_a_round"))
    serving = Serving(folder)
    yield made | {"base": serving.base}
    assert serving.stop() == 0


@pytest.fixture(scope="module")
def chromium():
    with launching() as launch:
        yield launch("--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream")


@pytest.fixture
def phone(chromium, server):
    """A function that opens a browser window as wide as a small phone."""
    opened, mistakes = [], []

    def come(**how) -> Phone:
        context = chromium.new_context(
            viewport={"width": 360, "height": 740}, permissions=["microphone"], **how
        )
        opened.append(context)
        page = context.new_page()
        page.on("pageerror", lambda mistake: mistakes.append(str(mistake)))
        return Phone(page, server)

    yield come
    for context in opened:
        context.close()
    assert mistakes == [], "A script broke"


class Phone:
    """Somebody with a phone and an address."""

    def __init__(self, page, server):
        self.page, self.server = page, server

    def open(self, path=""):
        return self.page.goto(f"{self.server['base']}/r/{self.server['short']}/{path}")

    def press(self, words: str):
        """Press what says so, and wait for the next page."""
        found = self.page.locator(f"main button:has-text('{words}'), main a:has-text('{words}')").first
        with self.page.expect_navigation():
            found.click()

    def at(self, path: str) -> bool:
        return urlsplit(self.page.url).path.endswith(path)

    def nobody_is_kept_out(self):
        """Axe finds nothing, and nothing is wider than the phone."""
        self.page.evaluate(AXE)
        found = self.page.evaluate("rules => axe.run(document, rules)", RULES)["violations"]
        told = [f"{v['id']}: {[node['html'][:120] for node in v['nodes']]}" for v in found]
        assert told == [], self.page.url
        assert self.page.evaluate("document.documentElement.scrollWidth") <= 360, self.page.url


@pytest.mark.parametrize("script", [True, False], ids=["with a script", "without"])
def test_somebody_answers_on_a_phone_and_comes_back(phone, script):
    me = phone(java_script_enabled=script)
    look = me.nobody_is_kept_out if script else lambda: None
    me.open()
    look()
    me.press("Begin")
    look()
    me.press("With no name")
    me.page.check("input[value=nobody]", force=True)
    look()
    me.press("Save and go on")
    me.page.check("input[value=list]", force=True)
    look()
    me.press("Save and go on")
    me.page.check("input[value=unsure]", force=True)
    look()
    me.press("Save and go on")
    me.page.fill("main input[type=text]:visible", "about four")
    me.press("Save and go on")
    assert me.page.input_value("main input[type=text]:visible") == "about four"
    look()
    me.page.fill("main input[type=text]:visible", "4")
    me.press("Save and go on")
    me.press("Leave it out")
    me.page.fill("main textarea:visible", "Take the list with you")
    look()
    me.press("Save and go on")
    look()
    if script:
        record(me.page)
    me.press("Save and go on" if script else "I do not know")
    look()
    me.press("I would rather not say")
    look()
    for vote in ("I agree", "Not sure", "I disagree"):
        me.press(vote)
    look()
    me.press("Go on")
    assert "Take the list with you" in me.page.inner_text("main")
    look()
    me.press("That is what I want to say")
    look()
    code = me.page.inner_text("#code")
    me.page.check("input[name=which][value='3']", force=True)
    me.page.fill("#only", "Marmalade")
    me.press("Keep it")
    me.press("Done")
    me.page.goto(f"{me.server['base']}/code/")
    look()
    me.page.fill("#code", code)
    me.press("Open")
    assert "Take the list with you" not in me.page.inner_text("main")
    me.open("mine/")
    look()
    me.page.fill("#only", "marmalade")
    me.press("Open")
    assert "Take the list with you" in me.page.inner_text("main")
    look()
    me.press("Take back everything")
    look()
    me.press("Take back all of it")
    assert "It is gone" in me.page.inner_text("main")


def record(page) -> None:
    """Two seconds with a pause between them, listened to and kept."""
    page.click("[data-do=start]")
    page.wait_for_selector("[data-do=stop]:visible")
    page.wait_for_timeout(1200)
    page.click("[data-do=pause]")
    page.click("[data-do=pause]")
    page.wait_for_timeout(800)
    page.click("[data-do=stop]")
    page.wait_for_selector("[data-do=listen]:visible")
    assert page.evaluate("document.querySelector('input[type=file]').files[0].size") > 100
    page.click("[data-do=listen]")


def test_an_answer_waits_for_the_line_and_is_sent_when_it_is_back(phone):
    me = phone()
    me.open("q/tell/")
    me.page.fill("main textarea:visible", "Said in the lift")
    me.page.context.set_offline(True)
    me.page.click("text=Save and go on")
    me.page.wait_for_selector("[data-line]:visible")
    assert "no line" in me.page.inner_text("[data-line]")
    assert me.page.input_value("main textarea:visible") == "Said in the lift"
    me.page.context.set_offline(False)
    me.page.wait_for_url("**/q/say/")
    me.open("q/tell/")
    assert me.page.input_value("main textarea:visible") == "Said in the lift"


def test_a_shared_screen_asks_and_then_clears(phone):
    me = phone()
    me.page.context.add_cookies(
        [{"name": "alongside-screen", "value": me.server["screen"], "url": me.server["base"]}]
    )
    me.page.clock.install()
    me.open()
    me.nobody_is_kept_out()
    me.press("Touch here to begin")
    me.page.check("input[value=nobody]", force=True)
    me.press("Save and go on")
    me.nobody_is_kept_out()
    me.page.clock.run_for(121_000)
    assert me.page.locator("dialog").is_visible()
    assert re.search(r"Write down this code before you go: \w+ \w+ \w+ \w+", me.page.inner_text("dialog"))
    me.page.click("dialog >> text=I am still here")
    me.page.clock.run_for(100_000)
    assert me.at("/q/helped/")
    me.page.clock.run_for(22_000)
    with me.page.expect_navigation():
        me.page.clock.run_for(32_000)
    assert "Cleared. Nobody can go back to what you said." in me.page.inner_text("main")
    me.page.go_back()
    me.open("q/first-night/")
    assert not me.page.is_checked("input[value=nobody]")


def test_a_first_visit_is_light(phone):
    me = phone()
    client = me.page.context.new_cdp_session(me.page)
    client.send("Network.enable")
    weights = []
    client.on("Network.loadingFinished", lambda done: weights.append(done["encodedDataLength"]))
    me.open()
    me.page.wait_for_load_state("networkidle")
    assert 20_000 < sum(weights) <= FIRST_VISIT, sum(weights)
