"""Whatever comes in: a clear sentence, nothing lost, nothing cut, and never a page of somebody else's."""

import io
import re
import struct
import zlib

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from alongside.people.models import Pair
from alongside.people.signin import token
from alongside.portfolio.sheet import Mine
from alongside.writing.document import Row

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("demo")]


@pytest.fixture
def ours(world, db):
    return Pair.objects.get(partner__name="Amina")


@pytest.fixture
def amina(come_in):
    return come_in("amina")


@pytest.fixture
def ben(come_in):
    return come_in("ben")


def plan_of(pair):
    return Mine(pair, pair.content.sheets["action-plan"], pair.partner)


def aim(pair):
    return f"/pair/{pair.public}/meeting-4/action-plan/q/aim/"


def profile(pair, question, more=""):
    return f"/pair/{pair.public}/meeting-1/one-page-profile/q/{question}/{more}"


def open_form(robot, address) -> dict:
    """The fields of the page's own form as the browser would send them."""
    page = robot.client.get(address)
    assert page.status_code == 200, page.status_code
    form = BeautifulSoup(page.content, "html.parser").find("main").find("form")
    fields = {box["name"]: box.get("value", "") for box in form.find_all("input", type="hidden")}
    fields |= {box["name"]: box.get_text()[1:] for box in form.find_all("textarea")}
    return {name: text for name, text in fields.items() if name != "csrfmiddlewaretoken"}


def box(fields, part=""):
    """The name of the first box for words, or of the one that ends with this part."""
    return next(name for name in fields if "." in name and name.endswith(part))


def words_of(response) -> str:
    main = BeautifulSoup(response.content, "html.parser").find("main")
    return " ".join(main.get_text(" ").split())


def typed_in(response) -> list[str]:
    """What stands in the boxes of a page."""
    return [
        t.get_text()[1:]
        for t in BeautifulSoup(response.content, "html.parser").find("main").find_all("textarea")
    ]


# --- codes and links


@pytest.mark.parametrize("kind", ["nonsense", "person", "invitation", "support", "\u202e", "a" * 3000])
def test_a_link_that_is_wrong_says_so_and_leads_to_a_code(db, client, kind):
    made = token(kind, "nobody", 1) if kind.isalpha() and len(kind) < 20 else kind
    answer = client.get(f"/come-in/link/{made}/")
    assert answer.status_code == 410
    assert "run out" in words_of(answer)
    assert 'href="/come-in/"' in answer.content.decode()


def test_a_link_for_another_kind_of_thing_opens_nothing(db, client):
    for address in ("/start/nonsense/", "/demo/come-in/nonsense/"):
        assert client.get(address).status_code in (404, 410)
        assert client.post(address).status_code in (404, 410)


@pytest.mark.parametrize("code", ["00000000", "12", "\x00", "一二三四五六七八", "1" * 5000, "' or 1=1 --"])
def test_a_wrong_code_of_a_letter_is_answered_with_a_sentence(db, client, code):
    answer = client.post("/come-in/letter/", {"code": code})
    assert answer.status_code in (200, 422)
    assert BeautifulSoup(answer.content, "html.parser").select_one(".govuk-error-summary")


# --- what is somebody else's


def same_but(response, *told_apart) -> str:
    """A page without what differs in any case: its own address and the mark against forged forms."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", response.content.decode())
    assert not any(word in text for word in told_apart)
    return text


@pytest.mark.parametrize(
    "more",
    ["", "next/", "meeting-1/one-page-profile/", "meeting-1/one-page-profile/read/", "meeting-1/when/",
     "meeting-4/action-plan/q/aim/", "meeting-4/action-plan/versions/", "pause/", "worried/"],
)  # fmt: skip
@pytest.mark.parametrize("method", ["get", "post"])
def test_another_pairs_page_and_one_that_does_not_exist_are_the_same(ours, come_in, more, method):
    stranger = come_in("kasia").client
    theirs = getattr(stranger, method)(f"/pair/{ours.public}/{more}")
    nobodys = getattr(stranger, method)(f"/pair/{'z' * len(ours.public)}/{more}")
    assert theirs.status_code == nobodys.status_code == 404
    assert same_but(theirs, ours.public) == same_but(nobodys, "zzzzzz")
    apart = ("Content-Length", "Set-Cookie")
    assert {k: v for k, v in theirs.headers.items() if k not in apart} == {
        k: v for k, v in nobodys.headers.items() if k not in apart
    }


def test_the_page_for_what_is_not_there_is_in_our_look_and_leads_home(ours, come_in):
    page = come_in("kasia").client.get("/no/such/page/")
    assert page.status_code == 404
    assert "There is nothing here that you can open" in words_of(page)
    assert "data-exit" in page.content.decode()


def test_another_pairs_file_does_not_exist(ours, amina, come_in):
    fields = open_form(amina, profile(ours, "picture"))
    name = f"{fields['seen'].split('.')[0]}.picture"
    amina.client.post(profile(ours, "picture"), fields | {name: picture_file()})
    file = BeautifulSoup(amina.client.get(profile(ours, "picture")).content, "html.parser").select_one(
        "main img.own__picture"
    )
    assert amina.client.get(file["src"]).status_code == 200
    assert come_in("kasia").client.get(file["src"]).status_code == 404


# --- two tabs, two people, back, twice


def test_two_tabs_of_one_person_lose_nothing(ours, amina):
    one, other = open_form(amina, aim(ours)), open_form(amina, aim(ours))
    text = one[box(one)]
    amina.client.post(aim(ours), one | {box(one): f"{text} firsttab"})
    amina.client.post(aim(ours), other | {box(other): f"{text} secondtab"})
    now = plan_of(ours).joint_answers().text("aim")
    assert "firsttab" in now
    assert "secondtab" in now


def test_two_people_who_save_one_box_both_keep_their_words_and_see_it(ours, amina, ben):
    hers, his = open_form(amina, aim(ours)), open_form(ben, aim(ours))
    text = hers[box(hers)]
    amina.client.post(aim(ours), hers | {box(hers): f"{text} herwords"})
    page = ben.client.post(aim(ours), his | {box(his): f"{text} hiswords"})
    assert page.status_code == 200
    words = words_of(page)
    assert "You both changed this" in words
    mine, theirs, now = (words.split(h)[1][:600] for h in ("You wrote", "Amina wrote", "Now it says"))
    assert "hiswords" in mine
    assert "herwords" in theirs
    assert "hiswords" in now
    assert "herwords" in now


def test_a_line_that_the_other_took_out_comes_back_with_what_is_written_in_it(ours, amina, ben):
    row = plan_of(ours).joint_answers().rows("actions")[0]
    at = f"/pair/{ours.public}/meeting-4/action-plan/q/actions/{row}/"
    his = open_form(ben, at)
    amina.client.post(f"{at}take-out/")
    assert row not in plan_of(ours).joint_answers().rows("actions")
    name = box(his)
    answer = ben.client.post(at, his | {name: "Still wanted by Ben"})
    assert answer.status_code in (200, 302)
    now = plan_of(ours).joint_answers()
    assert row in now.rows("actions")
    assert any("Still wanted by Ben" in text for text in now.texts.values())


def test_pressing_twice_says_everything_once(ours, amina):
    fields = open_form(amina, aim(ours))
    fields[box(fields)] += " oncetold"
    for _ in range(2):
        amina.client.post(aim(ours), fields)
    assert plan_of(ours).joint_answers().text("aim").count("oncetold") == 1


def test_going_back_and_changing_a_word_says_it_once(ours, amina):
    fields = open_form(amina, aim(ours))
    text, name = fields[box(fields)], box(fields)
    amina.client.post(aim(ours), fields | {name: f"{text} firstword"})
    amina.client.post(aim(ours), fields | {name: f"{text} firstword secondword"})
    now = plan_of(ours).joint_answers().text("aim")
    assert now.count("firstword") == 1
    assert now.count("secondword") == 1


def test_adding_a_line_twice_by_a_double_press_adds_one(ours, amina):
    fields = open_form(amina, profile(ours, "matters"))
    fields[box(fields)] = "Two presses, one line."
    for _ in range(2):
        amina.client.post(profile(ours, "matters"), fields)
    mine = Mine(ours, ours.content.sheets["one-page-profile"], ours.partner)
    assert list(mine.answers().texts.values()).count("Two presses, one line.") == 1


# --- a session that ended


def test_what_was_typed_when_a_session_had_ended_is_there_after_coming_in_again(ours, amina, world):
    fields = open_form(amina, aim(ours))
    words = f"{fields[box(fields)]} The words of a closed session."
    del amina.client.cookies["alongside"]
    answer = amina.client.post(aim(ours), fields | {box(fields): words})
    assert answer["Location"] == "/come-in/?why=timed-out"
    link = next(person["sign_in"] for person in world["people"] if person["key"] == "amina")
    amina.get(link.split("testserver")[-1])
    amina.press_on()
    amina.press_on()
    assert "The words of a closed session." in amina.html
    amina.press_on()
    assert "The words of a closed session." in plan_of(ours).joint_answers().text("aim")


# --- long and strange words


def test_two_hundred_thousand_letters_are_kept_and_nothing_is_cut(ours, amina):
    words = " ".join(f"word{n}" for n in range(22_000))[:200_000]
    fields = open_form(amina, aim(ours))
    assert amina.client.post(aim(ours), fields | {box(fields): words}).status_code in (200, 302)
    assert plan_of(ours).joint_answers().text("aim") == words
    page = amina.client.get(aim(ours))
    assert typed_in(page)[0] == words
    assert re.search(r"Too long by 199[,0-9]+ characters. All of it is kept.", words_of(page))


def test_more_than_a_sheet_can_hold_is_still_in_the_box(ours, amina):
    words = "many words " * 91_000
    fields = open_form(amina, aim(ours))
    answer = amina.client.post(aim(ours), fields | {box(fields): words})
    assert answer.status_code == 422
    assert "what you typed is still here" in words_of(answer)
    assert typed_in(answer)[0].strip() == words.strip()


def test_more_than_a_page_can_send_says_what_to_do(ours, amina):
    amina.client.raise_request_exception = False
    fields = open_form(amina, aim(ours))
    before = plan_of(ours).joint_answers().text("aim")
    answer = amina.client.post(aim(ours), fields | {box(fields): "x" * 9_000_000})
    assert answer.status_code == 413
    assert "what you wrote is still in the box" in words_of(answer)
    assert plan_of(ours).joint_answers().text("aim") == before


STRANGE = [
    "👩🏽‍🦽‍➡️ a family 👨‍👩‍👧‍👦 and a flag 🏴󠁧󠁢󠁷󠁬󠁳󠁿",
    "שלום, my name is עמינה — and سلام to you",
    "Zürich, Ångström, ế, ạ̈ and a̐éö̲",
    "\u202eright to left\u202c and back",
    "<script>alert(1)</script> & \"quotes\" 'and' {{ braces }} {% tags %}",
    "\n\nbegins with two empty lines\nand ends with one\n",
]


@pytest.mark.parametrize("words", STRANGE)
def test_words_of_every_script_come_back_as_they_were_written(ours, amina, words):
    import unicodedata

    fields = open_form(amina, aim(ours))
    amina.client.post(aim(ours), fields | {box(fields): words})
    page = amina.client.get(aim(ours))
    assert typed_in(page)[0] == unicodedata.normalize("NFC", words)
    assert "<script>alert" not in page.content.decode()


def test_a_nul_byte_goes_and_every_word_stays(ours, amina):
    fields = open_form(amina, aim(ours))
    amina.client.post(aim(ours), fields | {box(fields): "before\x00after \x08bell\x07"})
    assert plan_of(ours).joint_answers().text("aim") == "beforeafter bell"


# --- pictures and sound


def picture_file(name="me.png", content=None):
    if content is None:
        out = io.BytesIO()
        Image.new("RGB", (40, 30), "red").save(out, "PNG")
        content = out.getvalue()
    return SimpleUploadedFile(name, content, "image/png")


def huge_png() -> bytes:
    """30,000 by 30,000 pixels of one bit, in 110 KB."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    lines = zlib.compress(bytes(30_001 // 8 + 1 + 1) * 30_000, 9)
    head = struct.pack(">IIBBBBB", 30_000, 30_000, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", lines) + chunk(b"IEND", b"")


def bomb_png() -> bytes:
    """A picture whose text chunk unpacks to a hundred megabytes."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    text = b"Comment\x00\x00" + zlib.compress(bytes(100_000_000), 9)
    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"zTXt", text) + chunk(b"IEND", b"")


NOT_PICTURES = {
    "a text": ("me.jpg", lambda: b"I am a text and not a picture."),
    "a drawing in SVG": (
        "me.svg",
        lambda: b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    ),
    "30,000 by 30,000": ("big.png", huge_png),
    "a bomb": ("bomb.png", bomb_png),
    "half a picture": ("half.png", lambda: picture_file().read()[:60]),
    "an archive": ("me.zip", lambda: b"PK\x03\x04" + bytes(500)),
}


@pytest.mark.parametrize("which", NOT_PICTURES)
def test_what_is_not_a_picture_that_we_can_open_says_so_and_keeps_the_words_for_it(ours, amina, which):
    name, make = NOT_PICTURES[which]
    fields = open_form(amina, profile(ours, "picture"))
    boxed = f"{fields['seen'].split('.')[0]}.picture"
    fields |= {boxed: picture_file(name, make()), f"{boxed}.alt": "Me in my garden"}
    answer = amina.client.post(profile(ours, "picture"), fields)
    assert answer.status_code == 422
    assert "too large or of a kind that we cannot open" in words_of(answer)
    assert "Me in my garden" in typed_in(answer)


def test_a_picture_that_is_one_is_taken(ours, amina):
    fields = open_form(amina, profile(ours, "picture"))
    answer = amina.client.post(
        profile(ours, "picture"), fields | {f"{fields['seen'].split('.')[0]}.picture": picture_file()}
    )
    assert answer.status_code == 302


@pytest.mark.parametrize("content", [b"", b"not a sound", bytes(5000), b"RIFF0000WEBP"])
def test_what_is_not_a_sound_is_refused_with_a_sentence(content):
    from alongside.kit.fields import BadFile
    from alongside.portfolio.files import keep_upload

    with pytest.raises(BadFile, match="not a sound that we can play"):
        keep_upload(SimpleUploadedFile("me.mp3", content), "sound", by=None)


# --- nonsense in a form


@pytest.mark.parametrize(
    "seen", ["", "garbage", "999999.0123456789ab", "-1.x", "1", "٣.abc", "1." + "a" * 12, "\x00"]
)
def test_a_mark_that_is_not_ours_shows_both_texts_and_loses_neither(ours, amina, seen):
    fields = open_form(amina, aim(ours))
    before = plan_of(ours).joint_answers().text("aim")
    answer = amina.client.post(aim(ours), fields | {"seen": seen, box(fields): "Typed on an old page."})
    assert answer.status_code == 409
    assert plan_of(ours).joint_answers().text("aim") == before
    assert "Typed on an old page." in typed_in(answer)[0]
    assert before in words_of(answer)
    again = BeautifulSoup(answer.content, "html.parser").find("main").find("form")
    hidden = {b["name"]: b.get("value", "") for b in again.find_all("input", type="hidden")}
    del hidden["csrfmiddlewaretoken"]
    amina.client.post(aim(ours), hidden | {again.find("textarea")["name"]: "Typed on an old page."})
    assert plan_of(ours).joint_answers().text("aim") == "Typed on an old page."


def test_an_option_that_is_not_there_is_an_error_with_a_sentence(ours, amina):
    plan = plan_of(ours)
    question = next(q for q in plan.questions if q.kind == "choice")
    at = f"/pair/{ours.public}/meeting-4/action-plan/q/{question.key}/"
    fields = open_form(amina, at)
    before = plan.joint_answers().value(question.key)
    answer = amina.client.post(
        at, fields | {f"{fields['seen'].split('.')[0]}.{question.key}": "no-such-option"}
    )
    assert answer.status_code == 422
    assert "Nothing is chosen yet" in words_of(answer)
    assert plan_of(ours).joint_answers().value(question.key) == before


@pytest.mark.parametrize("row", ["x", "zzzzzzzzzz", "../../etc", "a" * 300, "UPPER12345"])
@pytest.mark.parametrize("what", ["", "take-out/", "bring-back/", "earlier/", "no-such-thing/"])
def test_a_line_that_is_not_one_is_never_a_broken_page(ours, amina, row, what):
    amina.client.raise_request_exception = False
    for ask in (amina.client.get, amina.client.post):
        answer = ask(profile(ours, "matters", f"{row}/{what}"))
        assert answer.status_code in (200, 302, 404, 405, 409), answer.status_code
    assert amina.client.get(profile(ours, "matters") + f"?taken={row}").status_code == 200


def test_fields_that_no_form_has_change_nothing(ours, amina):
    fields = open_form(amina, aim(ours))
    rows = Row.objects.count()
    tick = f"{fields['seen'].split('.')[0]}.ways/training"
    nonsense = {"#values": "z", tick: "true", "form": "\x00'\";", "row": "../..", "then": "?", "": "!"}
    answer = amina.client.post(aim(ours), fields | nonsense)
    assert answer.status_code == 302
    assert Row.objects.count() == rows


def test_a_post_without_the_mark_against_forgery_keeps_the_words(ours, amina):
    fields = open_form(amina, aim(ours))
    before = plan_of(ours).joint_answers().text("aim")
    amina.client.handler.enforce_csrf_checks = True
    fields[box(fields)] = "From another window of mine."
    answer = amina.client.post(aim(ours), fields, headers={"Origin": "http://testserver"})
    assert answer["Location"] == "/come-in/kept/"
    assert "From another window of mine." in words_of(amina.client.get("/come-in/kept/"))
    assert plan_of(ours).joint_answers().text("aim") == before


def test_a_form_with_thousands_of_fields_is_answered_with_a_sentence(ours, amina):
    amina.client.raise_request_exception = False
    answer = amina.client.post(aim(ours), {f"f{n}": "x" for n in range(3000)})
    assert answer.status_code == 413
    assert "Nothing was saved from it" in words_of(answer)


def test_what_breaks_on_our_side_says_when_and_a_number_that_stands_in_the_log(db, caplog, rf):
    from alongside.site.errors import broken

    page = broken(rf.get("/"))
    assert page.status_code == 500
    number = re.search(r"number (\d{4})", words_of(page))[1]
    assert f"Error number {number}" in caplog.text


def test_that_page_asks_nothing_of_the_database(rf, django_assert_num_queries, db):
    from alongside.site.errors import broken

    with django_assert_num_queries(0):
        broken(rf.get("/"))


def test_something_that_may_not_be_done_is_said_in_our_look(rf, db):
    from alongside.site.errors import not_allowed

    page = not_allowed(Client().get("/").wsgi_request)
    assert page.status_code == 403
    assert "Nothing has been changed" in words_of(page)
