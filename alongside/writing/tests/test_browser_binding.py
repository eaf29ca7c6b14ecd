"""The boxes of a page that is typed live, in a real browser, with a server made of a document and a pen."""

import json
import time
from base64 import b64decode
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Error
from pycrdt import Doc, Map, Text

from alongside.kit.tests.browser import launching
from alongside.kit.tests.conftest import BASE, answer, written
from alongside.writing.lib0 import Reader, block, number

pytestmark = pytest.mark.xdist_group("a browser")

WORDS = {
    "saving": "Saving",
    "saved": "Saved",
    "not-saved": "Not saved yet. Keep this page open.",
    "on-device": "Kept on this device.",
    "no-line": "There is no line just now.",
    "by-button": "Press the button to save.",
    "signed-out": "Your pages closed.",
    "keep": "Keep what I type on this device until it is sent",
    "forget": "Forget this device",
    "undo": "Undo my last change",
    "list-changed": "The list has changed.",
    "show-list": "Show it",
    "here": "Ben is here.",
    "here-where": "Ben is here, at “{question}”.",
    "here-box": "Ben is here, in this box.",
    "here-too": "You are here on another device too.",
    "away": "Ben is not here now.",
    "quiet": "Do not tell me who is here",
    "tell": "Tell me who is here",
    "while-away": "While you were away, Ben changed this box too. Both are here.",
}
BOTH = WORDS["while-away"]
KEPT = (Path(__file__).resolve().parents[1] / "browser" / "kept.js").read_text()
# As behind https: else the browser has no hashes.
SECURE = f"--unsafely-treat-insecure-origin-as-secure={BASE}"
PAGE = """
{% extends "kit/page.html" %}{% import "kit/kit.html" as kit with context %}
{% block title %}Our aim{% endblock %}
{% block script %}<script src="{{ static('writing.js') }}" defer></script>{% endblock %}
{% block main %}
{% call kit.form(who="us", opens="at once", write=write) %}
{{ kit.long("3.aim", "Our aim", aim, live="aim", id="aim") }}
{{ kit.short("3.needs", "What we need", needs, live="needs", id="needs") }}
{{ kit.choice("3.say", "Our say", say,
  options=[("inform", "We are told"), ("design", "We design it")], live="our-say", id="say") }}
{{ kit.choices("3.ways", "Ways", ways, options=[("letter", "Letter"), ("call", "Call")], live="ways", id="ways") }}
<div class="actions">{{ kit.button("Save and go on") }}{{ kit.button("And another", "then", "another") }}</div>
{% call kit.live(words, "left", keep=True) %}{{ kit.half("right", "B", "s") }}{% endcall %}
{% endcall %}
{{ kit.list_changed(words, "/page") }}
{% endblock %}
"""


class Server:
    """What the live door does, without its gate and its disk. `acking`, `there` and `hearing` can be switched
    off; `same` is what it says to who asks whether both have the same."""

    def __init__(self):
        self.doc, self.doors, self.acking, self.there = Doc(), [], True, True
        self.hearing, self.same, self.came = True, 0, 0
        self.waiting = []  # acks that were not given
        self.goes_at_a_word = False
        self.frames, self.updates = [], []
        self.away = []

    def text(self, name):
        return self.doc.get(name, type=Text)

    def values(self):
        return self.doc.get("#values", type=Map)

    def rows(self):
        return self.doc.get("#rows", type=Map)

    def comes(self, socket):
        self.came += 1
        if not self.there:
            # It answers nothing, until it is let go.
            socket.on_message(lambda _: socket.close(code=1012) if self.there else self.away.append(socket))
            return
        self.doors.append(socket)
        count = [0]
        socket.on_message(lambda frame: self.hears(socket, frame, count))
        socket.on_close(lambda *_: socket in self.doors and self.doors.remove(socket))
        socket.send(bytes((0, 0)) + block(self.doc.get_state()))

    def hears(self, socket, frame, count):
        if self.goes_at_a_word:  # told from within: whoever hears of it may have left the page
            socket.close(code=1011, reason="gone")
        if not self.hearing:
            return
        self.frames.append(frame)
        reader = Reader(frame)
        kind = reader.number()
        if kind == 121:
            socket.send(bytes((121, self.same)))
        if kind == 0:
            step, data = reader.number(), reader.block()
            if step == 0:
                socket.send(bytes((0, 1)) + block(self.doc.get_update(data)))
                return
            if step == 2:
                self.updates.append(data)
            before = self.doc.get_state()
            self.doc.apply_update(data)
            count[0] += 1
            self.tell(before, but=socket)
            ack = bytes((120,)) + number(count[0]) + number(7)
            if self.acking:
                socket.send(ack)
            else:
                self.waiting = [(socket, ack)]

    def acks(self):
        self.acking = True
        for socket, ack in self.waiting:
            socket.send(ack)

    def tell(self, before, but=None):
        update = self.doc.get_update(before)
        for door in self.doors:
            if door is not but:
                door.send(bytes((0, 2)) + block(update))

    def types(self, name, at, words, gone=0):
        """The other types; `at` counts letters of the text as Python sees it."""
        before = self.doc.get_state()
        text = self.text(name)
        plain = str(text)
        start, end = len(plain[:at].encode()), len(plain[: at + gone].encode())
        with self.doc.transaction():
            if gone:
                del text[start:end]
            if words:
                text.insert(start, words)
        self.tell(before)

    def is_here(self, box, *, client=77, clock=1):
        state = b"null" if box is False else json.dumps({"name": "Ben", "side": "right", "box": box}).encode()
        for door in self.doors:
            door.send(bytes((1,)) + block(number(1) + number(client) + number(clock) + block(state)))

    def is_back(self):
        self.there = True
        for socket in self.away:
            socket.close(code=1012, reason="back")

    def goes(self, code=1011, reason=""):
        for door in list(self.doors):
            door.close(code=code, reason=reason)
        self.doors.clear()


# A browser for each test, killed and not asked: closing a page whose line is held in our hands can take the
# browser down, or keep Playwright waiting for ever.
@pytest.fixture
def chromium():
    with launching() as launch:
        yield launch(SECURE)


@pytest.fixture
def server():
    return Server()


@pytest.fixture
def visit(chromium, server):
    """A function that opens the page of one person, with what stood in it when it was made."""

    def come(*, before="", ready=True, context=None, aim=None, **more):
        context = context or chromium.new_context(viewport={"width": 1280, "height": 900})
        shown = {
            "words": WORDS,
            "write": {"write": "abc-plan", "may-keep": "amina/amina", **more},
            "aim": str(server.text("aim")) if aim is None else aim,
            "needs": str(server.text("needs")),
            "say": server.values().get("our-say", ""),
            "ways": [key.split("/")[1] for key in server.values().to_py() if key.startswith("ways/")],
        }
        page = context.new_page()
        page.problems = []
        page.on("pageerror", lambda error: page.problems.append(str(error)))
        page.on("console", lambda said: said.type == "error" and page.problems.append(said.text))
        page.posted = []
        if before:  # when the page is read, and no script of ours has begun
            once = f"() => {{ {before} }}, {{ once: true }}"
            page.add_init_script(f"document.addEventListener('readystatechange', {once})")

        def answered(route):
            if route.request.method == "POST":
                page.posted.append(route.request.post_data)
                route.fulfill(body="<title>Saved</title>", content_type="text/html")
            else:
                answer(route, page.html)

        page.html = written(PAGE, easy=False, leave="/away", **shown)
        context.route(f"{BASE}/**", answered)
        context.route_web_socket("**/write/**", server.comes)
        page.goto(f"{BASE}/page")
        if ready and server.there:
            says(page, "Saved")
        return page

    return come


def says(page, words):
    page.locator("[data-live-saved]").get_by_text(words, exact=True).wait_for()


def settles(page, until, *, within=4):
    """Wait, in the browser's own time, until something is so on our side."""
    end = time.monotonic() + within
    while not (found := answered(until)) and time.monotonic() < end:
        page.wait_for_timeout(20)
    assert found


def answered(until):
    """What a page says; nothing while it is on its way to another address."""
    try:
        return until()
    except Error as gone:
        if "Execution context was destroyed" not in gone.message:
            raise
        return None


def caret(page, box="aim"):
    asked = "selectionStart", "selectionEnd", "selectionDirection"
    return [page.evaluate(f"document.getElementById('{box}').{name}") for name in asked]


def value(page, box="aim"):
    return page.locator(f"#{box}").input_value()


def put_caret(page, start, end=None, direction="none"):
    page.locator("#aim").focus()
    page.evaluate(
        f"document.getElementById('aim').setSelectionRange({start}, {start if end is None else end}, '{direction}')"
    )


# --- both directions


def test_what_is_typed_reaches_the_document_and_what_the_other_types_reaches_the_box(visit, server):
    page = visit()
    page.locator("#aim").press_sequentially("One front door")
    settles(page, lambda: str(server.text("aim")) == "One front door")
    server.types("aim", 14, " for all")
    settles(page, lambda: value(page) == "One front door for all")
    says(page, "Saved")
    assert page.problems == []


def test_each_key_is_the_smallest_change_there_is(visit, server):
    server.types("aim", 0, "aaa bbb " * 500)
    page = visit()
    put_caret(page, 1)
    page.keyboard.type("a")
    settles(page, lambda: len(server.updates) == 1)
    assert str(server.text("aim")).startswith("aaaa bbb")
    assert len(server.updates[0]) < 40


def test_the_caret_stays_where_it_was_in_the_words(visit, server):
    server.types("aim", 0, "We meet on Monday.")
    page = visit()
    put_caret(page, 8)
    server.types("aim", 0, "Dear all. ")
    settles(page, lambda: value(page).startswith("Dear"))
    assert caret(page)[:2] == [18, 18]
    server.types("aim", 18, "often ")
    settles(page, lambda: "often" in value(page))
    assert caret(page)[:2] == [18, 18]


@pytest.mark.parametrize("direction", ["forward", "backward"])
def test_a_selection_keeps_its_words_and_its_direction(visit, server, direction):
    server.types("aim", 0, "We meet on Monday.")
    page = visit()
    put_caret(page, 3, 7, direction)
    server.types("aim", 0, "Yes: ")
    server.types("aim", 12, "X")
    settles(page, lambda: "meetX" in value(page))
    assert caret(page) == [8, 12, direction]


def test_the_box_does_not_scroll(visit, server):
    server.types("aim", 0, "A line of words.\n" * 200)
    page = visit()
    page.evaluate("document.getElementById('aim').style.cssText = 'block-size: 9rem; field-sizing: fixed'")
    put_caret(page, 1700)
    page.evaluate("document.getElementById('aim').scrollTop = 1234")
    server.types("aim", 3000, "more ")
    settles(page, lambda: "more" in value(page))
    assert page.evaluate("document.getElementById('aim').scrollTop") == 1234


def test_a_box_whose_words_are_the_same_is_not_set(visit, server):
    server.types("aim", 0, "Same")
    page = visit()
    page.evaluate(
        """() => { const box = document.getElementById('aim'); window.sets = 0;
        const usual = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value');
        Object.defineProperty(box, 'value', { get() { return usual.get.call(this); },
        set(words) { window.sets += 1; usual.set.call(this, words); } }); }"""
    )
    put_caret(page, 4)
    page.keyboard.type("s")
    server.types("needs", 0, "A room")
    settles(page, lambda: value(page, "needs") == "A room")
    says(page, "Saved")
    assert page.evaluate("window.sets") == 0


# --- writing in all its ways


def test_while_a_letter_is_composed_nothing_goes_out_and_nothing_comes_in(visit, server):
    server.types("aim", 0, "Hello ")
    page = visit()
    put_caret(page, 6)
    ime = page.context.new_cdp_session(page)
    ime.send("Input.imeSetComposition", {"text": "に", "selectionStart": 1, "selectionEnd": 1})
    server.types("aim", 0, "Ben: ")
    page.wait_for_timeout(300)
    assert value(page) == "Hello に"
    assert str(server.text("aim")) == "Ben: Hello "
    ime.send("Input.insertText", {"text": "日本"})
    settles(page, lambda: str(server.text("aim")) == "Ben: Hello 日本")
    settles(page, lambda: value(page) == "Ben: Hello 日本")
    assert caret(page)[:2] == [13, 13]


def test_a_hundred_thousand_letters_can_be_pasted(visit, server):
    page = visit()
    page.evaluate(
        """() => { const from = document.createElement('textarea'); document.body.append(from);
        from.value = 'Word 🙂\\r\\n'.repeat(12500); from.select(); }"""
    )
    page.keyboard.press("Control+c")
    page.locator("#aim").focus()
    page.keyboard.press("Control+v")
    settles(page, lambda: len(str(server.text("aim"))) == 7 * 12500, within=20)
    assert "\r" not in str(server.text("aim"))
    says(page, "Saved")


def test_more_than_a_frame_holds_goes_in_several(visit, server):
    page = visit()
    page.evaluate(
        """() => { const box = document.getElementById('aim'); box.value = '語'.repeat(450000);
        box.dispatchEvent(new Event('input', { bubbles: true })); }"""
    )
    settles(page, lambda: len(str(server.text("aim"))) == 450_000, within=20)
    assert max(map(len, server.frames)) < 1024 * 1024


@pytest.mark.parametrize(
    ("before", "keys", "after"),
    [
        ("a👩b", ["Backspace"], "ab"),
        ("👨‍👩‍👧", ["Backspace"], None),
        ("שלום", ["!"], "שלום!"),
        ("क्षि", ["Backspace"], None),
    ],
)
def test_letters_of_all_kinds_stay_whole(visit, server, before, keys, after):
    server.types("aim", 0, before)
    page = visit()
    put_caret(page, 3 if before == "a👩b" else 50)
    for key in keys:
        page.keyboard.press(key)
    expected = value(page)
    assert after is None or expected == after
    settles(page, lambda: str(server.text("aim")) == expected)
    assert "�" not in str(server.text("aim"))


def test_one_member_of_a_joined_emoji_is_changed_with_all_of_it(visit, server):
    server.types("aim", 0, "x👨‍👩‍👧y")
    page = visit()
    page.evaluate(
        """() => { const box = document.getElementById('aim'); box.value = 'x👨‍👩‍👦y';
        box.dispatchEvent(new Event('input', { bubbles: true })); }"""
    )
    settles(page, lambda: str(server.text("aim")) == "x👨‍👩‍👦y")
    assert "👨‍👩‍👦".encode() in server.updates[-1]


def test_undo_takes_back_mine_and_leaves_the_words_of_the_other(visit, server):
    page = visit()
    page.locator("#aim").press_sequentially("mine")
    settles(page, lambda: str(server.text("aim")) == "mine")
    server.types("aim", 4, " theirs")
    settles(page, lambda: value(page) == "mine theirs")
    page.keyboard.press("Control+z")
    settles(page, lambda: str(server.text("aim")) == " theirs")
    assert value(page) == " theirs"
    page.keyboard.press("Control+y")
    settles(page, lambda: str(server.text("aim")) == "mine theirs")


def test_the_button_undoes_in_the_box_that_i_changed_last(visit, server):
    page = visit()
    button = page.get_by_role("button", name="Undo my last change")
    assert not button.is_visible()
    page.locator("#aim").press_sequentially("one")
    page.locator("#needs").press_sequentially("two")
    button.click()
    settles(page, lambda: (value(page), value(page, "needs")) == ("one", ""))
    assert page.evaluate("document.activeElement.id") == "needs"
    button.click()
    settles(page, lambda: str(server.text("aim")) == "")


# --- choices and rows


def test_choices_and_ticks_go_both_ways(visit, server):
    page = visit()
    page.get_by_label("We design it").check()
    page.get_by_label("Letter").check()
    settles(page, lambda: server.values().to_py() == {"our-say": "design", "ways/letter": True})
    before = server.doc.get_state()
    with server.doc.transaction():
        server.values()["our-say"] = "inform"
        server.values()["ways/call"] = True
    server.tell(before)
    settles(
        page, lambda: page.get_by_label("Call").is_checked() and page.get_by_label("We are told").is_checked()
    )
    page.get_by_label("Letter").uncheck()
    settles(page, lambda: server.values().to_py() == {"our-say": "inform", "ways/call": True})


def test_a_new_row_is_there_from_its_first_letter(visit, server):
    page = visit(row="moments/k3f9x2m7qa", **{"row-key": "i"})
    assert server.rows().to_py() == {}
    page.locator("#aim").press_sequentially("T")
    settles(page, lambda: server.rows().to_py() == {"moments/k3f9x2m7qa": "i"})
    page.keyboard.press("Backspace")
    settles(page, lambda: server.rows().to_py() == {})


def test_a_list_that_changed_elsewhere_says_so(visit, server):
    page = visit(list="moments", **{"list-rows": ""})
    line = page.get_by_text("The list has changed.")
    assert not line.is_visible()
    before = server.doc.get_state()
    server.rows()["moments/aaaaaaaaa1"] = "i"
    server.tell(before)
    line.wait_for()


# --- before the script, without a line, after a refusal


def test_words_typed_before_the_script_was_ready_are_merged(visit, server):
    server.types("aim", 0, "Base words.")
    page = visit(before="document.getElementById('aim').value = 'Base words. Mine.'", aim="Base words.")
    settles(page, lambda: str(server.text("aim")) == "Base words. Mine.")
    assert value(page) == "Base words. Mine."


def test_words_of_an_older_page_are_neither_lost_nor_doubled(visit, server):
    server.types("aim", 0, "Theirs first. Base words.")
    page = visit(before="document.getElementById('aim').value = 'Base words. Mine.'", aim="Base words.")
    settles(page, lambda: str(server.text("aim")) == "Theirs first. Base words. Mine.")
    assert value(page) == "Theirs first. Base words. Mine."


def test_without_a_line_the_page_says_that_nothing_is_saved_and_goes_on_when_it_is_back(visit, server):
    page = visit()
    server.there = False
    server.goes()
    page.locator("#aim").press_sequentially("Typed in a lift")
    says(page, "Not saved yet. Keep this page open.")
    server.types("aim", 0, "Ben. ")
    server.is_back()
    says_soon = page.locator("[data-live-saved]").get_by_text("Saved", exact=True)
    says_soon.wait_for(timeout=20_000)
    assert sorted(str(server.text("aim")).split("Ben. ")) == ["", "Typed in a lift"]
    assert value(page) == str(server.text("aim"))


def test_words_without_an_ack_are_not_called_saved(visit, server):
    page = visit()
    server.acking = False
    page.locator("#aim").press_sequentially("x")
    says(page, "Saving")
    page.wait_for_timeout(1000)
    says(page, "Saving")
    warned = []
    page.on("dialog", lambda dialog: (warned.append(dialog.type), dialog.dismiss()))
    page.close(run_before_unload=True)
    end = time.monotonic() + 4
    while not warned and time.monotonic() < end:
        page.wait_for_timeout(20)
    assert warned == ["beforeunload"]


def test_after_a_refusal_the_words_are_put_in_again_and_nothing_is_doubled(visit, server):
    server.types("aim", 0, "Old. ")
    page = visit()
    server.acking = False
    put_caret(page, 5)
    page.keyboard.type("New.")
    settles(page, lambda: str(server.text("aim")) == "Old. New.")
    server.acking = True
    server.doc, gone = Doc(), server.doc
    server.doc.get("aim", type=Text).insert(0, "Old. Ben. ")
    server.goes(4400, "not ours")
    settles(page, lambda: str(server.text("aim")) == "Old. Ben. New.", within=20)
    assert value(page) == "Old. Ben. New."
    assert gone is not server.doc


def test_what_is_refused_twice_waits_for_the_button_with_the_reason(visit, server):
    page = visit()
    server.acking = False
    for _ in range(2):
        page.locator("#aim").press_sequentially("x")
        settles(page, lambda: bool(server.doors))
        server.goes(4413, "Too long by 5 letters.")
    says(page, "Press the button to save.")
    assert page.get_by_text("Too long by 5 letters.").is_visible()


def test_what_the_server_has_is_not_posted_again_and_the_rest_is(visit, server):
    page = visit()
    page.locator("#aim").press_sequentially("arrived")
    settles(page, lambda: str(server.text("aim")) == "arrived")
    says(page, "Saved")
    page.get_by_role("button", name="Save and go on").click()
    assert posted(page) == {"3.needs": None, "3.aim": None, "live": [""], "live-box": None, "unsure": None}


def test_a_form_waits_for_what_is_on_its_way_and_goes_once_with_its_button(visit, server):
    page = visit()
    server.acking = False
    page.locator("#aim").press_sequentially("slow")
    for _ in range(3):
        page.evaluate("document.querySelector('button[value=another]').click()")
        page.wait_for_timeout(50)
    assert page.posted == []
    page.locator("#aim").press_sequentially("er")
    server.acks()
    assert posted(page) == {"3.needs": None, "3.aim": None, "live": [""], "live-box": None, "unsure": None}
    assert str(server.text("aim")) == "slower"
    page.wait_for_timeout(2300)
    assert len(page.posted) == 1
    assert parse_qs(page.posted[0])["then"] == ["another"]


def test_what_has_no_ack_in_two_seconds_goes_with_the_form_as_the_change_that_it_is(visit, server):
    server.types("aim", 0, "Theirs. ")
    page = visit()
    server.acking = server.hearing = False
    page.locator("#aim").press_sequentially("Mine. ")
    pressed = time.monotonic()
    page.get_by_role("button", name="Save and go on").click()
    said = posted(page)
    assert 1.5 < time.monotonic() - pressed < 4
    assert said["live-box"] == ["3.aim", "3.needs"]
    assert sorted(said["3.aim"][0].split(". ")) == ["", "Mine", "Theirs"]
    assert said["unsure"] is None
    server.doc.apply_update(b64decode(said["live"][0]))
    assert sorted(str(server.text("aim")).split(". ")) == ["", "Mine", "Theirs"]


def test_only_what_the_server_may_not_have_goes_with_the_form(visit, server):
    page = visit()
    page.locator("#aim").press_sequentially("x" * 200)
    says(page, "Saved")
    server.acking = server.hearing = False
    page.locator("#aim").press_sequentially("y")
    page.get_by_role("button", name="Save and go on").click()
    assert len(b64decode(posted(page)["live"][0])) < 60


def test_a_line_that_goes_while_the_form_waits_holds_nothing_up(visit, server):
    page = visit()
    server.acking = server.hearing = False
    page.locator("#aim").press_sequentially("gone")
    page.get_by_role("button", name="Save and go on").click()
    assert page.posted == []
    server.goes_at_a_word = True
    page.locator("#aim").press_sequentially("!")
    settles(page, lambda: bool(page.posted), within=1.5)


def test_a_page_that_never_had_a_line_posts_as_ever(visit, server):
    server.there = False
    page = visit()
    page.locator("#aim").press_sequentially("By form")
    page.get_by_role("button", name="Save and go on").click()
    said = posted(page)
    assert said == {"3.aim": ["By form"], "3.needs": [""], "live": None, "live-box": None, "unsure": None}


def test_a_page_whose_document_was_refused_says_that_it_is_unsure(visit, server):
    page = visit()
    page.locator("#aim").press_sequentially("Mine")
    says(page, "Saved")
    for _ in range(2):
        settles(page, lambda: bool(server.doors))
        server.acking = False
        page.locator("#aim").press_sequentially("x")
        server.goes(4400, "not ours")
    says(page, "Press the button to save.")
    page.get_by_role("button", name="Save and go on").click()
    said = posted(page)
    assert said["3.aim"] == ["Minexx"]
    assert said["unsure"] == ["1"]
    assert said["live-box"] is None


def test_leaving_quickly_does_not_wait_for_a_form_that_waits(visit, server):
    page = visit()
    page.context.route(
        "**/away", lambda route: route.fulfill(body="<title>Rain</title>", content_type="text/html")
    )
    server.acking = server.hearing = False
    page.locator("#aim").press_sequentially("x")
    page.get_by_role("button", name="Save and go on").click()
    page.get_by_role("link", name="Leave this page").click()
    page.wait_for_url("**/away")
    page.wait_for_timeout(2300)
    assert page.posted == []


def posted(page):
    """The words of the form that was sent last, and what it says of the live ones."""
    settles(page, lambda: bool(page.posted))
    said = parse_qs(page.posted[-1] or "", keep_blank_values=True)
    return {name: said.get(name) for name in ("3.aim", "3.needs", "live", "live-box", "unsure")}


# --- what a line can do to us


def test_where_both_wrote_while_there_was_no_line_a_line_under_the_box_says_so_for_a_while(visit, server):
    page = visit()
    heard(page)
    line = page.locator("#aim ~ .live__both")
    server.there = False
    server.goes()
    page.locator("#aim").press_sequentially("Typed in a lift. ")
    says(page, "Not saved yet. Keep this page open.")
    page.clock.install()
    server.types("aim", 0, "Ben too. ")
    server.is_back()
    line.get_by_text(BOTH, exact=True).wait_for(timeout=20_000)
    assert page.locator(".live__both").count() == 1
    settles(page, lambda: page.evaluate("window.spoken.length") > 0)
    page.clock.run_for(25_000)
    assert " ".join(page.evaluate("window.spoken")).count(BOTH) == 1
    page.locator("#needs").press_sequentially("a")
    assert line.is_visible()
    page.locator("#aim").press_sequentially("a")
    settles(page, lambda: not line.count())


def test_the_line_about_both_goes_by_itself_after_a_minute(visit, server):
    page = visit()
    server.there = False
    server.goes()
    page.locator("#aim").press_sequentially("Typed in a lift. ")
    page.clock.install()
    server.types("aim", 0, "Ben too. ")
    server.is_back()
    page.locator(".live__both").wait_for(timeout=20_000)
    page.clock.run_for(61_000)
    assert not page.locator(".live__both").count()


def test_nothing_is_said_where_only_one_of_us_wrote_meanwhile(visit, server):
    page = visit()
    server.there = False
    server.goes()
    page.locator("#aim").press_sequentially("Mine alone")
    server.types("needs", 0, "Ben's alone")
    server.is_back()
    settles(page, lambda: value(page, "needs") == "Ben's alone", within=20)
    settles(page, lambda: str(server.text("aim")) == "Mine alone")
    server.types("aim", 0, "Ben. ")
    settles(page, lambda: value(page).startswith("Ben. "))
    assert not page.locator(".live__both").count()


def test_a_page_that_has_something_else_than_the_server_begins_anew_and_keeps_the_words(visit, server):
    server.types("aim", 0, "Old. ")
    page = visit()
    put_caret(page, 5)
    page.keyboard.type("Mine.")
    says(page, "Saved")
    server.doc, server.same = Doc(), 1
    server.doc.get("aim", type=Text).insert(0, "Old. Mine. Ben.")
    page.clock.install()
    page.clock.fast_forward(70_000)
    settles(page, lambda: value(page) == "Old. Mine. Ben.", within=12)
    server.same = 0
    says(page, "Saved")
    page.keyboard.type("!")
    settles(page, lambda: "!" in str(server.text("aim")))


def test_after_a_restart_a_page_is_back_within_three_seconds_and_not_with_all_others(visit, server):
    page, waited = visit(), []
    for _ in range(3):
        gone = time.monotonic()
        server.goes(1012, "restart")
        settles(page, lambda: bool(server.doors), within=4)
        waited.append(time.monotonic() - gone)
        says(page, "Saved")
    assert max(waited) < 3.5
    assert max(waited) - min(waited) > 0.05


@pytest.mark.parametrize(
    ("code", "said"), [(4401, "Your pages closed."), (4403, "Press the button to save.")]
)
def test_when_the_right_has_ended_the_page_says_so_keeps_the_words_and_asks_no_more(
    visit, server, code, said
):
    page = visit()
    server.acking = False
    page.locator("#aim").press_sequentially("still here")
    settles(page, lambda: str(server.text("aim")) == "still here")
    server.goes(code)
    says(page, said)
    came = server.came
    page.evaluate("window.dispatchEvent(new Event('online'))")
    page.wait_for_timeout(1500)
    assert server.came == came
    page.locator("#aim").press_sequentially(", and more")
    says(page, said)
    page.get_by_role("button", name="Save and go on").click()
    settles(page, lambda: bool(page.posted))
    assert parse_qs(page.posted[0])["3.aim"] == ["still here, and more"]


def test_a_line_that_is_dead_without_saying_so_is_left_for_another(visit, server):
    page = visit()
    server.hearing = False
    page.locator("#aim").press_sequentially("into the void")
    came = server.came
    page.clock.install()
    page.clock.fast_forward(15_000)
    says(page, "Not saved yet. Keep this page open.")
    settles(page, lambda: server.came > came, within=12)
    server.hearing = True
    server.goes()
    settles(page, lambda: str(server.text("aim")) == "into the void", within=20)
    assert value(page) == "into the void"


def test_a_page_that_comes_out_of_the_page_cache_takes_up_its_line_again(visit, server):
    page = visit()
    page.locator("#aim").press_sequentially("Before. ")
    says(page, "Saved")
    page.evaluate("window.dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))")
    settles(page, lambda: not server.doors)
    server.types("aim", 8, "Meanwhile. ")
    page.evaluate("window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    settles(page, lambda: value(page) == "Before. Meanwhile. ")
    page.keyboard.type("!")
    settles(page, lambda: str(server.text("aim")) == "Before. !Meanwhile. ")


def test_more_than_a_frame_holds_typed_without_a_line_goes_up_in_pieces(visit, server):
    page, long = visit(), ("語" * 199_999 + "🙂") * 2
    page.locator("#needs").press_sequentially("x")
    says(page, "Saved")
    server.there = False
    server.goes()
    page.locator("#needs").press_sequentially("yz")
    page.locator("#needs").press("Backspace")
    page.evaluate(
        """() => { const box = document.getElementById('aim'); box.value = `${'語'.repeat(199999)}🙂`.repeat(2);
        box.style.cssText = 'block-size: 9rem; field-sizing: fixed';
        box.dispatchEvent(new Event('input', { bubbles: true })); }"""
    )
    server.types("needs", 0, "Ben. ")
    server.is_back()
    settles(page, lambda: str(server.text("needs")) == "Ben. xy", within=30)
    settles(page, lambda: str(server.text("aim")) == long, within=30)
    page.locator("[data-live-saved]").get_by_text("Saved", exact=True).wait_for(timeout=20_000)
    assert max(map(len, server.frames)) < 1024 * 1024
    assert value(page) == long


def heard(page):
    """Note what the line for screen readers says."""
    page.evaluate(
        """() => { const line = document.querySelector('[data-live-spoken]'); window.spoken = [];
        const watching = new MutationObserver(() => window.spoken.push(line.textContent));
        watching.observe(line, { childList: true, characterData: true, subtree: true }); }"""
    )


# --- on this device


def test_words_kept_on_this_device_survive_a_reload_and_go_up_by_themselves(visit, server):
    page = visit()
    page.locator("#live-keep").check(force=True)
    server.there = False
    server.goes()
    page.locator("#aim").press_sequentially("Kept in a tunnel")
    says(page, "Kept on this device.")
    page.reload()
    settles(page, lambda: value(page) == "Kept in a tunnel")
    server.types("aim", 0, "Ben was here. ")
    server.is_back()
    page.locator("[data-live-saved]").get_by_text("Saved", exact=True).wait_for(timeout=20_000)
    assert sorted(str(server.text("aim")).split("Ben was here. ")) == ["", "Kept in a tunnel"]
    settles(page, lambda: stored(page) == 0)


def test_forgetting_the_device_takes_the_words_off_it(visit, server):
    page = visit()
    keeps(page, server)
    assert stored(page) == 1
    page.get_by_role("button", name="Forget this device").click()
    says(page, "Not saved yet. Keep this page open.")
    settles(page, lambda: databases(page) == [])


def test_leaving_quickly_takes_the_words_off_the_device(visit, server):
    page = visit()
    page.context.route(
        "**/away", lambda route: route.fulfill(body="<title>Rain</title>", content_type="text/html")
    )
    keeps(page, server)
    page.get_by_role("link", name="Leave this page").click()
    page.wait_for_url("**/away")
    settles(page, lambda: databases(page) == [])


def test_signing_out_takes_the_words_off_the_device(visit, server):
    page = visit()
    keeps(page, server)
    page.evaluate(
        """() => { const form = document.createElement('form'); form.method = 'post'; form.dataset.signsOut = '';
        document.body.append(form); form.requestSubmit(); }"""
    )
    settles(page, lambda: bool(page.posted))
    settles(page, lambda: databases(page) == [])


def test_a_device_that_others_use_keeps_nothing(visit, server):
    first = visit()
    keeps(first, server)
    shared = visit(context=first.context, **{"may-keep": ""})
    settles(shared, lambda: databases(shared) == [])
    gives_up(first)
    assert databases(shared) == []


@pytest.fixture
def two_keepers(visit):
    """Two pages of one browser with what keeps words and nothing else: the first keeps, the second may clear."""
    first = visit()
    second = visit(context=first.context)
    first.context.route("**/kept.js", lambda route: route.fulfill(body=KEPT, content_type="text/javascript"))
    for page, whose in ((first, "amina/amina"), (second, "")):
        page.evaluate(
            """async (whose) => {
            const { Kept } = await import("/kept.js");
            window.told = 0;
            window.begin = () => { window.kept = new Kept(whose, "abc-plan", () => { window.told += 1; }); };
            window.keeps = (times) => Promise.all(Array.from({ length: times }, (_, n) => kept.keep({ n }))); }""",
            whose,
        )
    first.evaluate("() => { begin(); kept.agree(); }")
    return first, second


@pytest.mark.parametrize(
    "at_this_moment",
    [
        "keeps(1)",
        "keeps(20)",
        "keeps(20).then(() => kept.shut())",
        "{ keeps(20); }",
        "keeps(2).then(() => { keeps(20); })",
    ],
)  # fmt: skip
def test_whatever_a_page_is_at_when_another_clears_the_device_nothing_stays_or_comes_again(
    two_keepers, at_this_moment
):
    first, second = two_keepers
    first.evaluate(f"() => {at_this_moment}")
    second.evaluate("() => begin()")
    settles(first, lambda: first.evaluate("told") == 1)
    settles(second, lambda: databases(second) == [])
    first.evaluate("() => keeps(20)")
    first.wait_for_timeout(200)
    assert databases(second) == []
    assert first.evaluate("[kept.on, kept.holds, told]") == [False, False, 1]


def test_what_is_agreed_again_is_kept_again(two_keepers):
    """The negative control: it is the clearing that keeps them from it."""
    first, second = two_keepers
    first.evaluate("() => keeps(20)")
    second.evaluate("() => begin()")
    settles(second, lambda: databases(second) == [])
    settles(first, lambda: first.evaluate("told") == 1)
    first.evaluate("() => { kept.agree(); return keeps(20); }")
    assert first.evaluate("kept.holds")
    assert stored(first) == 1


def test_another_page_of_ones_own_does_not_stop_it(visit, server):
    """The negative control: what stops it is that the device was cleared."""
    first = visit()
    keeps(first, server)
    visit(context=first.context)
    first.locator("#aim").press_sequentially(" and more")
    first.wait_for_timeout(600)
    says(first, "Kept on this device.")
    assert stored(first) == 1


def gives_up(page):
    """It says so, goes on typing and keeps nothing of it."""
    says(page, "Not saved yet. Keep this page open.")
    assert not page.locator("#live-keep").is_checked()
    assert not page.get_by_role("button", name="Forget this device").is_visible()
    page.locator("#aim").press_sequentially(" and more, and more")
    page.wait_for_timeout(600)
    says(page, "Not saved yet. Keep this page open.")


def keeps(page, server):
    """Words that are on this device and nowhere else."""
    page.locator("#live-keep").check(force=True)
    server.there = False
    server.goes()
    page.locator("#aim").press_sequentially("Secret")
    says(page, "Kept on this device.")


def databases(page):
    return page.evaluate("indexedDB.databases().then((all) => all.map(({ name }) => name))")


def stored(page):
    return page.evaluate(
        """() => new Promise((resolve) => { const opening = indexedDB.open('alongside-writing');
        opening.onsuccess = () => { const asking = opening.result.transaction('kept').objectStore('kept').count();
        asking.onsuccess = () => { opening.result.close(); resolve(asking.result); }; }; })"""
    )


# --- who is here


def test_the_line_says_who_is_here_and_in_which_box(visit, server):
    page = visit()
    who = page.locator("[data-live-who]")
    assert not who.is_visible()
    server.is_here(None)
    who.get_by_text("Ben is here.").wait_for()
    server.is_here("needs", clock=2)
    who.get_by_text("Ben is here, at “What we need”.").wait_for()
    page.locator("#needs").focus()
    who.get_by_text("Ben is here, in this box.").wait_for()
    server.is_here(False, clock=3)
    settles(page, lambda: not who.is_visible())


def test_a_screen_reader_hears_of_it_once_in_a_while_and_never_by_the_letter(visit, server):
    page = visit()
    heard(page)
    page.clock.install()
    for clock in range(1, 16):
        server.is_here("aim" if clock % 2 else "needs", clock=clock)
        page.locator("#aim").press_sequentially("ab")
        page.clock.run_for(1000)
    assert page.evaluate("window.spoken") == ["Ben is here."]
    server.is_here(False, clock=90)
    page.clock.run_for(1000)
    server.is_here("aim", clock=91)
    page.clock.run_for(1000)
    server.is_here(False, clock=92)
    page.clock.run_for(1000)
    assert len(page.evaluate("window.spoken")) <= 2
    page.clock.run_for(30_000)
    assert page.evaluate("window.spoken") == ["Ben is here.", "Ben is not here now."]
    aloud = page.locator("[aria-live], [role=status], [role=alert], [role=log]")
    assert aloud.filter(has=page.locator("[data-live-saved]")).count() == 0


def test_somebody_who_does_not_want_to_know_is_not_told_and_stays_untold(visit, server):
    page = visit()
    server.is_here("aim")
    page.locator("[data-live-who]").get_by_text("Ben is here").wait_for()
    page.get_by_role("button", name="Do not tell me who is here").click()
    settles(page, lambda: not page.locator("[data-live-who]").is_visible())
    page.reload()
    says(page, "Saved")
    server.is_here("aim", clock=5)
    page.wait_for_timeout(200)
    assert not page.locator("[data-live-who]").is_visible()
    assert page.get_by_role("button", name="Tell me who is here").is_visible()


def test_two_people_in_one_box_end_with_the_same_words(visit, server):
    server.types("aim", 0, "Start. End.")
    amina, ben = visit(), visit()
    put_caret(amina, 6)
    put_caret(ben, 11)
    for letter in "abcdefghij":
        amina.keyboard.type(letter)
        ben.keyboard.type(letter.upper())
    settles(amina, lambda: str(server.text("aim")) == "Start.abcdefghij End.ABCDEFGHIJ")
    settles(amina, lambda: value(amina) == value(ben) == str(server.text("aim")))
    assert caret(amina)[:2] == [16, 16]
    assert caret(ben)[:2] == [31, 31]
