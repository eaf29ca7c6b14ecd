"""From an answer with nothing but a code to "We did it": everybody's own pages, end to end."""

import datetime
import json
import re
from pathlib import Path

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from alongside.kit.fields import new_row_id
from alongside.kit.tests.browser import launching
from alongside.people.tests.cast import asked, text_of
from alongside.portfolio.sheet import Mine
from alongside.voices.release import Release
from alongside.voices.tests.answerer import Answerer
from alongside.voices.tests.cast import an_open_round, two
from tests.serving import Serving, filled

pytestmark = pytest.mark.xdist_group("a browser")

ROOT = Path(__file__).resolve().parents[2]
AXE = (ROOT / "tests" / "material" / "axe.min.js").read_text()
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
WORDS = "Nobody answers on Sunday, my sister rang nine times."
DONE = "Sunday has a number now, and Dawn or Imran picks up."
ONE_QUESTION = [{"key": "tell", "kind": "long", "ask": "What should change?", "easy": "What should change?"}]


def in_days(days: int):
    return time_machine.travel(timezone.now() + datetime.timedelta(days=days), tick=False)


@pytest.fixture
def round(db):
    pair = two()
    asked(pair, pair.partner, by=pair.programme.coordinator)
    return an_open_round(pair, ONE_QUESTION)


@pytest.fixture
def amina(round):
    return signed_in(round.pair.partner)


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def answered(round, words=WORDS) -> str:
    """Somebody without an account answers, and leaves with nothing but a code."""
    somebody = Answerer(round)
    somebody.at()
    somebody.at("known/")
    somebody.post("known/", somebody.hidden(), known="anonymous")
    somebody.answer("tell", words)
    return somebody.finish()


def happened(round, code: str) -> str:
    """The page behind the code, in a browser that knows nothing."""
    browser = Client()
    return text_of(browser.post("/code/", {"code": code}, follow=True))


def begun(client, round, sheet: str) -> str:
    """One of the two begins a sheet; its address among the pages of the journey."""
    there = client.post(f"/pair/{round.pair.public}/asking/begin/{sheet}/").headers["Location"]
    return re.search(r"/(piece-[a-z0-9]+)/", there)[1]


def say(client, round, piece: str, sheet: str, question: str, value: str) -> None:
    client.post(f"/pair/{round.pair.public}/{piece}/{sheet}/say/{question}/", {"say": value})


def tell(client, round, piece: str) -> None:
    client.post(f"/pair/{round.pair.public}/asking/{piece}/tell/")


def test_from_an_answer_with_nothing_but_a_code_to_we_did_it(round):
    code = answered(round)
    assert "Nobody has read it yet." in happened(round, code)
    with in_days(43):
        words = happened(round, code)
    assert "Nothing has happened yet. It has been 43 days." in words
    with in_days(44):
        amina, ben = signed_in(round.pair.partner), signed_in(round.pair.professional)
        piece = begun(amina, round, "change-record")
        write(round, piece)
        say(amina, round, piece, "change-record", "true-to-both", "show")
        tell(amina, round, piece)
        assert DONE not in happened(round, code)  # Ben has not said yes
        say(ben, round, piece, "change-record", "true-to-both", "show")
        assert DONE not in happened(round, code)  # nobody has told it yet
        tell(ben, round, piece)
        words = happened(round, code)
    day = (timezone.localdate() + datetime.timedelta(days=44)).strftime("%-d %B %Y")
    assert DONE in words
    assert f"Amina and Ben told you on {day}." in words
    assert WORDS not in words  # the code alone does not open them


def write(round, piece: str) -> None:
    """What the two write on the sheet; its pages are those of the journey and tried there."""
    sheet = round.pair.content.sheets["change-record"]
    mine = Mine(round.pair, sheet, round.pair.partner, piece)
    question = mine.questions[0]
    changes = {
        "texts": {"you-said": "Nobody answers on Sunday", "we-did": DONE, "answers-for-it": "Ruth Ansah"},
        "values": {"state": "did"},
        "rows": {},
    }  # fmt: skip
    mine.post(question, mine.see(question).token, new_row_id(), changes, by=round.pair.partner)


def test_the_sheet_is_filled_in_on_the_pages_of_the_journey(round, amina):
    piece = begun(amina, round, "change-record")
    first = amina.get(f"/pair/{round.pair.public}/{piece}/change-record/q/you-said/")
    assert "What did people say?" in text_of(first)
    assert "data-write" in first.content.decode()


def test_without_the_second_yes_there_is_no_way_to_tell(round, amina):
    """The control: the same walk without Ben ends with nothing released, whatever Amina presses."""
    code = answered(round)
    piece = begun(amina, round, "change-record")
    write(round, piece)
    for _ in range(3):
        say(amina, round, piece, "change-record", "true-to-both", "show")
        tell(amina, round, piece)
    assert not Release.objects.exists()
    assert DONE not in happened(round, code)


def test_a_stranger_with_a_guess_sees_nothing(round):
    answered(round)
    page = Client().post("/code/", {"code": "otter lamp quiet seven"})
    assert page.status_code == 422


# --- in a browser


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """The product as bin/serve starts it, with a round that was answered and what came of it."""
    folder = tmp_path_factory.mktemp("what came of it")
    made = json.loads(filled(folder, "tests.journeys.begin_told"))
    serving = Serving(folder)
    yield made | {"base": serving.base}
    assert serving.stop() == 0


@pytest.fixture(scope="module")
def chromium():
    with launching() as launch:
        yield launch()


def window(chromium, server, who="", script=True):
    """A small phone; `who` is signed in on it."""
    context = chromium.new_context(viewport={"width": 360, "height": 740}, java_script_enabled=script)
    if who:
        context.add_cookies(
            [{"name": server["cookie"], "value": server["cookies"][who], "url": server["base"], "httpOnly": True}]
        )
    return context.new_page()


def type_code(page, server) -> None:
    page.goto(server["base"] + "/code/")
    page.fill("[name=code]", server["code"])
    with page.expect_navigation():
        page.locator("main form button").first.click()


def test_without_a_script_somebody_reads_what_came_of_it_and_says_how_it_felt(chromium, server):
    page = window(chromium, server, script=False)
    type_code(page, server)
    assert page.url.endswith(f"/r/{server['short']}/happened/")
    main = page.locator("main")
    assert DONE in main.inner_text()
    form = page.locator("form[action*='/felt/']").first
    page.locator("summary", has_text="Does this answer you?").first.click()
    form.locator("input[name=answers][value=partly]").check(force=True)
    with page.expect_navigation():
        form.locator("button").click()
    assert "It is with Amina and Ben." in main.inner_text()
    with page.expect_navigation():
        page.locator("main a", has_text="The page for everyone").click()
    assert DONE in page.locator("main").inner_text()
    with page.expect_navigation():
        page.locator("a", has_text="Print as a poster").click()
    page.locator("main input[name=told]").first.check(force=True)
    assert page.locator("main form button").first.is_enabled()
    page.context.close()


PAGES = {
    "": ["/said-and-done/{programme}/", "/said-and-done/{programme}/wall/", "/r/{short}/happened/"],
    "amina": [
        "/pair/{pair}/asking/{told}/", "/pair/{pair}/asking/{ready}/", "/pair/{pair}/asking/{told}/take-down/",
    ],
    "marta": ["/programme/{programme}/telling/"],
}  # fmt: skip


@pytest.mark.parametrize("who", PAGES)
def test_nobody_is_kept_out_of_a_page_of_hearing_back(chromium, server, who):
    """Axe finds nothing on a small phone, and nothing is wider than it."""
    page = window(chromium, server, who)
    if not who:
        type_code(page, server)
    for address in PAGES[who]:
        response = page.goto(server["base"] + address.format(**server))
        assert response.status == 200, address
        page.evaluate(AXE)
        found = page.evaluate("rules => axe.run(document, rules)", RULES)["violations"]
        told = [f"{v['id']}: {[node['html'][:120] for node in v['nodes']]}" for v in found]
        assert told == [], page.url
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, page.url
    page.context.close()
