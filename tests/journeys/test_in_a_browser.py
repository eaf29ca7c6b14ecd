"""The product in a real browser: a whole walk with and without scripts, and no page that keeps anybody out."""

import json
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.urls import Resolver404, resolve

from alongside.kit.tests.browser import launching
from tests.journeys.short import PAIRS
from tests.serving import Serving, filled, usual

ROOT = Path(__file__).resolve().parents[2]
AXE = (ROOT / "tests" / "material" / "axe.min.js").read_text()
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}
FILES = (".pdf", ".ics", ".csv", ".xlsx", ".json", ".zip", "/feed/")
FORWARD = "main a[rel~=next], main form[rel~=next]"
pytestmark = pytest.mark.xdist_group("a browser")


# --- a running server, and a browser that notes where it asks


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """The product as `bin/serve` starts it, with the demo and the short process; what the contract prints of it."""
    folder = tmp_path_factory.mktemp("a browser's data")
    filled(folder, "tests.journeys.short")
    serving = Serving(folder)
    asked = [sys.executable, "-m", "alongside.site.cli", "demo", "--json", "--data", folder, "--base", serving.base]
    printed = subprocess.run(asked, cwd=ROOT, env=usual(), check=True, capture_output=True, text=True).stdout
    yield json.loads(printed) | {"base": serving.base}
    assert serving.stop() == 0


@pytest.fixture(scope="module")
def chromium():
    """One browser for all stories."""
    with launching() as launch:
        yield launch()


@pytest.fixture
def visitor(chromium, server):
    """A function that opens a browser window of one person: `visitor("amina")`, or of a stranger: `visitor("")`."""
    opened, away = [], []

    def come(person: str, *, width=1280, **how) -> Visitor:
        context = chromium.new_context(viewport={"width": width, "height": 900}, **how)
        opened.append(context)
        context.on("request", lambda asked: away.append(asked.url) if leaves(asked, server["base"]) else None)
        found = Visitor(context.new_page(), server)
        if person:
            found.come_in(person)
        return found

    yield come
    for context in opened:
        context.close()
    assert away == [], "A page asked another origin for something"


def leaves(asked, base: str) -> bool:
    """Whether a page asked another origin for something by itself. A link that somebody follows is their own."""
    return not asked.url.startswith((base, "data:")) and not asked.is_navigation_request()


class Visitor:
    """Somebody at a browser who knows only the contract."""

    def __init__(self, page, world):
        self.page, self.world, self.count = page, world, 0

    def come_in(self, key: str) -> None:
        link = next(person["sign_in"] for person in self.world["people"] if person["key"] == key)
        self.page.goto(link)
        self.go_on()
        if urlsplit(self.page.url).path == "/come-in/device/":
            self.go_on()

    def open(self, address: str):
        """Open an address of the product; `{amina-ben}` stands for that pair."""
        for pair in self.world["pairs"]:
            address = address.replace(f"{{{pair['key']}}}", urlsplit(pair["url"]).path.rstrip("/"))
        return self.page.goto(self.world["base"] + address)

    @property
    def way_on(self):
        found = self.page.locator(FORWARD)
        return found.first if found.count() else None

    def go_on(self) -> None:
        """Fill in whatever is asked here, and follow the way on."""
        way = self.way_on
        if way.evaluate("it => it.tagName") == "FORM":
            self.fill_in(way)
            way = way.locator("button[type=submit]").first
        with self.page.expect_navigation():
            way.click()

    def fill_in(self, form) -> None:
        seen = set()
        for box in form.locator("input:not([type=hidden], [type=file]), textarea").all():
            kind, name = box.evaluate("it => [it.type, it.name]")
            if kind in ("radio", "checkbox"):
                if name not in seen:
                    box.check(force=True)
                seen.add(name)
            elif box.is_visible():
                box.fill(self.words(name, number=box.get_attribute("inputmode") == "numeric"))

    def words(self, name: str, *, number=False) -> str:
        for ending, part in (("-day", "12"), ("-month", "6"), ("-year", "2027")):
            if name.endswith(ending):
                return part
        if number:
            return "20"
        self.count += 1
        return f"A true line, number {self.count}"


# --- the whole walk, with and without scripts


@pytest.mark.parametrize(("key", "scripts"), [("scripts", True), ("no-scripts", False)])
def test_two_people_walk_eight_short_steps_to_a_signed_plan(visitor, key, scripts):
    names = next(names for known, *names in PAIRS if known == key)
    two = [visitor(name.lower(), java_script_enabled=scripts) for name in reversed(names)]
    for _ in range(60):
        moved = False
        for one in two:
            one.open("/")
            for _ in range(80):
                if not one.way_on:
                    break
                moved = True
                one.go_on()
            else:
                pytest.fail(f"goes round in circles at {one.page.url}")
        if not moved:
            break
    for one in two:
        one.open("/")
        assert one.way_on is None
        assert "You have both signed" in one.page.inner_text("main")


def test_one_sheet_is_filled_in_with_a_keyboard_alone(visitor):
    dot = visitor("kasia")
    dot.open("{kasia-tom}/meeting-1/why-i-am-here/q/hope/")
    press = dot.page.keyboard
    for _ in range(12):
        before = dot.page.url
        if not re.search(r"/q/", before):
            break
        for _ in range(60):
            press.press("Tab")
            at = dot.page.evaluate("document.activeElement.tagName + ' ' + (document.activeElement.type || '')")
            if at.startswith("TEXTAREA"):
                press.type("Written without a mouse. ")
            elif at == "BUTTON submit" and dot.page.evaluate("!!document.activeElement.closest('form[rel~=next]')"):
                break
        assert dot.page.evaluate("document.activeElement.matches(':focus-visible')")
        with dot.page.expect_navigation():
            press.press("Enter")
        assert dot.page.url != before
    assert "/q/" not in dot.page.url


# --- every page: nobody is kept out, nothing moves sideways, nothing leaves the house

NOTHING = "/nothing-here/"
# A page, or a state of one that its address alone does not tell. All others are found by following links.
STATES = {
    "": ["/come-in/", "/come-in/letter/", "/come-in/paper-key/", NOTHING],
    "amina": [
        "/", "{amina-ben}/", "{amina-ben}/not-today/",
        "{amina-ben}/meeting-1/one-page-profile/read/", "{amina-ben}/meeting-2/communication/read/",
        "{amina-ben}/meeting-2/story/read/", "{amina-ben}/meeting-3/pitch/read/",
        "{amina-ben}/meeting-4/action-plan/read/", "{amina-ben}/meeting-3/pitch/say/owner-says/",
    ],
    "kasia": [
        "/", "{kasia-tom}/meeting-1/one-page-profile/q/name/", "{kasia-tom}/meeting-1/one-page-profile/q/appreciate/",
        "{kasia-tom}/meeting-1/one-page-profile/q/picture/", "{kasia-tom}/meeting-1/one-page-profile/q/for-what/",
        "{kasia-tom}/meeting-2/communication/q/receive-also/", "{kasia-tom}/meeting-2/story/q/draft/",
        "{kasia-tom}/meeting-2/story/q/moments/", "{kasia-tom}/meeting-2/story/q/recording/",
        "{kasia-tom}/meeting-2/story/end/", "{kasia-tom}/meeting-3/own-pace/q/seconds/",
        "{kasia-tom}/meeting-3/words/opening/", "{kasia-tom}/meeting-3/words/closing/", "{kasia-tom}/meeting-3/when/",
        "{kasia-tom}/meeting-1/how-was-today/q/today/",
    ],
    "rhys": ["/", "{farida-rhys}/before/agreement-to-take-part/q/answer/"],
    "ruth": ["/"], "marta": ["/"], "joyce": ["/"], "imelda": ["/"], "hester": ["/"],
}  # fmt: skip
ENOUGH = 40


@pytest.fixture(scope="module")
def known() -> set[str]:
    """The views that somebody has looked at: help and the like are the same for everybody."""
    return set()


def pages_of(one: Visitor, states: list[str], known: set[str]):
    """Each distinct page that this person can reach by links, once: the states, and one address of each new view."""
    waiting, seen = list(states), set()
    while waiting and len(seen) < ENOUGH:
        address = waiting.pop(0)
        answered = one.open(address)
        here = urlsplit(one.page.url).path
        if here in seen:
            continue
        seen.add(here)
        assert answered.status == (404 if address == NOTHING else 200), f"{address} answers {answered.status}"
        known.add(view_of(here))
        yield here
        links = one.page.locator("main a[href], nav a[href], footer a[href]")
        for href in links.evaluate_all("all => all.map(a => a.href)"):
            url = urlsplit(href)
            name = view_of(url.path) if href.startswith(one.world["base"]) else ""
            if name and name not in known and not url.path.endswith(FILES):
                known.add(name)
                waiting.append(url.path + (f"?{url.query}" if url.query else ""))


def view_of(path: str) -> str:
    try:
        return resolve(path).view_name
    except Resolver404:
        return ""


def problems_of(page, width: int, *, axe: bool) -> list[str]:
    """What is wrong with the page that is open, at this width."""
    page.set_viewport_size({"width": width, "height": 900})
    if not axe:
        wide = page.evaluate("document.documentElement.scrollWidth")
        return [f"{width}: scrolls sideways to {wide}"] if wide > width else []
    page.evaluate(AXE)
    found = page.evaluate("rules => axe.run(document, rules)", RULES)["violations"]
    return [f"{width}: {one['id']} at {one['nodes'][0]['html'][:160]}" for one in found]


def problems_at_each_width(page) -> list[str]:
    """On a wide screen, on a phone, and on the smallest one."""
    found = [wrong for width in (1280, 360) for wrong in problems_of(page, width, axe=True)]
    return found + problems_of(page, 320, axe=False)


@pytest.mark.parametrize("person", STATES, ids=[person or "a stranger" for person in STATES])
def test_no_page_keeps_anybody_out(visitor, known, person):
    one = visitor(person)
    wrong, addresses = [], []
    read(one, "plain")
    for address in pages_of(one, STATES[person], known):
        addresses.append(address)
        wrong += [(address, "plain", w) for w in problems_at_each_width(one.page)]
    read(one, "easy")
    for address in addresses:
        one.open(address)
        wrong += [(address, "easy", w) for w in problems_at_each_width(one.page)]
    assert wrong == []


def test_the_search_for_barriers_finds_them(visitor):
    """The control: a picture without words, and a thing that is too wide, are found by the same search."""
    one = visitor("")
    one.open("/")
    one.page.evaluate("document.querySelector('main img').removeAttribute('alt')")
    assert any("image-alt" in wrong for wrong in problems_of(one.page, 1280, axe=True))
    one.page.evaluate("document.querySelector('main h1').textContent = 'a'.repeat(200)")
    one.page.evaluate("document.querySelector('main h1').style.overflowWrap = 'normal'")
    assert problems_of(one.page, 320, axe=False)


def read(one: Visitor, reading: str) -> None:
    """Choose plain words or Easy Read, wherever there is a button for it."""
    one.open("/help/")
    one.page.set_viewport_size({"width": 1280, "height": 900})
    button = one.page.locator(f"button[form=reading][value={reading}]")
    if button.count():
        with one.page.expect_navigation():
            button.first.click()


def test_where_both_changed_the_same_and_where_something_is_wrong_nobody_is_kept_out(visitor):
    address = "{kasia-tom}/meeting-3/pitch/q/what-we-ask/"
    kasia, tom = visitor("kasia"), visitor("tom")
    for one in (kasia, tom):
        # A network that lets no socket through: what is typed goes up with the form alone.
        one.page.route_web_socket(re.compile("/write/"), lambda line: None)
        one.open(address)
    for one, words in ((kasia, "Read every letter aloud."), (tom, "Send no letter on a Friday.")):
        one.page.locator("main form[rel~=next] textarea").first.fill(words)
        with one.page.expect_navigation():
            one.page.locator("main form[rel~=next] button[type=submit]").first.click()
    assert "You both changed this" in tom.page.inner_text("h1")
    kasia.open("{kasia-tom}/meeting-3/own-pace/q/seconds/")
    kasia.page.locator("main form[rel~=next] input[inputmode]").first.fill("half a minute or so")
    with kasia.page.expect_navigation():
        kasia.page.locator("main form[rel~=next] button[type=submit]").first.click()
    assert kasia.page.title().startswith("Error")
    wrong = [w for one in (kasia, tom) for width in (360, 1280) for w in problems_of(one.page, width, axe=True)]
    assert wrong == []


# --- leaving


def test_leaving_on_a_shared_device_ends_the_session_and_on_an_own_one_does_not(visitor, server):
    for shared in (True, False):
        one = visitor("")
        one.page.context.route(re.compile("^https:"), lambda route: route.fulfill(body="Rain later"))
        link = next(person["sign_in"] for person in server["people"] if person["key"] == "ben")
        one.page.goto(link)
        one.go_on()
        buttons = one.page.locator("main button[type=submit]")
        buttons.filter(has_text="Yes" if shared else "No").click()
        one.page.wait_for_load_state()
        one.open("/help/")
        assert one.page.get_by_role("button", name="Sign out").count() == 1
        with one.page.expect_request("**/leave/now/"):
            one.page.get_by_role("link", name="Leave this page").click()
        one.page.wait_for_url(re.compile("^https:"))
        one.page.wait_for_timeout(500)
        one.open("/")
        assert one.page.get_by_role("button", name="Sign out").count() == (0 if shared else 1)
